/**
 * The version of the library, for the header of a tape.
 * @module
 */

/** As in package.json; a test compares them. */
export const LIBRARY_VERSION = '0.1.0';
