/**
 * One stream made of two feeds of the same topic.
 * @module
 */
import { EMPTY, Observable, catchError, concat, defer, ignoreElements, merge, tap, throwError } from 'rxjs';
import type { Sequence } from '../model/decimal.js';
import { FeedError } from '../model/errors.js';
import type { Gap } from '../model/gap.js';
import { checkCount, checkDuration, checkFunction } from './check-argument.js';
import { now } from './clock.js';
import { createCover } from './cover.js';
import { isGap } from './is-gap.js';
import { createNovelty } from './novelty.js';
import type { Which } from './novelty.js';

/** How {@link redundant} knows a value again. */
export interface RedundantOptions<T> {
  /** Names a value: the second of a name is left out. Where it gives undefined, `sequence` counts, else the default. */
  readonly key?: (value: T) => string | undefined;
  /** Says where a value stands; what is not above all that was told is left out. */
  readonly sequence?: (value: T) => Sequence | number | undefined;
  /** So long the other feed may lie behind before a gap that it could disprove is told, ms; 10,000 by default; `Infinity`. */
  readonly within?: number;
  /** How many names are remembered, at least; 10,000 by default. */
  readonly capacity?: number;
  /** Is told what a feed has erred with while the other goes on, and which it is: 0 or 1. */
  readonly told?: (cause: unknown, feed: 0 | 1) => void;
}

/** What the second feed must be beside an Observable: where one tells gaps and the other does not, there is none. */
export type BothTellGaps<A, B> = [Gap extends A ? true : false] extends [Gap extends B ? true : false]
  ? unknown
  : { readonly 'either both feeds tell gaps or neither does': never };

/**
 * Merges two feeds of one topic (over two connections, two hosts, two processes): of each value the first arrival is
 * told, the other left out, so that one of them may lag, break or die while the other lives. More than two: nest it.
 *
 * - Trades, fills, liquidations are known by their id, else by what they say. Those that only the slower feed has are told
 *   when it brings them, so they may come late.
 * - Books and quotes are known by their sequence, which never goes back, unless the venue begins to count anew.
 * - Candles are known by their start, other states by the venue's time and, within the same ms, by what they say.
 * - A {@link Gap} is told only for what both may have missed: not if the other feed tells, without a gap, what arrived
 *   after it. As long as the other says nothing it may be late: `within` ms after the first new value.
 *
 * Completes when both have ended. Errors when both have erred, with a {@link FeedError} whose `cause` is an
 * `AggregateError` of the two, retryable where one of them is; and with a TypeError at a value that has no id,
 * sequence or timestamp where no option helps.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { redundant } from 'rxtape/operators';
 *
 * const trade = (id: string) => ({ type: 'trade', id }) as const;
 * const a$ = of(trade('1'), trade('2'));
 * const b$ = of(trade('1'), trade('2'), trade('3'));
 * redundant(a$, b$).subscribe(({ id }) => console.log(id)); // 1, 2, 3
 * ```
 */
export function redundant<A, B>(
  a$: Observable<A>,
  b$: Observable<B> & BothTellGaps<A, B>,
  options: RedundantOptions<NoInfer<Exclude<A | B, Gap>>> = {},
): Observable<A | B> {
  const { key, sequence, within = 10_000, capacity = 10_000, told } = options;
  if (within !== Infinity) checkDuration('within', within, 0);
  checkCount('capacity', capacity);
  for (const [name, value] of Object.entries({ key, sequence, told })) checkFunction(name, value);
  type Value = Exclude<A | B, Gap>;

  return new Observable<A | B>(subscriber => {
    const isNew = createNovelty<Value>({ key, sequence, capacity });
    const causes: [cause: unknown, feed: Which][] = [];
    const cover = createCover(within, gap => {
      subscriber.next(gap as A | B);
    });

    const take = (value: A | B, feed: Which): void => {
      if (isGap(value)) {
        cover.missed(feed, value);
        return;
      }
      const isFirst = isNew(value as Value, feed);
      cover.heard(feed, arrivalOf(value), isFirst);
      if (isFirst) subscriber.next(value);
    };
    const heard$ = (feed$: Observable<A | B>, feed: Which): Observable<never> =>
      feed$.pipe(
        catchError((cause: unknown) => {
          if (causes.push([cause, feed]) === 1) told?.(cause, feed);
          return EMPTY;
        }),
        tap({
          next: value => {
            take(value, feed);
          },
          complete: () => {
            cover.ended(feed);
          },
        }),
        ignoreElements(),
      );
    const end$ = defer(() => (causes.length < 2 ? EMPTY : throwError(() => bothErred(causes))));

    subscriber.add(() => {
      cover.stop();
    });
    concat(merge(heard$(a$, 0), heard$(b$, 1)), end$).subscribe(subscriber);
  });
}

function arrivalOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('receivedAt' in value)) return now();
  return typeof value.receivedAt === 'number' ? value.receivedAt : now();
}

function bothErred(causes: readonly (readonly [cause: unknown, feed: Which])[]): FeedError {
  const errors = [...causes].sort(([, a], [, b]) => a - b).map(([cause]) => cause);
  const told = errors.map(cause => (cause instanceof Error ? cause.message : String(cause)));
  const known = errors.filter(cause => cause instanceof FeedError);
  const { code = 'CONNECTION', venue, topic, venueCode, retryAfter } = known.at(-1) ?? {};
  return new FeedError(
    code,
    `redundant feeds have both erred: ${told.join('; ')}`,
    known.some(({ retryable }) => retryable),
    { venue, topic, venueCode, retryAfter, cause: new AggregateError(errors) },
  );
}
