/**
 * Bitget's ticker, and the three kinds that Bitget tells in its ticker only.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Stamp, Ticker } from '../../model/market.js';
import { numberIfAny, numberOf } from '../../wire/number.js';
import { futuresMarkets, tradedMarkets } from './markets.js';
import type { FuturesMarket, TradedMarket } from './markets.js';
import { TickerWire } from './schemas.js';
import type { TickerRowWire } from './schemas.js';
import { topicOf } from './topic.js';

const docs = 'https://www.bitget.com/api-doc/contract/websocket/public/Tickers-Channel';

/** The whole state of a symbol, about ten times a second on busy symbols. */
export const ticker = defineChannel({
  kind: 'ticker',
  docs,
  markets: tradedMarkets,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>) => topicOf('ticker', market, symbol, false),
  wire: TickerWire,
  normalise: ({ data }, context) => data.map(row => tickerOf(row, context)),
});

function tickerOf(row: z.infer<typeof TickerRowWire>, context: ReadContext): Ticker {
  const next = fundingTimeOf(row);
  return {
    type: 'ticker',
    venue: context.venue,
    market: context.market,
    symbol: context.symbol,
    timestamp: numberOf(row.ts, 'ts'),
    receivedAt: context.receivedAt,
    price: numberIfAny(row.lastPr, 'lastPr'),
    bid: numberIfAny(row.bidPr, 'bidPr'),
    bidSize: numberIfAny(row.bidSz, 'bidSz'),
    ask: numberIfAny(row.askPr, 'askPr'),
    askSize: numberIfAny(row.askSz, 'askSz'),
    open24h: numberIfAny(row.open24h, 'open24h'),
    high24h: numberIfAny(row.high24h, 'high24h'),
    low24h: numberIfAny(row.low24h, 'low24h'),
    change24h: numberIfAny(row.change24h, 'change24h'),
    volume24h: numberIfAny(row.baseVolume, 'baseVolume'),
    turnover24h: numberIfAny(row.quoteVolume, 'quoteVolume'),
    openUtc: numberIfAny(row.openUtc, 'openUtc'),
    changeUtc: numberIfAny(row.changeUtc24h, 'changeUtc24h'),
    markPrice: numberIfAny(row.markPrice, 'markPrice'),
    indexPrice: numberIfAny(row.indexPrice, 'indexPrice'),
    fundingRate: next === undefined ? undefined : numberIfAny(row.fundingRate, 'fundingRate'),
    nextFundingTime: next,
    openInterest: numberIfAny(row.holdingAmount, 'holdingAmount'),
    raw: row,
  };
}

/** Delivery contracts say "0": they have no funding. */
function fundingTimeOf(row: z.infer<typeof TickerRowWire>): number | undefined {
  const time = numberIfAny(row.nextFundingTime, 'nextFundingTime');
  return time === 0 ? undefined : time;
}

/** The stamp of a ticker's row, for the kinds that are taken out of it. */
function stampOf(row: z.infer<typeof TickerRowWire>, { venue, market, symbol, receivedAt }: ReadContext): Stamp {
  return { venue, market, symbol, timestamp: numberOf(row.ts, 'ts'), receivedAt };
}

/** The three kinds that Bitget tells in its ticker only. */
const fromTicker = {
  docs,
  markets: futuresMarkets,
  topic: ({ market, symbol }: SymbolRequest<FuturesMarket>) => topicOf('ticker', market, symbol, false),
  wire: TickerWire,
} as const;

/** The mark price of a future. */
export const markPrice = defineChannel({
  kind: 'markPrice',
  ...fromTicker,
  normalise: ({ data }, context) =>
    data.map(row => ({
      type: 'mark-price' as const,
      ...stampOf(row, context),
      price: numberOf(row.markPrice ?? '', 'markPrice'),
      indexPrice: numberIfAny(row.indexPrice, 'indexPrice'),
      raw: row,
    })),
});

/** The open interest of a future, in base units. */
export const openInterest = defineChannel({
  kind: 'openInterest',
  ...fromTicker,
  normalise: ({ data }, context) =>
    data.map(row => ({
      type: 'open-interest' as const,
      ...stampOf(row, context),
      openInterest: numberOf(row.holdingAmount ?? '', 'holdingAmount'),
      raw: row,
    })),
});

/** The funding rate of a perpetual; nothing on delivery contracts. */
export const fundingRate = defineChannel({
  kind: 'fundingRate',
  ...fromTicker,
  normalise: ({ data }, context) =>
    data.flatMap(row => {
      const nextFundingTime = fundingTimeOf(row);
      // A delivery contract tells a rate of "0" and means none.
      if (nextFundingTime === undefined) return [];
      const rate = numberOf(row.fundingRate ?? '', 'fundingRate');
      return [{ type: 'funding-rate' as const, ...stampOf(row, context), rate, nextFundingTime, raw: row }];
    }),
});
