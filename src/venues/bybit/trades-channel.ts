/**
 * Bybit's trades.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { Trade } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { TradeWire } from './schemas.js';
import { baseOf } from './symbols.js';
import { topicOf } from './topic.js';
import { tradesHistory } from './trades-history.js';

/**
 * Each new trade, oldest first; nothing of the past. Options are told by base coin: a symbol like `BTC-6JAN23-17500-C`
 * is picked out of those of `BTC`, and `BTC` itself gives the trades of all its options.
 */
export const trades = defineChannel({
  kind: 'trades',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/public/trade',
  markets: tradedMarkets,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>) =>
    topicOf(market, `publicTrade.${market === 'option' ? baseOf(symbol) : symbol}`, {
      incremental: false,
      prompt: false,
    }),
  wire: TradeWire,
  normalise: ({ data }, { venue, market, symbol, receivedAt }) => {
    const isPicked = market === 'option' && symbol !== baseOf(symbol);
    const rows = isPicked ? data.filter(row => row.s === symbol) : data;
    return rows.map((row): Trade => ({
      type: 'trade',
      venue,
      market,
      symbol: row.s,
      timestamp: row.T,
      receivedAt,
      id: row.i,
      price: numberOf(row.p, 'p'),
      size: numberOf(row.v, 'v'),
      side: row.S === 'Buy' ? 'buy' : 'sell',
      raw: row,
    }));
  },
  history: tradesHistory,
});
