/**
 * The stream's ticker, trades and best bid and ask.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Quote, Stamp, Ticker, Trade } from '../../model/market.js';
import { numberIfAny, numberOf } from '../../wire/number.js';
import { docs } from './docs.js';
import { QuoteWire, TickerWire, TradeWire } from './schemas.js';
import type { QuoteRowWire, TickerRowWire, TradeRowWire } from './schemas.js';
import { markets } from './symbols.js';
import { timeOf } from './time.js';
import { publicTopic } from './topic.js';

/** The statistics of 24 hours, whole each time; the best bid and ask are told by {@link quotes} only. */
export const ticker = defineChannel({
  kind: 'ticker',
  docs,
  markets,
  topic: (request: SymbolRequest<'spot'>) => publicTopic('tickers', request, true),
  wire: TickerWire,
  normalise: ({ data, ts }, context) => [tickerOf(data, timeOf(ts, 'ts'), context)],
});

/** Each trade as it happens, one per message; none of those before. */
export const trades = defineChannel({
  kind: 'trades',
  docs,
  markets,
  topic: (request: SymbolRequest<'spot'>) => publicTopic('trade', request, false),
  wire: TradeWire,
  normalise: ({ data }, context) => [tradeOf(data, context)],
});

/** The best bid and ask every 100 ms. */
export const quotes = defineChannel({
  kind: 'quotes',
  docs,
  markets,
  topic: (request: SymbolRequest<'spot'>) => publicTopic('bookticker', request, true),
  wire: QuoteWire,
  normalise: ({ data }, context) => [quoteOf(data, context)],
});

function stampOf({ venue, market, symbol, receivedAt }: ReadContext, timestamp: number): Stamp {
  return { venue, market, symbol, timestamp, receivedAt };
}

/** `t` is the time of the last trade, which may be long ago: the push's own holds. */
function tickerOf(row: z.infer<typeof TickerRowWire>, timestamp: number, context: ReadContext): Ticker {
  return {
    type: 'ticker',
    ...stampOf(context, timestamp),
    price: numberIfAny(row.c, 'c'),
    bid: undefined,
    bidSize: undefined,
    ask: undefined,
    askSize: undefined,
    open24h: numberIfAny(row.o, 'o'),
    high24h: numberIfAny(row.h, 'h'),
    low24h: numberIfAny(row.l, 'l'),
    change24h: numberIfAny(row.m, 'm'),
    volume24h: numberIfAny(row.v, 'v'),
    turnover24h: numberIfAny(row.qv, 'qv'),
    openUtc: undefined,
    changeUtc: undefined,
    markPrice: undefined,
    // `xp` is in USD, whatever the symbol is priced in.
    indexPrice: undefined,
    fundingRate: undefined,
    nextFundingTime: undefined,
    openInterest: undefined,
    raw: row,
  };
}

function tradeOf(row: z.infer<typeof TradeRowWire>, context: ReadContext): Trade {
  return {
    type: 'trade',
    ...stampOf(context, timeOf(row.t, 't')),
    id: row.v,
    price: numberOf(row.p, 'p'),
    size: numberOf(row.q, 'q'),
    side: row.m ? 'buy' : 'sell',
    raw: row,
  };
}

function quoteOf(row: z.infer<typeof QuoteRowWire>, context: ReadContext): Quote {
  return {
    type: 'quote',
    ...stampOf(context, timeOf(row.t, 't')),
    bid: numberIfAny(row.bp, 'bp'),
    bidSize: numberIfAny(row.bq, 'bq'),
    ask: numberIfAny(row.ap, 'ap'),
    askSize: numberIfAny(row.aq, 'aq'),
    sequence: undefined,
    raw: row,
  };
}
