/**
 * Bitget's trades.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { TradeWire } from './schemas.js';
import { topicOf } from './topic.js';
import { tradesOf } from './trade-rows.js';
import { tradesHistory } from './trades-history.js';

/** Recent trades first, then each new one; oldest first. */
export const trades = defineChannel({
  kind: 'trades',
  docs: 'https://www.bitget.com/api-doc/spot/websocket/public/Trades-Channel',
  markets: tradedMarkets,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>) => topicOf('trade', market, symbol, false),
  wire: TradeWire,
  normalise: ({ data }, context) => tradesOf(data, context),
  history: tradesHistory,
});
