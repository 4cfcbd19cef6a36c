/**
 * A simulated book at one moment.
 * @module
 */
import type { Listing } from '../contract/counterpart.js';
import type { Sequence } from '../model/decimal.js';
import type { BookRow, BookSnapshot } from '../model/market.js';

/** The book at one moment; rows best first. */
export interface BookState {
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
  readonly sequence: Sequence;
  /** ms since the epoch */
  readonly timestamp: number;
}

/** A book as the venue sends it whole; the best `depth` levels a side where one is given. */
export function snapshotOf(
  { venue, listing }: { readonly venue: string; readonly listing: Listing },
  state: BookState,
  depth?: number,
): BookSnapshot {
  const { market, symbol } = listing;
  const { sequence, timestamp } = state;
  const stamp = { venue, market, symbol, timestamp, receivedAt: timestamp };
  const sides = { bids: state.bids.slice(0, depth), asks: state.asks.slice(0, depth) };
  return { type: 'book-snapshot', ...stamp, ...sides, sequence, checksum: undefined, window: depth, raw: undefined };
}
