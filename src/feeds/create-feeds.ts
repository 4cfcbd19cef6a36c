/**
 * Composition only: a table of venues over live sessions.
 * @module
 */
import type { Venue } from '../contract/venue.js';
import { createBackoff } from '../operators/backoff.js';
import type { Backoff } from '../operators/backoff.js';
import { liveSession } from '../session/live-session.js';
import { pacedTransport } from '../transport/paced-transport.js';
import type { Transport } from '../transport/socket.js';
import { fetchHttp } from '../transport/http.js';
import type { Http } from '../transport/http.js';
import { createAccounts } from './accounts.js';
import { composeFeeds } from './compose-feeds.js';
import type { CredentialsOf, Feeds, Venues } from './feeds.js';

/** What can be chosen about a set of factories. */
export interface CreateFeedsOptions<R extends Venues = Venues> {
  /** Other addresses by venue id, e.g. `{ bitget: 'ws://127.0.0.1:8080' }`. */
  readonly urls?: { readonly [Id in keyof R]?: string };
  /** Other hosts of the venues by venue id, e.g. `{ bitget: 'demo' }`. */
  readonly hosts?: { readonly [Id in keyof R]?: keyof R[Id]['hosts'] & string };
  /** Other addresses of the REST interfaces by venue id. */
  readonly restUrls?: { readonly [Id in keyof R]?: string };
  /** The keys of an account by venue id; a second account is a second set of factories. */
  readonly credentials?: { readonly [Id in keyof R]?: CredentialsOf<R[Id]> };
  /** How connections are made. */
  readonly transport?: Transport;
  /** How requests over HTTP are made. */
  readonly http?: Http;
  /** How lost connections are made anew. */
  readonly backoff?: Partial<Backoff>;
  /**
   * How old a connection may get before another takes its place, ms: it is made first, and the old one is closed when the new
   * one has gone on from where it stood. Default: as the venue's own rules ask for.
   */
  readonly rotateEvery?: number;
  /** How long a topic is kept after its last subscriber has left, ms. Default 500. */
  readonly linger?: number;
  /** A message that does not fit ends the feed with an error instead of being told on `problems$`. Default false. */
  readonly strict?: boolean;
  /**
   * Whether venues that are silent about symbols they do not have are asked for their list first, once: the stream of an
   * unknown symbol then ends with an error. Default false.
   */
  readonly checkSymbols?: boolean;
  /** For the jitter of the delays: a number in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

/** What a timer can wait for, ms. */
const longest = 2 ** 31 - 1;
/** More often than that connections would be attempts rather than connections, ms. */
const shortest = 10_000;

/**
 * Makes a set of factories with connections of its own.
 *
 * @param venues - the table
 * @param transport - how connections are made where the options do not say
 * @throws RangeError where an option cannot be
 */
export function createFeedsOf<const R extends Venues>(
  venues: R,
  transport: Transport,
  options: CreateFeedsOptions<R> = {},
): Feeds<R> {
  const {
    urls = {},
    restUrls = {},
    credentials = {},
    hosts = {},
    linger = 500,
    strict = false,
    checkSymbols = false,
    backoff,
    rotateEvery,
    random,
  } = options;
  if (!(linger >= 0 && linger <= longest)) {
    throw new RangeError(`linger is ${linger}, it must be from 0 to ${longest} ms`);
  }
  if (rotateEvery !== undefined && !(rotateEvery >= shortest && rotateEvery <= longest)) {
    throw new RangeError(`rotateEvery is ${rotateEvery}, it must be from ${shortest} to ${longest} ms`);
  }
  createBackoff(backoff);
  const paced = new Map<Venue, Transport>();
  const transportOf = (venue: Venue): Transport => {
    const known = paced.get(venue);
    if (known !== undefined) return known;
    const made = pacedTransport(options.transport ?? transport, venue.protocol.limits.connections);
    paced.set(venue, made);
    return made;
  };
  return composeFeeds(venues, {
    open: (venue, endpoint, url, account, reports) => {
      const protocol = venue.endpoints[endpoint]?.protocol ?? venue.protocol;
      const lifetimes = [protocol.lifetime, rotateEvery].filter(age => age !== undefined);
      return liveSession({
        venue: venue.id,
        endpoint,
        url,
        protocol,
        account,
        transport: transportOf(venue),
        reports,
        backoff,
        lifetime: lifetimes.length === 0 ? undefined : Math.min(...lifetimes),
        random,
      });
    },
    http: options.http ?? fetchHttp(),
    accounts: createAccounts(options.http ?? fetchHttp()),
    credentials: credentials,
    urls,
    restUrls,
    hosts,
    linger,
    strict,
    checkSymbols,
  });
}
