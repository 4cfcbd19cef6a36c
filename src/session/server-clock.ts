/**
 * The venue's clock, as far as ours must be corrected by it.
 * @module
 */
import { catchError, defer, map, of, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { ConnectionError, LoginError, RequestError } from '../model/errors.js';
import { now } from '../operators/clock.js';

/** A clock that can be corrected once between two logins that went well. */
export interface ServerClock {
  /** The venue's time as far as we know it, ms since the epoch. */
  now(): number;
  /**
   * Emits once: at once, or after our clock was compared where a login was refused for it. A question that fails is a
   * connection that could not be made, whatever the venue says to it.
   */
  readonly ready$: Observable<void>;
  /** A connection was lost, or a login refused. */
  lost(cause: unknown): void;
  /** A login went well. */
  good(): void;
  /** Whether this cause is a refusal that no correction has helped against, or can. */
  isFatal(cause: unknown): boolean;
}

/**
 * Makes the clock of one connection.
 *
 * @param time$ - asks the venue for its time, ms since the epoch; undefined where it has no way to tell
 */
export function createServerClock(time$: Observable<number> | undefined): ServerClock {
  let offset = 0;
  let isDoubted = false;
  let corrected = false;
  return {
    now: () => now() + offset,
    ready$: defer(() => {
      if (!isDoubted || time$ === undefined) return of(undefined);
      const asked = now();
      return time$.pipe(
        tap(time => {
          // The venue read its clock somewhere between our question and its answer.
          offset = Math.round(time - (asked + now()) / 2);
          isDoubted = false;
          corrected = true;
        }),
        map(() => undefined),
        catchError((cause: unknown) => throwError(() => unasked(cause))),
      );
    }),
    lost: cause => {
      isDoubted ||= cause instanceof LoginError && cause.retryable;
    },
    good: () => {
      corrected = false;
    },
    isFatal: cause => cause instanceof LoginError && (!cause.retryable || corrected || time$ === undefined),
  };
}

/** How long a venue is left alone that will not tell us its time, whoever is to blame, ms. */
const rest = 30_000;

function unasked(cause: unknown): unknown {
  if (!(cause instanceof RequestError)) return cause;
  const { message, venue, retryable } = cause;
  const retryAfter = retryable ? cause.retryAfter : Math.max(rest, cause.retryAfter ?? 0);
  return new ConnectionError(message, { venue, retryAfter, cause });
}
