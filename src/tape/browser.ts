/**
 * `rxtape/tape` in the browser: the same, without files.
 * @module
 */
export * from './portable.js';
