/**
 * From a table of venues to a set of factories: one session per door, one shared stream per topic and kind.
 * @module
 */
import { Observable, Subject, concat, filter } from 'rxjs';
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { Credentials } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import type { Venue } from '../contract/venue.js';
import type { FeedError } from '../model/errors.js';
import type { AccountKind, Kind } from '../model/kinds.js';
import { now } from '../operators/clock.js';
import type { Problem, Reports, Session, Status } from '../session/session.js';
import type { DoorKey } from '../session/live-session.js';
import type { Account, Accounts } from './accounts.js';
import type { Http } from '../transport/http.js';
import { createPaces } from './paces.js';
import { addressOf, checkSecure, restAddress } from './address.js';
import { backfilled$ } from './backfilled.js';
import type { HistoryDoor } from './backfilled.js';
import { feed } from './feed.js';
import type { Run } from './run.js';
import type { Feeds, Venues } from './feeds.js';
import { resolveRequest } from './resolve-request.js';
import { createHealthWatch } from './health-watch.js';
import { createShared, observe$ } from './share-reduced.js';
import type { Shared } from './share-reduced.js';
import { createTopicBoard } from './topic-board.js';
import { createSymbolCheck } from './symbol-check.js';

/** What the factories need to know. */
export interface ComposeOptions {
  /** Makes the session of a door. */
  open(venue: Venue, endpoint: string, url: string, account: DoorKey | undefined, reports: Reports): Session;
  /** Makes requests over HTTP. */
  readonly http: Http;
  /** Keeps the keys of accounts. */
  readonly accounts: Accounts;
  /** Keys by venue id. */
  readonly credentials: Readonly<Record<string, Credentials | undefined>>;
  /** Other addresses of the REST interfaces, by venue id. */
  readonly restUrls: Readonly<Record<string, string | undefined>>;
  /** Other addresses, by venue id. */
  readonly urls: Readonly<Record<string, string | undefined>>;
  /** Other hosts of the venues by name, by venue id. */
  readonly hosts: Readonly<Record<string, string | undefined>>;
  /** How long a topic is kept after its last subscriber has left, ms. */
  readonly linger: number;
  /** A message that does not fit is an error, not a problem. */
  readonly strict: boolean;
  /** Whether a venue that is silent about unknown symbols is asked first. */
  readonly checkSymbols: boolean;
}

interface CallOptions {
  readonly market?: string;
  readonly url?: string;
  readonly host?: string;
  readonly restUrl?: string;
  readonly credentials?: Credentials;
  readonly symbol?: string;
  readonly gaps?: boolean;
  readonly backfill?: boolean;
}

const accountKinds: ReadonlySet<Kind> = new Set<AccountKind>(['balances', 'orders', 'fills', 'positions']);

/** One door of one venue at one address and with one REST interface, for one account where it is a private one. */
interface Door extends HistoryDoor {
  /** What is subscribed to at the moment. */
  readonly streams: Map<string, Shared<unknown>>;
}

