/**
 * The streams of one account, whatever the venue.
 * @module
 */
import { NEVER } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Balances, Fill, Orders, Positions, Problem, Status } from '../../src/index.js';

/** The streams of one account. */
export interface AccountStreams {
  readonly balances$: Observable<Balances>;
  readonly orders$: Observable<Orders>;
  readonly fills$: Observable<Fill>;
  readonly positions$?: Observable<Positions> | undefined;
  readonly problems$: Observable<Problem>;
  readonly status$: Observable<Status>;
}

/** Where to look at a venue. */
export interface AccountPlace {
  readonly venue: string;
  /** What each request names: the market, the dialect. */
  readonly options: object;
  /** False where the venue tells no fills. */
  readonly fills?: false;
  /** What the request for positions names; absent where there are none. */
  readonly positions?: object | undefined;
}

/** A set of factories, seen by somebody who takes the venue from a table. */
interface Factories {
  balances$(venue: string, options: object): Observable<Balances>;
  orders$(venue: string, options: object): Observable<Orders>;
  fills$(venue: string, options: object): Observable<Fill>;
  positions$(venue: string, options: object): Observable<Positions>;
  problems$(): Observable<Problem>;
  status$(): Observable<Status>;
}

/** Takes the streams of an account out of a set of factories. */
export function accountStreams(feeds: object, { venue, options, fills, positions }: AccountPlace): AccountStreams {
  const factories = feeds as Factories;
  return {
    balances$: factories.balances$(venue, options),
    orders$: factories.orders$(venue, options),
    fills$: fills === false ? NEVER : factories.fills$(venue, options),
    positions$: positions === undefined ? undefined : factories.positions$(venue, positions),
    problems$: factories.problems$(),
    status$: factories.status$(),
  };
}
