/**
 * Bybit's order books: a snapshot, then deltas, each depth a window of its own.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { BookDelta, BookRow, BookSnapshot } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { depths, tradedMarkets } from './markets.js';
import type { BybitDepth, TradedMarket } from './markets.js';
import { BookWire } from './schemas.js';
import { topicOf } from './topic.js';

/** A book of so many levels a side; without a depth the deepest that the market has. */
export interface BookRequest extends SymbolRequest<TradedMarket> {
  readonly depth?: BybitDepth;
}

/**
 * The deepest book that Bybit keeps (1,000 levels a side, options 100), or with a depth a smaller one that is told more
 * often: level 1 each 10 ms, 50 each 20 ms, 200 each 100 ms, 1,000 each 200 ms.
 */
export const book: Channel<'book', TradedMarket, BookRequest> = defineChannel({
  kind: 'book',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook',
  markets: tradedMarkets,
  topic: ({ market, symbol, depth }: BookRequest) =>
    topicOf(market, `orderbook.${depthOf(market, depth)}.${symbol}`, { incremental: true, prompt: true }),
  wire: BookWire,
  normalise: (wire, context) => [bookOf(wire, context)],
});

function depthOf(market: TradedMarket, depth: BybitDepth | undefined): number {
  const possible = (depths as Partial<typeof depths>)[market] ?? [];
  const deepest = possible.at(-1);
  if (deepest === undefined) {
    throw new RangeError(`market ${JSON.stringify(market)} has no book at bybit: ${tradedMarkets.join(', ')} have one`);
  }
  if (depth !== undefined && !possible.includes(depth)) {
    throw new RangeError(
      `depth ${depth} is not one of bybit ${market}: ${possible.join(', ')}, or none for the deepest`,
    );
  }
  return depth ?? deepest;
}

function bookOf({ topic, type: action, ts, cts, data }: z.infer<typeof BookWire>, context: ReadContext) {
  const { venue, market, symbol, receivedAt } = context;
  const stamp = { venue, market, symbol, timestamp: cts ?? ts, receivedAt };
  const bids = rowsOf(data.b);
  const asks = rowsOf(data.a);
  const sequence = String(data.u);
  // The service has begun anew, and says so by its number alone.
  if (action === 'snapshot' || data.u <= 1) {
    const window = windowOf(topic);
    const type = 'book-snapshot';
    return { type, ...stamp, bids, asks, sequence, checksum: undefined, window, raw: data } satisfies BookSnapshot;
  }
  const previous = String(data.u - 1);
  const type = 'book-delta';
  return { type, ...stamp, bids, asks, previous, sequence, checksum: undefined, raw: data } satisfies BookDelta;
}

function rowsOf(levels: readonly (readonly [string, string, ...string[]])[]): BookRow[] {
  const rows = new Array<BookRow>(levels.length);
  for (let i = 0; i < levels.length; i++) {
    const text = levels[i] as [string, string];
    rows[i] = { level: [numberOf(text[0], 'price'), numberOf(text[1], 'size')], text, mark: -1 };
  }
  return rows;
}

const FAMILY = 'orderbook.';

/** Bybit keeps just as many levels as were asked for; what leaves the window comes as a removal. */
function windowOf(topic: string): number | undefined {
  const depth = Number(topic.slice(FAMILY.length, topic.indexOf('.', FAMILY.length)));
  return Number.isSafeInteger(depth) && depth > 0 ? depth : undefined;
}
