/**
 * The stream's order books: checksums guard the full one, from its snapshot on.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext } from '../../contract/channel.js';
import { ChecksumError } from '../../model/errors.js';
import type { BookDelta, BookRow, BookSnapshot } from '../../model/market.js';
import { bookChecksum } from '../../wire/book-checksum.js';
import { numberOf } from '../../wire/number.js';
import { onlyDialect } from './dialect.js';
import type { OfficialRequest } from './dialect.js';
import { BookWire } from './schemas.js';
import type { BookRowWire } from './schemas.js';
import { timeOf } from './time.js';
import { officialTopic } from './topic.js';

/** Depths that the venue sends whole; without a depth the full book comes as snapshot and deltas. */
const depths = [5, 15] as const;
/** A depth that the venue sends whole. */
export type BitgetV1Depth = (typeof depths)[number];

type BookRequest = OfficialRequest<'spot'> & { readonly depth?: BitgetV1Depth };

/** The full book as snapshot and deltas, or with a depth a small one whole at each change. */
export const book: Channel<'book', 'spot', BookRequest> = defineChannel({
  kind: 'book',
  docs: 'https://bitgetlimited.github.io/apidoc/en/spot/#depth-channel',
  markets: ['spot'],
  topic: ({ symbol, depth, dialect }: BookRequest) => {
    onlyDialect('official', 'books', dialect);
    if (depth === undefined) return officialTopic('books', symbol, true);
    if (!depths.includes(depth)) {
      throw new RangeError(`depth ${depth} is not one of bitget-v1: ${depths.join(', ')}, or none for the full book`);
    }
    return officialTopic(`books${depth}`, symbol, false);
  },
  wire: BookWire,
  normalise: ({ action, arg, data }, context) => data.map(row => bookOf(action, arg.channel, row, context)),
  verify({ book, bids, asks }, { checksum }) {
    if (checksum === undefined) return;
    const sum = bookChecksum(bids, asks, DEPTH);
    if (sum === checksum) return;
    const { venue, market, symbol } = book;
    throw new ChecksumError(`${venue} ${market} ${symbol}: book adds up to ${sum}, the venue says ${checksum}`, {
      venue,
    });
  },
});

/** How many levels of each side the checksum is made of. */
const DEPTH = 25;
/** The most that the venue was seen to keep up to date. */
const WINDOW = 200;

function bookOf(
  action: 'snapshot' | 'update',
  channel: string,
  row: z.infer<typeof BookRowWire>,
  { venue, market, symbol, receivedAt }: ReadContext,
): BookSnapshot | BookDelta {
  const bids = row.bids.map(bookRowOf);
  const asks = row.asks.map(bookRowOf);
  const stamp = { venue, market, symbol, timestamp: timeOf(row.ts, 'ts'), receivedAt };
  // Books of a fixed depth carry a zero, or something that is none of their own.
  const checksum = channel === 'books' && row.checksum !== 0 ? row.checksum : undefined;
  const sequence = undefined;
  if (action === 'update') {
    return { type: 'book-delta', ...stamp, bids, asks, previous: undefined, sequence, checksum, raw: row };
  }
  const window = Math.max(bids.length, asks.length) === WINDOW ? WINDOW : undefined;
  return { type: 'book-snapshot', ...stamp, bids, asks, sequence, checksum, window, raw: row };
}

function bookRowOf(text: readonly [string, string]): BookRow {
  return { level: [numberOf(text[0], 'price'), numberOf(text[1], 'size')], text, mark: -1 };
}
