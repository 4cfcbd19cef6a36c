import fc from 'fast-check';
import { EMPTY, NEVER, Subject, TimeoutError, concatMap, delay, from, merge, of, throwError } from 'rxjs';
import type { Observable, Subscription } from 'rxjs';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { Fill } from '../../src/model/account.js';
import type { Gap } from '../../src/model/gap.js';
import type { Trade } from '../../src/model/market.js';
import { backfill } from '../../src/operators/backfill.js';
import type { BackfillOptions, Recovered } from '../../src/operators/backfill.js';
import { OverflowError } from '../../src/operators/overflow-error.js';
import { gap, trade } from './gaps.js';
import { marbles } from './marbles.js';

const ids = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
/** Trade 1 was made at 10 ms, 2 at 20 …: the venue's history. */
const made = ids.map(id => trade(String(id), id * 10, 1_000));
const [, m1, m2, m3, m4, m5, m6] = made as [Trade, Trade, Trade, Trade, Trade, Trade, Trade];
const back = (one: Trade): Recovered<Trade> => ({ ...one, recovered: true });
const g = gap(25, 45);
const values = {
  ...Object.fromEntries(ids.map(id => [String(id), trade(String(id), id * 10)])),
  g,
  h: gap(55, 75, 'silence'),
  m: back(m2),
  a: back(m3),
  b: back(m4),
  c: back(m5),
  d: back(m6),
};
const fetching =
  (pages: readonly (readonly Trade[])[], ms = 4): BackfillOptions<Trade>['fetch'] =>
  () =>
    from(pages).pipe(concatMap(page => of(page).pipe(delay(ms))));

describe('what was missed', () => {
  test('is told in order and marked, before what follows, and the gap is not', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const history$ = cold('----(h|)', { h: made });
      const source$ = cold('12-g5-6-------7|', values);
      const expected = '    12------(ab56)7|';
      expectObservable(source$.pipe(backfill({ fetch: () => history$ }))).toBe(expected, values);
      expectSubscriptions(source$.subscriptions).toBe('^--------------!');
      expectSubscriptions(history$.subscriptions).toBe('----^---!');
    });
  });

  test('is asked for with the gap and the trades around it, when the first after it has come', () => {
    const asked: unknown[] = [];
    marbles(({ cold, expectObservable }) => {
      const fetch$ = (...args: readonly unknown[]): Observable<readonly Trade[]> => {
        asked.push(args);
        return of(made);
      };
      expectObservable(cold('12g--5', values).pipe(backfill({ fetch: fetch$ }))).toBe('12---(ab5)', values);
    });
    expect(asked).toEqual([[g, { after: values['2' as never], before: values['5' as never] }]]);
  });

  test.each([
    ['oldest first', [made]],
    ['newest first', [[...made].reverse()]],
    ['in pages that go back', [[m5, m4], [m3, m2], [m1]]],
    [
      'in pages that go back and overlap',
      [
        [m4, m5, m6],
        [m3, m4],
        [m2, m3],
      ],
    ],
    ['in pages that go on', [[m1, m2], [m3, m4], [m5]]],
    ['after an empty page', [[], made]],
  ])('may come %s', (_, pages) => {
    marbles(({ cold, expectObservable }) => {
      const stream$ = cold('12g5', values).pipe(backfill({ fetch: fetching(pages, 0) }));
      expectObservable(stream$).toBe('12-(ab5)', values);
    });
  });

  test('may be nothing', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('12g3|', values).pipe(backfill({ fetch: () => of(made) }))).toBe('12-3|', values);
    });
  });

  test('is left as soon as both ends are reached, so that its pages need no end', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const pages$ = cold('-x-y-z---', { x: [m5, m4], y: [m3, m2], z: [m1] });
      expectObservable(cold('12g5', values).pipe(backfill({ fetch: () => pages$ }))).toBe('12----(ab5)', values);
      expectSubscriptions(pages$.subscriptions).toBe('---^--!');
    });
  });

  test('may be of one ms, newest first', () => {
    const [x, y, z] = ['x', 'y', 'z'].map(id => trade(id, 7)) as [Trade, Trade, Trade];
    marbles(({ cold, expectObservable }) => {
      const stream$ = cold('xgz', { x, g: gap(7, 7), z }).pipe(backfill({ fetch: () => of([z, y, x]) }));
      expectObservable(stream$).toBe('x-(yz)', { x, y: back(y), z });
    });
  });

  test('is what comes late too: a gap that is told after trades that followed it', () => {
    marbles(({ cold, expectObservable }) => {
      const stream$ = cold('125g6', values).pipe(backfill({ fetch: () => of(made) }));
      expectObservable(stream$).toBe('125-(ab6)', values);
    });
  });

  test('is told once, though two gaps tell of it', () => {
    marbles(({ cold, expectObservable }) => {
      const stream$ = cold('12g5---g6', values).pipe(backfill({ fetch: () => of(made) }));
      expectObservable(stream$).toBe('12-(ab5)6', values);
    });
  });

  test('is told once, though the stream tells it again', () => {
    marbles(({ cold, expectObservable }) => {
      const stream$ = cold('12g534-- 6 7', values).pipe(backfill({ fetch: () => of(made) }));
      expectObservable(stream$).toBe('12-(ab5)67', values);
    });
  });
});

