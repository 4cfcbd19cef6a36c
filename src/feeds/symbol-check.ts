/**
 * Asks a venue that is silent about unknown symbols whether it has one, before it is subscribed to.
 * @module
 */
import { EMPTY, catchError, defer, map, mergeMap, of, share, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Venue } from '../contract/venue.js';
import { FeedError, RequestError, SubscriptionError } from '../model/errors.js';
import { now } from '../operators/clock.js';
import type { Http } from '../transport/http.js';
import { restAddress } from './address.js';

/** What is to be checked. */
export interface CheckedSymbol {
  readonly venue: Venue;
  readonly symbol: string;
  /** The topic's key, for the message. */
  readonly topic: string;
  readonly restUrl: string | undefined;
  /** Told where the venue cannot be asked; the symbol is taken for good then. */
  problem(error: FeedError): void;
}

/**
 * Checks a symbol: completes where the venue has it, or has no list, or cannot be asked; errors with `SubscriptionError`
 * where it has not. Emits nothing.
 */
export type SymbolCheck = (checked: CheckedSymbol) => Observable<never>;

/** So long a list is believed that lacks a symbol, ms. */
const fresh = 60_000;
/** How many symbols are named that look like the one asked for. */
const mostNamed = 3;

interface Listed {
  readonly symbols: readonly string[];
  readonly at: number;
}

/** Makes the check of one set of factories: each venue's list is fetched once, and again where it may be too old. */
export function createSymbolCheck(http: Http): SymbolCheck {
  const known = new Map<string, Listed>();
  const fetches = new Map<string, Observable<Listed>>();

  /** Whoever asks while a fetch is under way shares it. */
  const fetchOf$ = ({ id, symbolList }: Venue, address: string, key: string): Observable<Listed> => {
    const before$ = fetches.get(key);
    if (before$ !== undefined) return before$;
    const fetch$ = http(address).pipe(
      map(body => {
        const symbols = symbolList?.read(body);
        if (symbols === undefined) throw new RequestError(`${id} list of symbols could not be read`, undefined);
        return { symbols, at: now() };
      }),
      tap(list => known.set(key, list)),
      share(),
    );
    fetches.set(key, fetch$);
    return fetch$;
  };

  return ({ venue, symbol, topic, restUrl, problem }) =>
    defer(() => {
      // Some names stand for all symbols.
      if (venue.symbolList === undefined || symbol === '' || symbol === 'default') return EMPTY;
      const address = restAddress(venue.symbolList.url, restUrl);
      const key = `${venue.id} ${address}`;
      const list = known.get(key);
      const isGood = list !== undefined && (list.symbols.includes(symbol) || now() - list.at <= fresh);
      return (isGood ? of(list) : fetchOf$(venue, address, key)).pipe(
        catchError((cause: unknown) => {
          problem(cause instanceof FeedError ? cause : new RequestError(String(cause), undefined, { cause }));
          return EMPTY;
        }),
        mergeMap(({ symbols }) =>
          symbols.includes(symbol) ? EMPTY : throwError(() => unknown(venue, topic, symbol, symbols)),
        ),
      );
    });
}

function unknown({ id: venue }: Venue, topic: string, symbol: string, all: readonly string[]): SubscriptionError {
  const near = all.filter(other => isNear(symbol, other)).slice(0, mostNamed);
  const hint = near.length === 0 ? '' : `; near it are ${near.join(', ')}`;
  const words = `the venue lists no open market ${JSON.stringify(symbol)}${hint}`;
  return new SubscriptionError(`${venue} ${topic}: ${words}`, { venue, topic });
}

/** The same letters, or the same first part, whatever their case. */
function isNear(symbol: string, other: string): boolean {
  const [mine, theirs] = [symbol.toLowerCase(), other.toLowerCase()];
  const bare = (text: string): string => text.replace(/[^a-z0-9]/g, '');
  const first = (text: string): string => text.split(/[^a-z0-9.]/)[0] ?? '';
  return bare(mine) === bare(theirs) || first(mine) === first(theirs);
}
