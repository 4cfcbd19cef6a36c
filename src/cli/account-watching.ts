/**
 * An account's plan at work: values to a terminal, to lines, to a file.
 * @module
 */
import {
  EMPTY,
  Subject,
  catchError,
  connect,
  defer,
  from,
  identity,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import type { Feeds } from '../feeds/feeds.js';
import { createFeeds } from '../index.js';
import type { VenueId, venues } from '../index.js';
import type { Gap } from '../model/gap.js';
import { LoginError } from '../model/errors.js';
import type { Status } from '../session/session.js';
import { toCsv } from '../sinks/csv.js';
import type { AccountPlan } from './account-plan.js';
import { toldRows, venueRows } from './account-rows.js';
import type { AccountRow, AccountValue } from './account-rows.js';
import { CommandError, reading } from './command-error.js';
import type { Io } from './io.js';
import { liveView } from './live-view.js';
import { newsOf, telling } from './news.js';
import { accountTold } from './render/account-line.js';
import { accountLines, foldAccount } from './render/account-view.js';
import { footerOf } from './render/footer.js';
import { gapSentence } from './render/gap-text.js';
import { writeLines } from './write-lines.js';

/** Where the venue is found; undefined: at its own addresses. */
export interface Addresses {
  readonly url: string | undefined;
  readonly restUrl: string | undefined;
}

/** Does what a plan says, until it is unsubscribed, or nothing is left to watch. */
export function accountWatching(plan: AccountPlan, { url, restUrl }: Addresses, io: Io): Observable<never> {
  const { id } = plan.venue;
  const feeds = createFeeds({
    urls: url === undefined ? {} : { [id]: url },
    restUrls: restUrl === undefined ? {} : { [id]: restUrl },
    hosts: plan.host === undefined ? {} : { [id]: plan.host as 'demo' },
    checkSymbols: plan.checkSymbols,
    credentials: { [id]: plan.credentials() },
    // Nobody comes back: when this subscriber has left, the process wants to end.
    linger: 0,
  });
  const said$ = new Subject<string>();
  const news$ = newsOf(feeds, id, plan.verbose, said$);
  const { csv } = plan;
  const parts$ = defer(() => {
    if (csv !== undefined) said$.next(`writing to ${csv.path}`);
    return partsOf(plan, feeds, sentence => {
      said$.next(sentence);
    });
  }).pipe(csv === undefined ? identity : writingRows(csv));
  if (io.live && !plan.json && !plan.raw) {
    const shown$ = parts$.pipe(
      mergeMap(({ part, value }) => {
        if (value.type !== 'gap') return of({ part, value });
        said$.next(gapSentence(value));
        return EMPTY;
      }),
    );
    return show(plan, feeds, shown$, news$, io);
  }
  return parts$.pipe(
    writeLines(io.stdout, ({ value }) => linesOf(plan, value)),
    telling(io, news$),
  );
}

/** A value, and which of the plan's streams told it. */
interface Part<V = AccountValue | Gap> {
  readonly part: string;
  readonly value: V;
}

type Factory = (venue: string, options: Readonly<Record<string, unknown>>) => Observable<AccountValue | Gap>;

/** A symbol that is refused is told and left out; refused keys, and the last symbol, end all. */
function partsOf(
  { kind, venue, requests, gaps }: AccountPlan,
  feeds: Feeds<typeof venues>,
  tell: (sentence: string) => void,
): Observable<Part> {
  // The plan has been checked against the venue's table; the types cannot know.
  const open$ = feeds[`${kind}$`] as unknown as Factory;
  let left = requests.length;
  const streams = requests.map(({ symbol, ...call }) =>
    reading(() =>
      open$(venue.id, { ...call, ...(symbol === '' ? {} : { symbol }), ...(gaps ? { gaps: true } : {}) }),
    ).pipe(
      map(value => ({ part: `${call.market} ${symbol}`, value })),
      catchError((cause: unknown) => {
        left -= 1;
        if (left === 0 || cause instanceof LoginError) return throwError(() => new CommandError(textOf(cause), 1));
        tell(textOf(cause));
        return EMPTY;
      }),
    ),
  );
  return merge(...streams);
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function linesOf({ json, raw }: AccountPlan, value: AccountValue | Gap): readonly string[] {
  if (raw && value.type !== 'gap') return venueRows(value).map(row => JSON.stringify(row));
  return json ? [JSON.stringify(value)] : toldRows(value).map(accountTold);
}

/** Mirrors the values, and writes what is new in them. */
function writingRows({ path, columns }: NonNullable<AccountPlan['csv']>): MonoTypeOperatorFunction<Part> {
  return connect(part$ =>
    merge(
      part$.pipe(
        mergeMap(({ value }) => from(toldRows(value))),
        toCsv<AccountRow | Gap>(path, columns),
        ignoreElements(),
      ),
      part$,
    ),
  );
}

/** Shows values on the terminal. */
function show(
  plan: AccountPlan,
  feeds: Feeds<typeof venues>,
  parts$: Observable<Part<AccountValue>>,
  news$: Observable<string>,
  io: Io,
): Observable<never> {
  return defer(() => {
    const since = io.now();
    let shown: ReadonlyMap<string, AccountValue> = new Map();
    let count = 0;
    let status: Status | undefined;
    const change$ = parts$.pipe(
      tap(({ part, value }) => {
        shown = foldAccount(shown, part, value);
        count += 1;
      }),
      takeUntil(
        feeds.status$(plan.venue.id as VenueId).pipe(
          tap(next => (status = next)),
          ignoreElements(),
        ),
      ),
    );
    return liveView(io, change$, news$, room => {
      const elapsed = io.now() - since;
      const left = plan.timeout === undefined ? undefined : Math.max(0, plan.timeout - elapsed);
      return [
        ...accountLines(plan.kind, shown.values(), { ...room, height: Math.max(1, room.height - 2) }),
        '',
        footerOf({ venue: plan.venue.name, status, count, elapsed, left }, room.paint),
      ];
    });
  });
}
