/**
 * Measures of a book: spread, middle, imbalance.
 * @module
 */
import type { Book, Level } from '../model/market.js';

/** Best ask less best bid, in quote units; undefined where a side is empty. */
export function spreadOf(book: Book): number | undefined {
  const bid = book.bids[0];
  const ask = book.asks[0];
  return bid === undefined || ask === undefined ? undefined : ask[0] - bid[0];
}

/** The middle between best bid and best ask, in quote units; undefined where a side is empty. */
export function midOf(book: Book): number | undefined {
  const bid = book.bids[0];
  const ask = book.asks[0];
  return bid === undefined || ask === undefined ? undefined : (ask[0] + bid[0]) / 2;
}

/**
 * How much more is bid than asked in the best levels: (bids − asks) / (bids + asks) by size, from −1 (only asks count) to
 * 1 (only bids count); undefined where a side is empty.
 *
 * @param depth - how many levels of each side count
 * @throws RangeError where the depth is not a positive integer
 */
export function imbalanceOf(book: Book, depth: number): number | undefined {
  if (!Number.isSafeInteger(depth) || depth < 1) {
    throw new RangeError(`depth must be a positive integer, not ${depth}`);
  }
  if (book.bids.length === 0 || book.asks.length === 0) return undefined;
  const bids = sizeOf(book.bids, depth);
  const asks = sizeOf(book.asks, depth);
  return (bids - asks) / (bids + asks);
}

function sizeOf(levels: readonly Level[], depth: number): number {
  let size = 0;
  for (const level of levels.slice(0, depth)) size += level[1];
  return size;
}
