/**
 * The last values of a stream, as an array.
 * @module
 */
import { defer, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { checkCount, checkDuration, checkFunction } from './check-argument.js';
import { now } from './clock.js';
import { createSteady } from './steady.js';

/** How far back {@link rolling} looks; at least one of `count` and `ms` is needed, and with both, both hold. */
export interface RollingOptions<T> {
  /** So many values at most. */
  readonly count?: number;
  /** Only values that are less than so many ms older than the newest. */
  readonly ms?: number;
  /** When a value was, ms; by default when it came. */
  readonly timeOf?: (value: T) => number;
}

/**
 * Emits, for each value, the values of the window that ends with it, oldest first, each time as a new array. Values
 * leave the window when another comes, not by the clock.
 *
 * Errors with a TypeError where `timeOf` gives no number.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { from } from 'rxjs';
 * import { rolling } from 'rxtape/operators';
 *
 * from([1, 2, 3]).pipe(rolling({ count: 2 })).subscribe(console.log); // [ 1 ], [ 1, 2 ], [ 2, 3 ]
 * ```
 */
export function rolling<T>(options: RollingOptions<T>): OperatorFunction<T, readonly T[]> {
  const { count = Infinity, ms = Infinity, timeOf } = options;
  if (count === Infinity && ms === Infinity)
    throw new RangeError('count or ms must be given, or the window never ends');
  if (count !== Infinity) checkCount('count', count);
  if (ms !== Infinity) checkDuration('ms', ms);
  checkFunction('timeOf', timeOf);

  return source =>
    defer(() => {
      const steady = createSteady();
      const values: T[] = [];
      const times: number[] = [];
      return source.pipe(
        map(value => {
          values.push(value);
          if (ms !== Infinity) {
            const time = timeOf === undefined ? steady(now()) : timeOf(value);
            if (!Number.isFinite(time)) throw new TypeError(`timeOf must give a number of ms, not ${time}`);
            times.push(time);
            while (isTooOld(times[0], time - ms)) drop(values, times);
          }
          if (values.length > count) drop(values, times);
          return [...values];
        }),
      );
    });
}

function isTooOld(time: number | undefined, limit: number): boolean {
  return time !== undefined && time <= limit;
}

function drop(values: unknown[], times: number[]): void {
  values.shift();
  times.shift();
}
