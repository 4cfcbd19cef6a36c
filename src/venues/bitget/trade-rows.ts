/**
 * Bitget's trades, the same over the socket and over REST.
 * @module
 */
import type * as z from 'zod';
import type { ReadContext } from '../../contract/channel.js';
import { compareSequence } from '../../model/decimal.js';
import type { Trade } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import type { RestTradeRowWire } from './schemas.js';

type Row = z.infer<typeof RestTradeRowWire>;

/** Reads rows, which the venue sends newest first; oldest first. */
export function tradesOf(rows: readonly Row[], context: ReadContext): readonly Trade[] {
  const trades = rows.map(row => tradeOf(row, context));
  return trades.length < 2 ? trades : trades.sort(oldestFirst);
}

function tradeOf(row: Row, context: ReadContext): Trade {
  return {
    type: 'trade',
    venue: context.venue,
    market: context.market,
    symbol: context.symbol,
    timestamp: numberOf(row.ts, 'ts'),
    receivedAt: context.receivedAt,
    id: row.tradeId,
    price: numberOf(row.price, 'price'),
    size: numberOf(row.size, 'size'),
    side: row.side === 'buy' || row.side === 'Buy' ? 'buy' : 'sell',
    raw: row,
  };
}

function oldestFirst(a: Trade, b: Trade): number {
  return (a.timestamp ?? 0) - (b.timestamp ?? 0) || compareSequence(a.id ?? '', b.id ?? '');
}
