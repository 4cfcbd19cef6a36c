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
import { patienceOf } from './patience.js';
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

/**
 * Makes the watch; it looks only while there are topics.
 *
 * @param runs - gives the feeds that run
 */
export function createHealthWatch(board: TopicBoard, runs: () => Iterable<Run<Kind>>): HealthWatch {
  const told$ = new Subject<TopicHealth>();
  const lags = new WeakMap<Run<Kind>, number[]>();
  const renewedAt = new WeakMap<FeedDoor, number>();
  let lookedAt = 0;

  const heal = (run: Run<Kind>, quiet: number, patience: number): void => {
    const { door, topic } = run.options;
    const usual = Math.max(1, Math.round(run.cadence));
    const words = `nothing came for ${Math.round(quiet)} ms, where something comes every ${usual} ms or so`;
    const error = new SilenceError(`${door.venue} ${topic.key}: ${words}`, { venue: door.venue });
    run.heals += 1;
    board.turn(run, 'stale');
    const isStubborn = run.heals > topicHeals;
    if (isStubborn && now() - (renewedAt.get(door) ?? -Infinity) > renewals) {
      renewedAt.set(door, now());
      door.problem(topic, error, 'reconnect');
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
    const least = told$.observed ? leastLags(runs()) : undefined;
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

/** The least lag by venue: the difference of the clocks, and the way. */
function leastLags(runs: Iterable<Run<Kind>>): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (const { context, lag } of runs) {
    if (lag !== undefined) least.set(context.venue, Math.min(lag, least.get(context.venue) ?? Infinity));
  }
  return least;
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
  const [first, last] = [seen[0], seen.at(-1)];
  const isLong = seen.length === looks && first !== undefined && last !== undefined;
  return {
    type: 'topic-health',
    ...nameOf(run),
    phase: run.phase,
    messages: run.messages,
    quiet: context.receivedAt === 0 ? undefined : at - context.receivedAt,
    cadence: run.messages < 2 ? undefined : run.cadence,
    patience,
    lag,
    lagSlope: isLong ? (last - first) / (((looks - 1) * pace) / 1_000) : undefined,
    at,
  };
}
