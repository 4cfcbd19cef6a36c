/**
 * Short makers of the events that the reducers' tests are written in.
 * @module
 */
import type { BookDelta, BookRow, BookSnapshot, CandleRow, TickerFields } from '../../src/model/market.js';

export const stamp = { venue: 'toy', market: 'spot', symbol: 'BTCUSDT', timestamp: 1000, receivedAt: 1001 } as const;

/** One row of `[price, size]` text. */
export function row(price: string | number, size: string | number): BookRow {
  return { level: [Number(price), Number(size)], text: [String(price), String(size)], mark: -1 };
}

export type Pairs = readonly (readonly [price: string | number, size: string | number])[];

export function rows(pairs: Pairs): readonly BookRow[] {
  return pairs.map(([price, size]) => row(price, size));
}

export function snapshot(bids: Pairs, asks: Pairs, more: Partial<BookSnapshot> = {}): BookSnapshot {
  return {
    ...stamp,
    type: 'book-snapshot',
    bids: rows(bids),
    asks: rows(asks),
    sequence: undefined,
    checksum: undefined,
    window: undefined,
    raw: undefined,
    ...more,
  };
}

export function delta(bids: Pairs, asks: Pairs, more: Partial<BookDelta> = {}): BookDelta {
  return {
    ...stamp,
    type: 'book-delta',
    bids: rows(bids),
    asks: rows(asks),
    previous: undefined,
    sequence: undefined,
    checksum: undefined,
    raw: undefined,
    ...more,
  };
}

/** A bar that opens, peaks and ends at `close`. */
export function candleRow(start: number, close: number, closed?: boolean): CandleRow {
  return {
    ...stamp,
    type: 'candle-row',
    interval: '1m',
    start,
    open: close,
    high: close,
    low: close,
    close,
    volume: close * 10,
    turnover: undefined,
    closed,
    raw: undefined,
  };
}

export const reset = { type: 'reset' } as const;
export const doubt = { type: 'doubt' } as const;

/** A ticker that tells nothing. */
export const unknown: TickerFields = {
  price: undefined,
  bid: undefined,
  bidSize: undefined,
  ask: undefined,
  askSize: undefined,
  open24h: undefined,
  high24h: undefined,
  low24h: undefined,
  change24h: undefined,
  volume24h: undefined,
  turnover24h: undefined,
  openUtc: undefined,
  changeUtc: undefined,
  markPrice: undefined,
  indexPrice: undefined,
  fundingRate: undefined,
  nextFundingTime: undefined,
  openInterest: undefined,
};
