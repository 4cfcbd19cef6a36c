/**
 * One topic, from asking to state: reads, reduces, verifies, and asks anew when a book has lost its thread.
 * @module
 */
import { FeedError } from '../model/errors.js';
import type { EventOf, Kind, ValueOf } from '../model/kinds.js';
import type { Signal } from '../session/session.js';
import type { Reduced } from '../state/reducer.js';
import { now } from '../operators/clock.js';
import { isChained, isContinued, isRestart, reasonOf } from './breaks.js';
import { catchUp } from './gift.js';
import { awaitFirst, begin, refresh } from './mend.js';
import { join, pass, reducerOf, tear } from './run.js';
import type { FeedOptions, Run } from './run.js';
import { seedingOf } from './seed-run.js';
import type { Source } from './share-reduced.js';
import { beat } from './pulse.js';
import { createHeir } from './heir.js';
import { createToldBefore } from './told-before.js';
import type { TopicPhase } from './topic-status.js';
import { verifyBook } from './verify-book.js';

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
      phase: 'idle',
      messages: 0,
      cadence: 0,
      lag: undefined,
      heals: 0,
      quietSince: 0,
      broken: undefined,
      state: undefined,
      seeding: undefined,
      asking: undefined,
      isOver: false,
      next: hear,
      error: err,
      catchUp,
      stop,
    };
    if (channel.seed !== undefined) run.seeding = seedingOf(run, channel.seed);
    turn(run, 'connecting');
    door.session.listen(topic, run);
    return run;
  };
}

function hear<K extends Kind>(this: Run<K>, signal: Signal): void {
  heed(this, signal);
}

function err<K extends Kind>(this: Run<K>, cause: unknown): void {
  turn(this, 'failed');
  this.sink.error(cause);
}

function stop<K extends Kind>(this: Run<K>): void {
  this.isOver = true;
  this.options.door.session.leave(this.options.topic, this);
  this.asking?.settle();
  this.seeding?.stop();
  turn(this, 'idle');
}

function turn<K extends Kind>(run: Run<K>, phase: TopicPhase): void {
  run.options.door.board.turn(run, phase);
}

function heed<K extends Kind>(run: Run<K>, signal: Signal): void {
  if (signal.type === 'succession') {
    signal.accept(
      createHeir(run, (held, receivedAt) => {
        goOn(run, held, receivedAt);
      }),
    );
    return;
  }
  let events: readonly EventOf<K>[] = [];
  const before = run.context.receivedAt;
  try {
    if (signal.type === 'message') {
      run.context.receivedAt = signal.receivedAt;
      beat(run, before === 0 ? undefined : signal.receivedAt - before);
      events = run.options.channel.read(signal.body, run.context);
      if (run.seeding?.isDone === false) run.seeding.hold(events);
      else take(run, events, before);
    } else if (signal.type === 'asked') {
      run.seeding?.asked();
      if (run.phase === 'connecting') turn(run, 'syncing');
      run.quietSince = Math.max(run.quietSince, Math.floor(now() / 1_000));
    } else {
      const known = run.state;
      run.state = reducerOf(run)(known, signal);
      // What the reducer goes on with, and the venue tells whole, is told anew.
      if (signal.type === 'doubt' && known !== undefined && run.state === known) refresh(run, signal.cause);
      tear(run, signal.type === 'doubt' ? 'unreadable' : signal.reason, before);
      if (signal.type === 'reset') {
        run.asking?.settle();
        run.seeding?.begin();
        // Of a connection that took over nobody need know.
        if (signal.reason !== undefined && signal.reason !== 'rotation')
          turn(run, signal.reason === 'resync' ? 'healing' : 'connecting');
        run.sink.next(undefined);
      }
    }
  } catch (cause) {
    mend(run, cause, before, events);
  }
}

function mend<K extends Kind>(run: Run<K>, cause: unknown, before: number, events: readonly EventOf<K>[]): void {
  if (!(cause instanceof FeedError)) run.sink.error(cause);
  else if (cause.retryable) {
    tear(run, reasonOf(cause, events), before);
    begin(run, cause, events);
  } else {
    tear(run, 'unreadable', before);
    skip(run, cause);
  }
}

/** Takes what another connection has told meanwhile. */
function goOn<K extends Kind>(run: Run<K>, events: readonly EventOf<K>[], receivedAt: number): void {
  const before = run.context.receivedAt;
  run.context.receivedAt = Math.max(before, receivedAt);
  try {
    if (run.seeding?.isDone === false) run.seeding.hold(events);
    else take(run, events, before);
  } catch (cause) {
    mend(run, cause, before, events);
  }
}

/** `before` is when the message before these arrived, ms; 0: there was none. */
function take<K extends Kind>(run: Run<K>, events: readonly EventOf<K>[], before: number): void {
  const reduce = reducerOf(run);
  const { channel, topic } = run.options;
  for (const event of events) {
    if (run.isTold?.(event) === true) {
      join(run);
      continue;
    }
    const next = reduce(run.state, event);
    if (next === run.state) {
      // The reducer knows it already.
      if (event.type === 'trade') join(run);
      // A delta before its snapshot: the snapshot was lost, or is still under way.
      if (next === undefined) awaitFirst(run);
      continue;
    }
    if (channel.verify !== undefined) verifyBook(channel, next, event);
    // From nothing to something: what was asked for has come.
    if (run.asking?.isPending === true && isNothing(run, run.state) && !isNothing(run, next)) run.asking.settle();
    if (topic.incremental && isRestart(run.state?.known, event)) tear(run, 'restart', before);
    if (event.type === 'candle-snapshot' && isContinued(run.state?.known, event)) join(run);
    // It follows on what was known: whatever could not be read, or known, was not of this book.
    if ((run.broken?.reason === 'unreadable' || run.broken?.reason === 'rotation') && isChained(event))
      run.broken = undefined;
    run.state = next;
    pass(run, next);
  }
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

/** A crossed book says nothing yet; another state says something even where it does not tell what is told of it. */
function isNothing({ options }: Run<Kind>, state: Reduced<unknown> | undefined): boolean {
  return state === undefined || (options.channel.kind === 'book' && state.known.length === 0);
}
