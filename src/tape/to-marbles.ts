/**
 * From a stream to the marbles that a test compares it with.
 * @module
 */
import { Observable } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { now } from '../operators/clock.js';

/** A stream as rxjs's `TestScheduler.run` reads it: `expectObservable(x$).toBe(marbles, values, error)`, or `cold(…)`. */
export interface Marbles<T> {
  /** E.g. "5ms a 29ms b 4ms |". */
  readonly marbles: string;
  readonly values: Readonly<Record<string, T>>;
  /** What it ended with, where it ended with an error. */
  readonly error?: unknown;
}

interface Instant {
  readonly at: number;
  marks: string;
}

/** A letter for each value: first those of the alphabet, then the CJK characters, which mean nothing in marbles. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MORE = 0x4e00;
const MOST = 20_000;

/**
 * Emits, when the source is over, its marbles: the times are those of RxJS's clock since the subscription, in a replay
 * those of the tape.
 *
 * Errors with a RangeError where marbles cannot say it: more than 20,000 values, or values of one ms followed too
 * closely by others, for a group takes as many ms as it has characters. A {@link Fixture} can say it.
 */
export function toMarbles<T>(): OperatorFunction<T, Marbles<T>> {
  return source =>
    new Observable(subscriber => {
      const begin = now();
      const values: Record<string, T> = {};
      const instants: Instant[] = [];
      let count = 0;
      const mark = (letter: string): void => {
        const at = now() - begin;
        const last = instants.at(-1);
        if (last?.at === at) last.marks += letter;
        else instants.push({ at, marks: letter });
      };
      const end = (letter: '|' | '#', rest: { readonly error?: unknown }): void => {
        mark(letter);
        try {
          subscriber.next({ marbles: written(instants), values, ...rest });
          subscriber.complete();
        } catch (cause) {
          subscriber.error(cause);
        }
      };
      return source.subscribe({
        next: value => {
          if (count === MOST) {
            subscriber.error(new RangeError(`marbles have letters for ${MOST} values, and there are more: take fewer`));
            return;
          }
          const letter = ALPHABET[count] ?? String.fromCharCode(MORE + count);
          count += 1;
          values[letter] = value;
          mark(letter);
        },
        error: (error: unknown) => {
          end('#', { error });
        },
        complete: () => {
          end('|', {});
        },
      });
    });
}

/** @throws RangeError where a group is longer than the time until the next */
function written(instants: readonly Instant[]): string {
  let frame = 0;
  const parts = instants.map(({ at, marks }) => {
    const pause = at - frame;
    if (pause < 0) {
      throw new RangeError(`marbles cannot say what comes at ${at} ms: the group before it lasts until ${frame} ms`);
    }
    const group = marks.length > 1 ? `(${marks})` : marks;
    frame = at + group.length;
    return pause === 0 ? group : `${pause}ms ${group}`;
  });
  return parts.join(' ');
}
