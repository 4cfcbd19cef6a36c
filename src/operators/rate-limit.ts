/**
 * Delays values so that every rate limit holds.
 * @module
 */
import { Observable, concat, ignoreElements, tap, timer } from 'rxjs';
import type { MonoTypeOperatorFunction, Subscription } from 'rxjs';
import { createBudget } from './budget.js';
import type { BudgetWindow } from './budget.js';
import { checkFunction } from './check-argument.js';
import { now } from './clock.js';

/** How {@link rateLimit} treats the values. */
export interface RateLimitOptions<T> {
  /** Whether a value overtakes those that wait; it counts all the same. By default none does. */
  readonly urgent?: (value: T) => boolean;
}

/**
 * Mirrors the source, later where a window is used up. Values keep their order; urgent ones keep theirs and overtake
 * the others. Completes once the last has gone; errs at once, without those that wait.
 *
 * @param windows - all must hold; none means no limit
 * @throws TypeError or RangeError, at the call, at arguments that make no sense
 *
 * @example
 * ```ts
 * import { from } from 'rxjs';
 * import { rateLimit } from 'rxtape/operators';
 *
 * const frames$ = from(['subscribe 1', 'subscribe 2', 'subscribe 3', 'ping']);
 * frames$.pipe(rateLimit([{ messages: 2, per: 1_000 }], { urgent: text => text === 'ping' })).subscribe(console.log);
 * // subscribe 1, subscribe 2, a second later: ping, subscribe 3
 * ```
 */
export function rateLimit<T>(
  windows: readonly BudgetWindow[],
  options: RateLimitOptions<T> = {},
): MonoTypeOperatorFunction<T> {
  createBudget(windows);
  const { urgent = () => false } = options;
  checkFunction('urgent', urgent);

  return source =>
    new Observable<T>(subscriber => {
      const budget = createBudget(windows);
      const ordinary: T[] = [];
      const hurried: T[] = [];
      let turn: Subscription | undefined;
      let isDraining = false;
      let whenEmpty = (): void => {};

      const drain = (): void => {
        if (isDraining || turn !== undefined) return;
        isDraining = true;
        while (hurried.length + ordinary.length > 0 && !subscriber.closed) {
          const time = now();
          const wait = budget.wait(time);
          if (wait > 0) {
            turn = timer(wait).subscribe(() => {
              turn = undefined;
              drain();
            });
            break;
          }
          budget.take(time);
          const lane = hurried.length > 0 ? hurried : ordinary;
          subscriber.next(lane.shift() as T);
        }
        isDraining = false;
        if (turn === undefined) whenEmpty();
      };
      const emptied$ = new Observable<never>(end => {
        whenEmpty = () => {
          end.complete();
        };
        drain();
      });

      subscriber.add(() => turn?.unsubscribe());
      concat(
        source.pipe(
          tap(value => {
            (urgent(value) ? hurried : ordinary).push(value);
            drain();
          }),
          ignoreElements(),
        ),
        emptied$,
      ).subscribe(subscriber);
    });
}
