/**
 * Checksums of books that are made from the venue's own text of the best levels.
 * @module
 */
import { crc32, createCrcFold } from './crc32.js';

/** One level in the venue's own spelling. */
export interface ChecksumRow {
  readonly text: readonly [price: string, size: string];
  /** The CRC of the level's part, kept here once computed; -1 before. */
  mark: number;
}

/**
 * Computes a checksum of the best levels of each side: bid, ask, bid, ask …, each as `price:size`, all joined by `:`; where
 * one side is shorter, the other goes on alone. CRC-32 as a signed 32-bit number; 0 for an empty book.
 *
 * Each level's part is kept in the row's `mark`, so that only new levels are read.
 *
 * @param bids - best first
 * @param asks - best first
 * @param depth - how many levels of each side count
 */
export function bookChecksum(bids: readonly ChecksumRow[], asks: readonly ChecksumRow[], depth: number): number {
  const bidCount = Math.min(bids.length, depth);
  const askCount = Math.min(asks.length, depth);
  const count = Math.max(bidCount, askCount);
  if (count === 0) return 0;
  let crc = BEFORE_FIRST_COLON;
  for (let i = 0; i < count; i++) {
    if (i < bidCount) crc = withRow(crc, bids[i] as ChecksumRow);
    if (i < askCount) crc = withRow(crc, asks[i] as ChecksumRow);
  }
  return crc;
}

/** The CRC that a colon turns into that of the empty text: each part begins with a colon, and the first one has none. */
const BEFORE_FIRST_COLON = 0x0f6a701c;
const COLON = crc32(':');
const fold = createCrcFold();

function withRow(crc: number, row: ChecksumRow): number {
  const { text } = row;
  // As a signed number it is a small integer to the engine, and costs no memory of its own.
  if (row.mark === -1) row.mark = crc32(text[1], crc32(':', crc32(text[0], COLON))) | 0;
  return fold(crc, row.mark, text[0].length + text[1].length + 2) | 0;
}
