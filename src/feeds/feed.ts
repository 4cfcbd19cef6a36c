/**
 * One topic, from asking to state: reads, reduces, verifies, and asks anew when a book has lost its thread.
 * @module
 */
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Channel, ReadContext, Seed, SymbolRequest } from '../contract/channel.js';
import type { Window } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { FeedError, RequestError, SubscriptionError } from '../model/errors.js';
import type { EventOf, Kind, ValueOf } from '../model/kinds.js';
import type { Doubt, Reset } from '../model/market.js';
import { createBudget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import type { Listener, Mending, Session, Signal } from '../session/session.js';
import type { Reduced } from '../state/reducer.js';
import { reducers } from '../state/reducers.js';
import { createAsking } from './asking.js';
import type { Asking } from './asking.js';
import { notOvertaken } from './not-overtaken.js';
import { createSeeding } from './seeding.js';
import type { Seeding } from './seeding.js';
import type { Running, Sink, Source } from './share-reduced.js';
import { createToldBefore } from './told-before.js';
import type { ToldBefore } from './told-before.js';
import { verifyBook } from './verify-book.js';

/** What all feeds of one door share. */
export interface FeedDoor {
  readonly venue: string;
  readonly session: Session;
  /** How often one topic may be begun anew. */
  readonly resyncs: readonly Window[];
  /** A message that does not fit is an error, not a problem. */
  readonly strict: boolean;
  /** Gets the parsed JSON of an address of the venue's REST interface: cold, one value. */
  fetch(url: string): Observable<unknown>;
  problem(topic: Topic, error: FeedError, mending: Mending): void;
}

/** What a feed needs to know. */
export interface FeedOptions<K extends Kind> {
  readonly door: FeedDoor;
  readonly channel: Channel<K>;
  readonly request: SymbolRequest;
  readonly topic: Topic;
}

type Reduce<K extends Kind> = (
  state: Reduced<ValueOf<K>> | undefined,
  event: EventOf<K> | Reset | Doubt,
) => Reduced<ValueOf<K>> | undefined;

/** What is of one kind with what came before it, and is told whole at the beginning. */
const keptKinds: ReadonlySet<Kind> = new Set<Kind>(['balances', 'orders', 'positions']);

/** How long deltas may come before their snapshot, ms. */
const snapshotPatience = 5_000;

/** One feed while it runs, and its own listener: a record with shared functions, for there are thousands. */
interface Run<K extends Kind> extends Listener, Running {
  readonly options: FeedOptions<K>;
  readonly sink: Sink<ValueOf<K>>;
  readonly context: { -readonly [P in keyof ReadContext]: ReadContext[P] };
  readonly isTold: ToldBefore | undefined;
  state: Reduced<ValueOf<K>> | undefined;
  /** Of topics whose first state comes over HTTP. */
  seeding: Seeding<EventOf<K>> | undefined;
  /** Most topics never need one. */
  asking: Asking | undefined;
  isOver: boolean;
}

/**
 * Makes the source of states of one topic: `undefined` where nothing is known (before the first snapshot, after a
 * break), else what the reducer made of the last message. Errs only with what cannot be mended.
 */
export function feed<K extends Kind>(options: FeedOptions<K>): Source<ValueOf<K>> {
  return sink => {
    const { door, channel, request, topic } = options;
    const run: Run<K> = {
      options,
      sink,
      context: { venue: door.venue, market: request.market, symbol: request.symbol, topic: topic.key, receivedAt: 0 },
      isTold: createToldBefore(channel.kind),
      state: undefined,
      seeding: undefined,
      asking: undefined,
      isOver: false,
      next: hear,
      error: pass,
      stop,
    };
    if (channel.seed !== undefined) run.seeding = seedingOf(run, channel.seed);
    door.session.listen(topic, run);
    return run;
  };
}

function hear<K extends Kind>(this: Run<K>, signal: Signal): void {
  heed(this, signal);
}

function pass<K extends Kind>(this: Run<K>, cause: unknown): void {
  this.sink.error(cause);
}

function stop<K extends Kind>(this: Run<K>): void {
  this.isOver = true;
  this.options.door.session.leave(this.options.topic, this);
  this.asking?.settle();
  this.seeding?.stop();
}

function heed<K extends Kind>(run: Run<K>, signal: Signal): void {
  let events: readonly EventOf<K>[] = [];
  try {
    if (signal.type === 'message') {
      run.context.receivedAt = signal.receivedAt;
      events = run.options.channel.read(signal.body, run.context);
      if (run.seeding?.isDone === false) run.seeding.hold(events);
      else take(run, events);
    } else if (signal.type === 'asked') {
      run.seeding?.asked();
    } else {
      const known = run.state;
      run.state = reducerOf(run)(known, signal);
      // What the reducer goes on with, and the venue tells whole, is told anew.
      if (signal.type === 'doubt' && known !== undefined && run.state === known) refresh(run, signal.cause);
      if (signal.type === 'reset') {
        run.asking?.settle();
        run.seeding?.begin();
        run.sink.next(undefined);
      }
    }
  } catch (cause) {
    if (!(cause instanceof FeedError)) run.sink.error(cause);
    else if (cause.retryable) begin(run, cause, events);
    else skip(run, cause);
  }
}

/** What is joined is told as one state: the one after the last change that was held back. */
function seedingOf<K extends Kind>(run: Run<K>, seed: Seed<K>): Seeding<EventOf<K>> {
  const { door, request, topic } = run.options;
  return createSeeding({
    budget: createBudget(door.resyncs),
    fetch$: door.fetch(seed.url(request)).pipe(map(body => seed.read(body, { ...run.context, receivedAt: now() }))),
    join: (first, held) => {
      const reduce = reducerOf(run);
      let state: Reduced<ValueOf<K>> | undefined;
      try {
        for (const event of [...first, ...notOvertaken<K>(first, held)]) state = reduce(state, event);
      } catch (cause) {
        if (cause instanceof FeedError && cause.retryable) return false;
        throw cause;
      }
      run.state = state;
      if (state !== undefined) run.sink.next(state);
      return true;
    },
    failed: error => {
      door.problem(topic, error, 'retry');
    },
    refused: cause => {
      run.sink.error(cause instanceof RequestError ? refusal(run, cause) : cause);
    },
  });
}

function refusal({ options, context }: Run<Kind>, cause: RequestError): SubscriptionError {
  const words = `the first state was refused (${cause.message}); does the venue have this symbol?`;
  return new SubscriptionError(`${context.venue} ${options.topic.key}: ${words}`, { venue: context.venue, cause });
}

function take<K extends Kind>(run: Run<K>, events: readonly EventOf<K>[]): void {
  const reduce = reducerOf(run);
  const { channel } = run.options;
  for (const event of events) {
    if (run.isTold?.(event) === true) continue;
    const next = reduce(run.state, event);
    if (next === run.state) {
      // A delta before its snapshot: the snapshot was lost, or is still under way.
      if (next === undefined) ask(run, snapshotPatience);
      continue;
    }
    if (channel.verify !== undefined) verifyBook(channel, next, event);
    // From nothing to something: what was asked for has come.
    if (run.asking?.isPending === true && isNothing(run, run.state) && !isNothing(run, next)) run.asking.settle();
    run.state = next;
    run.sink.next(next);
  }
}

/** Asks for the topic anew, as soon as its budget allows, but not before `patience` ms. */
function ask<K extends Kind>(run: Run<K>, patience: number): void {
  const { door, topic } = run.options;
  askingOf(run)?.after(patience, () => {
    door.session.resync(topic);
  });
}

/** Undefined once nobody listens: what is told may have made the subscriber leave. */
function askingOf<K extends Kind>(run: Run<K>): Asking | undefined {
  return run.isOver ? undefined : (run.asking ??= createAsking(run.options.door.resyncs));
}

/** A change may be lost that no later one tells: asks again for the whole, which takes the place of what is known. */
function refresh<K extends Kind>(run: Run<K>, cause: FeedError): void {
  const { channel, door, topic } = run.options;
  if (!topic.prompt || !keptKinds.has(channel.kind)) return;
  askingOf(run)?.after(0, () => {
    door.session.refresh(topic);
    door.problem(topic, cause, 'resync');
  });
}

/** What was reduced so far is not to be trusted: from here on nothing is told until a new snapshot. */
function begin<K extends Kind>(run: Run<K>, error: FeedError, events: readonly EventOf<K>[]): void {
  const isFirst = run.asking?.isPending !== true;
  run.state = reducerOf(run)(run.state, { type: 'reset' });
  run.sink.next(undefined);
  if (run.seeding === undefined) ask(run, 0);
  else {
    run.seeding.begin();
    run.seeding.hold(events);
  }
  if (isFirst) run.options.door.problem(run.options.topic, error, 'resync');
}

function skip<K extends Kind>(run: Run<K>, error: FeedError): void {
  const { door, topic } = run.options;
  if (door.strict) {
    run.sink.error(error);
    return;
  }
  // The message left out may have held a change that later ones build on.
  if (topic.incremental) heed(run, { type: 'doubt', cause: error });
  door.problem(topic, error, 'skipped');
}

function reducerOf<K extends Kind>({ options }: Run<K>): Reduce<K> {
  return reducers[options.channel.kind] as unknown as Reduce<K>;
}

/** A crossed book says nothing yet; another state says something even where it does not tell what is told of it. */
function isNothing({ options }: Run<Kind>, state: Reduced<unknown> | undefined): boolean {
  return state === undefined || (options.channel.kind === 'book' && state.known.length === 0);
}
