/**
 * The typed face of a set of venues: which factories there are, and what each takes.
 * @module
 */
import type { Observable } from 'rxjs';
import type { Venue } from '../contract/venue.js';
import type { Gap } from '../model/gap.js';
import type { Trade } from '../model/market.js';
import type { Recovered } from '../operators/backfill.js';
import type { AccountKind, MarketKind, ValueOf } from '../model/kinds.js';
import type { ChannelMessage } from '../model/market.js';
import type { Problem, Status } from '../session/session.js';
import type { TopicHealth, TopicStatus } from './topic-status.js';

/** Venues by id. */
export type Venues = Readonly<Record<string, Venue>>;

type FactoryKind = MarketKind | AccountKind;

/** The ids of the venues that have a kind. */
export type Supporting<R extends Venues, K extends FactoryKind> = {
  [Id in keyof R]: R[Id]['channels'] extends { readonly [P in K]: object } ? Id : never;
}[keyof R] &
  string;

/** What every factory takes. */
export interface ConnectOptions<V extends Venue = Venue> {
  /** Another address: an origin ("ws://127.0.0.1:8080", the venue's path is appended), or a whole url. */
  readonly url?: string;
  /** Another of the venue's own hosts by name, e.g. "demo". */
  readonly host?: keyof V['hosts'] & string;
  /** Another address of the REST interface: an origin. */
  readonly restUrl?: string;
  /** The keys of an account, instead of those of the set. */
  readonly credentials?: CredentialsOf<V>;
}

/** The keys of an account at a venue, by the venue's names. */
export type CredentialsOf<V extends Venue> =
  NonNullable<V['credentials']> extends readonly {
    readonly name: infer N extends string;
  }[]
    ? Readonly<Record<N, string>>
    : never;

type MarketOption<V extends Venue, M> = V['defaultMarket'] extends M ? { readonly market?: M } : { readonly market: M };

type RequestOptions<V extends Venue, C> = C extends { topic(request: infer Request): unknown }
  ? Request extends { readonly market: infer M }
    ? Omit<Request, 'market' | 'symbol'> & MarketOption<V, M> & ConnectOptions<V>
    : never
  : never;

/** What a factory of a kind takes at a venue. */
export type OptionsOf<V extends Venue, K extends FactoryKind> = RequestOptions<V, NonNullable<V['channels'][K]>>;

interface WithGaps {
  readonly gaps: true;
}

interface WithoutGaps {
  readonly gaps?: false;
}

/**
 * A cold factory of trades; see {@link Factory}.
 *
 * With `backfill: true` what was missed at a break is fetched over the venue's REST interface, joined by id, and told in order
 * and marked `recovered: true` before the trades that follow, which wait meanwhile. A {@link Gap} is told where that is
 * not possible: the venue has no such interface, it does not reach back so far, or does not answer.
 */
export interface TradesFactory<R extends Venues> {
  <Id extends Supporting<R, 'trades'>>(
    venue: Id,
    symbol: string,
    options: OptionsOf<R[Id], 'trades'> & { readonly backfill: true; readonly gaps?: boolean },
  ): Observable<Recovered<Trade> | Gap>;
  /** With `gaps: true` breaks are told in the stream: a {@link Gap} before the first value after it. */
  <Id extends Supporting<R, 'trades'>>(
    venue: Id,
    symbol: string,
    options: OptionsOf<R[Id], 'trades'> & WithGaps & WithoutBackfill,
  ): Observable<Trade | Gap>;
  <Id extends Supporting<R, 'trades'>>(
    venue: Id,
    symbol: string,
    ...options: Optional<OptionsOf<R[Id], 'trades'> & WithoutGaps & WithoutBackfill>
  ): Observable<Trade>;
}

interface WithoutBackfill {
  readonly backfill?: false;
}

type Optional<O> = object extends O ? [options?: O] : [options: O];

/**
 * A cold factory: nothing happens before the subscription. Equal calls share one subscription at the venue.
 *
 * Throws at the call (`RangeError`, `TypeError`) where the venue has no such symbol spelling, market, depth or interval.
 * The stream errors with what cannot be mended (`SubscriptionError`), and mends everything else by itself.
 */
export interface Factory<R extends Venues, K extends MarketKind> {
  /** With `gaps: true` breaks are told in the stream: a {@link Gap} before the first value after it. */
  <Id extends Supporting<R, K>>(
    venue: Id,
    symbol: string,
    options: OptionsOf<R[Id], K> & WithGaps,
  ): Observable<ValueOf<K> | Gap>;
  <Id extends Supporting<R, K>>(
    venue: Id,
    symbol: string,
    ...options: Optional<OptionsOf<R[Id], K> & WithoutGaps>
  ): Observable<ValueOf<K>>;
}

