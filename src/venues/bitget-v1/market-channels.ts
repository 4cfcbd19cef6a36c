/**
 * The stream's ticker, trades and candles.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#public-channels
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext } from '../../contract/channel.js';
import type { CandleRow, Ticker, Trade } from '../../model/market.js';
import { numberIfAny, numberOf } from '../../wire/number.js';
import { onlyDialect } from './dialect.js';
import type { OfficialRequest } from './dialect.js';
import { CandleWire, TickerWire, TradeWire } from './schemas.js';
import type { CandleRowWire, TickerRowWire, TradeRowWire } from './schemas.js';
import { intervalOf } from './symbols.js';
import type { BitgetV1Interval } from './symbols.js';
import { timeOf } from './time.js';
import { officialTopic } from './topic.js';

const docs = 'https://bitgetlimited.github.io/apidoc/en/spot';

/** The whole state of a symbol. */
export const ticker = defineChannel({
  kind: 'ticker',
  docs: `${docs}/#tickers-channel`,
  markets: ['spot'],
  topic: ({ symbol, dialect }: OfficialRequest<'spot'>) => {
    onlyDialect('official', 'ticker', dialect);
    return officialTopic('ticker', symbol, false);
  },
  wire: TickerWire,
  normalise: ({ data }, context) => data.map(row => tickerOf(row, context)),
});

function tickerOf(row: z.infer<typeof TickerRowWire>, context: ReadContext): Ticker {
  return {
    type: 'ticker',
    venue: context.venue,
    market: context.market,
    symbol: context.symbol,
    timestamp: timeOf(row.ts, 'ts'),
    receivedAt: context.receivedAt,
    price: numberIfAny(row.last, 'last'),
    bid: numberIfAny(row.bestBid, 'bestBid'),
    bidSize: numberIfAny(row.bidSz, 'bidSz'),
    ask: numberIfAny(row.bestAsk, 'bestAsk'),
    askSize: numberIfAny(row.askSz, 'askSz'),
    open24h: numberIfAny(row.open24h, 'open24h'),
    high24h: numberIfAny(row.high24h, 'high24h'),
    low24h: numberIfAny(row.low24h, 'low24h'),
    change24h: undefined,
    volume24h: numberIfAny(row.baseVolume, 'baseVolume'),
    turnover24h: numberIfAny(row.quoteVolume, 'quoteVolume'),
    openUtc: numberIfAny(row.openUtc, 'openUtc'),
    changeUtc: numberIfAny(row.chgUTC, 'chgUTC'),
    markPrice: undefined,
    indexPrice: undefined,
    fundingRate: undefined,
    nextFundingTime: undefined,
    openInterest: undefined,
    raw: row,
  };
}

/** The last 50 trades first, then each new one; oldest first. They have no ids. */
export const trades = defineChannel({
  kind: 'trades',
  docs: `${docs}/#trades-channel`,
  markets: ['spot'],
  topic: ({ symbol, dialect }: OfficialRequest<'spot'>) => {
    onlyDialect('official', 'trade', dialect);
    return officialTopic('trade', symbol, false);
  },
  wire: TradeWire,
  // The venue sends the newest first; a stable sort of the reversed rows keeps the order within one ms.
  normalise: ({ data }, context) =>
    data
      .map(row => tradeOf(row, context))
      .reverse()
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0)),
});

function tradeOf(row: z.infer<typeof TradeRowWire>, context: ReadContext): Trade {
  return {
    type: 'trade',
    venue: context.venue,
    market: context.market,
    symbol: context.symbol,
    timestamp: numberOf(row[0], 'time'),
    receivedAt: context.receivedAt,
    id: undefined,
    price: numberOf(row[1], 'price'),
    size: numberOf(row[2], 'size'),
    side: row[3],
    raw: row,
  };
}

/** Up to 1,000 candles first, then each change of the open one; the venue does not say when one is closed. */
export const candles = defineChannel({
  kind: 'candles',
  docs: `${docs}/#candlesticks-channel`,
  markets: ['spot'],
  topic: ({ symbol, interval, dialect }: OfficialRequest<'spot'> & { readonly interval: BitgetV1Interval }) => {
    onlyDialect('official', 'candle', dialect);
    return officialTopic(`candle${intervalOf(interval)[1]}`, symbol, true);
  },
  wire: CandleWire,
  normalise: ({ action, arg, data, ts }, context) => {
    const [interval] = intervalOf(arg.channel.slice('candle'.length));
    const timestamp = ts === undefined ? undefined : timeOf(ts, 'ts');
    const rows = data.map(row => candleOf(row, interval, timestamp, context)).sort((a, b) => a.start - b.start);
    return action === 'snapshot' ? [{ type: 'candle-snapshot', rows }] : rows;
  },
});

function candleOf(
  row: z.infer<typeof CandleRowWire>,
  interval: string,
  timestamp: number | undefined,
  context: ReadContext,
): CandleRow {
  return {
    type: 'candle-row',
    venue: context.venue,
    market: context.market,
    symbol: context.symbol,
    timestamp,
    receivedAt: context.receivedAt,
    interval,
    start: numberOf(row[0], 'start'),
    open: numberOf(row[1], 'open'),
    high: numberOf(row[2], 'high'),
    low: numberOf(row[3], 'low'),
    close: numberOf(row[4], 'close'),
    volume: numberOf(row[5], 'volume'),
    turnover: undefined,
    closed: undefined,
    raw: row,
  };
}
