/**
 * Backpack's trades.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { Trade } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { pageOf } from './docs.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { TradeWire } from './schemas.js';
import { topicOf } from './stream.js';
import { msOfMicros } from './time.js';
import { tradeIdOf } from './trade-id.js';
import { tradesHistory } from './trades-history.js';

/** Each new trade, liquidations among them; none of those before. */
export const trades = defineChannel({
  kind: 'trades',
  docs: pageOf('Public/Trade'),
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) => topicOf('trade', symbol),
  wire: TradeWire,
  normalise: ({ data }, { venue, market, symbol, receivedAt }): readonly Trade[] => [
    {
      type: 'trade',
      ...{ venue, market, symbol, timestamp: msOfMicros(data.T, 'T'), receivedAt },
      id: tradeIdOf(data.t, 't'),
      price: numberOf(data.p, 'p'),
      size: numberOf(data.q, 'q'),
      // Where the buyer was the maker, the taker sold.
      side: data.m ? 'sell' : 'buy',
      raw: data,
    },
  ],
  history: tradesHistory,
});