describe('the gap is told', () => {
  function expectTold(source: string, expected: string, fetch: BackfillOptions<Trade>['fetch'], why: unknown): void {
    const told: unknown[] = [];
    marbles(({ cold, expectObservable }) => {
      const options = { fetch, told: (...args: readonly unknown[]) => told.push(args) };
      expectObservable(cold(source, values).pipe(backfill(options))).toBe(expected, values);
    });
    expect(told).toEqual(why === undefined ? [] : [[why, g]]);
  }
  const unfilled = (why: string): unknown =>
    expect.objectContaining({
      code: 'REQUEST',
      retryable: false,
      venue: 'toy',
      message: `toy spot BTCUSDT: gap could not be filled, ${why}`,
    });

  test('where the history does not reach back to it: what there is comes after it', () => {
    expectTold('12g5', '12-(gb5)', () => of([m4, m5]), unfilled('history begins too late'));
    expectTold('12g5', '12-(g5)', () => EMPTY, unfilled('history begins too late'));
    expectTold('12g5', '12-(g5)', () => of([]), unfilled('history begins too late'));
  });

  test('where it does not reach on to the next trade: what there is comes before it', () => {
    expectTold('12g5', '12-(ag5)', () => of([m1, m2, m3]), unfilled('history ends too early'));
  });

  test('where the two have no trade in common: what was made before or later is not told', () => {
    const strangers = [5, 15, 30, 60].map(time => trade(`s${time}`, time));
    const told = { ...values, s: back(strangers[2] as Trade) };
    marbles(({ cold, expectObservable }) => {
      const stream$ = cold('12g5', values).pipe(backfill({ fetch: () => of(strangers) }));
      expectObservable(stream$).toBe('12-(gs5)', told);
    });
  });

  test('where the fetch fails, even to begin', () => {
    const error = new Error('no route');
    expectTold('12g5', '12-(g5)', () => throwError(() => error), error);
    const mistake = (): never => {
      throw error;
    };
    expectTold('12g5', '12-(g5)', mistake, error);
  });

  test('where the fetch fails half way: what it has is told', () => {
    const error = new Error('no route');
    const fetch$ = (): Observable<readonly Trade[]> =>
      merge(
        of([m4, m5]),
        throwError(() => error),
      );
    expectTold('12g5', '12-(gb5)', fetch$, error);
  });

  test('where the fetch takes too long', () => {
    const told: unknown[] = [];
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const pages$ = cold('--x------', { x: [m4, m5] });
      const source$ = cold('12g5-6|', values);
      const options = { fetch: () => pages$, patience: 5, told: (cause: unknown) => told.push(cause) };
      expectObservable(source$.pipe(backfill(options))).toBe('12--------(gb56|)', values);
      expectSubscriptions(pages$.subscriptions).toBe('---^------!');
    });
    expect(told).toEqual([expect.any(TimeoutError)]);
  });

  test('where more would have to wait than may', () => {
    const told: unknown[] = [];
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const pages$ = cold<readonly Trade[]>('---------');
      const source$ = cold('12g567-----8|', values);
      const options = { fetch: () => pages$, bound: 1, told: (cause: unknown) => told.push(cause) };
      expectObservable(source$.pipe(backfill(options))).toBe('12---(g567)8|', values);
      expectSubscriptions(pages$.subscriptions).toBe('---^-!');
    });
    expect(told).toEqual([new OverflowError('fetch is too slow: 1 values wait already, and bound allows no more', 1)]);
  });

  test('where the history is longer than may be kept', () => {
    const told: unknown[] = [];
    marbles(({ cold, expectObservable }) => {
      const fetch$ = fetching(
        [
          [m6, m5],
          [m4, m3],
          [m2, m1],
        ],
        0,
      );
      const options = { fetch: fetch$, bound: 3, told: (cause: unknown) => told.push(cause) };
      expectObservable(cold('12g5', values).pipe(backfill(options))).toBe('12-(gab5)', values);
    });
    expect(told).toEqual([new OverflowError('history is longer than 3 trades and has not reached both ends', 3)]);
  });

  test('where nothing was told before it, or nothing comes after it: then nothing is asked for', () => {
    const asked: unknown[] = [];
    const fetch$ = (): Observable<readonly Trade[]> => {
      asked.push('asked');
      return of(made);
    };
    expectTold('g5', '-(g5)', fetch$, undefined);
    expectTold('12g|', '12-(g|)', fetch$, undefined);
    expect(asked).toEqual([]);
  });

  test('where the trades have no ids', () => {
    const [x, y] = [trade(undefined, 10), trade(undefined, 50)] as const;
    const told: unknown[] = [];
    marbles(({ cold, expectObservable }) => {
      const options = { fetch: () => of(made), told: (cause: unknown) => told.push(cause) };
      expectObservable(cold('xgy', { x, g, y }).pipe(backfill(options))).toBe('x-(gy)', { x, g, y });
    });
    expect(told).toEqual([unfilled('its trades have no ids')]);
  });
});

