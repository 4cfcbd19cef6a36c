/**
 * Subscribes again after errors that another try can mend.
 * @module
 */
import { defer, retry, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { createBackoff, delayAfter } from './backoff.js';
import type { Backoff } from './backoff.js';
import { checkFunction } from './check-argument.js';
import { now } from './clock.js';

/** How {@link resubscribe} goes about it. */
export interface ResubscribeOptions {
  /** What differs from {@link defaultBackoff}. */
  readonly backoff?: Partial<Backoff>;
  /** Whether trying again can help; by default where the error's `retryable` is true. */
  readonly isRetryable?: (cause: unknown) => boolean;
  /** Is told each cause that is mended, which attempt in a row comes next (from 1) and in how many ms. */
  readonly told?: (cause: unknown, attempt: number, delay: number) => void;
  /** In [0, 1); `Math.random` by default. */
  readonly random?: () => number;
}

/**
 * Mirrors the source; where it errs with a retryable cause, tells it and subscribes again after the delay.
 *
 * The attempts are counted anew after a subscription that held for `stableAfter` ms, never because a value came: a book
 * that breaks after every snapshot would else be asked for at the first delay for ever. A cause with a numeric
 * `retryAfter` (ms) is waited for at least that long.
 *
 * Errors with the cause itself where it is not retryable, or `maxAttempts` are used up.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { defer, of, throwError } from 'rxjs';
 * import { resubscribe } from 'rxtape/operators';
 *
 * let asked = 0;
 * const gap = Object.assign(new Error('gap'), { retryable: true });
 * const book$ = defer(() => (++asked < 3 ? throwError(() => gap) : of('book')));
 * book$.pipe(resubscribe({ told: (cause, attempt) => console.log(attempt, cause) })).subscribe(console.log);
 * // 1 Error: gap, 2 Error: gap, book
 * ```
 */
export function resubscribe<T>(options: ResubscribeOptions = {}): MonoTypeOperatorFunction<T> {
  const backoff = createBackoff(options.backoff);
  const { isRetryable = isMarkedRetryable, told, random = Math.random } = options;
  checkFunction('isRetryable', isRetryable);
  checkFunction('told', told);
  checkFunction('random', random);

  return source =>
    defer(() => {
      let attempt = 0;
      let since = 0;
      const once$ = defer(() => {
        since = now();
        return source;
      });
      return once$.pipe(
        retry({
          delay: (cause: unknown) => {
            if (!isRetryable(cause)) return throwError(() => cause);
            if (now() - since >= backoff.stableAfter) attempt = 0;
            attempt += 1;
            if (attempt > backoff.maxAttempts) return throwError(() => cause);
            const delay = delayAfter(cause, backoff, attempt, random());
            told?.(cause, attempt, delay);
            return timer(delay);
          },
        }),
      );
    });
}

function isMarkedRetryable(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'retryable' in cause && cause.retryable === true;
}
