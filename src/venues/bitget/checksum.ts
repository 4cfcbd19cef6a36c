/**
 * Bitget's checksum of a book.
 * @module
 */
import type { BookRow } from '../../model/market.js';
import { crc32, createCrcFold } from '../../wire/crc32.js';

/**
 * Computes the checksum of a book from the venue's own text of its best 25 levels of each side: bid, ask, bid, ask …, each
 * as `price:size`, all joined by `:`; where one side is shorter, the other goes on alone. CRC-32 as a signed 32-bit number.
 *
 * Each level's part is kept in the row's `mark`, so that only new levels are read.
 *
 * @param bids - best first
 * @param asks - best first
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 */
export function bookChecksum(bids: readonly BookRow[], asks: readonly BookRow[]): number {
  const bidCount = Math.min(bids.length, DEPTH);
  const askCount = Math.min(asks.length, DEPTH);
  const count = Math.max(bidCount, askCount);
  if (count === 0) return 0;
  let crc = BEFORE_FIRST_COLON;
  for (let i = 0; i < count; i++) {
    if (i < bidCount) crc = withRow(crc, bids[i] as BookRow);
    if (i < askCount) crc = withRow(crc, asks[i] as BookRow);
  }
  return crc;
}

const DEPTH = 25;
/** The CRC that a colon turns into that of the empty text: each part begins with a colon, and the first one has none. */
const BEFORE_FIRST_COLON = 0x0f6a701c;
const COLON = crc32(':');
const fold = createCrcFold();

function withRow(crc: number, row: BookRow): number {
  const { text } = row;
  // As a signed number it is a small integer to the engine, and costs no memory of its own.
  if (row.mark === -1) row.mark = crc32(text[1], crc32(':', crc32(text[0], COLON))) | 0;
  return fold(crc, row.mark, text[0].length + text[1].length + 2) | 0;
}
