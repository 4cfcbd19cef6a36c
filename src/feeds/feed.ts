/**
 * One topic, from asking to state: reads, reduces, verifies, and asks anew when a book has lost its thread.
 * @module
 */
import { Observable, timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Channel, ReadContext, SymbolRequest } from '../contract/channel.js';
import type { Window } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { FeedError } from '../model/errors.js';
import type { EventOf, Kind, ValueOf } from '../model/kinds.js';
import type { Doubt, Reset } from '../model/market.js';
import { createBudget } from '../operators/budget.js';
import type { Budget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import type { Mending, Session, Signal } from '../session/session.js';
import type { BookState } from '../state/book.js';
import { createRecentIds } from '../state/recent-ids.js';
import type { Reduced } from '../state/reducer.js';
import { reducers } from '../state/reducers.js';

/** What a feed needs to know. */
export interface FeedOptions<K extends Kind> {
  readonly venue: string;
  readonly channel: Channel<K>;
  readonly request: SymbolRequest;
  readonly topic: Topic;
  readonly session: Session;
  /** How often this topic may be begun anew. */
  readonly resyncs: readonly Window[];
  /** A message that does not fit is an error, not a problem. */
  readonly strict: boolean;
  problem(error: FeedError, mending: Mending): void;
}

type Reduce<K extends Kind> = (
  state: Reduced<ValueOf<K>> | undefined,
  event: EventOf<K> | Reset | Doubt,
) => Reduced<ValueOf<K>> | undefined;

/** How long deltas may come before their snapshot, ms. */
const snapshotPatience = 5_000;

/** How many ids of trades are remembered, so that none is told twice after a reconnection. */
const rememberedIds = 2_000;

/**
 * Makes the stream of states of one topic: `undefined` where nothing is known (before the first snapshot, after a
 * break), else what the reducer made of the last message. Errors only with what cannot be mended.
 */
export function feed<K extends Kind>(options: FeedOptions<K>): Observable<Reduced<ValueOf<K>> | undefined> {
  const { venue, channel, request, topic, session, resyncs, strict, problem } = options;
  const reduce = reducers[channel.kind] as unknown as Reduce<K>;
  return new Observable(subscriber => {
    let state: Reduced<ValueOf<K>> | undefined;
    let budget: Budget | undefined;
    let asking: Subscription | undefined;
    const isNew = channel.kind === 'trades' ? createRecentIds(rememberedIds) : undefined;
    const context: { -readonly [P in keyof ReadContext]: ReadContext[P] } = {
      venue,
      market: request.market,
      symbol: request.symbol,
      topic: topic.key,
      receivedAt: 0,
    };

    /** Asks for the topic anew, as soon as its budget allows, but not before `patience` ms. */
    const ask = (patience: number): void => {
      if (asking !== undefined || subscriber.closed) return;
      // Most topics never need one.
      const allowed = (budget ??= createBudget(resyncs));
      asking = timer(Math.max(patience, allowed.wait(now()))).subscribe(() => {
        asking = undefined;
        allowed.take(now());
        session.resync(topic);
      });
    };

    const heed = (signal: Signal): void => {
      try {
        if (signal.type === 'message') {
          context.receivedAt = signal.receivedAt;
          take(channel.read(signal.body, context));
        } else {
          state = reduce(state, signal);
          if (signal.type === 'reset') {
            settle();
            subscriber.next(undefined);
          }
        }
      } catch (cause) {
        if (!(cause instanceof FeedError)) subscriber.error(cause);
        else if (cause.retryable) begin(cause);
        else skip(cause);
      }
    };

    const take = (events: readonly EventOf<K>[]): void => {
      for (const event of events) {
        if (isNew !== undefined && event.type === 'trade' && event.id !== undefined && !isNew(event.id)) continue;
        const next = reduce(state, event);
        if (next === state) {
          // A delta before its snapshot: the snapshot was lost, or is still under way.
          if (next === undefined) ask(snapshotPatience);
          continue;
        }
        if (channel.verify !== undefined) verify(next, event);
        // From nothing to something: what was asked for has come. A crossed book says nothing yet.
        if (asking !== undefined && !isKnown(state) && isKnown(next)) settle();
        state = next;
        subscriber.next(next);
      }
    };

    const verify = (next: Reduced<ValueOf<K>> | undefined, event: EventOf<K>): void => {
      if (next !== undefined && isBookState(next) && (event.type === 'book-delta' || event.type === 'book-snapshot')) {
        channel.verify?.(next, event);
      }
    };

    const settle = (): void => {
      asking?.unsubscribe();
      asking = undefined;
    };

    /** What was reduced so far is not to be trusted: from here on nothing is told until a new snapshot. */
    const begin = (error: FeedError): void => {
      const isFirst = asking === undefined;
      state = reduce(state, { type: 'reset' });
      subscriber.next(undefined);
      ask(0);
      if (isFirst) problem(error, 'resync');
    };

    const skip = (error: FeedError): void => {
      if (strict) {
        subscriber.error(error);
        return;
      }
      // The message left out may have held a change that later ones build on.
      if (topic.incremental) heed({ type: 'doubt', cause: error });
      problem(error, 'skipped');
    };

    const listening = session.listen(topic).subscribe({
      next: heed,
      error: (cause: unknown) => {
        subscriber.error(cause);
      },
      complete: () => {
        subscriber.complete();
      },
    });
    return () => {
      listening.unsubscribe();
      settle();
    };
  });
}

function isKnown(state: Reduced<unknown> | undefined): boolean {
  return state !== undefined && state.known.length > 0;
}

function isBookState(state: object): state is BookState {
  return 'book' in state;
}
