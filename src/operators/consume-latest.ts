/**
 * For a slow consumer that wants the state of now.
 * @module
 */
import type { Observable, ObservableInput, UnaryFunction } from 'rxjs';
import type { Gap } from '../model/gap.js';
import { checkFunction } from './check-argument.js';
import { consume } from './consume.js';
import type { Waiting } from './consume.js';
import { hullOf, isGap } from './is-gap.js';
import type { NoDeltas } from './no-deltas.js';

/** What {@link consumeLatest} may leave out, and whom it tells; a gap is never asked about. */
export interface ConsumeLatestOptions<T> {
  /** The latest of what waits; compared like keys of a `Map`. Without it only one value waits. */
  readonly key?: (value: T) => unknown;
  /** Is told each value that is left out, and how many that makes since the subscription. */
  readonly dropped?: (total: number, value: T) => void;
}

/**
 * Works on one value at a time; when that is done, on the latest that came meanwhile, or with `key` on the latest of each
 * key, in the order in which the keys began to wait. Emits what the work emits. The last value is never left out, nor
 * is a {@link Gap}: it comes before the first value after it, several that wait as one from the beginning of the
 * first to the end of the last.
 *
 * A stream of changes (`book-delta`, `ticker-patch` and the like) does not compile: none of them may be left out.
 *
 * Errors with any error of the source or of the work, at once, without the values that wait.
 *
 * @param project - works on a value, and completes (or resolves) when it is done
 * @throws TypeError, at the call, at arguments that make no sense
 *
 * @example
 * ```ts
 * import { interval, map, take, timer } from 'rxjs';
 * import { consumeLatest } from 'rxtape/operators';
 *
 * const draw = (n: number) => timer(27).pipe(map(() => `drawn ${n}`));
 * const dropped = (total: number) => console.log(`${total} dropped`);
 * interval(10).pipe(take(6), consumeLatest(draw, { dropped })).subscribe(console.log);
 * // 1 dropped, drawn 0, 2 dropped, 3 dropped, drawn 2, drawn 5
 * ```
 */
export function consumeLatest<T, R>(
  project: (value: T) => ObservableInput<R>,
  options: ConsumeLatestOptions<NoInfer<Exclude<T, Gap>>> = {},
): UnaryFunction<Observable<T> & NoDeltas<T>, Observable<R>> {
  if (typeof project !== 'function') throw new TypeError('project must be a function that works on a value');
  checkFunction('key', options.key);
  checkFunction('dropped', options.dropped);
  return consume(project, () => createSlots<T>(options));
}

function createSlots<T>({ key, dropped }: ConsumeLatestOptions<Exclude<T, Gap>>): Waiting<T> {
  type Value = Exclude<T, Gap>;
  /** What came before the gap, the gap, and what came after it. */
  let early = new Map<unknown, Value>();
  let gap: Gap | undefined;
  let late = new Map<unknown, Value>();
  let total = 0;

  const leaveOut = (slots: Map<unknown, Value>, id: unknown): void => {
    if (!slots.has(id)) return;
    total += 1;
    dropped?.(total, slots.get(id) as Value);
  };

  return {
    put(value) {
      if (isGap(value)) {
        gap = hullOf(gap, value);
        return;
      }
      const known = value as Value;
      const id = key?.(known);
      leaveOut(early, id);
      leaveOut(late, id);
      if (gap === undefined) early.set(id, known);
      else {
        early.delete(id);
        late.set(id, known);
      }
    },
    take() {
      for (const [id, value] of early) {
        early.delete(id);
        return [value];
      }
      if (gap === undefined) return undefined;
      const told = gap;
      early = late;
      late = new Map();
      gap = undefined;
      return [told as T];
    },
  };
}
