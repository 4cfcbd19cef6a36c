/**
 * BGE's trades.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext } from '../../contract/channel.js';
import { compareSequence } from '../../model/decimal.js';
import type { Trade } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { publicPage } from './docs.js';
import { fillsTopic } from './public-topic.js';
import { FillsWire } from './schemas.js';
import type { FillRowWire } from './schemas.js';
import { markets } from './symbols.js';

/** Each new trade, oldest first; none of before. */
export const trades = defineChannel({
  kind: 'trades',
  docs: publicPage,
  markets,
  topic: fillsTopic,
  wire: FillsWire,
  normalise: ({ data }, context) => {
    const trades = data.map(row => tradeOf(row, context));
    // In which order several come in one push is not said.
    return trades.length < 2 ? trades : trades.sort(oldestFirst);
  },
});

function tradeOf(row: z.infer<typeof FillRowWire>, { venue, market, symbol, receivedAt }: ReadContext): Trade {
  return {
    type: 'trade',
    ...{ venue, market, symbol, timestamp: row.ts, receivedAt },
    id: String(row.id),
    price: numberOf(row.price, 'price'),
    size: numberOf(row.vol, 'vol'),
    side: row.direction,
    raw: row,
  };
}

function oldestFirst(a: Trade, b: Trade): number {
  return (a.timestamp ?? 0) - (b.timestamp ?? 0) || compareSequence(a.id ?? '', b.id ?? '');
}
