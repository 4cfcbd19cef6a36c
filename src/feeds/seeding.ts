/**
 * The first state of a topic whose socket brings changes only: fetched, and joined with what came meanwhile.
 * @module
 */
import { switchMap, timer } from 'rxjs';
import type { Observable, Subscription } from 'rxjs';
import { FeedError, RequestError } from '../model/errors.js';
import { createBackoff, delayAfter } from '../operators/backoff.js';
import type { Budget } from '../operators/budget.js';
import { now } from '../operators/clock.js';

/** The seeding of one topic. Events are held back until it is done. */
export interface Seeding<E> {
  readonly isDone: boolean;
  /** The request for the topic went out. */
  asked(): void;
  /** Keeps what came before the first state, and fetches that. */
  hold(events: readonly E[]): void;
  /** What was known is not to be trusted any more: forgets everything, and fetches nothing until the next event. */
  begin(): void;
  /** Stops for good. */
  stop(): void;
}

/** What a seeding needs. */
export interface SeedingOptions<E> {
  /** How often a new state may be joined. */
  readonly budget: Budget;
  /** Fetches the first state: cold, one value. */
  readonly fetch$: Observable<readonly E[]>;
  /** Joins the first state with what was held back; false where something is missing between them. */
  join(first: readonly E[], held: readonly E[]): boolean;
  /** A fetch failed and is tried again. */
  failed(error: FeedError): void;
  /** The venue says that there is no such thing, or what it says cannot be read: the end of the seeding. */
  refused(error: unknown): void;
}

/** A market may be quiet: after so long without a change the state is fetched all the same, ms. */
const quiet = 2_000;
/** What is kept at least of what is held back; twice as much says that the venue's answer does not come. */
const most = 20_000;
const backoff = createBackoff({ base: 250, cap: 30_000, floor: 250, jitter: 0 });
/** How long a venue is left alone that will not answer us now, whoever is to blame, ms. */
const rest = 30_000;
/** How long a state may be too old before that is told, in fetches. */
const patience = 5;

/** Makes the seeding of one topic. */
export function createSeeding<E>({ budget, fetch$, join, failed, refused }: SeedingOptions<E>): Seeding<E> {
  let isDone = false;
  let held: E[] = [];
  let attempt = 0;
  let running: Subscription | undefined;
  let isFetching = false;

  let isOver = false;

  const stop = (): void => {
    running?.unsubscribe();
    running = undefined;
    isFetching = false;
  };

  const fetchIn = (delay: number): void => {
    stop();
    if (isOver) return;
    isFetching = true;
    running = timer(delay)
      .pipe(switchMap(() => fetch$))
      .subscribe({ next: take, error: fail });
  };

  const begin = (): void => {
    fetchIn(budget.wait(now()));
  };

  const isJoined = (first: readonly E[]): boolean => {
    try {
      return join(first, held);
    } catch (cause) {
      stop();
      refused(cause);
      return true;
    }
  };

  const take = (first: readonly E[]): void => {
    if (isJoined(first)) {
      isDone = true;
      budget.take(now());
      held = [];
      attempt = 0;
      stop();
      return;
    }
    attempt += 1;
    fetchIn(delayAfter(undefined, backoff, attempt, 1));
    // Last: whoever is told may leave.
    if (attempt % patience === 0) failed(new RequestError(`first state is older than the changes`, undefined));
  };

  const fail = (cause: unknown): void => {
    if (!(cause instanceof FeedError) || isOfSymbol(cause)) {
      stop();
      refused(cause);
      return;
    }
    attempt += 1;
    const isBarred = cause instanceof RequestError && !cause.retryable;
    fetchIn(Math.max(isBarred ? rest : 0, delayAfter(cause, backoff, attempt, 1)));
    // Last: whoever is told may leave.
    failed(cause);
  };

  return {
    get isDone() {
      return isDone;
    },
    asked: () => {
      if (!isDone && !isFetching && !isOver) {
        running?.unsubscribe();
        running = timer(quiet).subscribe(() => {
          begin();
        });
      }
    },
    hold: events => {
      if (isOver) return;
      for (const event of events) held.push(event);
      // What is oldest is missed least: a newer state will not need it. Seldom, for the rest moves.
      if (held.length > most * 2) held.splice(0, held.length - most);
      if (!isFetching) begin();
    },
    begin: () => {
      stop();
      isDone = false;
      held = [];
    },
    stop: () => {
      isOver = true;
      stop();
    },
  };
}

/** Other statuses are of who asks, and how often: some venues say 403 where others say 429. */
function isOfSymbol(cause: FeedError): boolean {
  return cause instanceof RequestError && (cause.status === 400 || cause.status === 404);
}
