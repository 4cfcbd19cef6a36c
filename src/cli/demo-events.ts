/**
 * What happens in the demo.
 * @module
 */
import { map, merge, startWith, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { createFeeds } from '../index.js';
import type { Simulation } from '../simulator/index.js';
import type { DemoEvent } from './demo-state.js';

/** What is watched. */
export const demoSymbols = ['BTCUSDT', 'ETHUSDT'] as const;

/**
 * Emits everything that happens: the streams of two symbols, each book beside the exchange's own, what the connection
 * does, and two accidents on the way.
 *
 * @param length - of the demo, ms
 */
export function demoEvents(exchange: Simulation, length: number, now: () => number): Observable<DemoEvent> {
  const feeds = createFeeds({
    urls: { bitget: exchange.url },
    linger: 0,
  });
  const streams = demoSymbols.map(symbol =>
    merge(
      feeds.ticker$('bitget', symbol),
      feeds.trades$('bitget', symbol),
      feeds.candles$('bitget', symbol, { interval: '1m' }),
      feeds.book$('bitget', symbol).pipe(
        map(book => {
          const truth = book.sequence === undefined ? undefined : exchange.bookAt(symbol, book.sequence);
          return { type: 'checked-book' as const, book, truth };
        }),
      ),
    ),
  );
  const accident$ = (after: number, words: string, cause: () => void): Observable<DemoEvent> =>
    timer(after).pipe(
      map(() => ({ type: 'mischief' as const, words, at: now() })),
      tap(() => {
        cause();
      }),
    );
  return merge(
    feeds.status$('bitget'),
    feeds.problems$('bitget'),
    accident$(length * 0.35, 'the exchange loses a change of the BTCUSDT book', () => {
      exchange.inject('drop-frame', { symbol: 'BTCUSDT', feed: 'book' });
    }),
    accident$(length * 0.65, 'the exchange cuts the connection', () => {
      exchange.inject('close-1006');
    }),
    ...streams,
  ).pipe(
    startWith<DemoEvent>({ type: 'mischief', words: `a Bitget of our own listens on ${exchange.url}`, at: now() }),
  );
}
