/**
 * BGE's order books, and the best bid and ask.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext } from '../../contract/channel.js';
import type { BookRow, BookSnapshot, Quote, Stamp } from '../../model/market.js';
import { numberIfAny, numberOf } from '../../wire/number.js';
import { publicPage } from './docs.js';
import { depthOf } from './levels.js';
import { orderbookTopic } from './public-topic.js';
import type { BgeRequest } from './public-topic.js';
import { OrderbookWire } from './schemas.js';
import { markets } from './symbols.js';

type Orderbook = z.infer<typeof OrderbookWire>;
type Levels = Orderbook['data']['bids'];

/** A book, whole each time, twice a second; with a `level` from 1 to 5 or 7 to 11 its prices are gathered in steps. */
export const book = defineChannel({
  kind: 'book',
  docs: publicPage,
  markets,
  topic: orderbookTopic,
  wire: OrderbookWire,
  normalise: (wire, context) => [bookOf(wire, context)],
});

function bookOf(wire: Orderbook, context: ReadContext): BookSnapshot {
  const { data, interval } = wire;
  return {
    type: 'book-snapshot',
    ...stampOf(wire, context),
    bids: rowsOf(data.bids),
    asks: rowsOf(data.asks),
    sequence: sequenceOf(wire),
    checksum: undefined,
    window: depthOf(String(interval)),
    raw: data,
  };
}

function rowsOf(levels: Levels): BookRow[] {
  return levels.map(([price, size]) => ({
    level: [numberOf(price, 'price'), numberOf(size, 'size')],
    text: [price, size],
    mark: -1,
  }));
}

/** The best bid and ask, twice a second: those of the smallest book. */
export const quotes = defineChannel({
  kind: 'quotes',
  docs: publicPage,
  markets,
  topic: (request: BgeRequest) => orderbookTopic({ ...request, level: '6' }),
  wire: OrderbookWire,
  normalise: (wire, context) => [quoteOf(wire, context)],
});

function quoteOf(wire: Orderbook, context: ReadContext): Quote {
  const [bid, bidSize] = bestOf(wire.data.bids);
  const [ask, askSize] = bestOf(wire.data.asks);
  const sequence = sequenceOf(wire);
  return { type: 'quote', ...stampOf(wire, context), bid, bidSize, ask, askSize, sequence, raw: wire.data };
}

/** A price that nobody asks or bids for any more would not be told; a size of zero would mean no other thing. */
function bestOf(levels: Levels): readonly [price?: number, size?: number] {
  for (const [price, size] of levels) {
    const amount = numberOf(size, 'size');
    if (amount !== 0) return [numberOf(price, 'price'), amount];
  }
  return [];
}

/** Whole seconds. */
function stampOf({ id }: Orderbook, { venue, market, symbol, receivedAt }: ReadContext): Stamp {
  const second = numberIfAny(id, 'id');
  return { venue, market, symbol, timestamp: second === undefined ? undefined : second * 1_000, receivedAt };
}

function sequenceOf({ data }: Orderbook): string | undefined {
  return data.seq_id === undefined ? undefined : String(data.seq_id);
}
