/**
 * Breaks beside a stream instead of in it.
 * @module
 */
import { EMPTY, mergeMap, of } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Gap } from '../model/gap.js';
import { isGap } from '../operators/is-gap.js';

/** Mirrors the values, and tells the breaks. */
export function withoutGaps<V extends object>(told: (gap: Gap) => void): OperatorFunction<V | Gap, V> {
  return mergeMap(value => {
    if (!isGap(value)) return of(value);
    told(value);
    return EMPTY;
  });
}
