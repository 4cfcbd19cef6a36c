/**
 * How a feed whose state cannot be trusted gets a new one.
 * @module
 */
import { SequenceError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import type { GapReason } from '../model/gap.js';
import type { EventOf, Kind } from '../model/kinds.js';
import { createAsking } from './asking.js';
import type { Asking } from './asking.js';
import { reducerOf, tear } from './run.js';
import type { Run } from './run.js';

/** What is of one kind with what came before it, and is told whole at the beginning. */
const keptKinds: ReadonlySet<Kind> = new Set<Kind>(['balances', 'orders', 'positions']);

/**
 * Asks for the topic anew, as soon as its budget allows, but not before `patience` ms.
 *
 * @param reason - why what was told may be missing something; undefined where that is told by the reset
 */
export function ask<K extends Kind>(run: Run<K>, patience: number, reason?: GapReason): void {
  const { door, topic } = run.options;
  askingOf(run)?.after(patience, () => {
    tear(run, reason, run.context.receivedAt);
    door.session.resync(topic);
  });
}

/** How long changes may come before the state that they build on, ms. */
const firstPatience = 5_000;

/** Changes came, and not what they build on: asks for the topic anew where that does not come in time, and says so. */
export function awaitFirst<K extends Kind>(run: Run<K>): void {
  const { door, topic } = run.options;
  askingOf(run)?.after(firstPatience, () => {
    const words = `changes came, but not the state they build on within ${firstPatience} ms`;
    const error = new SequenceError(`${door.venue} ${topic.key}: ${words}`, { venue: door.venue, topic: topic.key });
    door.session.resync(topic);
    // Last: whoever is told may leave.
    door.problem(topic, error, 'resync');
  });
}

/** Undefined once nobody listens: what is told may have made the subscriber leave. */
function askingOf<K extends Kind>(run: Run<K>): Asking | undefined {
  return run.isOver ? undefined : (run.asking ??= createAsking(run.options.door.resyncs));
}

/** A change may be lost that no later one tells: asks again for the whole, which takes the place of what is known. */
export function refresh<K extends Kind>(run: Run<K>, cause: FeedError): void {
  const { channel, door, topic } = run.options;
  if (!topic.prompt || !keptKinds.has(channel.kind)) return;
  askingOf(run)?.after(0, () => {
    door.session.refresh(topic);
    door.problem(topic, cause, 'resync');
  });
}

/** What was reduced so far is not to be trusted: from here on nothing is told until a new snapshot. */
export function begin<K extends Kind>(run: Run<K>, error: FeedError, events: readonly EventOf<K>[]): void {
  const isFirst = run.asking?.isPending !== true;
  run.state = reducerOf(run)(run.state, { type: 'reset' });
  run.options.door.board.turn(run, 'healing');
  run.sink.next(undefined);
  if (run.seeding === undefined) ask(run, 0);
  else {
    run.seeding.begin();
    run.seeding.hold(events);
  }
  if (isFirst) run.options.door.problem(run.options.topic, error, 'resync');
}
