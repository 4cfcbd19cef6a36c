/**
 * Fetches what a stream of trades has missed.
 * @module
 */
import { Observable, Subscription, concat, defer, ignoreElements, tap, timeout } from 'rxjs';
import type { ObservableInput, OperatorFunction } from 'rxjs';
import { RequestError } from '../model/errors.js';
import type { Gap } from '../model/gap.js';
import { checkCount, checkDuration, checkFunction } from './check-argument.js';
import { hullOf, isGap } from './is-gap.js';
import { addPage, joinHistory } from './join-history.js';
import type { Hole, Joined, Recoverable } from './join-history.js';
import { OverflowError } from './overflow-error.js';
import { createRecall } from './recall.js';

export type { Recoverable } from './join-history.js';

/** A trade that may have been fetched. */
export type Recovered<T> = T & { readonly recovered?: true };

/** The trades around a gap. */
export interface Around<T> {
  /** What was told last before it. */
  readonly after: T;
  /** What came first after it. */
  readonly before: T;
}

/** Where {@link backfill} gets trades from, and how long it waits for them. */
export interface BackfillOptions<T> {
  /**
   * Gets what was traded meanwhile: one or several pages, each oldest or newest first; it may hold more than was missed.
   * It is left as soon as it has reached both ends, so it may go back page by page without an end of its own.
   */
  readonly fetch: (gap: Gap, around: Around<T>) => ObservableInput<readonly T[]>;
  /** So long is waited for each page, ms; 10,000 by default. */
  readonly patience?: number;
  /** So many trades may be held back meanwhile, and be fetched; 10,000 by default. As many ids are remembered. */
  readonly bound?: number;
  /** Is told why a gap could not be filled. */
  readonly told?: (cause: unknown, gap: Gap) => void;
}

interface Job<T> {
  readonly gap: Gap;
  readonly hole: Hole<T>;
  readonly work: Subscription;
  history: readonly T[];
  isDone: boolean;
}

/**
 * Mirrors a stream of trades with gaps; at a gap it fetches what was missed, joins it by id, and tells it in order and
 * marked `recovered: true` before the trades that follow, which are held back meanwhile. The gap is not told then.
 *
 * The gap is told where the history does not reach from a trade told before it to the first after it (what it has is
 * told all the same), where the fetch fails or takes too long, where more than `bound` would have to wait, where the
 * trades have no ids, and where the source ends before a trade follows. Each trade is told once: one that comes after
 * it was recovered is left out. The source's error passes after what is held back.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { of } from 'rxjs';
 * import { backfill } from 'rxtape/operators';
 *
 * const gap = { type: 'gap', venue: 'toy', market: 'spot', symbol: 'A', from: 1, to: 4, reason: 'connection' } as const;
 * const trade = (id: number) => ({ id: String(id), timestamp: id, receivedAt: id });
 * const fetch = () => of([trade(4), trade(3), trade(2), trade(1)]);
 * of(trade(1), gap, trade(4)).pipe(backfill({ fetch })).subscribe(console.log); // trades 1, 2 and 3 (recovered), 4
 * ```
 */