describe('several gaps', () => {
  test('are filled one after the other', () => {
    marbles(({ cold, expectObservable }) => {
      const source$ = cold('12g5h8|', values);
      const told = { ...values, x: back(trade('6', 60, 1_000)), y: back(trade('7', 70, 1_000)) };
      expectObservable(source$.pipe(backfill({ fetch: fetching([made], 7) }))).toBe('12--------(ab5)--(xy8|)', told);
    });
  });

  test('that follow on each other are one', () => {
    const asked: unknown[] = [];
    marbles(({ cold, expectObservable }) => {
      const fetch$ = (whole: Gap): Observable<readonly Trade[]> => {
        asked.push(whole);
        return of([]);
      };
      const whole = gap(25, 75);
      expectObservable(cold('12gh8', values).pipe(backfill({ fetch: fetch$ }))).toBe('12--(w8)', {
        ...values,
        w: whole,
      });
    });
    expect(asked).toEqual([gap(25, 75)]);
  });
});

describe('an end', () => {
  test('by completion waits for what is under way', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('12g5|', values);
      expectObservable(source$.pipe(backfill({ fetch: fetching([made]) }))).toBe('12-----(ab5|)', values);
      expectSubscriptions(source$.subscriptions).toBe('^---!');
    });
  });

  test('by an error comes at once, after what was held back and the gaps that nobody fills any more', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const pages$ = cold<readonly Trade[]>('---------');
      const source$ = cold('12g5h8#', values);
      expectObservable(source$.pipe(backfill({ fetch: () => pages$ }))).toBe('12----(g5h8#)', values);
      expectSubscriptions(pages$.subscriptions).toBe('---^--!');
      expectObservable(cold('12g#', values).pipe(backfill({ fetch: () => pages$ }))).toBe('12-(g#)', values);
    });
  });

  test('by leaving ends the fetch too', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const pages$ = cold<readonly Trade[]>('---------');
      const source$ = cold('12g5------', values);
      expectObservable(source$.pipe(backfill({ fetch: () => pages$ })), '------!').toBe('12', values);
      expectSubscriptions(source$.subscriptions).toBe('^-----!');
      expectSubscriptions(pages$.subscriptions).toBe('---^--!');
    });
  });
});

