/**
 * Backpack's last trades, over REST.
 * @see https://docs.backpack.exchange/#tag/Trades/operation/get_recent_trades
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { History, SymbolRequest } from '../../contract/channel.js';
import type { Trade } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { restOrigin } from './rest.js';
import { RestTradesWire } from './schemas.js';
import { topicOf } from './stream.js';
import { tradeIdOf } from './trade-id.js';

const docs = 'https://docs.backpack.exchange/#tag/Trades/operation/get_recent_trades';

const { read } = defineChannel({
  kind: 'trades',
  docs,
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) => topicOf('trade', symbol),
  wire: RestTradesWire,
  normalise: (rows, { venue, market, symbol, receivedAt }) =>
    // The venue sends the newest first.
    rows
      .map((row): Trade => ({
        type: 'trade',
        ...{ venue, market, symbol, timestamp: row.timestamp, receivedAt },
        id: row.id === undefined || row.id === null ? undefined : tradeIdOf(row.id, 'id'),
        price: numberOf(row.price, 'price'),
        size: numberOf(row.quantity, 'quantity'),
        side: row.isBuyerMaker ? 'sell' : 'buy',
        raw: row,
      }))
      .reverse(),
});

/** The newest 1,000 trades. */
export const tradesHistory: History<'trades', SymbolRequest<TradedMarket>> = {
  docs,
  // No number is documented for public requests.
  limits: [{ messages: 5, per: 1_000 }],
  url: ({ symbol }, before) =>
    before === undefined ? `${restOrigin}/api/v1/trades?symbol=${symbol}&limit=1000` : undefined,
  read,
};
