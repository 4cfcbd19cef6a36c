/**
 * The command that plays a tape again.
 * @module
 */
import { statSync } from 'node:fs';
import {
  EMPTY,
  NEVER,
  Subject,
  catchError,
  concat,
  concatWith,
  connect,
  defer,
  first,
  from,
  fromEvent,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  switchMap,
  take,
  takeUntil,
  takeWhile,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { Feeds } from '../../feeds/feeds.js';
import type { VenueId, venues } from '../../index.js';
import { now } from '../../operators/clock.js';
import type { Status } from '../../session/session.js';
import { TapeError, readTape, replay } from '../../tape/index.js';
import type { TapeHeader } from '../../tape/index.js';
import type { Args, Command } from '../command.js';
import { CommandError } from '../command-error.js';
import type { Io } from '../io.js';
import { liveView } from '../live-view.js';
import { newsOf, telling } from '../news.js';
import { footerOf } from '../render/footer.js';
import { isoText } from '../render/time-text.js';
import { meant } from '../tape-meaning.js';
import { optionsBut, tapePlanOf } from '../tape-plan.js';
import type { TapePlan } from '../tape-plan.js';
import { barOf, bytesText, withProgress } from '../tape-progress.js';
import { accountShow, rowsShow, watchShow } from '../tape-show.js';
import type { TapeShow } from '../tape-show.js';
import { writeLines } from '../write-lines.js';

/** `rxtape replay` */
export const replayCommand: Command = {
  name: 'replay',
  summary: 'Play a tape again, through the same code as live, with every option of the live commands.',
  parameters: '<file> [kind] [venue] [symbol...]',
  options: [
    { flags: '--pace <factor>', summary: '1: as fast as it was; 10: ten times as fast', fallback: 'as fast as it can' },
    ...optionsBut(['simulate', 'seed', 'rest-url', 'restUrl']),
  ],
  examples: [
    'rxtape replay btc.ndjson.gz',
    'rxtape replay btc.ndjson.gz --pace 10',
    'rxtape replay btc.ndjson.gz book bitget BTCUSDT --json | jq .bids[0]',
    'rxtape replay trades.ndjson --csv trades.csv',
  ],
  notes: `Without a kind, a venue and symbols it plays what was recorded. What was not recorded is not on the tape. On a
terminal the values are shown in one view; elsewhere each is a line. Seconds of --timeout are those of the tape.

A tape that is torn is played up to there, and the line is told on stderr; what is no tape is exit code 1.`,
  run: (args, io) =>
    defer(() => {
      const [path = ''] = args.positional;
      const pace = paceOf(args);
      return header$(path).pipe(
        switchMap(header => {
          const plan = tapePlanOf(meant(args, header, replayCommand, io), () => 'replayed', io.now());
          return replaying(path, plan, pace, io, header.words ?? []);
        }),
        catchError((cause: unknown) =>
          throwError(() => (cause instanceof TapeError ? new CommandError(cause.message, 1, cause) : cause)),
        ),
        takeUntil(io.stop$),
      );
    }),
};

function header$(path: string): Observable<TapeHeader> {
  return from(readTape(path)).pipe(first((event): event is TapeHeader => event.type === 'tape'));
}

function paceOf({ options }: Args): number | undefined {
  const { pace } = options;
  if (typeof pace !== 'string') return undefined;
  const factor = Number(pace);
  if (pace.trim() !== '' && factor > 0 && factor < Infinity) return factor;
  throw new CommandError(`pace ${JSON.stringify(pace)} is not possible: write a number above 0, e.g. 10`, 2);
}

function replaying(
  path: string,
  what: TapePlan,
  pace: number | undefined,
  io: Io,
  words: readonly string[],
): Observable<unknown> {
  let isEmpty = true;
  const come = (): void => {
    isEmpty = false;
  };
  const work$ = ((): Observable<never> => {
    if (what.sort === 'account') return shown(path, what, accountShow(what.plan), pace, !what.plan.raw, io, come);
    if (what.plan.raw) return shown(path, what, rowsShow(what.plan), pace, false, io, come);
    return shown(path, what, watchShow(what.plan), pace, true, io, come);
  })();
  return work$.pipe(
    concatWith(
      defer(() => {
        if (!isEmpty) return EMPTY;
        const recorded = words.length === 0 ? '' : `; what was recorded is: ${words.join(' ')}`;
        return throwError(() => new CommandError(`tape has no ${what.plan.kind} of this${recorded}`, 1));
      }),
    ),
  );
}

/** What is told in the time of the tape; `at` is that time, ms since the epoch. */
type Told<V> = { readonly at: number } & (
  | { readonly type: 'value'; readonly value: V }
  | { readonly type: 'news'; readonly sentence: string }
  | { readonly type: 'status'; readonly status: Status }
  | { readonly type: 'over' }
);

/** Runs in the time of the tape. */
function telling$<V>({ plan }: TapePlan, show: TapeShow<V>, feeds: Feeds<typeof venues>): Observable<Told<V>> {
  const { id } = plan.venue;
  const said$ = new Subject<string>();
  const values$ = show
    .values$(feeds, sentence => {
      said$.next(sentence);
    })
    .pipe(takeUntil(plan.timeout === undefined ? NEVER : timer(plan.timeout)));
  return merge(
    newsOf(feeds, id, plan.verbose, said$).pipe(map(sentence => ({ type: 'news', sentence, at: now() }) as const)),
    feeds.status$(id as VenueId).pipe(map(status => ({ type: 'status', status, at: now() }) as const)),
    concat(
      values$.pipe(map(value => ({ type: 'value', value, at: now() }) as const)),
      defer(() => of({ type: 'over', at: now() } as const)),
    ),
  ).pipe(takeWhile(({ type }) => type !== 'over'));
}

/** Runs in the time of whoever watches. */
function shown<V>(
  path: string,
  what: TapePlan,
  show: TapeShow<V>,
  pace: number | undefined,
  hasView: boolean,
  io: Io,
  come: () => void,
): Observable<never> {
  const { plan } = what;
  const { id } = plan.venue;
  const size = statSync(path).size;
  let [read, at, begun] = [0, 0, 0];
  const told$ = replay(
    readTape(path, { progress: bytes => (read = bytes) }),
    feeds => {
      begun = now();
      return telling$(what, show, feeds);
    },
    {
      ...(plan.url === undefined ? {} : { urls: { [id]: plan.url } }),
      ...(plan.host === undefined ? {} : { hosts: { [id]: plan.host as 'demo' } }),
      ...(pace === undefined ? {} : { pace }),
      linger: 0,
      // Nothing is dropped: the tape waits for the reader.
      wait: () => (io.stdout.writableNeedDrain ? fromEvent(io.stdout, 'drain').pipe(take(1)) : undefined),
      told: sentence => void io.stderr.write(`rxtape: ${sentence}\n`),
    },
  ).pipe(
    tap(told => {
      at = told.at;
      if (told.type === 'value') come();
    }),
  );
  const isLive = io.live && hasView && !plan.json;
  const bar = (): string => `${barOf(read / size)} of ${bytesText(size)}, at ${isoText(at)}`;
  const work$ = told$.pipe(
    connect(all$ => {
      const news$ = merge(
        plan.csv === undefined ? EMPTY : of(`rxtape: writing to ${plan.csv.path}`),
        all$.pipe(mergeMap(told => (told.type === 'news' ? of(told.sentence) : EMPTY))),
      );
      const values$ = all$.pipe(
        mergeMap(told => (told.type === 'value' ? of(told.value) : EMPTY)),
        show.filing,
      );
      if (!isLive) return values$.pipe(writeLines(io.stdout, show.lines), telling(io, news$));
      const said$ = new Subject<string>();
      let [status, count]: [Status | undefined, number] = [undefined, 0];
      const change$ = values$.pipe(
        tap(value => {
          const sentence = show.take(value);
          if (sentence === undefined) count += 1;
          else said$.next(`rxtape: ${sentence}`);
        }),
        takeUntil(
          all$.pipe(
            tap(told => {
              if (told.type === 'status') status = told.status;
            }),
            ignoreElements(),
          ),
        ),
      );
      return liveView(io, change$, merge(news$, said$), room => [
        ...show.draw({ ...room, height: Math.max(1, room.height - 3) }),
        '',
        bar(),
        footerOf({ venue: plan.venue.name, status, count, elapsed: at - begun, left: undefined }, room.paint),
      ]);
    }),
  );
  // Lines on a terminal show by themselves how far it is.
  return io.stdout.isTTY === true ? work$ : work$.pipe(withProgress(io, 1_000, () => `replaying ${bar()}`));
}
