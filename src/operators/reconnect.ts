/**
 * Subscribes again after each loss, for ever, and tells each loss as a value.
 * @module
 */
import { EMPTY, catchError, defer, of, repeat, tap, throwError, timer } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import { ConnectionError } from '../model/errors.js';
import { createBackoff, delayAfter } from './backoff.js';
import type { Backoff } from './backoff.js';
import { checkFunction } from './check-argument.js';
import { now } from './clock.js';

/** A loss, and when it will be mended. */
export interface Lost {
  readonly phase: 'waiting';
  /** What the source erred with. */
  readonly cause: unknown;
  /** Which attempt in a row comes next, 1 for the first. */
  readonly attempt: number;
  /** When it comes, ms from now. */
  readonly delay: number;
}

/** How {@link reconnect} goes about it. */
export interface ReconnectOptions<T> {
  /** What differs from {@link defaultBackoff}. */
  readonly backoff?: Partial<Backoff>;
  /** Whether this value says that the connection is up; a value that denies it says that it is not. */
  readonly isUp: (value: T) => boolean;
  /** Whether trying again cannot help; such a cause is an error at once. By default there is none. */
  readonly isFatal?: (cause: unknown) => boolean;
  /** In [0, 1); `Math.random` by default. */
  readonly random?: () => number;
}

/**
 * Mirrors the source; where it errs, emits a {@link Lost} and subscribes again after the delay.
 *
 * The attempts are counted anew only after the source was up for `stableAfter` ms without a break, so a server that
 * accepts and hangs up does not make a hot loop. A cause with a numeric `retryAfter` (ms) is waited for at least that
 * long. Completion passes through: a source must tell a lost connection as an error.
 *
 * Errors with a fatal cause itself, and after `maxAttempts` with a {@link ConnectionError} that keeps the last cause.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { concat, mergeMap, of, take, throwError, timer } from 'rxjs';
 * import { reconnect } from 'rxtape/operators';
 *
 * const cut$ = timer(100).pipe(mergeMap(() => throwError(() => new Error('line is cut'))));
 * const line$ = concat(of('up'), cut$);
 * line$.pipe(reconnect({ isUp: word => word === 'up' }), take(4)).subscribe(console.log);
 * // up, { phase: 'waiting', cause: Error: line is cut, attempt: 1, delay: 612 }, up, { … attempt: 2 … }
 * ```
 */
export function reconnect<T>(options: ReconnectOptions<T>): OperatorFunction<T, T | Lost> {
  const backoff = createBackoff(options.backoff);
  const { isUp, isFatal = () => false, random = Math.random } = options;
  if (typeof isUp !== 'function') throw new TypeError('isUp must be a function that tells when the connection is up');
  checkFunction('isFatal', isFatal);
  checkFunction('random', random);

  return source =>
    defer(() => {
      let attempt = 0;
      let upSince: number | undefined;
      let lost: Lost | undefined;

      const lost$ = (cause: unknown): Observable<Lost> => {
        if (isFatal(cause)) return throwError(() => cause);
        if (upSince !== undefined && now() - upSince >= backoff.stableAfter) attempt = 0;
        upSince = undefined;
        attempt += 1;
        if (attempt > backoff.maxAttempts) return throwError(() => givenUp(backoff.maxAttempts, cause));
        lost = { phase: 'waiting', cause, attempt, delay: delayAfter(cause, backoff, attempt, random()) };
        return of(lost);
      };
      const note = (value: T | Lost): void => {
        if (value === lost) return;
        if (!isUp(value as T)) upSince = undefined;
        else upSince ??= now();
      };
      const once$ = defer(() => {
        lost = undefined;
        return source;
      });

      // The loss is a value and the attempt ends well, so nothing is nested in what went before, however many losses.
      return once$.pipe(
        catchError(lost$),
        tap(note),
        repeat({ delay: () => (lost === undefined ? EMPTY : timer(lost.delay)) }),
      );
    });
}

function givenUp(attempts: number, cause: unknown): ConnectionError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return new ConnectionError(`connection given up after ${times}: ${reason}`, { cause, retryable: false });
}
