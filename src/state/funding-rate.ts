/**
 * Funding rates: each change is told.
 * @module
 */
import type { FundingRate, Ticker } from '../model/market.js';
import type { Reducer } from './reducer.js';
import { tickerPart } from './ticker-part.js';
import type { TickerPartState } from './ticker-part.js';

/** Emits a funding rate if it or the time of the next payment changed. */
export const fundingRateReducer: Reducer<'fundingRate', TickerPartState<FundingRate>> = tickerPart(
  fundingRateOf,
  (last, next) => last.rate === next.rate && last.nextFundingTime === next.nextFundingTime,
);

function fundingRateOf({ venue, market, symbol, timestamp, receivedAt, fundingRate, nextFundingTime, raw }: Ticker) {
  if (fundingRate === undefined) return undefined;
  const stamp = { venue, market, symbol, timestamp, receivedAt };
  return { type: 'funding-rate', ...stamp, rate: fundingRate, nextFundingTime, raw } as const;
}
