/**
 * Mark prices: each change is told.
 * @module
 */
import type { MarkPrice, Ticker } from '../model/market.js';
import type { Reducer } from './reducer.js';
import { tickerPart } from './ticker-part.js';
import type { TickerPartState } from './ticker-part.js';

/** Emits a mark price if it or its index price changed. */
export const markPriceReducer: Reducer<'markPrice', TickerPartState<MarkPrice>> = tickerPart(
  markPriceOf,
  (last, next) => last.price === next.price && last.indexPrice === next.indexPrice,
);

function markPriceOf({ venue, market, symbol, timestamp, receivedAt, markPrice, indexPrice, raw }: Ticker) {
  if (markPrice === undefined) return undefined;
  const stamp = { venue, market, symbol, timestamp, receivedAt };
  return { type: 'mark-price', ...stamp, price: markPrice, indexPrice, raw } as const;
}
