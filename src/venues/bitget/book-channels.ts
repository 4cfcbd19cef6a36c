/**
 * Bitget's order books, and the best bid and ask.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Sequence } from '../../model/decimal.js';
import { ChecksumError } from '../../model/errors.js';
import type { BookDelta, BookRow, BookSnapshot, Quote } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { bookChecksum } from './checksum.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { BookWire } from './schemas.js';
import type { BookRowWire } from './schemas.js';
import { topicOf } from './topic.js';

const docs = 'https://www.bitget.com/api-doc/spot/websocket/public/Depth-Channel';

/** Depths that Bitget sends whole; without a depth the full book comes as snapshot and deltas. */
const depths = [1, 5, 15] as const;
/** A depth that Bitget sends whole. */
export type BitgetDepth = (typeof depths)[number];

/** The full book as snapshot and deltas, or with a depth a small one whole at each change. */
export const book: Channel<'book', TradedMarket, SymbolRequest<TradedMarket> & { readonly depth?: BitgetDepth }> =
  defineChannel({
    kind: 'book',
    docs,
    markets: tradedMarkets,
    topic: ({ market, symbol, depth }: SymbolRequest<TradedMarket> & { readonly depth?: BitgetDepth }) => {
      if (depth === undefined) return topicOf('books', market, symbol, true);
      if (!depths.includes(depth)) {
        throw new RangeError(`depth ${depth} is not one of bitget: ${depths.join(', ')}, or none for the full book`);
      }
      return topicOf(`books${depth}`, market, symbol, true);
    },
    wire: BookWire,
    normalise: ({ action, data }, context) => data.map(row => bookOf(action, row, context)),
    verify({ book, bids, asks }, { checksum }) {
      if (checksum === undefined) return;
      const sum = bookChecksum(bids, asks);
      if (sum === checksum) return;
      const { venue, market, symbol } = book;
      throw new ChecksumError(`${venue} ${market} ${symbol}: book adds up to ${sum}, the venue says ${checksum}`, {
        venue,
      });
    },
  });

function bookOf(
  action: 'snapshot' | 'update',
  row: z.infer<typeof BookRowWire>,
  context: ReadContext,
): BookSnapshot | BookDelta {
  const bids = rowsOf(row.bids);
  const asks = rowsOf(row.asks);
  const timestamp = numberOf(row.ts, 'ts');
  const sequence = sequenceOf(row.seq);
  const checksum = row.checksum === 0 ? undefined : row.checksum;
  const { venue, market, symbol, receivedAt } = context;
  if (action === 'update') {
    const previous = sequenceOf(row.pseq);
    const type = 'book-delta';
    return { type, venue, market, symbol, timestamp, receivedAt, bids, asks, previous, sequence, checksum, raw: row };
  }
  const window = windowOf(bids.length, asks.length);
  const type = 'book-snapshot';
  return { type, venue, market, symbol, timestamp, receivedAt, bids, asks, sequence, checksum, window, raw: row };
}

function rowsOf(levels: readonly (readonly [string, string, ...string[]])[]): BookRow[] {
  const rows = new Array<BookRow>(levels.length);
  for (let i = 0; i < levels.length; i++) {
    const text = levels[i] as [string, string];
    rows[i] = { level: [numberOf(text[0], 'price'), numberOf(text[1], 'size')], text, mark: -1 };
  }
  return rows;
}

function sequenceOf(value: number | string | undefined): Sequence | undefined {
  return value === undefined ? undefined : String(value);
}

/** Snapshots that were seen to be cut: a side of just this length says that the venue keeps no more up to date. */
const windows: readonly number[] = [200, 400, 500, 1000];

function windowOf(bids: number, asks: number): number | undefined {
  const longest = Math.max(bids, asks);
  return windows.includes(longest) ? longest : undefined;
}

/** The best bid and ask. */
export const quotes = defineChannel({
  kind: 'quotes',
  docs,
  markets: tradedMarkets,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>) => topicOf('books1', market, symbol, true),
  wire: BookWire,
  normalise: ({ data }, context) => data.map(row => quoteOf(row, context)),
});

function quoteOf(row: z.infer<typeof BookRowWire>, context: ReadContext): Quote {
  const bid = row.bids[0];
  const ask = row.asks[0];
  return {
    type: 'quote',
    venue: context.venue,
    market: context.market,
    symbol: context.symbol,
    timestamp: numberOf(row.ts, 'ts'),
    receivedAt: context.receivedAt,
    bid: bid && numberOf(bid[0], 'bid'),
    bidSize: bid && numberOf(bid[1], 'bid size'),
    ask: ask && numberOf(ask[0], 'ask'),
    askSize: ask && numberOf(ask[1], 'ask size'),
    sequence: sequenceOf(row.seq),
    raw: row,
  };
}
