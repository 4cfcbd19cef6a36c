/**
 * Errors when a stream has been silent for too long.
 * @module
 */
import { Observable, concatMap, defer, first, mergeMap, of, repeat, tap, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { checkDuration } from './check-argument.js';
import { now } from './clock.js';
import { secondLook } from './second-look.js';
import { createSteady } from './steady.js';

/**
 * Mirrors the source; errors when nothing came for too long, before the first value too.
 *
 * One timer in all: it looks at the time of the last value and sleeps on. After a blocked event loop it lets the
 * waiting values in before it judges.
 *
 * @param silence - longest pause, ms
 * @param error - makes the error; called once
 * @throws TypeError or RangeError, at the call, at arguments that make no sense
 *
 * @example
 * ```ts
 * import { interval, take } from 'rxjs';
 * import { watchdog } from 'rxtape/operators';
 *
 * const beats$ = interval(100).pipe(watchdog(150, () => new Error('heart stands still')), take(3));
 * beats$.subscribe({ next: console.log, error: console.error }); // 0, 1, 2
 * ```
 */
export function watchdog<T>(silence: number, error: () => unknown): MonoTypeOperatorFunction<T> {
  checkDuration('silence', silence);
  if (typeof error !== 'function') throw new TypeError('error must be a function that makes the error');

  return source =>
    new Observable<T>(subscriber => {
      const steady = createSteady();
      let last = steady(now());
      const left = (): number => last + silence - steady(now());

      const silent$ = defer(() => timer(left())).pipe(
        concatMap(() => (left() > 0 ? of(true) : secondLook())),
        repeat(),
        first(() => left() <= 0),
        mergeMap(() => throwError(error)),
      );
      subscriber.add(
        silent$.subscribe({
          error: (cause: unknown) => {
            subscriber.error(cause);
          },
        }),
      );
      source.pipe(tap(() => (last = steady(now())))).subscribe(subscriber);
    });
}
