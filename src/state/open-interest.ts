/**
 * Open interest: each change is told.
 * @module
 */
import { changedOnly } from './changed-only.js';
import type { Reducer } from './reducer.js';

/** Emits the open interest if it changed. */
export const openInterestReducer: Reducer<'openInterest'> = changedOnly(
  (last, next) => last.openInterest === next.openInterest,
);
