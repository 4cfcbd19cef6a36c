/**
 * How long to wait before the next attempt.
 * @module
 */
import { LONGEST, checkCount, checkDuration } from './check-argument.js';

/** How attempts are spaced. */
export interface Backoff {
  /** Upper bound of the first delay, ms. */
  readonly base: number;
  /** By how much the bound grows with each attempt; from 1. */
  readonly factor: number;
  /** Where the bound stops growing, ms. */
  readonly cap: number;
  /** Smallest delay, ms, so that jitter never makes a hot loop. It wins over `base` and `cap`. */
  readonly floor: number;
  /** 1: anywhere between the floor and the bound; 0: the bound itself. */
  readonly jitter: number;
  /** How many attempts in a row; `Infinity` never gives up, 0 never tries again. */
  readonly maxAttempts: number;
  /** After so many ms without trouble the next trouble counts as the first again. */
  readonly stableAfter: number;
}

/** Waits up to 1 s, 2 s, 4 s … 30 s, never less than 250 ms, for ever; forgets after 10 s. */
export const defaultBackoff: Backoff = Object.freeze({
  base: 1_000,
  factor: 2,
  cap: 30_000,
  floor: 250,
  jitter: 1,
  maxAttempts: Infinity,
  stableAfter: 10_000,
});

/**
 * Computes the delay before an attempt: with full jitter anywhere between the floor and the bound of that attempt, so
 * that many clients which lost the same server do not come back in the same moment; without jitter the bound itself.
 *
 * @param attempt - 1 for the first
 * @param random - in [0, 1)
 * @returns whole ms
 *
 * @example
 * ```ts
 * import { defaultBackoff, delayOf } from 'rxtape/operators';
 *
 * console.log([1, 2, 3, 9].map(attempt => delayOf(defaultBackoff, attempt, 0.5))); // [ 625, 1125, 2125, 15125 ]
 * ```
 */
export function delayOf(backoff: Backoff, attempt: number, random: number): number {
  const { base, factor, cap, floor, jitter } = backoff;
  const bound = Math.min(cap, base * Math.min(Number.MAX_VALUE, factor ** (attempt - 1)));
  const most = Math.max(floor, bound);
  return Math.round(most - jitter * (1 - random) * (most - floor));
}

/**
 * Completes a backoff with the defaults.
 *
 * @throws TypeError or RangeError at what cannot be waited for
 */
export function createBackoff(backoff: Partial<Backoff> = {}): Backoff {
  const whole = { ...defaultBackoff, ...backoff };
  checkDuration('backoff.base', whole.base, 0);
  checkDuration('backoff.cap', whole.cap, 0);
  checkDuration('backoff.floor', whole.floor, 0);
  checkDuration('backoff.stableAfter', whole.stableAfter, 0);
  if (!(whole.factor >= 1)) throw new RangeError(`backoff.factor must be a number from 1, not ${whole.factor}`);
  if (!(whole.jitter >= 0 && whole.jitter <= 1)) {
    throw new RangeError(`backoff.jitter must be a number from 0 to 1, not ${whole.jitter}`);
  }
  if (whole.maxAttempts !== Infinity) checkCount('backoff.maxAttempts', whole.maxAttempts, 0);
  return whole;
}

/**
 * Computes the delay after a trouble: {@link delayOf}, but not less than the cause itself asks for.
 *
 * @param cause - where it has a numeric `retryAfter` (ms), at least so long is waited
 */
export function delayAfter(cause: unknown, backoff: Backoff, attempt: number, random: number): number {
  const asked = retryAfterOf(cause);
  return Math.min(LONGEST, Math.max(asked, delayOf(backoff, attempt, random)));
}

function retryAfterOf(cause: unknown): number {
  if (typeof cause !== 'object' || cause === null || !('retryAfter' in cause)) return 0;
  const { retryAfter } = cause;
  return typeof retryAfter === 'number' && retryAfter > 0 ? retryAfter : 0;
}
