/**
 * The stream's ticker, trades, best prices and candles.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type * as z from 'zod';
import type { ReadContext } from '../../contract/channel.js';
import { compareSequence } from '../../model/decimal.js';
import type { CandleRow, Quote, Stamp, Ticker, Trade } from '../../model/market.js';
import { numberIfAny, numberOf } from '../../wire/number.js';
import { formOf } from './form.js';
import type { FormRequest } from './form.js';
import { createPublicChannel } from './public-channel.js';
import { CandleRowWire, QuoteRowWire, TickerRowWire, TradeRowWire } from './schemas.js';
import { intervalOf } from './symbols.js';
import type { BybitSpotV1Interval } from './symbols.js';
import { timeOf } from './time.js';
import { publicTopic } from './topic.js';

/** The last 24 hours of a symbol, without best prices; topic `realtimes`. */
export const ticker = createPublicChannel({
  kind: 'ticker',
  row: TickerRowWire,
  topic: ({ symbol, form, binary }: FormRequest) =>
    publicTopic({
      form: formOf('realtimes', ['v1', 'v2'], form),
      topic: 'realtimes',
      symbol,
      binary,
      incremental: false,
    }),
  normalise: ({ rows }, context) => rows.map(row => tickerOf(row, context)),
});

function tickerOf(row: z.infer<typeof TickerRowWire>, context: ReadContext): Ticker {
  return {
    type: 'ticker',
    ...stampOf(context, timeOf(row.t, 't')),
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
    // `xp` is in US dollars, whatever the quote is.
    indexPrice: undefined,
    fundingRate: undefined,
    nextFundingTime: undefined,
    openInterest: undefined,
    raw: row,
  };
}

/** The last 60 trades first (V1), then each new one; oldest first. */
export const trades = createPublicChannel({
  kind: 'trades',
  row: TradeRowWire,
  topic: ({ symbol, form, binary }: FormRequest) =>
    publicTopic({ form: formOf('trade', ['v1', 'v2'], form), topic: 'trade', symbol, binary, incremental: false }),
  normalise: ({ rows }, context) =>
    rows
      .map(row => tradeOf(row, context))
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0) || compareSequence(a.id ?? '', b.id ?? '')),
});

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

/** The best bid and ask, every 100 ms where they change; topic `bookTicker`, which only V2 has. */
export const quotes = createPublicChannel({
  kind: 'quotes',
  row: QuoteRowWire,
  topic: ({ symbol, form, binary }: FormRequest<'v2'>) =>
    publicTopic({ form: formOf('bookTicker', ['v2'], form), topic: 'bookTicker', symbol, binary, incremental: false }),
  normalise: ({ rows }, context) => rows.map(row => quoteOf(row, context)),
});

function quoteOf(row: z.infer<typeof QuoteRowWire>, context: ReadContext): Quote {
  const bid = numberIfAny(row.bidPrice, 'bidPrice');
  const ask = numberIfAny(row.askPrice, 'askPrice');
  // A side without orders is told as nothing or as zero.
  const [hasBid, hasAsk] = [bid !== undefined && bid > 0, ask !== undefined && ask > 0];
  return {
    type: 'quote',
    ...stampOf(context, timeOf(row.time, 'time')),
    bid: hasBid ? bid : undefined,
    bidSize: hasBid ? numberIfAny(row.bidQty, 'bidQty') : undefined,
    ask: hasAsk ? ask : undefined,
    askSize: hasAsk ? numberIfAny(row.askQty, 'askQty') : undefined,
    sequence: undefined,
    raw: row,
  };
}

/** A request for candles. */
export interface CandleRequest extends FormRequest {
  readonly interval: BybitSpotV1Interval;
}

/** The open candle, then each change of it; the venue does not say when one is closed. */
export const candles = createPublicChannel({
  kind: 'candles',
  row: CandleRowWire,
  topic: ({ symbol, interval, form, binary }: CandleRequest) => {
    const klineType = intervalOf(interval);
    const common = { symbol, binary, incremental: true };
    return formOf('kline', ['v1', 'v2'], form) === 'v1'
      ? publicTopic({ form: 'v1', topic: `kline_${klineType}`, ...common })
      : publicTopic({ form: 'v2', topic: 'kline', params: { klineType }, ...common });
  },
  normalise: ({ rows, isFirst, sentAt }, context) => {
    const interval = intervalIn(context.topic);
    const all = rows.map(row => candleOf(row, interval, sentAt, context)).sort((a, b) => a.start - b.start);
    return isFirst === true ? [{ type: 'candle-snapshot', rows: all }] : all;
  },
});

/** "v1:kline_1m:BTCUSDT" is of "1m". */
function intervalIn(topic: string): string {
  return topic.split(':')[1]?.slice('kline_'.length) ?? '';
}

function candleOf(
  row: z.infer<typeof CandleRowWire>,
  interval: string,
  sentAt: number | undefined,
  context: ReadContext,
): CandleRow {
  return {
    type: 'candle-row',
    ...stampOf(context, sentAt),
    interval,
    start: timeOf(row.t, 't'),
    open: numberOf(row.o, 'o'),
    high: numberOf(row.h, 'h'),
    low: numberOf(row.l, 'l'),
    close: numberOf(row.c, 'c'),
    volume: numberOf(row.v, 'v'),
    turnover: undefined,
    closed: undefined,
    raw: row,
  };
}

function stampOf({ venue, market, symbol, receivedAt }: ReadContext, timestamp: number | undefined): Stamp {
  return { venue, market, symbol, timestamp, receivedAt };
}
