/**
 * Bitget's trades of the last 90 days, over REST.
 * @see https://www.bitget.com/api-doc/spot/market/Get-Market-Trades
 * @see https://www.bitget.com/api-doc/contract/market/Get-Fills-History
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { History, SymbolRequest } from '../../contract/channel.js';
import { instTypes, tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { RestTradesWire } from './schemas.js';
import { topicOf } from './topic.js';
import { tradesOf } from './trade-rows.js';

const origin = 'https://api.bitget.com';
const docs = 'https://www.bitget.com/api-doc/spot/market/Get-Market-Trades';

const { read } = defineChannel({
  kind: 'trades',
  docs,
  markets: tradedMarkets,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>) => topicOf('trade', market, symbol, false),
  wire: RestTradesWire,
  normalise: ({ data }, context) => tradesOf(data, context),
});

/** The ids are those of the socket; a page ends before the id that it is asked for by. */
export const tradesHistory: History<'trades', SymbolRequest<TradedMarket>> = {
  docs,
  // Documented: 10 requests a second on spot, 20 on futures.
  limits: [{ messages: 8, per: 1_000 }],
  url: ({ market, symbol }, before) => {
    const line = market === 'spot' ? 'spot' : 'mix';
    const product = market === 'spot' ? '' : `&productType=${instTypes[market]}`;
    const until = before === undefined ? '' : `&idLessThan=${before}`;
    return `${origin}/api/v2/${line}/market/fills-history?symbol=${symbol}${product}&limit=1000${until}`;
  },
  read,
};