/** What a factory of an account's kind takes at a venue: as {@link OptionsOf}, and perhaps a symbol. */
export type AccountOptionsOf<V extends Venue, K extends AccountKind> = OptionsOf<V, K> & { readonly symbol?: string };

/**
 * A cold factory of one account's kind. It needs `credentials`: those of the set, or of the call.
 *
 * Throws at the call where they are missing, and where they would travel unencrypted. Errors with `LoginError` where the
 * venue refuses them.
 */
export interface AccountFactory<R extends Venues, K extends AccountKind> {
  /** With `gaps: true` breaks are told in the stream: a {@link Gap} before the first value after it. */
  <Id extends Supporting<R, K>>(
    venue: Id,
    options: AccountOptionsOf<R[Id], K> & WithGaps,
  ): Observable<ValueOf<K> | Gap>;
  <Id extends Supporting<R, K>>(
    venue: Id,
    ...options: Optional<AccountOptionsOf<R[Id], K> & WithoutGaps>
  ): Observable<ValueOf<K>>;
}

type RowOf<C> = C extends { read(...args: never): readonly ChannelMessage<infer Row>[] } ? Row : unknown;

/** A cold factory of a venue's own channel: its rows in the venue's words. */
export interface ChannelFactory<R extends Venues> {
  /** With `gaps: true` breaks are told in the stream: a {@link Gap} before the first value after it. */
  <Id extends keyof R & string, Name extends keyof R[Id]['raw'] & string>(
    venue: Id,
    channel: Name,
    symbol: string,
    options: RequestOptions<R[Id], R[Id]['raw'][Name]> & WithGaps,
  ): Observable<ChannelMessage<RowOf<R[Id]['raw'][Name]>> | Gap>;
  <Id extends keyof R & string, Name extends keyof R[Id]['raw'] & string>(
    venue: Id,
    channel: Name,
    symbol: string,
    ...options: Optional<RequestOptions<R[Id], R[Id]['raw'][Name]> & WithoutGaps>
  ): Observable<ChannelMessage<RowOf<R[Id]['raw'][Name]>>>;
}

/** A set of factories with connections of its own. */
export interface Feeds<R extends Venues> {
  /** The whole state of a symbol, at each change. */
  readonly ticker$: Factory<R, 'ticker'>;
  /** Trades one by one, oldest first, each once. */
  readonly trades$: TradesFactory<R>;
  /** The order book whole, at each change; without `depth` the venue's full book. Late, but never wrong. */
  readonly book$: Factory<R, 'book'>;
  /** The best bid and ask, at each change. */
  readonly quotes$: Factory<R, 'quotes'>;
  /** Candles one by one: the venue's history oldest first, then each change; `closed` is said. */
  readonly candles$: Factory<R, 'candles'>;
  /** The mark price, at each change. */
  readonly markPrice$: Factory<R, 'markPrice'>;
  /** The open interest, at each change. */
  readonly openInterest$: Factory<R, 'openInterest'>;
  /** The funding rate, at each change. */
  readonly fundingRate$: Factory<R, 'fundingRate'>;
  /** Positions closed by force, one by one. */
  readonly liquidations$: Factory<R, 'liquidations'>;
  /** What the account holds, by asset, at each change. */
  readonly balances$: AccountFactory<R, 'balances'>;
  /** The open orders by id, at each change, and what changed. */
  readonly orders$: AccountFactory<R, 'orders'>;
  /** The account's trades one by one, each once. */
  readonly fills$: AccountFactory<R, 'fills'>;
  /** The open positions, at each change. */
  readonly positions$: AccountFactory<R, 'positions'>;
  /** A channel under the venue's own name, in the venue's own words. */
  readonly channel$: ChannelFactory<R>;
  /** What the connections do: where each stands, then each change. Watching opens nothing; never ends. */
  status$(venue?: keyof R & string): Observable<Status>;
  /** Where each topic stands, then each change. Watching opens nothing; never ends. */
  topics$(venue?: keyof R & string): Observable<TopicStatus>;
  /** How each topic does, once a second. Watching opens nothing; never ends. */
  health$(venue?: keyof R & string): Observable<TopicHealth>;
  /** What was skipped, refused, asked for anew. Watching opens nothing; never ends. */
  problems$(venue?: keyof R & string): Observable<Problem>;
}
