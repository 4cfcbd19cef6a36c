/**
 * What a replay shows: the values of a plan as lines, as a file, as a view, on factories that are given.
 * @module
 */
import {
  EMPTY,
  catchError,
  connect,
  defer,
  from,
  identity,
  ignoreElements,
  map,
  merge,
  mergeMap,
  throwError,
} from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import type { Feeds } from '../feeds/feeds.js';
import type { venues } from '../index.js';
import type { Gap } from '../model/gap.js';
import type { ChannelMessage } from '../model/market.js';
import { toCsv } from '../sinks/csv.js';
import type { AccountPlan } from './account-plan.js';
import { toldRows, venueRows } from './account-rows.js';
import type { AccountRow, AccountValue } from './account-rows.js';
import { CommandError, reading } from './command-error.js';
import type { Room } from './live-view.js';
import { accountTold } from './render/account-line.js';
import { accountLines, foldAccount } from './render/account-view.js';
import { gapSentence } from './render/gap-text.js';
import { watchedLine } from './render/line.js';
import type { Watched } from './render/line.js';
import { viewOf } from './render/views.js';
import type { WatchPlan } from './watch-plan.js';
import { watchedRows, watchedValues } from './watched-values.js';

/** The values of a plan, and what becomes of them. */
export interface TapeShow<V> {
  /** Watches; `told` gets a sentence for each symbol that is refused. */
  values$(feeds: Feeds<typeof venues>, told: (sentence: string) => void): Observable<V>;
  lines(value: V): readonly string[];
  /** Mirrors the values, and writes them to the file of `--csv`. */
  readonly filing: MonoTypeOperatorFunction<V>;
  /** Takes a value in; gives a sentence where it is none to be drawn, but a break. */
  take(value: V): string | undefined;
  draw(room: Room): readonly string[];
}

/** Shows what is watched. */
export function watchShow(plan: WatchPlan): TapeShow<Watched | Gap> {
  const { csv, kind, levels, targets } = plan;
  const view = viewOf(kind, levels);
  let shown: readonly Watched[] = [];
  return {
    values$: (feeds, told) =>
      watchedValues(plan, feeds, ({ sentence }) => {
        told(sentence);
      }),
    lines: value => [plan.json ? JSON.stringify(value) : watchedLine(value)],
    filing: csv === undefined ? identity : toCsv<Watched | Gap>(csv.path, csv.columns),
    take: value => {
      if (value.type === 'gap') return gapSentence(value);
      shown = view.fold(shown, value);
      return undefined;
    },
    draw: room => view.render(shown, { ...room, targets }),
  };
}

/** Shows the venue's own rows. */
export function rowsShow(plan: WatchPlan): TapeShow<ChannelMessage> {
  return {
    values$: (feeds, told) =>
      watchedRows(plan, feeds, ({ sentence }) => {
        told(sentence);
      }),
    lines: message => (plan.json ? [JSON.stringify(message)] : message.rows.map(row => JSON.stringify(row))),
    filing: identity,
    take: () => undefined,
    draw: () => [],
  };
}

/** A value of an account, and which of the plan's streams told it. */
interface Part {
  readonly part: string;
  readonly value: AccountValue | Gap;
}

/** Shows an account. */
export function accountShow(plan: AccountPlan): TapeShow<Part> {
  const { kind, csv, json, raw } = plan;
  let shown: ReadonlyMap<string, AccountValue> = new Map();
  return {
    values$: (feeds, told) => partsOf(plan, feeds, told),
    lines: ({ value }) => {
      if (raw && value.type !== 'gap') return venueRows(value).map(row => JSON.stringify(row));
      return json ? [JSON.stringify(value)] : toldRows(value).map(accountTold);
    },
    filing:
      csv === undefined
        ? identity
        : connect(part$ =>
            merge(
              part$.pipe(
                mergeMap(({ value }) => from(toldRows(value))),
                toCsv<AccountRow | Gap>(csv.path, csv.columns),
                ignoreElements(),
              ),
              part$,
            ),
          ),
    take: ({ part, value }) => {
      if (value.type === 'gap') return gapSentence(value);
      shown = foldAccount(shown, part, value);
      return undefined;
    },
    draw: room => accountLines(kind, shown.values(), room),
  };
}

type Factory = (venue: string, options: Readonly<Record<string, unknown>>) => Observable<AccountValue | Gap>;

function partsOf(
  { kind, venue, requests, gaps }: AccountPlan,
  feeds: Feeds<typeof venues>,
  told: (sentence: string) => void,
): Observable<Part> {
  return defer(() => {
    // The plan has been checked against the venue's table; the types cannot know.
    const open$ = feeds[`${kind}$`] as unknown as Factory;
    let left = requests.length;
    const streams = requests.map(({ symbol, ...call }) =>
      reading(() =>
        open$(venue.id, { ...call, ...(symbol === '' ? {} : { symbol }), ...(gaps ? { gaps: true } : {}) }),
      ).pipe(
        map(value => ({ part: `${call.market} ${symbol}`, value })),
        catchError((cause: unknown) => {
          const sentence = cause instanceof Error ? cause.message : String(cause);
          left -= 1;
          if (left === 0) return throwError(() => new CommandError(sentence, 1));
          told(sentence);
          return EMPTY;
        }),
      ),
    );
    return merge(...streams);
  });
}
