/**
 * Looks at all topics once a second: heals those that are silent for too long, and tells how each does.
 * @module
 */
import { EMPTY, Subject, interval, share, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { SilenceError } from '../model/errors.js';
import type { Kind } from '../model/kinds.js';
import { now } from '../operators/clock.js';
import { ask } from './mend.js';
import { isSteady, patienceOf } from './patience.js';
import type { FeedDoor, Run } from './run.js';
import { nameOf } from './topic-board.js';
import type { TopicBoard } from './topic-board.js';
import type { TopicHealth } from './topic-status.js';

/** The watch over a board. */
export interface HealthWatch {
  /** How each topic does, once a second each while anything is listened to. */
  readonly health$: Observable<TopicHealth>;
}

/** ms between two looks. */
const pace = 1_000;
/** A look that comes so much too late says that we were held up ourselves: what has come lies unread, ms. */
const heldUp = 2_000;
/** So often a topic is begun anew before its connection is. */
const topicHeals = 2;
/** At least so long between two connections that are made anew for a silent topic, ms. */
const renewals = 600_000;
/** Looks that a slope is made of. */
const looks = 10;
/** So long at least the least lag of a venue is remembered, ms; for ever would not do: clocks drift. */
const memory = 300_000;

/**
 * Makes the watch; it looks only while there are topics.
 *
 * @param runs - gives the feeds that run
 */
export function createHealthWatch(board: TopicBoard, runs: () => Iterable<Run<Kind>>): HealthWatch {
  const told$ = new Subject<TopicHealth>();
  const lags = new WeakMap<Run<Kind>, number[]>();
  const renewedAt = new WeakMap<FeedDoor, number>();
  const leasts = createLeastLags();
  let lookedAt = 0;

  const heal = (run: Run<Kind>, quiet: number, patience: number): void => {
    const { door, topic } = run.options;
    const usual = Math.max(1, Math.round(run.cadence));
    const words = `nothing came for ${Math.round(quiet)} ms, where something comes every ${usual} ms or so`;
    const error = new SilenceError(`${door.venue} ${topic.key}: ${words}`, { venue: door.venue, topic: topic.key });
    run.heals += 1;
    board.turn(run, 'stale');
    const { kind, quiet: told } = run.options.channel;
    const isStubborn = run.heals > topicHeals && isSteady(kind, told);
    if (isStubborn && now() - (renewedAt.get(door) ?? -Infinity) > renewals) {
      renewedAt.set(door, now());
      // The session tells it, as every connection that it makes anew.
      door.session.renew(topic, error);
      return;
    }
    door.problem(topic, error, 'resync');
    ask(run, 0, 'silence');
    // What stays silent is asked for more and more seldom.
    run.quietSince = Math.floor((now() + patience * 2 ** Math.min(run.heals, 6) - patience) / 1_000);
  };

  const look = (): void => {
    const at = now();
    const isLate = at - lookedAt > pace + heldUp && lookedAt !== 0;
    lookedAt = at;
    const least = told$.observed ? leasts(runs(), at) : undefined;
    for (const run of [...runs()]) {
      const { context, options } = run;
      const { channel, topic } = options;
      const patience = patienceOf(channel.kind, run.cadence, run.messages, channel.quiet, topic.prompt);
      const quiet = at - Math.max(context.receivedAt, run.quietSince * 1_000);
      const isFlowing = run.phase === 'live' || run.phase === 'stale' || run.phase === 'healing';
      if (least !== undefined) told$.next(healthOf(run, patience, least.get(context.venue), lags, at));
      if (!isLate && isFlowing && patience !== undefined && quiet > patience)
        heal(run, at - context.receivedAt, patience);
    }
  };

  // Subscribed to for as long as the set of factories lives; without topics it holds no timer.
  board.busy$
    .pipe(
      tap(() => (lookedAt = 0)),
      switchMap(isBusy => (isBusy ? interval(pace) : EMPTY)),
    )
    .subscribe(look);

  return { health$: told$.pipe(share()) };
}

/** Gives the least lag by venue: the difference of the clocks, and the way. */
type LeastLags = (runs: Iterable<Run<Kind>>, at: number) => ReadonlyMap<string, number>;

/** Makes the memory of the least lags: what all topics of a venue have in common now may be a connection that is late. */
function createLeastLags(): LeastLags {
  let before: ReadonlyMap<string, number> = new Map();
  let since = new Map<string, number>();
  let began = -Infinity;
  return (runs, at) => {
    // After a pause of twice its length nothing of it is worth remembering.
    if (at - began > memory * 2) since = new Map();
    if (at - began > memory) {
      before = since;
      since = new Map();
      began = at;
    }
    const least = new Map<string, number>();
    for (const { context, lag } of runs) {
      const { venue } = context;
      if (lag !== undefined) since.set(venue, Math.min(lag, since.get(venue) ?? Infinity));
      const known = Math.min(since.get(venue) ?? Infinity, before.get(venue) ?? Infinity);
      if (known < Infinity) least.set(venue, known);
    }
    return least;
  };
}

/** The slope of the straight line through values of one look each, per second. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let [up, across] = [0, 0];
  values.forEach((value, i) => {
    up += (i - middle) * value;
    across += (i - middle) ** 2;
  });
  return up / across / (pace / 1_000);
}

function healthOf(
  run: Run<Kind>,
  patience: number | undefined,
  least: number | undefined,
  lags: WeakMap<Run<Kind>, number[]>,
  at: number,
): TopicHealth {
  const { context } = run;
  const lag = run.lag === undefined || least === undefined ? undefined : run.lag - least;
  const seen = lags.get(run) ?? [];
  lags.set(run, seen);
  if (run.lag !== undefined) seen.push(run.lag);
  if (seen.length > looks) seen.shift();
  return {
    type: 'topic-health',
    ...nameOf(run),
    phase: run.phase,
    messages: run.messages,
    quiet: context.receivedAt === 0 ? undefined : at - context.receivedAt,
    cadence: run.messages < 2 ? undefined : run.cadence,
    patience,
    lag,
    lagSlope: seen.length === looks ? slopeOf(seen) : undefined,
    at,
  };
}
