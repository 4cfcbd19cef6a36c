/**
 * One feed while it runs: what it knows, and how it tells it.
 * @module
 */
import type { Observable } from 'rxjs';
import type { Channel, ReadContext, SymbolRequest } from '../contract/channel.js';
import type { Window } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import type { FeedError } from '../model/errors.js';
import type { GapReason } from '../model/gap.js';
import type { EventOf, Kind, ValueOf } from '../model/kinds.js';
import type { Doubt, Reset } from '../model/market.js';
import type { Listener, Mending, Session } from '../session/session.js';
import type { Reduced } from '../state/reducer.js';
import { reducers } from '../state/reducers.js';
import type { Asking } from './asking.js';
import { gapOf } from './breaks.js';
import type { Break } from './breaks.js';
import type { Seeding } from './seeding.js';
import type { Running, Sink } from './share-reduced.js';
import type { Pulse } from './pulse.js';
import type { ToldBefore } from './told-before.js';
import type { TopicBoard } from './topic-board.js';
import type { TopicPhase } from './topic-status.js';

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
  /** Where all topics stand. */
  readonly board: TopicBoard;
  /** The feeds of this door that run; absent where there is only one. */
  peers?(): Iterable<Run<Kind>>;
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

/** One feed while it runs, and its own listener: a record with shared functions, for there are thousands. */
export interface Run<K extends Kind> extends Listener, Running, Pulse {
  readonly options: FeedOptions<K>;
  readonly sink: Sink<ValueOf<K>>;
  readonly context: { -readonly [P in keyof ReadContext]: ReadContext[P] };
  readonly isTold: ToldBefore | undefined;
  phase: TopicPhase;
  /** The break that the next value comes after. */
  broken: Break | undefined;
  state: Reduced<ValueOf<K>> | undefined;
  /** Of topics whose first state comes over HTTP. */
  seeding: Seeding<EventOf<K>> | undefined;
  /** Most topics never need one. */
  asking: Asking | undefined;
  isOver: boolean;
}

/** Tells a state, and before it the break that it comes after. */
export function pass<K extends Kind>(run: Run<K>, state: Reduced<ValueOf<K>> | undefined): void {
  const { broken, context, options } = run;
  const value = state?.emit.at(-1);
  if (value !== undefined) {
    if (run.phase !== 'live') options.door.board.turn(run, 'live');
    run.lag = value.timestamp === undefined ? undefined : Math.round(context.receivedAt - value.timestamp);
  }
  if (broken === undefined || state === undefined || state.emit.length === 0) {
    run.sink.next(state);
    return;
  }
  run.broken = undefined;
  run.sink.next(state, gapOf(broken, context));
}

/** Something may be missed from here on; what came first is the reason. */
export function tear<K extends Kind>(run: Run<K>, reason: GapReason | undefined, from: number): void {
  // Where nothing was told nothing is missed.
  if (reason !== undefined && from !== 0) run.broken ??= { from, reason };
}

/** What the venue tells goes on from what was told. */
export function join<K extends Kind>(run: Run<K>): void {
  // A message in the middle of a connection is not told again.
  if (run.broken !== undefined && run.broken.reason !== 'unreadable') run.broken = undefined;
}

/** The reducer of the feed's kind. */
export function reducerOf<K extends Kind>({ options }: Run<K>): Reduce<K> {
  return reducers[options.channel.kind] as unknown as Reduce<K>;
}
