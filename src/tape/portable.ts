/**
 * The names of `rxtape/tape` that Node and browsers share.
 * @module
 */
export { TAPE_VERSION } from './format.js';
export type { TapeEvent, TapeHeader, TapedFailure } from './format.js';
export { TapeError } from './tape-error.js';
export { tapeLines } from './tape-sink.js';
export type { TapeOptions, TapeSink } from './tape-sink.js';
export { taped } from './taped.js';
export { tapedHttp } from './taped-http.js';
export { tapedRandom, taping } from './taping.js';
export type { Taping } from './taping.js';
export { parseTape } from './parse-tape.js';
export type { Tape, TapeText } from './parse-tape.js';
export { replay } from './replay.js';
export type { ReplayOptions } from './replay.js';
export { toMarbles } from './to-marbles.js';
export type { Marbles } from './to-marbles.js';
export { playFixture, toFixture } from './fixture.js';
export type { Fixture } from './fixture.js';