/** Makes the factories. Opens nothing. */
export function composeFeeds<const R extends Venues>(venues: R, options: ComposeOptions): Feeds<R> {
  const { open, accounts, credentials, urls, restUrls, hosts, linger, strict } = options;
  const check$ = options.checkSymbols ? createSymbolCheck(options.http) : undefined;
  const doors = new Map<string, Door>();
  const standing = new Map<string, Status>();
  const statuses$ = new Subject<Status>();
  const problems$ = new Subject<Problem>();
  const runs = function* (): Iterable<Run<Kind>> {
    for (const { streams } of doors.values()) yield* runsOf(streams);
  };
  const board = createTopicBoard(runs);
  const { health$ } = createHealthWatch(board, runs);

  const paces = createPaces();

  const venueOf = (id: string): Venue => {
    const venue = Object.hasOwn(venues, id) ? venues[id] : undefined;
    if (venue !== undefined) return venue;
    throw new RangeError(`venue ${JSON.stringify(id)} is not known: choose one of ${Object.keys(venues).join(', ')}`);
  };

  const doorOf = (
    venue: Venue,
    endpoint: string,
    address: string,
    account: Account | undefined,
    restUrl: string | undefined,
  ): Door => {
    const key = [venue.id, endpoint, address, account?.id ?? '', restUrl ?? ''].join(' ');
    const known = doors.get(key);
    if (known !== undefined) return known;
    const protocol = venue.endpoints[endpoint]?.protocol ?? venue.protocol;
    const { host } = new URL(address);
    const streams = new Map<string, Shared<unknown>>();
    const door: Door = {
      venue: venue.id,
      session: open(venue, endpoint, address, account?.keyTo(protocol, restUrl), {
        status: status => {
          const connection = `${key} ${status.connection}`;
          if (status.phase === 'idle' || status.phase === 'failed') standing.delete(connection);
          else standing.set(connection, status);
          statuses$.next(status);
        },
        problem: problem => {
          problems$.next(problem);
        },
      }),
      resyncs: protocol.limits.resyncs,
      strict,
      fetch: url => options.http(restAddress(url, restUrl)),
      inTurn$: paces(venue.id),
      problem: (topic, error, mending) => {
        const at = now();
        problems$.next({ type: 'problem', venue: venue.id, endpoint, host, topic: topic.key, error, mending, at });
      },
      board,
      peers: () => runsOf(streams),
      streams,
    };
    doors.set(key, door);
    return door;
  };

  const addressAt = (venue: Venue, endpoint: string, { url, host }: CallOptions): string => {
    const isOwn = url !== undefined || host !== undefined;
    const [from, by] = isOwn ? [url, host] : [urls[venue.id], hosts[venue.id]];
    return addressOf(venue, endpoint, from, by);
  };

  const stream$ = (
    venue: Venue,
    channel: Channel,
    what: string,
    symbol: unknown,
    call: CallOptions = {},
  ): Observable<unknown> => {
    const { url: _url, host: _host, restUrl, credentials: own, symbol: _symbol, gaps, backfill, ...asked } = call;
    const request = resolveRequest(venue, what, channel.markets, symbol, asked, accountKinds.has(channel.kind));
    const topic = channel.topic(request);
    const address = addressAt(venue, topic.endpoint, call);
    const isPrivate = venue.endpoints[topic.endpoint]?.private === true;
    const account = isPrivate ? accounts(venue, own ?? credentials[venue.id], what) : undefined;
    if (isPrivate) checkSecure(address);
    const door = doorOf(venue, topic.endpoint, address, account, restUrl ?? restUrls[venue.id]);
    // One topic may serve several markets and symbols, and is filtered for each.
    const key = [channel.kind, topic.key, request.market, request.symbol].join(' ');
    const shared = (): Shared<unknown> => door.streams.get(key) ?? share(door, channel, request, topic, key, linger);
    const filled$ = (): Observable<unknown> => backfilled$(observe$(shared, true), door, channel, request, topic);
    const shared$ = backfill === true ? filled$() : gaps === true ? observe$(shared, true) : observe$(shared, false);
    if (check$ === undefined || channel.unlisted === true) return shared$;
    const problem = (error: FeedError): void => {
      door.problem(topic, error, 'told');
    };
    const place = { topic: topic.key, restUrl: restUrl ?? restUrls[venue.id] };
    return concat(check$({ venue, symbol: request.symbol, ...place, problem }), shared$);
  };

  const factory =
    (kind: Exclude<Kind, 'channel'>) =>
    (id: string, symbol: unknown, call?: CallOptions): Observable<unknown> => {
      const venue = venueOf(id);
      const channel = venue.channels[kind];
      if (channel === undefined) {
        throw new RangeError(`${id} has no ${kind}: it has ${Object.keys(venue.channels).join(', ')}`);
      }
      return stream$(venue, channel, kind, symbol, call);
    };

  const accountFactory =
    (kind: AccountKind) =>
    (id: string, call: CallOptions = {}): Observable<unknown> =>
      factory(kind)(id, call.symbol ?? '', call);

  const channel$ = (id: string, name: string, symbol: unknown, call?: CallOptions): Observable<unknown> => {
    const venue = venueOf(id);
    const channel = Object.hasOwn(venue.raw, name) ? venue.raw[name] : undefined;
    if (channel === undefined) {
      throw new RangeError(`${id} has no channel ${JSON.stringify(name)}: it has ${Object.keys(venue.raw).join(', ')}`);
    }
    return stream$(venue, channel, `channel ${name}`, symbol, call);
  };

  const ofVenue$ = <T extends { readonly venue: string }>(all$: Observable<T>, venue?: string): Observable<T> => {
    if (venue === undefined) return all$;
    venueOf(venue);
    return all$.pipe(filter(one => one.venue === venue));
  };

  // The table's exact types end where the loops over it begin; the face gives them back.
  return {
    ticker$: factory('ticker'),
    trades$: factory('trades'),
    book$: factory('book'),
    quotes$: factory('quotes'),
    candles$: factory('candles'),
    markPrice$: factory('markPrice'),
    openInterest$: factory('openInterest'),
    fundingRate$: factory('fundingRate'),
    liquidations$: factory('liquidations'),
    balances$: accountFactory('balances'),
    orders$: accountFactory('orders'),
    fills$: accountFactory('fills'),
    positions$: accountFactory('positions'),
    channel$,
    status$: venue => {
      const now$ = new Observable<Status>(subscriber => {
        const changes = statuses$.subscribe(subscriber);
        for (const status of standing.values()) subscriber.next(status);
        return changes;
      });
      return ofVenue$(now$, venue);
    },
    topics$: venue => ofVenue$(board.changes$, venue),
    health$: venue => ofVenue$(health$, venue),
    problems$: venue => ofVenue$(problems$.asObservable(), venue),
  } as Feeds<R>;
}

/** Only feeds are shared here. */
function* runsOf(streams: ReadonlyMap<string, Shared<unknown>>): Iterable<Run<Kind>> {
  for (const { running } of streams.values()) if (running !== undefined) yield running as Run<Kind>;
}

/** Apart from the rest, so that a stream holds on to nothing that it does not need. */
function share(
  door: Door,
  channel: Channel,
  request: SymbolRequest,
  topic: Topic,
  key: string,
  linger: number,
): Shared<unknown> {
  const made = createShared<unknown>(feed({ door, channel, request, topic }), linger, () => door.streams.delete(key));
  door.streams.set(key, made);
  return made;
}
