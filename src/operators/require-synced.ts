/**
 * For those who would rather stop than go on with something missing.
 * @module
 */
import { filter, tap } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import { SequenceError } from '../model/errors.js';
import type { Gap } from '../model/gap.js';
import { checkDuration } from './check-argument.js';
import { isGap } from './is-gap.js';

/** What {@link requireSynced} lets pass. */
export interface RequireSyncedOptions {
  /** A gap shorter than so many ms is passed over; 0 by default: none is. */
  readonly within?: number;
}

/**
 * Mirrors the values of a stream with gaps, without the gaps.
 *
 * Errors with a {@link SequenceError} at a gap that is not shorter than `within`. It is retryable: `resubscribe` after this
 * begins anew, with what the feed knows then.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { requireSynced } from 'rxtape/operators';
 *
 * const where = { venue: 'toy', market: 'spot', symbol: 'BTCUSDT' };
 * const gap = { type: 'gap', ...where, from: 0, to: 1_200, reason: 'connection' } as const;
 * of('a', gap, 'b').pipe(requireSynced()).subscribe({ next: console.log, error: console.log });
 * // a, SequenceError: toy spot BTCUSDT: up to 1200 ms may be missing (connection)
 * ```
 */
export function requireSynced<T>(options: RequireSyncedOptions = {}): OperatorFunction<T, Exclude<T, Gap>> {
  const { within = 0 } = options;
  checkDuration('within', within, 0);

  return (source: Observable<T>) =>
    source.pipe(
      tap(value => {
        if (isGap(value) && value.to - value.from >= within) throw missing(value);
      }),
      filter((value): value is Exclude<T, Gap> => !isGap(value)),
    );
}

function missing({ venue, market, symbol, from, to, reason }: Gap): SequenceError {
  const name = [venue, market, symbol].filter(word => word !== '').join(' ');
  return new SequenceError(`${name}: up to ${to - from} ms may be missing (${reason})`, { venue });
}
