/**
 * Bybit's last trades, over REST.
 * @see https://bybit-exchange.github.io/docs/v5/market/recent-trade
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { History, SymbolRequest } from '../../contract/channel.js';
import type { Trade } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { RestTradesWire } from './schemas.js';
import { baseOf } from './symbols.js';
import { topicOf } from './topic.js';

const docs = 'https://bybit-exchange.github.io/docs/v5/market/recent-trade';

const { read } = defineChannel({
  kind: 'trades',
  docs,
  markets: tradedMarkets,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>) =>
    topicOf(market, `publicTrade.${symbol}`, { incremental: false, prompt: false }),
  wire: RestTradesWire,
  normalise: ({ result }, { venue, market, receivedAt }) =>
    // The venue sends the newest first.
    result.list
      .map((row): Trade => ({
        type: 'trade',
        ...{ venue, market, symbol: row.symbol, receivedAt },
        timestamp: numberOf(row.time, 'time'),
        id: row.execId,
        price: numberOf(row.price, 'price'),
        size: numberOf(row.size, 'size'),
        side: row.side === 'Buy' ? 'buy' : 'sell',
        raw: row,
      }))
      .reverse(),
});

/** The newest page only: 60 trades on spot, 1,000 on the others. */
export const tradesHistory: History<'trades', SymbolRequest<TradedMarket>> = {
  docs,
  // Documented for all of REST: 600 requests in five seconds from one address.
  limits: [{ messages: 20, per: 1_000 }],
  url: ({ market, symbol }, before) => {
    if (before !== undefined) return undefined;
    const isAll = market === 'option' && symbol === baseOf(symbol);
    const limit = market === 'spot' ? 60 : 1_000;
    const what = isAll ? `baseCoin=${symbol}` : `symbol=${symbol}`;
    return `https://api.bybit.com/v5/market/recent-trade?category=${market}&${what}&limit=${limit}`;
  },
  read,
};
