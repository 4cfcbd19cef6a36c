/**
 * Drops repetitions, with a bounded memory.
 * @module
 */
import { defer, filter } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { checkCount } from './check-argument.js';

/**
 * Mirrors the source without the values whose id was among the last `capacity` different ids. Values without
 * an id pass.
 *
 * @param id - names a value; undefined where it has no name
 * @param capacity - how many ids are remembered
 * @throws TypeError or RangeError, at the call, at arguments that make no sense
 *
 * @example
 * ```ts
 * import { from } from 'rxjs';
 * import { distinctRecent } from 'rxtape/operators';
 *
 * from(['a', 'b', 'a', 'c']).pipe(distinctRecent(text => text)).subscribe(console.log); // a, b, c
 * ```
 */
export function distinctRecent<T>(
  id: (value: T) => string | undefined,
  capacity = 10_000,
): MonoTypeOperatorFunction<T> {
  if (typeof id !== 'function') throw new TypeError('id must be a function that names a value');
  checkCount('capacity', capacity);

  return source =>
    defer(() => {
      const known = new Set<string>();
      // A ring beside the set: to find the oldest entry of a set gets slower the more has been deleted from it.
      const ring: string[] = [];
      let next = 0;
      return source.pipe(
        filter(value => {
          const name = id(value);
          if (name === undefined) return true;
          if (known.has(name)) return false;
          const oldest = ring[next];
          if (oldest !== undefined) known.delete(oldest);
          known.add(name);
          ring[next] = name;
          next = (next + 1) % capacity;
          return true;
        }),
      );
    });
}