test('keeps no timer once the subscriber has left, or the fetch is done', () => {
  vi.useFakeTimers();
  try {
    const source$ = new Subject<Trade | Gap>();
    const pages$ = new Subject<readonly Trade[]>();
    const start = (): Subscription => {
      const subscription = source$.pipe(backfill({ fetch: () => pages$ })).subscribe();
      for (const value of [trade('2', 20), g, trade('5', 50)]) source$.next(value);
      expect(vi.getTimerCount()).toBe(1);
      return subscription;
    };
    start().unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
    expect(source$.observed || pages$.observed).toBe(false);
    start();
    pages$.next(made);
    expect(vi.getTimerCount()).toBe(0);
    expect(pages$.observed).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

test('without gaps it mirrors the source, for each subscriber anew', () => {
  marbles(({ cold, expectObservable }) => {
    const stream$ = cold('1-2|', values).pipe(backfill({ fetch: () => NEVER }));
    expectObservable(stream$).toBe('1-2|', values);
    expectObservable(stream$, '--^').toBe('--1-2|', values);
  });
});

test('wherever the line breaks: each trade once and in order, as far as the history reaches', () => {
  const stretch = fc.record({ heard: fc.integer({ min: 1, max: 5 }), missed: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), fc.nat(30), fc.nat(15), (stretches, ms, depth) => {
      let time = 0;
      const history: Trade[] = [];
      const heard: { readonly at: number; readonly value: Trade | Gap }[] = [];
      for (const { heard: some, missed } of stretches) {
        const begin = time;
        for (let i = 0; i < missed; i += 1) history.push(trade(String(history.length), (time += 1)));
        for (let i = 0; i < some; i += 1) {
          const next = trade(String(history.length), (time += 1));
          if (i === 0 && heard.length > 0) heard.push({ at: time, value: gap(begin, time) });
          history.push(next);
          heard.push({ at: time, value: next });
        }
      }
      const start = stretches[0]?.missed ?? 0;
      const seen: (Recovered<Trade> | Gap)[] = [];
      marbles(({ flush }) => {
        merge(...heard.map(({ at, value }) => of(value).pipe(delay(at))))
          .pipe(
            backfill({
              // The venue has the last `depth` trades of the moment of the answer, newest first.
              fetch: (_, { before }) => {
                const asked = history.findIndex(({ id }) => id === before.id);
                return of(history.slice(Math.max(0, asked + 1 - depth), asked + 1).reverse()).pipe(delay(ms));
              },
            }),
          )
          .subscribe(value => seen.push(value));
        flush();
      });
      const told = seen.flatMap(value => (value.type === 'gap' ? [] : [Number(value.id)]));
      expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
      const direct = heard.flatMap(({ value }) => (value.type === 'gap' ? [] : [Number(value.id)]));
      expect(told).toEqual(expect.arrayContaining(direct));
      // What is not told lies in a gap that is.
      const gaps = seen.filter(value => value.type === 'gap');
      for (let id = start; id < history.length; id += 1) {
        const at = history[id]?.timestamp ?? NaN;
        expect(told.includes(id) || gaps.some(({ from, to }) => from <= at && at <= to)).toBe(true);
      }
      // Where the history is deep enough no gap is left.
      if (depth >= 7) expect(gaps).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('the types', () => {
  const trades$ = from<(Trade | Gap)[]>([]);
  const filled$ = trades$.pipe(backfill({ fetch: (_, { after }) => of([after]) }));
  expectTypeOf(filled$).toEqualTypeOf<Observable<Recovered<Trade> | Gap>>();
  const fills$ = from<(Fill | Gap)[]>([]);
  expectTypeOf(fills$.pipe(backfill({ fetch: () => of([]) }))).toEqualTypeOf<Observable<Recovered<Fill> | Gap>>();
  // @ts-expect-error: fetches something else
  void trades$.pipe(backfill({ fetch: () => of([1]) }));
});

test('nonsense is refused at the call', () => {
  expect(() => backfill({ fetch: 'url' as never })).toThrow(TypeError);
  expect(() => backfill({ fetch: () => EMPTY, patience: 0 })).toThrow(RangeError);
  expect(() => backfill({ fetch: () => EMPTY, bound: 0 })).toThrow(RangeError);
  expect(() => backfill({ fetch: () => EMPTY, told: 1 as never })).toThrow(TypeError);
});
