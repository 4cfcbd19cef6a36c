/**
 * What is really so at a simulated exchange: for tests to compare with what arrived.
 * @module
 */
import type { Counterpart, Listing } from '../contract/counterpart.js';
import type { Sequence } from '../model/decimal.js';
import type { Book, Candle, Liquidation, Ticker, Trade } from '../model/market.js';
import { now } from '../operators/clock.js';
import type { BookState } from './book-state.js';
import { createMarket } from './market.js';
import type { Market } from './market.js';

/** Where to look. */
export interface Where {
  /** The venue's default market where it is not said. */
  readonly market?: string;
}

/** Where to look, and how deep. */
export interface WhereDeep extends Where {
  /** Levels a side of a window that counts by itself; default: the full book under its own numbers. */
  readonly window?: number;
}

/** What is really so. Each throws `RangeError` at a symbol that is not listed. */
export interface Truth {
  /** The book as it stands, whole, or a window of it as it was told last. */
  book(symbol: string, where?: WhereDeep): Book;
  /** One of the last 10,000 states of the book, or of a window; undefined where it never had this number. */
  bookAt(symbol: string, sequence: Sequence, where?: WhereDeep): Book | undefined;
  /** Oldest first: 50 from before the beginning, and all since, the last 100,000 at least. */
  trades(symbol: string, where?: Where): readonly Trade[];
  ticker(symbol: string, where?: Where): Ticker;
  /** Oldest first; the last 10,000. */
  liquidations(symbol: string, where?: Where): readonly Liquidation[];
  /** Oldest first; the last one is open. `interval` is in our words: "1m". */
  candles(symbol: string, interval: string, where?: Where): readonly Candle[];
}

/** The markets of an exchange, made when first asked for. */
export interface Markets {
  readonly truth: Truth;
  readonly marketOf: (market: string, symbol: string) => Market;
  /** The markets made so far. */
  readonly markets: () => readonly Market[];
}

/** Makes the markets of an exchange and the look into them. */
export function createTruth(counterpart: Counterpart, listings: readonly Listing[], seed: number | string): Markets {
  const made = new Map<Listing, Market>();

  const marketOf = (market: string, symbol: string): Market => {
    const listing = listings.find(one => one.market === market && one.symbol === symbol);
    if (listing === undefined) {
      const possible = listings.filter(one => one.market === market).map(one => one.symbol);
      throw new RangeError(`symbol "${symbol}" is not listed on ${market}; listed are ${possible.join(', ')}`);
    }
    const known = made.get(listing) ?? createMarket(counterpart, listing, seed, now());
    made.set(listing, known);
    return known;
  };
  const at = (symbol: string, where: Where = {}): Market => marketOf(where.market ?? counterpart.defaultMarket, symbol);

  const truth: Truth = {
    book(symbol, where) {
      const market = at(symbol, where);
      return bookOf(market, where?.window === undefined ? market.book() : market.windowOf(where.window).state());
    },
    bookAt(symbol, sequence, where) {
      const market = at(symbol, where);
      const state = where?.window === undefined ? market.bookAt(sequence) : market.windowOf(where.window).at(sequence);
      return state === undefined ? undefined : bookOf(market, state);
    },
    trades: (symbol, where) => [...at(symbol, where).trades()],
    ticker: (symbol, where) => at(symbol, where).ticker(),
    liquidations: (symbol, where) => at(symbol, where).liquidations(),
    candles(symbol, interval, where) {
      const rows = at(symbol, where).candles(interval);
      return rows.map((row, i) => ({ ...row, type: 'candle', closed: i < rows.length - 1 }));
    },
  };
  return { truth, marketOf, markets: () => [...made.values()] };
}

function bookOf({ venue, listing }: Market, { bids, asks, sequence, timestamp }: BookState): Book {
  const { market, symbol } = listing;
  const stamp = { venue, market, symbol, timestamp, receivedAt: timestamp };
  return { type: 'book', ...stamp, bids: bids.map(row => row.level), asks: asks.map(row => row.level), sequence };
}
