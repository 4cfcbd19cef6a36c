/**
 * Liquidations: each is passed on.
 * @module
 */
import { passOn } from './pass-on.js';
import type { Reducer } from './reducer.js';

/** Emits each liquidation as it comes. */
export const liquidationsReducer: Reducer<'liquidations'> = passOn;
