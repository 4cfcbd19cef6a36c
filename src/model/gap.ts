/**
 * A stretch of time in which a stream may have missed something.
 * @module
 */

/**
 * Why: `connection` it was lost; `silence` nothing came any more, and it was begun anew; `sequence` the venue's numbers did
 * not follow on each other; `checksum` what was put together did not add up; `unreadable` a message could not be read;
 * `restart` the venue began a book anew, unasked; `resync` the topic was begun anew for another reason; `rotation` the
 * connection was replaced before its end.
 */
export type GapReason =
  'connection' | 'silence' | 'sequence' | 'checksum' | 'unreadable' | 'restart' | 'resync' | 'rotation';

/** A break in a stream; it comes before the first value after it. */
export interface Gap {
  readonly type: 'gap';
  readonly venue: string;
  readonly market: string;
  readonly symbol: string;
  /** When the last message before the break arrived: our clock, ms since the epoch. */
  readonly from: number;
  /** When the first message after it arrived: our clock, ms since the epoch. */
  readonly to: number;
  readonly reason: GapReason;
}
