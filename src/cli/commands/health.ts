/**
 * The command that shows how each topic does.
 * @module
 */
import {
  EMPTY,
  Subject,
  catchError,
  defer,
  endWith,
  ignoreElements,
  merge,
  of,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { TopicHealth, TopicStatus } from '../../feeds/topic-status.js';
import { createFeeds } from '../../index.js';
import type { VenueId } from '../../index.js';
import type { Status } from '../../session/session.js';
import type { Addresses } from '../account-watching.js';
import type { Command } from '../command.js';
import { CommandError } from '../command-error.js';
import { healthPlanOf, usualKinds } from '../health-plan.js';
import type { HealthPlan } from '../health-plan.js';
import type { Io } from '../io.js';
import { liveView } from '../live-view.js';
import { newsOf, telling } from '../news.js';
import { footerOf } from '../render/footer.js';
import { foldHealth, healthLine, healthTable } from '../render/health-view.js';
import type { TopicRow } from '../render/health-view.js';
import { simulated } from '../simulated.js';
import { optionsOf } from '../watch-words.js';
import { writeLines } from '../write-lines.js';

type Told = TopicHealth | TopicStatus;

/** `rxtape health` */
export const healthCommand: Command = {
  name: 'health',
  summary: 'Watch how each topic does: phase, silence, pace, patience, lag.',
  parameters: '<venue> <symbol...>',
  options: [
    { flags: '--kinds <names>', summary: 'what to watch, with commas between', fallback: usualKinds.join(',') },
    ...optionsOf([
      'market',
      'timeout',
      'json',
      'url',
      'host',
      'rest-url',
      'no-check-symbols',
      'simulate',
      'seed',
      'verbose',
    ]),
  ],
  examples: [
    'rxtape health bitget BTCUSDT ETHUSDT',
    'rxtape health bybit BTCUSDT --market linear --kinds book,trades,mark-price',
    'rxtape health bitget BTCUSDT --json | jq "select(.phase == \\"stale\\")"',
    'rxtape health backpack SOL_USDC --simulate',
  ],
  notes: `phase: connecting, syncing (asked for), live, stale (silent for too long), healing (asked for anew), failed. quiet: since the
last message. cadence: usually between two. patience: how long quiet may be. lag: from the venue's time to the arrival,
less the least of the last minutes. slope: by how much the lag grows each second.

--json prints each change of a phase (topic-status), and once a second each topic (topic-health). Exit code 1: every topic
was refused. "rxtape doctor" examines once, and gives a verdict.`,
  run: (args, io) =>
    defer(() => {
      const plan = healthPlanOf(args);
      const addresses$ =
        plan.simulate === undefined
          ? of<Addresses>(plan)
          : simulated(plan.venue.id, { seed: plan.simulate.seed }, plan.simulate.switches);
      const over$ = plan.timeout === undefined ? io.stop$ : merge(io.stop$, timer(plan.timeout));
      return addresses$.pipe(
        switchMap(addresses => watched(plan, addresses, io).pipe(endWith('over'))),
        take(1),
        takeUntil(over$),
      );
    }),
};

/** A factory, once the plan has been checked against the venue's table; the types cannot know. */
type Factory = (venue: string, symbol: string, call: object) => Observable<unknown>;

function watched(plan: HealthPlan, { url, restUrl }: Addresses, io: Io): Observable<never> {
  return defer(() => {
    const { venue, topics, host, checkSymbols } = plan;
    const id = venue.id as VenueId;
    const feeds = createFeeds({
      urls: url === undefined ? {} : { [id]: url },
      restUrls: restUrl === undefined ? {} : { [id]: restUrl },
      hosts: host === undefined ? {} : { [id]: host as 'demo' },
      checkSymbols,
      linger: 0,
    });
    const said$ = new Subject<string>();
    const news$ = newsOf(feeds, id, plan.verbose, said$);
    let left = topics.length;
    const streams = topics.map(({ kind, request: { symbol, ...call } }) =>
      defer(() => (feeds[`${kind}$`] as unknown as Factory)(id, symbol, call)).pipe(
        ignoreElements(),
        catchError((cause: unknown) => {
          left -= 1;
          said$.next(cause instanceof Error ? cause.message : String(cause));
          return left === 0 ? throwError(() => new CommandError('', 1)) : EMPTY;
        }),
      ),
    );
    // Looked at from the first moment on, and for as long as there is something to look at.
    const told$: Observable<Told> = merge(feeds.topics$(id), feeds.health$(id), ...streams);
    if (io.live && !plan.json) return show(plan, told$, feeds.status$(id), news$, io);
    return told$.pipe(
      writeLines(io.stdout, told => [plan.json ? JSON.stringify(told) : healthLine(told)]),
      telling(io, news$),
    );
  });
}

function show(
  plan: HealthPlan,
  told$: Observable<Told>,
  status$: Observable<Status>,
  news$: Observable<string>,
  io: Io,
): Observable<never> {
  return defer(() => {
    const since = io.now();
    let rows: ReadonlyMap<string, TopicRow> = new Map();
    let status: Status | undefined;
    const change$ = told$.pipe(
      tap(told => {
        rows = foldHealth(rows, told);
      }),
      takeUntil(
        status$.pipe(
          tap(next => (status = next)),
          ignoreElements(),
        ),
      ),
    );
    return liveView(io, change$, news$, ({ width, height, paint }) => {
      const elapsed = io.now() - since;
      const left = plan.timeout === undefined ? undefined : Math.max(0, plan.timeout - elapsed);
      const count = [...rows.values()].reduce((sum, { health }) => sum + (health?.messages ?? 0), 0);
      return [
        ...healthTable([...rows.values()], width, paint).slice(0, Math.max(1, height - 2)),
        '',
        footerOf({ venue: plan.venue.name, status, count, elapsed, left }, paint),
      ];
    });
  });
}
