/**
 * Mark prices: each change is told.
 * @module
 */
import { changedOnly } from './changed-only.js';
import type { Reducer } from './reducer.js';

/** Emits a mark price if it or its index price changed. */
export const markPriceReducer: Reducer<'markPrice'> = changedOnly(
  (last, next) => last.price === next.price && last.indexPrice === next.indexPrice,
);
