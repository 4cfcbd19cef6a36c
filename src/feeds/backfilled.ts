/**
 * A stream of trades whose breaks are filled over the venue's REST interface.
 * @module
 */
import { EMPTY, concat, defer, expand, map, switchMap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { Topic } from '../contract/topic.js';
import { FeedError } from '../model/errors.js';
import type { Gap } from '../model/gap.js';
import type { Trade } from '../model/market.js';
import { backfill } from '../operators/backfill.js';
import type { Around, Recovered } from '../operators/backfill.js';
import { now } from '../operators/clock.js';
import type { InTurn } from './paces.js';
import type { FeedDoor } from './run.js';

/** What the breaks of a door's topics are filled with. */
export interface HistoryDoor extends FeedDoor {
  /** Takes requests for what was missed in turn. */
  readonly inTurn$: InTurn;
}

/** How long a page may take, its turn included, ms. */
const patience = 60_000;
/** REST may be behind the socket: after so long each the newest page is asked for again, ms. */
const looks = [500, 2_000, 5_000];
/** So many pages are gone back at most. */
const mostPages = 20;

/**
 * Fills the breaks; where the venue tells nothing of the past by the ids of the socket, all of them are told.
 *
 * @throws RangeError where the channel is not one of trades
 */
export function backfilled$(
  source$: Observable<unknown>,
  door: HistoryDoor,
  channel: Channel,
  request: SymbolRequest,
  topic: Topic,
): Observable<Recovered<Trade> | Gap> {
  if (channel.kind !== 'trades') throw new RangeError(`backfill is for trades only, not for ${channel.kind}`);
  // The kind says it: what a channel of trades tells, and its history, is trades.
  const trades$ = source$ as Observable<Trade | Gap>;
  const history = (channel as Channel<'trades'>).history;
  if (history === undefined) return trades$;

  const context = { venue: door.venue, market: request.market, symbol: request.symbol, topic: topic.key };
  const page$ = (before: string | undefined): Observable<readonly Trade[]> =>
    defer(() => {
      const url = history.url(request, before);
      if (url === undefined) return EMPTY;
      const read$ = door.fetch(url).pipe(map(body => history.read(body, { ...context, receivedAt: now() })));
      return door.inTurn$(history.limits, read$);
    });
  /** The newest page, and those before it, back to what was told. */
  const pages$ = ({ after }: Around<Trade>): Observable<readonly Trade[]> =>
    page$(undefined).pipe(
      expand((page, index) => {
        const oldest = page[0];
        const isBack = (oldest?.timestamp ?? 0) < (after.timestamp ?? Infinity);
        return oldest?.id === undefined || isBack || index >= mostPages ? EMPTY : page$(oldest.id);
      }),
    );
  const missed$ = (_: Gap, around: Around<Trade>): Observable<readonly Trade[]> =>
    concat(pages$(around), ...looks.map(wait => timer(wait).pipe(switchMap(() => page$(undefined)))));
  const told = (cause: unknown): void => {
    if (cause instanceof FeedError) door.problem(topic, cause, 'told');
  };
  return trades$.pipe(backfill<Trade>({ fetch: missed$, patience, told }));
}
