import fc from 'fast-check';
import { NEVER, from } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { RunHelpers } from 'rxjs/testing';
import type { Book, Candle } from 'rxtape';
import { describe, expect, it } from 'vitest';
import { crossWithImbalance } from '../../examples/strategy/cross-with-imbalance.js';
import type { CrossSignal } from '../../examples/strategy/cross-with-imbalance.js';

const options = { fast: 1, slow: 2, depth: 1, threshold: 0.5, freshness: 100 };
const stamp = { venue: 'bitget', market: 'spot', symbol: 'BTCUSDT', timestamp: undefined };

function marbles(body: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(body);
}

function candle(start: number, close: number, closed: boolean, receivedAt = 0): Candle {
  const prices = { open: close, high: close, low: close, close, volume: 1, turnover: undefined };
  return { type: 'candle', ...stamp, receivedAt, interval: '1m', start, ...prices, closed, raw: undefined };
}

function book(bidSize: number, askSize: number, receivedAt = 0): Book {
  return { type: 'book', ...stamp, receivedAt, bids: [[99, bidSize]], asks: [[101, askSize]], sequence: undefined };
}

function signal(side: CrossSignal['side'], price: number, slow: number, imbalance: number): CrossSignal {
  return { side, symbol: 'BTCUSDT', price, at: 0, fast: price, slow, imbalance };
}

/** History of two closed candles that fall, then two candles that we see open and close, at 12 and at 8. */
const candles = {
  a: candle(1, 11, true),
  b: candle(2, 10, true),
  c: candle(3, 12, false),
  C: candle(3, 12, true),
  d: candle(4, 8, false),
  D: candle(4, 8, true),
};
const books = { u: book(4, 1), w: book(1, 4), e: book(1, 1), f: { ...book(4, 1), asks: [] } };

describe('crossWithImbalance', () => {
  it('signals a cross where a candle closes and the book leans the same way', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const candles$ = cold('(ab)-c--C--d--D--|', candles);
      const book$ = hot('    u----------w------', books);
      expectObservable(candles$.pipe(crossWithImbalance(book$, options))).toBe('--------x-----y--|', {
        x: signal('buy', 12, 11, 0.6),
        y: signal('sell', 8, 10, -0.6),
      });
      expectSubscriptions(candles$.subscriptions).toBe('^----------------!');
      expectSubscriptions(book$.subscriptions).toBe('  ^----------------!');
    });
  });

  it.each([
    ['no book has come', '-----------------'],
    ['the book is even', 'e----------------'],
    ['the book leans the other way', 'w----------u-----'],
    ['the book has one side only', 'f----------------'],
  ])('signals nothing where %s', (_, diagram) => {
    marbles(({ cold, hot, expectObservable }) => {
      const candles$ = cold('(ab)-c--C--d--D--|', candles);
      expectObservable(candles$.pipe(crossWithImbalance(hot(diagram, books), options))).toBe('-----------------|');
    });
  });

  it('signals nothing where the book is older than it may be', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const late = { ...candles, C: candle(3, 12, true, 101) };
      const candles$ = cold('(ab)-c--C--|', late);
      expectObservable(candles$.pipe(crossWithImbalance(hot('u----------', books), options))).toBe('-----------|');
      const inTime = { ...candles, C: candle(3, 12, true, 100) };
      const x = { ...signal('buy', 12, 11, 0.6), at: 100 };
      expectObservable(cold('(ab)-c--C--|', inTime).pipe(crossWithImbalance(hot('u----------', books), options))).toBe(
        '--------x--|',
        { x },
      );
    });
  });

  it('signals nothing for history: what was not seen open', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const book$ = hot('u-----------', books);
      const history$ = cold('-(abCD)----|', candles);
      expectObservable(history$.pipe(crossWithImbalance(book$, options))).toBe('-----------|');
      const live$ = cold('   -(abcC)----|', candles);
      expectObservable(live$.pipe(crossWithImbalance(book$, options))).toBe('-x---------|', {
        x: signal('buy', 12, 11, 0.6),
      });
    });
  });

  it('signals once per cross, not at each candle beyond it', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const higher = { ...candles, d: candle(4, 13, false), D: candle(4, 13, true) };
      const candles$ = cold('(ab)-c--C--d--D--|', higher);
      expectObservable(candles$.pipe(crossWithImbalance(hot('u----------------', books), options))).toBe(
        '--------x--------|',
        { x: signal('buy', 12, 11, 0.6) },
      );
    });
  });

  it('sees no cross where the averages only touch', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const touching = { ...candles, c: candle(3, 10, false), C: candle(3, 10, true) };
      const candles$ = cold('(ab)-c--C--|', touching);
      expectObservable(candles$.pipe(crossWithImbalance(hot('u----------', books), options))).toBe('-----------|');
    });
  });

  it('passes errors of both streams, and leaves both', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const failing$ = cold<Candle>('--#');
      const book$ = hot<Book>('------');
      expectObservable(failing$.pipe(crossWithImbalance(book$, options))).toBe('--#');
      expectSubscriptions(book$.subscriptions).toBe('^-!');
      const candles$ = cold<Candle>('------');
      expectObservable(candles$.pipe(crossWithImbalance(cold<Book>('---#'), options))).toBe('---#');
      expectSubscriptions(candles$.subscriptions).toBe('^--!');
    });
  });

  it('refuses averages that cannot cross', () => {
    expect(() => crossWithImbalance(NEVER, { fast: 9, slow: 9 })).toThrow(RangeError);
    expect(() => crossWithImbalance(NEVER, { fast: 0, slow: 9 })).toThrow(RangeError);
  });

  it('never signals the same side twice in a row where every cross is confirmed, and never in a flat market', () => {
    const closes = fc.array(
      fc.integer({ min: 1, max: 6 }).map(n => n / 10),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(closes, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (prices, fast, more) => {
        const sides: string[] = [];
        const live = prices.flatMap((close, i) => [candle(i, close, false), candle(i, close, true)]);
        from(live)
          .pipe(crossWithImbalance(from([books.e]), { fast, slow: fast + more, depth: 1, threshold: 0 }))
          .subscribe(({ side }) => sides.push(side));
        expect(sides.filter((side, i) => side === sides[i - 1])).toEqual([]);
        if (new Set(prices).size < 2) expect(sides).toEqual([]);
      }),
    );
  });
});