export function backfill<T extends Recoverable>(
  options: BackfillOptions<NoInfer<T>>,
): OperatorFunction<T | Gap, Recovered<T> | Gap> {
  const { fetch, patience = 10_000, bound = 10_000, told } = options;
  if (typeof fetch !== 'function') throw new TypeError('fetch must be a function that gets trades');
  checkDuration('patience', patience);
  checkCount('bound', bound);
  checkFunction('told', told);

  return source =>
    new Observable<Recovered<T> | Gap>(subscriber => {
      const toldAt = createRecall<number>(bound);
      const recovered = createRecall<true>(bound);
      let last: T | undefined;
      let gap: Gap | undefined;
      let job: Job<T> | undefined;
      let held: (T | Gap)[] = [];
      /** So many of them have been taken out. */
      let taken = 0;
      let isDraining = false;
      let isOver = false;
      let hasFailed = false;
      let whenOver = (): void => {};

      const tell = (trade: T): void => {
        if (trade.id !== undefined) {
          if (recovered.get(trade.id) === true) return;
          toldAt.set(trade.id, trade.receivedAt);
        }
        last = trade;
        subscriber.next(trade);
      };
      const leave = (missing: Gap, cause: unknown): void => {
        told?.(cause, missing);
        subscriber.next(missing);
      };
      const start = (missing: Gap, before: T): void => {
        const after = last;
        if (after === undefined || hasFailed) {
          subscriber.next(missing);
          tell(before);
          return;
        }
        if (before.id === undefined) {
          leave(missing, unjoined(missing, 'its trades have no ids'));
          tell(before);
          return;
        }
        const hole = { from: missing.from, after, before, toldAt: (id: string) => toldAt.get(id) };
        const mine: Job<T> = { gap: missing, hole, work: new Subscription(), history: [], isDone: false };
        job = mine;
        mine.work.add(
          defer(() => fetch(missing, { after, before }))
            .pipe(timeout({ each: patience }))
            .subscribe({
              next: page => {
                mine.history = addPage(mine.history, page, hole);
                const joined = joinHistory(mine.history, hole);
                if (joined.reachesBack && joined.reachesOn) finish(mine, joined);
                else if (mine.history.length > bound) finish(mine, joined, full(bound));
              },
              error: (cause: unknown) => {
                finish(mine, joinHistory(mine.history, hole), cause);
              },
              complete: () => {
                finish(mine, joinHistory(mine.history, hole));
              },
            }),
        );
      };
      const finish = (mine: Job<T>, { missed, reachesBack, reachesOn }: Joined<T>, cause?: unknown): void => {
        if (mine.isDone) return;
        mine.isDone = true;
        mine.work.unsubscribe();
        const why = cause ?? unjoined(mine.gap, reachesBack ? 'history ends too early' : 'history begins too late');
        if (!reachesBack) leave(mine.gap, why);
        for (const trade of missed) {
          if (trade.id !== undefined) {
            recovered.set(trade.id, true);
            toldAt.set(trade.id, mine.hole.before.receivedAt);
          }
          subscriber.next({ ...trade, recovered: true });
        }
        if (reachesBack && !reachesOn) leave(mine.gap, why);
        tell(mine.hole.before);
        // Only now: what comes while these are told must wait for them.
        job = undefined;
        drain();
      };
      const giveUp = (cause: unknown): void => {
        if (job !== undefined) finish(job, joinHistory(job.history, job.hole), cause);
      };
      const drain = (): void => {
        if (isDraining) return;
        isDraining = true;
        while (job === undefined && taken < held.length) {
          const item = held[taken] as T | Gap;
          taken += 1;
          if (isGap(item)) gap = hullOf(gap, item);
          else if (gap === undefined) tell(item);
          else {
            const missing = gap;
            gap = undefined;
            start(missing, item);
          }
        }
        if (taken * 2 >= held.length) {
          held = held.slice(taken);
          taken = 0;
        }
        isDraining = false;
        if (job === undefined && isOver) whenOver();
      };
      const take = (item: T | Gap): void => {
        held.push(item);
        if (job !== undefined && held.length - taken > bound) giveUp(new OverflowError(tooMany(bound), bound));
        else drain();
      };
      /** What can still be told. */
      const close = (): void => {
        if (gap !== undefined) subscriber.next(gap);
        gap = undefined;
      };
      const fail = (cause: unknown): void => {
        hasFailed = true;
        giveUp(cause);
        close();
      };
      const over$ = new Observable<never>(end => {
        whenOver = () => {
          close();
          end.complete();
        };
        isOver = true;
        drain();
      });

      subscriber.add(() => job?.work.unsubscribe());
      concat(source.pipe(tap({ next: take, error: fail }), ignoreElements()), over$).subscribe(subscriber);
    });
}

function unjoined({ venue, market, symbol }: Gap, why: string): RequestError {
  return new RequestError(`${venue} ${market} ${symbol}: gap could not be filled, ${why}`, undefined, {
    venue,
    retryable: false,
  });
}

function full(bound: number): OverflowError {
  return new OverflowError(`history is longer than ${bound} trades and has not reached both ends`, bound);
}

function tooMany(bound: number): string {
  return `fetch is too slow: ${bound} values wait already, and bound allows no more`;
}
