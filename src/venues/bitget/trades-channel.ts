/**
 * Bitget's trades.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import { compareSequence } from '../../model/decimal.js';
import type { Trade } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { TradeWire } from './schemas.js';
import type { TradeRowWire } from './schemas.js';
import { topicOf } from './topic.js';

/** Recent trades first, then each new one; oldest first. */
export const trades = defineChannel({
  kind: 'trades',
  docs: 'https://www.bitget.com/api-doc/spot/websocket/public/Trades-Channel',
  markets: tradedMarkets,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>) => topicOf('trade', market, symbol, false),
  wire: TradeWire,
  normalise: ({ data }, context) => {
    const trades = data.map(row => tradeOf(row, context));
    // The venue sends the newest first.
    return trades.length < 2 ? trades : trades.sort(oldestFirst);
  },
});

function tradeOf(row: z.infer<typeof TradeRowWire>, context: ReadContext): Trade {
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
    side: row.side,
    raw: row,
  };
}

function oldestFirst(a: Trade, b: Trade): number {
  return (a.timestamp ?? 0) - (b.timestamp ?? 0) || compareSequence(a.id ?? '', b.id ?? '');
}
