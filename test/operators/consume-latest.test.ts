import fc from 'fast-check';
import { Subject, delay, from, merge, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { BalanceUpdate, OrderUpdate } from '../../src/model/account.js';
import type { Gap } from '../../src/model/gap.js';
import type { EventOf } from '../../src/model/kinds.js';
import type { Book, BookDelta, BookSnapshot, Ticker, TickerPatch, Trade } from '../../src/model/market.js';
import { consumeLatest } from '../../src/operators/consume-latest.js';
import { isGap } from '../../src/operators/is-gap.js';
import { gap } from './gaps.js';
import { marbles } from './marbles.js';

const work$ = <T>(value: T): Observable<T> => of(value).pipe(delay(4));

test('works on the latest when the one before is done, and on the last', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('abcd------e---|');
    const expected = '    ----a---d-----(e|)';
    expectObservable(source$.pipe(consumeLatest(work$))).toBe(expected);
    expectSubscriptions(source$.subscriptions).toBe('^-------------!');
  });
});

test('who is fast enough gets everything', () => {
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('a----b----c|').pipe(consumeLatest(work$))).toBe('----a----b----(c|)');
    expectObservable(cold('abc|').pipe(consumeLatest(value => [value]))).toBe('abc|');
  });
});

test('the latest of each key waits, in the order in which the keys began to', () => {
  marbles(({ cold, expectObservable }) => {
    const values = { a: 'a1', b: 'a2', c: 'a3', x: 'x1', y: 'x2' };
    const source$ = cold('abxcy|', values);
    const expected = '    ----a---c---(y|)';
    expectObservable(source$.pipe(consumeLatest(work$, { key: text => text[0] }))).toBe(expected, values);
  });
});

test('tells each value that is left out, and their number, to each subscriber its own', () => {
  const told: unknown[] = [];
  marbles(({ cold, expectObservable, flush }) => {
    const dropped = (total: number, value: string): number => told.push([total, value]);
    const stream$ = cold('abcd-----|').pipe(consumeLatest(work$, { dropped }));
    expectObservable(stream$).toBe('----a---d|');
    expectObservable(stream$, '-----------^').toBe('---------------a---d|');
    flush();
  });
  expect(told).toEqual([
    [1, 'b'],
    [2, 'c'],
    [1, 'b'],
    [2, 'c'],
  ]);
});

describe('a gap', () => {
  const values = { a: 'a', b: 'b', c: 'c', d: 'd', g: gap(10, 20), h: gap(30, 40, 'silence'), i: gap(10, 40) };

  test('is never left out: it comes before the first value after it', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('agb|', values).pipe(consumeLatest(work$))).toBe('----a---g---(b|)', values);
      expectObservable(cold('abgcd|', values).pipe(consumeLatest(work$))).toBe('----a---g---(d|)', values);
      expectObservable(cold('ag|', values).pipe(consumeLatest(work$))).toBe('----a---(g|)', values);
    });
  });

  test('counts as no drop, is asked for no key, and does not hold up what came before it', () => {
    const told: unknown[] = [];
    const dropped = (_: number, value: string): number => told.push(value);
    marbles(({ cold, expectObservable }) => {
      const key = (text: string): string => text.toUpperCase();
      const source$ = cold<string | Gap>('abgcb|', values);
      expectObservable(source$.pipe(consumeLatest(work$, { key, dropped }))).toBe('----a---g---c---(b|)', values);
    });
    expect(told).toEqual(['b']);
  });

  test('and another that waits are told as one', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('agbhc|', values).pipe(consumeLatest(work$))).toBe('----a---i---(c|)', values);
    });
  });
});

test('an error of the source, of the work$, of the key or in its making passes at once', () => {
  const mistake = (): never => {
    throw new Error('mistake');
  };
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const a$ = cold('----|');
    expectObservable(cold('ab#').pipe(consumeLatest(() => a$))).toBe('--#');
    expectSubscriptions(a$.subscriptions).toBe('^-!');
    const source$ = cold('ab---');
    expectObservable(source$.pipe(consumeLatest(() => cold('-#')))).toBe('-#');
    expectSubscriptions(source$.subscriptions).toBe('^!');
    expectObservable(cold('-a').pipe(consumeLatest(mistake))).toBe('-#', undefined, new Error('mistake'));
    expectObservable(cold('-ab').pipe(consumeLatest(work$, { key: mistake }))).toBe(
      '--#',
      undefined,
      new Error('mistake'),
    );
  });
});

test('who leaves ends the work too', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const a$ = cold('-1------|');
    const source$ = cold('ab-------');
    expectObservable(source$.pipe(consumeLatest(() => a$)), '---!').toBe('-1');
    expectSubscriptions(source$.subscriptions).toBe('^--!');
    expectSubscriptions(a$.subscriptions).toBe('^--!');
  });
});

test('what comes in answer to a result waits its turn', () => {
  const source$ = new Subject<number>();
  const seen: number[] = [];
  source$.pipe(consumeLatest(n => [n, n + 0.5])).subscribe(n => {
    seen.push(n);
    if (n === 1) {
      source$.next(2);
      source$.next(3);
    }
  });
  source$.next(1);
  expect(seen).toEqual([1, 1.5, 3, 3.5]);
});

