/**
 * The public face of `rxtape/tape`: what arrives is recorded, and played again through the same code.
 * @module
 */
export * from './portable.js';
export { createTapeFile } from './tape-file.js';
export type { TapeFile, TapeFileOptions, TapeSize } from './tape-file.js';
export { readTape } from './read-tape.js';
export type { ReadTapeOptions } from './read-tape.js';
