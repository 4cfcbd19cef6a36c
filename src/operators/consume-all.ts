/**
 * For a slow consumer that must miss nothing.
 * @module
 */
import type { ObservableInput, OperatorFunction } from 'rxjs';
import { checkCount } from './check-argument.js';
import { consume } from './consume.js';
import type { Waiting } from './consume.js';
import { OverflowError } from './overflow-error.js';

/** How {@link consumeAll} treats a consumer that is too slow. */
export interface ConsumeAllOptions {
  /** So many values may wait while one is worked on; 10,000 by default. With 0 the consumer must always be ready. */
  readonly bound?: number;
}

/**
 * Works on each value in turn, as `concatMap` does, but lets no more than `bound` values wait: a consumer that cannot
 * keep up is told so while there is memory left. Emits what the work emits.
 *
 * Errors with an {@link OverflowError} when one more would have to wait, and with any error of the source or of the work;
 * each time at once, without the values that wait.
 *
 * @param project - works on a value, and completes (or resolves) when it is done
 * @throws TypeError or RangeError, at the call, at arguments that make no sense
 *
 * @example
 * ```ts
 * import { interval, map, take, timer } from 'rxjs';
 * import { consumeAll } from 'rxtape/operators';
 *
 * const save = (n: number) => timer(25).pipe(map(() => `saved ${n}`));
 * interval(10).pipe(take(9), consumeAll(save, { bound: 2 })).subscribe({ next: console.log, error: console.log });
 * // saved 0, OverflowError: consumer is too slow: 2 values wait already, and bound allows no more
 * ```
 */
export function consumeAll<T, R>(
  project: (value: T) => ObservableInput<R>,
  options: ConsumeAllOptions = {},
): OperatorFunction<T, R> {
  const { bound = 10_000 } = options;
  if (typeof project !== 'function') throw new TypeError('project must be a function that works on a value');
  checkCount('bound', bound, 0);
  return consume(project, () => createQueue<T>(bound));
}

function createQueue<T>(bound: number): Waiting<T> {
  let values: T[] = [];
  let taken = 0;
  return {
    put(value) {
      const waiting = values.length - taken;
      if (waiting >= bound) {
        throw new OverflowError(
          `consumer is too slow: ${waiting} values wait already, and bound allows no more`,
          bound,
        );
      }
      values.push(value);
    },
    take() {
      if (taken === values.length) return undefined;
      const value = values[taken] as T;
      taken += 1;
      // To shift each value out of a long array would move all the others each time.
      if (taken * 2 >= values.length) {
        values = values.slice(taken);
        taken = 0;
      }
      return [value];
    },
  };
}
