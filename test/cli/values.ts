/**
 * Values to draw.
 * @module
 */
import type {
  Book,
  Candle,
  FundingRate,
  Level,
  Liquidation,
  MarkPrice,
  OpenInterest,
  Quote,
  Ticker,
  Trade,
} from '../../src/model/market.js';

const at = Date.UTC(2025, 1, 26, 12, 34, 56, 789);
const stamp = { venue: 'bitget', market: 'spot', symbol: 'BTCUSDT', timestamp: at, receivedAt: at + 5 } as const;

/** The ticker of the guide. */
export function aTicker(changes: Partial<Ticker> = {}): Ticker {
  return {
    type: 'ticker',
    ...stamp,
    price: 88650,
    bid: 88649.6,
    bidSize: 0.0002,
    ask: 88650.3,
    askSize: 1.6412,
    open24h: 87196,
    high24h: 92500,
    low24h: 86020.4,
    change24h: -0.03817,
    volume24h: 233234.0741,
    turnover24h: 20737510352.0349,
    openUtc: 91514.8,
    changeUtc: undefined,
    markPrice: 88677.5,
    indexPrice: 88719.802166,
    fundingRate: 0.00005,
    nextFundingTime: 1740528000000,
    openInterest: 47519.4904,
    raw: { lastPr: '88650' },
    ...changes,
  };
}

export function aTrade(changes: Partial<Trade> = {}): Trade {
  return { type: 'trade', ...stamp, id: '1', price: 88650.1, size: 0.25, side: 'buy', raw: {}, ...changes };
}

export function aQuote(changes: Partial<Quote> = {}): Quote {
  const best = { bid: 88649.6, bidSize: 0.0002, ask: 88650.3, askSize: 1.6412 };
  return { type: 'quote', ...stamp, ...best, sequence: '7', raw: {}, ...changes };
}

export function aBook(bids: readonly Level[], asks: readonly Level[], changes: Partial<Book> = {}): Book {
  return { type: 'book', ...stamp, bids, asks, sequence: '7', ...changes };
}

export function aCandle(changes: Partial<Candle> = {}): Candle {
  const prices = { open: 100, high: 110.5, low: 99, close: 105.25, volume: 12.5, turnover: 1300 };
  const start = Date.UTC(2025, 1, 26, 12, 34);
  return { type: 'candle', ...stamp, interval: '1m', start, ...prices, closed: true, raw: [], ...changes };
}

export function aMarkPrice(changes: Partial<MarkPrice> = {}): MarkPrice {
  return { type: 'mark-price', ...stamp, price: 88677.5, indexPrice: 88719.25, raw: {}, ...changes };
}

export function anOpenInterest(changes: Partial<OpenInterest> = {}): OpenInterest {
  return { type: 'open-interest', ...stamp, openInterest: 47519.4904, raw: {}, ...changes };
}

export function aFundingRate(changes: Partial<FundingRate> = {}): FundingRate {
  return { type: 'funding-rate', ...stamp, rate: 0.00005, nextFundingTime: 1740528000000, raw: {}, ...changes };
}

export function aLiquidation(changes: Partial<Liquidation> = {}): Liquidation {
  return { type: 'liquidation', ...stamp, side: 'sell', price: 88650.1, size: 0.25, raw: {}, ...changes };
}
