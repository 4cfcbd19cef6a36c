/**
 * Reducers of values that a venue repeats: only changes are told.
 * @module
 */
import type { Doubt, Reset } from '../model/market.js';
import { isBreak } from './is-break.js';
import type { Reduced } from './reducer.js';

/**
 * Makes a reducer that emits a value if it differs from the last one told; a reset forgets the last one.
 *
 * @param isSame - whether the second value says the same as the first, whatever their times
 */
export function changedOnly<V extends { readonly type: string }>(
  isSame: (last: V, next: V) => boolean,
): (state: Reduced<V> | undefined, event: V | Reset | Doubt) => Reduced<V> | undefined {
  return (state, event) => {
    if (isBreak(event)) return event.type === 'doubt' ? state : undefined;
    const last = state?.known[0];
    if (last !== undefined && isSame(last, event)) return state;
    const emit = [event];
    return { emit, known: emit };
  };
}
