/**
 * The REST interface of a simulated exchange.
 * @module
 */
import type { Counterpart, Listing, RestContext, Wish } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import type { BookState } from './book-state.js';
import type { Market } from './market.js';
import type { Mischief } from './mischief.js';

/** What a GET is answered with. */
export interface RestAnswer {
  /** The HTTP status. */
  readonly status: number;
  readonly body: string;
  /** How late it is given, ms; absent: at once. */
  readonly delay?: number;
  /** When it is worth asking again, s from now. */
  readonly retryAfter?: number;
}

/** What answers a GET. */
export interface RestDesk {
  /** The answer; undefined where there is no such path. `path` may have a query. */
  answer(path: string): RestAnswer | undefined;
  /** Lets the next look at the book of this wish lack the two changes before now. */
  age(wish: Wish): void;
}

/** What the desk needs of its exchange. */
export interface RestOrigin {
  readonly counterpart: Counterpart;
  readonly listings: readonly Listing[];
  readonly marketOf: (market: string, symbol: string) => Market;
  readonly mischief: Mischief;
  /** Moves a market at once; its listeners are told later. */
  readonly moveAhead: (market: Market) => void;
  /** The exchange's own clock, ms since the epoch. */
  readonly clock: () => number;
}

/** Changes that an old book lacks. */
const LACKS = 2;
/** After how long a refused request is worth another, s. */
const RETRY_AFTER = 1;

/** Makes the desk. */
export function createRestDesk(origin: RestOrigin): RestDesk {
  const { counterpart, listings, marketOf, mischief, moveAhead, clock } = origin;
  const old = new Map<Market, BookState>();
  const find = (market: string, symbol: string): Market | undefined =>
    listings.some(one => one.market === market && one.symbol === symbol) ? marketOf(market, symbol) : undefined;

  function asked(path: string, bookOf: (market: Market) => BookState): RestAnswer | undefined {
    const [name = '', ...rest] = path.split('?');
    if (!Object.hasOwn(counterpart.rest, name)) return undefined;
    const context: RestContext = {
      now: clock(),
      query: Object.fromEntries(new URLSearchParams(rest.join('?'))),
      listings,
      book(market, symbol) {
        const found = find(market, symbol);
        return found === undefined ? undefined : bookOf(found);
      },
      trades: (market, symbol) => find(market, symbol)?.trades(),
    };
    const answer = counterpart.rest[name]?.(context);
    if (answer === undefined) return { status: 404, body: 'there is no such thing\n' };
    return typeof answer === 'string' ? { status: 200, body: answer } : answer;
  }

  return {
    answer(path) {
      let seen: Market | undefined;
      const answer = asked(path, market => {
        seen = market;
        return old.get(market) ?? market.book();
      });
      if (answer === undefined) return undefined;
      if (seen !== undefined) old.delete(seen);
      const target =
        seen === undefined ? {} : { symbol: seen.listing.symbol, feed: 'book', changes: answer.status === 200 };
      const strike = mischief.strike('request', target, now());
      switch (strike?.fault) {
        case 'rest-error':
          return { status: 500, body: 'internal server error\n' };
        case 'rest-limit':
          return { status: 429, body: 'too many requests\n', retryAfter: RETRY_AFTER };
        case 'rest-slow':
          return { ...answer, delay: strike.lasts };
        case 'rest-stale':
          return asked(path, market => market.bookBefore(LACKS));
        case 'rest-ahead':
          if (seen !== undefined) moveAhead(seen);
          return asked(path, market => market.book());
        default:
          return answer;
      }
    },
    age({ market, symbol }) {
      const found = find(market, symbol);
      if (found !== undefined) old.set(found, found.bookBefore(LACKS));
    },
  };
}
