/**
 * Funding rates: each change is told.
 * @module
 */
import { changedOnly } from './changed-only.js';
import type { Reducer } from './reducer.js';

/** Emits a funding rate if it or the time of the next payment changed. */
export const fundingRateReducer: Reducer<'fundingRate'> = changedOnly(
  (last, next) => last.rate === next.rate && last.nextFundingTime === next.nextFundingTime,
);
