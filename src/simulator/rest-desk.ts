/**
 * The REST interface of a simulated exchange.
 * @module
 */
import type { Counterpart, Listing, RestContext, Wish } from '../contract/counterpart.js';
import type { BookState } from './book-state.js';
import type { Market } from './market.js';

/** What answers a GET. */
export interface RestDesk {
  /** The HTTP status and the text; undefined where there is no such path. `path` may have a query. */
  answer(path: string): { readonly status: number; readonly body: string } | undefined;
  /** Lets the next look at the book of this wish lack the two changes before now. */
  age(wish: Wish): void;
}

/** What the desk needs of its exchange. */
export interface RestOrigin {
  readonly counterpart: Counterpart;
  readonly listings: readonly Listing[];
  readonly marketOf: (market: string, symbol: string) => Market;
  /** The exchange's own clock, ms since the epoch. */
  readonly clock: () => number;
}

/** Changes that an old book lacks. */
const LACKS = 2;

/** Makes the desk. */
export function createRestDesk({ counterpart, listings, marketOf, clock }: RestOrigin): RestDesk {
  const old = new Map<Market, BookState>();
  const find = (market: string, symbol: string): Market | undefined =>
    listings.some(one => one.market === market && one.symbol === symbol) ? marketOf(market, symbol) : undefined;

  function bookOf(market: Market): BookState {
    const aged = old.get(market);
    old.delete(market);
    return aged ?? market.book();
  }

  return {
    answer(path) {
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
    },
    age({ market, symbol }) {
      const found = find(market, symbol);
      if (found !== undefined) old.set(found, found.bookBefore(LACKS));
    },
  };
}
