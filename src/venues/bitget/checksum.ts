/**
 * Bitget's checksum of a book.
 * @module
 */
import type { BookRow } from '../../model/market.js';
import { bookChecksum as checksumOf } from '../../wire/book-checksum.js';

/**
 * Computes the checksum of a book from the venue's own text of its best 25 levels of each side, as a signed number.
 *
 * @param bids - best first
 * @param asks - best first
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 */
export function bookChecksum(bids: readonly BookRow[], asks: readonly BookRow[]): number {
  return checksumOf(bids, asks, DEPTH);
}

const DEPTH = 25;
