/**
 * What a socket delivers.
 * @module
 */

/** One frame, stamped once, when it arrived. */
export interface Frame {
  /** Our clock, ms since the epoch. */
  readonly receivedAt: number;
  /** Text of a text frame, bytes of a binary one. */
  readonly data: string | Uint8Array;
}
