/**
 * The stream's order book: the best 40 levels a side, whole each time, without a number.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { BookRow, BookSnapshot } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { docs } from './docs.js';
import { BookWire } from './schemas.js';
import type { BookRowWire } from './schemas.js';
import { markets } from './symbols.js';
import { timeOf } from './time.js';
import { publicTopic } from './topic.js';

type BookRequest = SymbolRequest<'spot'> & { readonly depth?: (typeof depths)[number] };

/** How many levels a side the venue tells; there is one depth only. */
const depths = [40] as const;
const [DEPTH] = depths;

/** The whole book every 100 ms, with a depth of 40 or without one: the venue has no deeper book. */
export const book = defineChannel({
  kind: 'book',
  docs,
  markets,
  topic: (request: BookRequest) => {
    const { depth = DEPTH } = request;
    if (!depths.includes(depth)) throw new RangeError(`depth ${depth} is not one of bybit-spot-v3: ${DEPTH}, or none`);
    return publicTopic(`orderbook.${DEPTH}`, request, true);
  },
  wire: BookWire,
  normalise: ({ data }, context) => [bookOf(data, context)],
});

function bookOf(row: z.infer<typeof BookRowWire>, { venue, market, symbol, receivedAt }: ReadContext): BookSnapshot {
  return {
    type: 'book-snapshot',
    venue,
    market,
    symbol,
    timestamp: timeOf(row.t, 't'),
    receivedAt,
    bids: rowsOf(row.b),
    asks: rowsOf(row.a),
    sequence: undefined,
    checksum: undefined,
    window: DEPTH,
    raw: row,
  };
}

function rowsOf(levels: readonly (readonly [string, string, ...unknown[]])[]): BookRow[] {
  return levels.map(([price, size]) => ({
    level: [numberOf(price, 'price'), numberOf(size, 'size')],
    text: [price, size],
    mark: -1,
  }));
}
