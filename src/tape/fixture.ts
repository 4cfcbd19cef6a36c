/**
 * A stream that was kept, to be played in a test.
 * @module
 */
import { Observable, Subscription, asyncScheduler } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { now } from '../operators/clock.js';

/** A stream as plain data: it can be written as JSON where its values can. */
export interface Fixture<T> {
  /** In their order; `at` is ms since the subscription. */
  readonly values: readonly { readonly at: number; readonly value: T }[];
  /** When and how it was over. */
  readonly end: { readonly at: number; readonly error?: string };
}

/** Emits, when the source is over, all that it said and when: in a replay by the time of the tape. */
export function toFixture<T>(): OperatorFunction<T, Fixture<T>> {
  return source =>
    new Observable(subscriber => {
      const begin = now();
      const values: { readonly at: number; readonly value: T }[] = [];
      const end = (error?: string): void => {
        subscriber.next({ values, end: { at: now() - begin, ...(error === undefined ? {} : { error }) } });
        subscriber.complete();
      };
      return source.subscribe({
        next: value => {
          values.push({ at: now() - begin, value });
        },
        error: (cause: unknown) => {
          end(cause instanceof Error ? cause.message : String(cause));
        },
        complete: () => {
          end();
        },
      });
    });
}

/**
 * Plays a fixture by RxJS's clock: in a `TestScheduler`, under fake timers, or in real time. Values of the same ms come
 * in one turn.
 *
 * @example
 * ```ts
 * import { playFixture } from 'rxtape/tape';
 *
 * const price$ = playFixture({ values: [{ at: 5, value: 27_000 }], end: { at: 10 } });
 * price$.subscribe(console.log); // 27000
 * ```
 */
export function playFixture<T>({ values, end }: Fixture<T>): Observable<T> {
  return new Observable(subscriber => {
    const turns = new Subscription();
    let next = 0;
    const begin = now();
    const play = (): void => {
      for (let due = values[next]; due !== undefined && due.at <= now() - begin; due = values[next]) {
        next += 1;
        subscriber.next(due.value);
        if (subscriber.closed) return;
      }
      const at = values[next]?.at ?? end.at;
      const wait = at - (now() - begin);
      if (wait > 0 || next < values.length) turns.add(asyncScheduler.schedule(play, Math.max(0, wait)));
      else if (end.error === undefined) subscriber.complete();
      else subscriber.error(new Error(end.error));
    };
    play();
    return turns;
  });
}
