/**
 * The streams of one symbol, whatever the venue.
 * @module
 */
import type { Observable } from 'rxjs';
import type { Book, Candle, Problem, Status, Ticker, Trade } from '../../src/index.js';

/** Where to look at a venue. */
export interface MarketPlace {
  readonly venue: string;
  /** What each request names: the market, the form. */
  readonly options: object;
  /** What the request for a book names beside that. */
  readonly book?: object;
}

/** The streams of one symbol. */
export interface MarketStreams {
  readonly book$: Observable<Book>;
  readonly trades$: Observable<Trade>;
  readonly ticker$: Observable<Ticker>;
  readonly candles$: Observable<Candle>;
  readonly problems$: Observable<Problem>;
  readonly status$: Observable<Status>;
}

/** A set of factories, seen by somebody who takes the venue from a table. */
interface Factories {
  book$(venue: string, symbol: string, options: object): Observable<Book>;
  trades$(venue: string, symbol: string, options: object): Observable<Trade>;
  ticker$(venue: string, symbol: string, options: object): Observable<Ticker>;
  candles$(venue: string, symbol: string, options: object): Observable<Candle>;
  problems$(): Observable<Problem>;
  status$(): Observable<Status>;
}

/** Takes the streams of a symbol out of a set of factories. */
export function marketStreams(
  feeds: object,
  { venue, options, book = {} }: MarketPlace,
  symbol: string,
): MarketStreams {
  const factories = feeds as Factories;
  return {
    book$: factories.book$(venue, symbol, { ...options, ...book }),
    trades$: factories.trades$(venue, symbol, options),
    ticker$: factories.ticker$(venue, symbol, options),
    candles$: factories.candles$(venue, symbol, { ...options, interval: '1m' }),
    problems$: factories.problems$(),
    status$: factories.status$(),
  };
}
