/**
 * BGE's ticker.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext } from '../../contract/channel.js';
import type { Ticker } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { publicPage } from './docs.js';
import { tickerTopic } from './public-topic.js';
import { TickerWire } from './schemas.js';
import type { TickerRowWire } from './schemas.js';
import { listOf } from './rows.js';
import { markets } from './symbols.js';

/** The whole state of a symbol, without its best bid and ask. */
export const ticker = defineChannel({
  kind: 'ticker',
  docs: publicPage,
  markets,
  topic: tickerTopic,
  wire: TickerWire,
  normalise: ({ data }, context) => listOf(data).map(row => tickerOf(row, context)),
});

function tickerOf(row: z.infer<typeof TickerRowWire>, { venue, market, symbol, receivedAt }: ReadContext): Ticker {
  return {
    type: 'ticker',
    ...{ venue, market, symbol, timestamp: row.id * 1_000, receivedAt },
    price: numberOf(row.close, 'close'),
    bid: undefined,
    bidSize: undefined,
    ask: undefined,
    askSize: undefined,
    open24h: numberOf(row.open, 'open'),
    high24h: numberOf(row.high, 'high'),
    low24h: numberOf(row.low, 'low'),
    change24h: numberOf(row.change_percent, 'change_percent'),
    volume24h: numberOf(row.vol, 'vol'),
    turnover24h: numberOf(row.filled_size, 'filled_size'),
    openUtc: undefined,
    changeUtc: undefined,
    markPrice: undefined,
    indexPrice: undefined,
    fundingRate: undefined,
    nextFundingTime: undefined,
    openInterest: undefined,
    raw: row,
  };
}
