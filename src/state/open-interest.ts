/**
 * Open interest: each change is told.
 * @module
 */
import type { OpenInterest, Ticker } from '../model/market.js';
import type { Reducer } from './reducer.js';
import { tickerPart } from './ticker-part.js';
import type { TickerPartState } from './ticker-part.js';

/** Emits the open interest if it changed. */
export const openInterestReducer: Reducer<'openInterest', TickerPartState<OpenInterest>> = tickerPart(
  openInterestOf,
  (last, next) => last.openInterest === next.openInterest,
);

function openInterestOf({ venue, market, symbol, timestamp, receivedAt, openInterest, raw }: Ticker) {
  if (openInterest === undefined) return undefined;
  return { type: 'open-interest', venue, market, symbol, timestamp, receivedAt, openInterest, raw } as const;
}
