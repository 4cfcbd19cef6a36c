/**
 * The latest value per key, at most once per interval.
 * @module
 */
import { Observable, ignoreElements, tap, timer } from 'rxjs';
import type { Subscription, UnaryFunction } from 'rxjs';
import type { Gap } from '../model/gap.js';
import { checkDuration, checkFunction } from './check-argument.js';
import { now } from './clock.js';
import { isGap } from './is-gap.js';
import type { NoDeltas } from './no-deltas.js';
import { createSteady } from './steady.js';

interface Slot<T> {
  /** From when on the key may emit again. */
  readonly due: number;
  pending: { readonly value: T } | undefined;
}

/**
 * Emits the first value of a key at once and from then on the latest, at most once per key per interval. The last value
 * is never lost: it comes when its interval is over, or when the source completes. An error passes at once, without
 * the values that wait. A timer runs only while a value waits. A {@link Gap} is never left out: it passes at once, after the
 * values that wait. A stream of changes (`book-delta`, `ticker-patch` and the like) does not compile.
 *
 * @param interval - ms
 * @param key - what is conflated with what, compared like keys of a `Map`; without it all values are of one key
 * @throws TypeError or RangeError, at the call, at arguments that make no sense
 *
 * @example
 * ```ts
 * import { interval, take } from 'rxjs';
 * import { conflate } from 'rxtape/operators';
 *
 * interval(10).pipe(take(30), conflate(100)).subscribe(console.log); // 0, about 10, about 20, 29
 * ```
 */
export function conflate<T>(
  interval: number,
  key?: (value: NoInfer<Exclude<T, Gap>>) => unknown,
): UnaryFunction<Observable<T> & NoDeltas<T>, Observable<T>> {
  checkDuration('interval', interval);
  checkFunction('key', key);

  return source =>
    new Observable<T>(subscriber => {
      const steady = createSteady();
      /** The order of the slots is the order of their dues, because each emission puts its slot at the end. */
      const slots = new Map<unknown, Slot<T>>();
      let waiting = 0;
      let alarm: Subscription | undefined;

      const emit = (id: unknown, value: T, time: number): void => {
        slots.delete(id);
        slots.set(id, { due: time + interval, pending: undefined });
        subscriber.next(value);
      };
      const sweep = (time: number): void => {
        for (const [id, { due, pending }] of slots) {
          if (due > time) break;
          slots.delete(id);
          if (pending === undefined) continue;
          waiting -= 1;
          emit(id, pending.value, time);
        }
      };
      const arm = (time: number): void => {
        const [first] = slots.values();
        if (first === undefined || waiting === 0 || alarm !== undefined || subscriber.closed) return;
        alarm = timer(first.due - time).subscribe(() => {
          alarm = undefined;
          const late = steady(now());
          sweep(late);
          arm(late);
        });
      };
      /** What waits comes from before the gap; it must not come after it. */
      const tellAll = (): void => {
        const time = steady(now());
        for (const [id, { pending }] of [...slots]) {
          if (pending === undefined) continue;
          waiting -= 1;
          emit(id, pending.value, time);
        }
      };
      const take = (value: T): void => {
        if (isGap(value)) {
          tellAll();
          subscriber.next(value);
          return;
        }
        const id = key?.(value as Exclude<T, Gap>);
        const time = steady(now());
        const slot = slots.get(id);
        if (slot === undefined) emit(id, value, time);
        else {
          if (slot.pending === undefined) waiting += 1;
          slot.pending = { value };
        }
        sweep(time);
        arm(time);
      };
      const flush = (): void => {
        for (const { pending } of slots.values()) if (pending !== undefined) subscriber.next(pending.value);
      };

      subscriber.add(() => alarm?.unsubscribe());
      source.pipe(tap({ next: take, complete: flush }), ignoreElements()).subscribe(subscriber);
    });
}
