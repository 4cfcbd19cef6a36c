/**
 * The candles that nothing can change any more.
 * @module
 */
import { filter } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Gap } from '../model/gap.js';
import { isGap } from './is-gap.js';

/** What is left of a stream: its gaps, and of the others those that are closed. */
export type Closed<T> = T extends Gap ? T : T & { readonly closed: true };

/**
 * Mirrors the candles (or bars) that are closed. Gaps pass.
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { closedOnly } from 'rxtape/operators';
 *
 * const candles$ = of({ close: 10, closed: false }, { close: 11, closed: true }, { close: 11, closed: false });
 * candles$.pipe(closedOnly()).subscribe(console.log); // { close: 11, closed: true }
 * ```
 */
export function closedOnly<T extends { readonly closed: boolean } | Gap>(): OperatorFunction<T, Closed<T>> {
  return filter((value: T): value is T & Closed<T> => isGap(value) || ('closed' in value && value.closed));
}
