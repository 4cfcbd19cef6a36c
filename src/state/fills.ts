/**
 * Fills: each is passed on.
 * @module
 */
import { passOn } from './pass-on.js';
import type { Reducer } from './reducer.js';

/** Emits each fill as it comes; whoever owns the subscription drops those that were told before a reset. */
export const fillsReducer: Reducer<'fills'> = passOn;
