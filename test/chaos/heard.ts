/**
 * What a user of all streams of a venue hears, noted so that a replay of the tape can be compared with it.
 * @module
 */
import { createHash } from 'node:crypto';
import { catchError, concat, defer, of, retry, tap, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import type { createFeeds } from '../../src/index.js';

type Feeds = ReturnType<typeof createFeeds>;

/** A stream ended with an error; its user asks for it again. */
export interface Ended {
  readonly type: 'ended';
  readonly error: string;
}

/** One stream: its name, and how it is asked for. */
export interface Asked {
  readonly name: string;
  readonly open: (feeds: Feeds) => Observable<unknown>;
}

/** What came on one stream, in order; one entry per value. */
export interface Heard {
  /** When, ms since the epoch. */
  readonly at: number[];
  /** What each value is as JSON, hashed. */
  readonly hashes: string[];
}

/** How soon a user asks again for a stream that was refused, ms. */
const ANEW = 5_000;

/** Emits what a stream says; where it ends with an error, tells it and asks again, as a user would. */
export function lasting<T>(open: () => Observable<T>): Observable<T | Ended> {
  return defer(open).pipe(
    catchError((cause: unknown) => {
      const ended: Ended = { type: 'ended', error: String(cause) };
      return concat(
        of(ended),
        throwError(() => cause),
      );
    }),
    retry({ delay: () => timer(ANEW) }),
  );
}

/** Makes an empty list of what was heard. */
export function createHeard(): Heard {
  return { at: [], hashes: [] };
}

/** Notes each value. */
export function noting<T>(heard: Heard): MonoTypeOperatorFunction<T> {
  return tap(value => {
    heard.at.push(Date.now());
    heard.hashes.push(createHash('sha1').update(textOf(value)).digest('base64'));
  });
}

/** A value as text: JSON, in which errors tell what they are. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (!(inner instanceof Error)) return inner;
    const { name, message } = inner;
    return { ...Object.fromEntries(Object.entries(inner)), name, message, cause: undefined };
  });
}