test('what is not there may be a value', () => {
  marbles(({ cold, expectObservable }) => {
    const values = { a: 1, u: undefined };
    expectObservable(cold('au|', values).pipe(consumeLatest(work$))).toBe('----a---(u|)', values);
  });
});

test('whatever comes when: told and dropped are all there was, in order per key, and the last of each is told', () => {
  const arrival = fc.record({ pause: fc.nat(3), key: fc.nat(3), isGap: fc.nat(9).map(n => n === 0) });
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 50 }), fc.integer({ min: 1, max: 9 }), (arrivals, effort) => {
      type Value = { readonly id: number; readonly key: number } | Gap;
      let time = 0;
      const values = arrivals.map((each, id) => {
        time += each.pause;
        return { time, value: each.isGap ? gap(time, time) : { id, key: each.key } };
      });
      const seen: Value[] = [];
      const left: Value[] = [];
      let total = 0;
      marbles(({ flush }) => {
        merge(...values.map(each => of<Value>(each.value).pipe(delay(each.time))))
          .pipe(
            consumeLatest(value => of(value).pipe(delay(effort)), {
              key: value => value.key,
              dropped: (count, value) => {
                total = count;
                left.push(value);
              },
            }),
          )
          .subscribe(value => seen.push(value));
        flush();
      });
      const idsOf = (list: readonly Value[]): number[] => list.flatMap(value => (isGap(value) ? [] : [value.id]));
      const came = idsOf(values.map(({ value }) => value));
      expect([...idsOf(seen), ...idsOf(left)].sort((a, b) => a - b)).toEqual(came);
      expect(total).toBe(left.length);
      for (let key = 0; key <= 3; key += 1) {
        const idsOfKey = (list: readonly Value[]): number[] =>
          idsOf(list.filter(value => !isGap(value) && value.key === key));
        const told = idsOfKey(seen);
        expect(told).toEqual([...told].sort((a, b) => a - b));
        expect(told.at(-1)).toBe(idsOfKey(values.map(({ value }) => value)).at(-1));
      }
      // Between a value before a gap and one after it a gap is told.
      for (const [index, { value }] of values.entries()) {
        if (!isGap(value)) continue;
        const isAfter = (each: Value): boolean => !isGap(each) && each.id > index;
        const first = seen.findIndex(isAfter);
        const told = seen.findIndex(each => isGap(each) && each.from <= value.from && each.to >= value.to);
        expect(told).toBeGreaterThanOrEqual(0);
        if (first !== -1) expect(told).toBeLessThan(first);
      }
    }),
    { numRuns: 80 },
  );
});

describe('the types', () => {
  const none$ = (): Observable<number> => of(0);

  test('follow the work$, and leave gaps to the work but not to the key', () => {
    const books$ = from<(Book | Gap)[]>([]);
    const kinds$ = books$.pipe(
      consumeLatest(value => of(value.type), {
        key: value => value.symbol,
        dropped: (total, value) => total + value.bids.length,
      }),
    );
    expectTypeOf(kinds$).toEqualTypeOf<Observable<'book' | 'gap'>>();
    expectTypeOf(from([1]).pipe(consumeLatest(n => of(n + 1)))).toEqualTypeOf<Observable<number>>();
    void from<Ticker[]>([]).pipe(consumeLatest(none$));
    void from<Trade[]>([]).pipe(consumeLatest(none$));
    void from<unknown[]>([]).pipe(consumeLatest(none$));
  });

  test('refuse streams of changes', () => {
    // @ts-expect-error: a book delta builds on the one before
    void from<BookDelta[]>([]).pipe(consumeLatest(none$));
    // @ts-expect-error: also where only some are
    void from<(BookSnapshot | BookDelta)[]>([]).pipe(consumeLatest(none$));
    // @ts-expect-error: also beside gaps
    void from<(EventOf<'book'> | Gap)[]>([]).pipe(consumeLatest(none$));
    // @ts-expect-error: also with a key
    void from<BookDelta[]>([]).pipe(consumeLatest(none$, { key: delta => delta.symbol }));
    // @ts-expect-error: a ticker patch
    void from<TickerPatch[]>([]).pipe(consumeLatest(none$));
    // @ts-expect-error: a ticker patch among tickers
    void from<EventOf<'ticker'>[]>([]).pipe(consumeLatest(none$));
    // @ts-expect-error: changes of an account
    void from<BalanceUpdate[]>([]).pipe(consumeLatest(none$));
    // @ts-expect-error: changes of an account
    void from<OrderUpdate[]>([]).pipe(consumeLatest(none$));
    // @ts-expect-error: called without pipe
    void consumeLatest((delta: BookDelta) => of(delta.symbol))(from<BookDelta[]>([]));
    expect(consumeLatest(none$)).toBeTypeOf('function');
  });
});

test('nonsense is refused at the call', () => {
  expect(() => consumeLatest('work' as never)).toThrow(TypeError);
  expect(() => consumeLatest(work$, { key: 'symbol' as never })).toThrow(TypeError);
  expect(() => consumeLatest(work$, { dropped: 1 as never })).toThrow(TypeError);
});
