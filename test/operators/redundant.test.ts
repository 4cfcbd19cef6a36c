import fc from 'fast-check';
import { Subject, delay, from, merge, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { ConnectionError, FeedError, LoginError } from '../../src/model/errors.js';
import type { Gap } from '../../src/model/gap.js';
import type { Book, Candle, Ticker, Trade } from '../../src/model/market.js';
import { redundant } from '../../src/operators/redundant.js';
import { gap, trade } from './gaps.js';
import { marbles } from './marbles.js';

const digits = '123456789'.split('');
/** Trade 1 was made at 1 ms, and so on. */
const trades = Object.fromEntries(digits.map(digit => [digit, trade(digit, Number(digit))]));
/** Letters are named by themselves. */
const byName = { key: (text: string) => text };

describe('of each value the first arrival', () => {
  test('is told, whichever feed it comes from', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a$ = cold('  1-2--3-4----|', trades);
      const b$ = cold('  -1--2-3--45|', trades);
      const expected = ' 1-2--3-4--5-|';
      expectObservable(redundant(a$, b$)).toBe(expected, trades);
      expectSubscriptions(a$.subscriptions).toBe('^-----------!');
      expectSubscriptions(b$.subscriptions).toBe('^----------!');
    });
  });

  test('is told once though a feed repeats itself, for each subscriber anew', () => {
    marbles(({ cold, expectObservable }) => {
      const stream$ = redundant(cold('112-1|', trades), cold('-213-|', trades));
      expectObservable(stream$).toBe('12-3-|', trades);
      expectObservable(stream$, '------^').toBe('------12-3-|', trades);
    });
  });

  test('is known by the key that is given', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('ab-c|');
      const b$ = cold('-ab-d|');
      expectObservable(redundant(a$, b$, byName)).toBe('ab-cd|');
    });
  });

  test('is told though the other feed has gone ahead: trades that only the slower one has come late', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  1-3-----|', trades);
      const b$ = cold('  ----123-|', trades);
      expectObservable(redundant(a$, b$)).toBe('1-3--2--|', trades);
    });
  });

  test('of trades without an id is known by what they say, as many as one feed tells of each', () => {
    const x = trade(undefined, 5);
    marbles(({ cold, expectObservable }) => {
      const values = { x, y: { ...x, receivedAt: 6, raw: 1 }, z: { ...x, size: 2 } };
      expectObservable(redundant(cold('x-x--z|', values), cold('-y-yy-|', values))).toBe('x-x-yz|', values);
      expectObservable(redundant(cold('xx---|', values), cold('--yyy|', values))).toBe('xx--y|', values);
    });
  });

  test('is remembered within bounds', () => {
    marbles(({ cold, expectObservable }) => {
      // Two generations of two names.
      const a$ = cold('  abcdebde|');
      const none$ = cold('|');
      expectObservable(redundant(a$, none$, { ...byName, capacity: 2 })).toBe('abcdeb--|');
    });
  });
});

describe('states', () => {
  const book = (sequence: string | undefined, timestamp?: number, size = 1): Book => ({
    type: 'book',
    venue: 'toy',
    market: 'spot',
    symbol: 'BTCUSDT',
    timestamp,
    receivedAt: 0,
    bids: [[1, size]],
    asks: [],
    sequence,
  });

  test('with a sequence never go back', () => {
    const values = { a: book('9'), b: book('10'), c: book('11'), d: book('1352182127898370048') };
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  a-c---d-|', values);
      const b$ = cold('  -ab-c--d|', values);
      expectObservable(redundant(a$, b$)).toBe('a-c---d-|', values);
    });
  });

  test('follow a venue that counts anew, whichever feed notices first', () => {
    const old = { a: book('100', 1_000), b: book('101', 1_010), c: book('102', 1_020), d: book('103', 1_030) };
    const values = { ...old, x: book('1', 2_000), y: book('2', 2_010), z: book('3', 2_020) };
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  ab--x--y-z|', values);
      const b$ = cold('  -abc-d-x-y-z|', values);
      // 103 is above 1, but of the time before it.
      expectObservable(redundant(a$, b$)).toBe('ab-cx--y-z--|', values);
    });
  });

  test('do not follow a feed that is shown an old state', () => {
    const values = { a: book('100', 1_000), b: book('101', 1_010), o: book('90', 900), p: book('91', 910) };
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  a--o--p--|', values);
      const b$ = cold('  -ab-----b|', values);
      expectObservable(redundant(a$, b$)).toBe('a-b------|', values);
    });
  });

  test('without a sequence go by the venue’s time, and what they say in the same ms', () => {
    const values = {
      a: book(undefined, 10),
      b: book(undefined, 10, 2),
      c: book(undefined, 11),
      d: book(undefined, 12),
      o: book(undefined, 9),
    };
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  ab---c-o---|', values);
      const b$ = cold('  --ab--cba-d|', values);
      expectObservable(redundant(a$, b$)).toBe('ab---c----d|', values);
      const again = { ...values, p: { ...values.a, receivedAt: 5, raw: 5, bids: [[1, 1]] } };
      expectObservable(redundant(cold('a-c|', again), cold('-p-|', again))).toBe('a-c|', again);
      // The first was back after the second: the other's is the same.
      expectObservable(redundant(cold('aba---c|', values), cold('---aba-|', values))).toBe('aba---c|', values);
    });
  });

  test('go by the sequence that is given, as numbers too', () => {
    const values = { a: { n: 1 }, b: { n: 2 }, c: { n: 10 } };
    const sequence = ({ n }: { readonly n: number }): number => n;
    marbles(({ cold, expectObservable }) => {
      expectObservable(redundant(cold('ab-c|', values), cold('-ab-c|', values), { sequence })).toBe('ab-c-|', values);
    });
  });

  test('that cannot be placed are an error', () => {
    const message = 'value of a redundant feed must have an id, a sequence or a timestamp; else give key or sequence';
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const b$ = cold('-------');
      expectObservable(redundant(cold('-a'), b$)).toBe('-#', undefined, new TypeError(message));
      expectSubscriptions(b$.subscriptions).toBe('^!');
    });
  });
});

describe('candles', () => {
  const candle = (start: number, volume: number, closed = false, timestamp?: number): Candle => ({
    type: 'candle',
    venue: 'toy',
    market: 'spot',
    symbol: 'BTCUSDT',
    interval: '1m',
    timestamp,
    receivedAt: volume,
    start,
    open: 1,
    high: 1,
    low: 1,
    close: volume,
    volume,
    turnover: undefined,
    closed,
    raw: undefined,
  });

  test('are told by what is new of them, and never again once closed', () => {
    const values = {
      a: candle(60, 1),
      b: candle(60, 2),
      c: candle(60, 2, true),
      d: candle(120, 1),
      e: candle(60, 3, true),
    };
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  ab---cd---|', values);
      const b$ = cold('  --ab----ce|', values);
      expectObservable(redundant(a$, b$)).toBe('ab---cd---|', values);
    });
  });

  test('of a history that came at another time are the same', () => {
    const values = { a: candle(60, 1, true, 500), b: candle(60, 1, true, 501), c: candle(120, 5, false, 500) };
    const later = { ...values, d: candle(120, 4, false, 499), e: candle(120, 6, false, 502), f: candle(0, 9, true) };
    marbles(({ cold, expectObservable }) => {
      expectObservable(redundant(cold('ac---e|', later), cold('--bdf-|', later))).toBe('ac--fe|', later);
    });
  });

  test('are remembered within bounds', () => {
    const history = Array.from({ length: 1_500 }, (_, i) => candle(i, 1, true));
    const seen: Candle[] = [];
    redundant(from(history), from(history)).subscribe(value => seen.push(value));
    expect(seen).toEqual(history);
  });
});

describe('a feed that ends', () => {
  const lost = new ConnectionError('line lost', { venue: 'toy' });
  const refused = new LoginError('key refused', { venue: 'toy', venueCode: '40001', cause: 1 });

  test('by an error is no matter while the other lives, but it is told', () => {
    const told: unknown[] = [];
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a$ = cold('  12-#', trades, lost);
      const b$ = cold('  -12--3|', trades);
      const options = { told: (...args: readonly unknown[]) => told.push(args) };
      expectObservable(redundant(a$, b$, options)).toBe('12---3|', trades);
      expectObservable(redundant(b$, a$, options), '----------^').toBe('----------12---3|', trades);
      expectSubscriptions(a$.subscriptions).toBe(['^--!', '----------^--!']);
    });
    expect(told).toEqual([
      [lost, 0],
      [lost, 1],
    ]);
  });

  test('by an error like the other is the end, with both causes in the order of the feeds', () => {
    const causes: unknown[] = [];
    const told: unknown[] = [];
    marbles(({ cold, flush }) => {
      const options = { told: (cause: unknown) => told.push(cause) };
      const error = (cause: unknown): number => causes.push(cause);
      redundant(cold('---#', trades, lost), cold('-#', trades, refused), options).subscribe({ error });
      redundant(cold('-#', trades, 'a'), cold('---#', trades, new Error('b'))).subscribe({ error });
      flush();
    });
    // The second is the end, and told as such.
    expect(told).toEqual([refused]);
    const message = 'redundant feeds have both erred: line lost; key refused';
    expect(causes).toMatchObject([
      { message, code: 'LOGIN', retryable: true, venue: 'toy', venueCode: '40001' },
      { message: 'redundant feeds have both erred: a; b', code: 'CONNECTION', retryable: false },
    ]);
    expect(causes[0]).toBeInstanceOf(FeedError);
    expect(causes.map(cause => (cause as { cause: AggregateError }).cause.errors as unknown)).toEqual([
      [lost, refused],
      ['a', new Error('b')],
    ]);
  });

  test('by completion waits for the other; where one has completed there is no error', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(redundant(cold('1|', trades), cold('1--2|', trades))).toBe('1--2|', trades);
      expectObservable(redundant(cold('1|', trades), cold('1--2#', trades))).toBe('1--2|', trades);
      expectObservable(redundant(cold('1#', trades), cold('1--2|', trades))).toBe('1--2|', trades);
    });
  });

  test('because the subscriber leaves, ends both', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a$ = cold('1----', trades);
      const b$ = cold('-1---', trades);
      expectObservable(redundant(a$, b$), '---!').toBe('1', trades);
      expectSubscriptions(a$.subscriptions).toBe('^--!');
      expectSubscriptions(b$.subscriptions).toBe('^--!');
    });
  });
});

describe('a gap', () => {
  /** Trades arrive when they were made; each gap ends with the trade after it. */
  const values: Record<string, Trade | Gap> = { ...trades };
  for (const [name, begin, end] of [
    ['g', 2, 5],
    ['h', 3, 7],
    ['i', 6, 8],
    ['m', 3, 5],
    ['n', 4, 5],
    ['p', 5, 5],
  ] as const) {
    values[name] = gap(begin, end);
  }

  test('is not told where the other feed has missed nothing', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)9', values);
      const b$ = cold('  -12345---9', values);
      expectObservable(redundant(a$, b$)).toBe('-12345---9', values);
    });
  });

  test('is not told either where the other feed is a little late', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)--', values);
      const b$ = cold('  -12------345', values);
      const expected = ' -12--5---34-';
      // b's 3 and 4 came late: they arrived at 9 and 10.
      expectObservable(redundant(a$, b$)).toBe(expected, values);
    });
  });

  test('is told as far as the other feed has one too, when that tells it', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)--9', values);
      const b$ = cold('  -123---(h7)9', values);
      // 2 to 5 and 3 to 7: both have missed 3 to 5.
      expectObservable(redundant(a$, b$)).toBe('-123-5-(m7)9', values);
    });
  });

  test('is not told twice, nor what lies between two that do not overlap', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)---9', values);
      const b$ = cold('  -123456-(i8)9', values);
      expectObservable(redundant(a$, b$)).toBe('-123456-8---9', values);
    });
  });

  test('of no length is told where it lies in one of the other', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -1234(p5)---9', values);
      const b$ = cold('  -123---(h7)-9', values);
      expectObservable(redundant(a$, b$)).toBe('-12345-(p7)-9', values);
    });
  });

  test('is told at once where the other feed has said nothing yet, or has ended', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)', values);
      expectObservable(redundant(a$, cold('-', values))).toBe('-12--(g5)', values);
      expectObservable(redundant(a$, cold('-12|', values))).toBe('-12--(g5)', values);
      expectObservable(redundant(cold('-12#', values), a$)).toBe('-12--(g5)', values);
      // This one had told all there was.
      expectObservable(redundant(cold('-12----(g5)', values), cold('-12345|', values))).toBe('-12345', values);
    });
  });

  test('is told as far as the other feed had not begun', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)---9', values);
      const b$ = cold('  ---345------9', values);
      expectObservable(redundant(a$, b$)).toBe('-1234(q5)---9', { ...values, q: gap(2, 3) });
    });
  });

  test('is told, from where the other feed was last heard, when that ends without having disproved it', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)', values);
      expectObservable(redundant(a$, cold('-123----|', values))).toBe('-123-5--m', values);
      expectObservable(redundant(a$, cold('-1234---#', values))).toBe('-12345--n', values);
      // What b brought late was from within.
      expectObservable(redundant(a$, cold('-12------3-|', values))).toBe('-12--5---3-m', values);
    });
  });

  test('is told when the other feed lies behind for too long', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g5)', values);
      const b$ = cold('  -123 9s 5', values);
      expectObservable(redundant(a$, b$, { within: 20 })).toBe('-123-5 19ms m', values);
      // Here it was in time.
      expectObservable(redundant(a$, b$)).toBe('-123-5', values);
      expectObservable(redundant(a$, cold('-123', values), { within: Infinity }), '^ 60m !').toBe('-123-5', values);
    });
  });

  test('waits where nothing new came after it: in a quiet market nobody lies behind', () => {
    marbles(({ cold, expectObservable }) => {
      const a$ = cold('  -12--(g2) 1m 9', values);
      const b$ = cold('  -12------ 1m 9', values);
      expectObservable(redundant(a$, b$)).toBe('-12------ 1m 9', values);
    });
  });

  test('leaves no timer behind', () => {
    vi.useFakeTimers();
    try {
      const a$ = new Subject<Trade | Gap>();
      const b$ = new Subject<Trade | Gap>();
      const start = (): { unsubscribe(): void } => {
        const subscription = redundant(a$, b$).subscribe();
        for (const value of [trade('1', 1), trade('2', 2)]) for (const feed$ of [a$, b$]) feed$.next(value);
        expect(vi.getTimerCount()).toBe(0);
        a$.next(gap(2, 5));
        a$.next(trade('5', 5));
        expect(vi.getTimerCount()).toBe(1);
        return subscription;
      };
      start().unsubscribe();
      expect(vi.getTimerCount()).toBe(0);
      const second = start();
      b$.next(trade('5', 5));
      expect(vi.getTimerCount()).toBe(0);
      second.unsubscribe();
      start();
      a$.complete();
      b$.complete();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('whatever breaks when', () => {
  /** What each feed hears: of each ms one trade, later by its lag, but for the stretches in which it is deaf. */
  const feed = fc.record({
    lag: fc.nat(3),
    deaf: fc.array(fc.record({ from: fc.nat(70), for: fc.integer({ min: 1, max: 12 }) }), { maxLength: 4 }),
  });
  const made = Array.from({ length: 80 }, (_, i) => i + 1);
  type Feed = typeof feed extends fc.Arbitrary<infer F> ? F : never;

  const isDeaf = ({ deaf }: Feed, time: number): boolean =>
    deaf.some(stretch => stretch.from < time && time <= stretch.from + stretch.for);
  function heardBy(one: Feed): readonly { readonly at: number; readonly value: Trade | Gap }[] {
    let last: number | undefined;
    return made.flatMap(id => {
      const at = id + one.lag;
      if (isDeaf(one, at)) return [];
      const value = { at, value: trade(String(id), id, at) };
      const before = last;
      last = at;
      return before === undefined || before === at - 1 ? [value] : [{ at, value: gap(before, at) }, value];
    });
  }
  const play$ = (values: ReturnType<typeof heardBy>): Observable<Trade | Gap> =>
    merge(...values.map(({ at, value }) => of(value).pipe(delay(at))));

  test('each trade that one of them has is told once; what neither has lies in a gap that is told', () => {
    fc.assert(
      fc.property(feed, feed, fc.boolean(), (a, b, isSameLag) => {
        const other = isSameLag ? { ...b, lag: a.lag } : b;
        const [heardA, heardB] = [heardBy(a), heardBy(other)];
        const seen: (Trade | Gap)[] = [];
        marbles(({ flush }) => {
          redundant(play$(heardA), play$(heardB)).subscribe(value => seen.push(value));
          flush();
        });
        const idsOf = (values: readonly (Trade | Gap)[]): number[] =>
          values.flatMap(value => (value.type === 'gap' ? [] : [Number(value.id)]));
        const told = idsOf(seen);
        const known = new Set([...idsOf(heardA.map(({ value }) => value)), ...idsOf(heardB.map(({ value }) => value))]);
        expect([...told].sort((x, y) => x - y)).toEqual([...known].sort((x, y) => x - y));
        const gaps = seen.filter(value => value.type === 'gap');
        // Where both are equally late, their clocks are the trades' own.
        if (a.lag === other.lag) {
          const first = Math.min(...known);
          const last = Math.max(...known);
          for (let id = first; id < last; id += 1) {
            const at = id + a.lag;
            if (!known.has(id)) expect(gaps.some(({ from, to }) => from <= at && at <= to)).toBe(true);
          }
        }
        // A gap is told only where each of the two has one, had not begun, or has ended.
        for (const { from, to } of gaps) {
          for (const one of [heardA, heardB]) {
            const hasOne = one.some(({ value }) => value.type === 'gap' && value.from <= to && from <= value.to);
            const hasBegun = (one[0]?.at ?? Infinity) <= from;
            const hasEnded = (one.at(-1)?.at ?? -Infinity) < to;
            expect(hasOne || !hasBegun || hasEnded).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('books never go back, and the last is told', () => {
    fc.assert(
      fc.property(feed, feed, (a, b) => {
        const asBooks$ = (values: ReturnType<typeof heardBy>): Observable<{ readonly sequence: string }> =>
          merge(
            ...values.flatMap(({ at, value }) =>
              value.type === 'gap' ? [] : [of({ sequence: value.id ?? '' }).pipe(delay(at))],
            ),
          );
        const seen: number[] = [];
        const [heardA, heardB] = [heardBy(a), heardBy(b)];
        marbles(({ flush }) => {
          redundant(asBooks$(heardA), asBooks$(heardB)).subscribe(({ sequence }) => seen.push(Number(sequence)));
          flush();
        });
        for (const [i, sequence] of seen.entries()) expect(sequence).toBeGreaterThan(seen[i - 1] ?? 0);
        const all = [...heardA, ...heardB].flatMap(({ value }) => (value.type === 'gap' ? [] : [Number(value.id)]));
        expect(seen.at(-1)).toBe(Math.max(...all));
      }),
      { numRuns: 60 },
    );
  });
});

test('the types: both tell gaps or neither', () => {
  const plain$ = from<Trade[]>([]);
  const gapped$ = from<(Trade | Gap)[]>([]);
  expectTypeOf(redundant(plain$, plain$)).toEqualTypeOf<Observable<Trade>>();
  expectTypeOf(redundant(gapped$, gapped$)).toEqualTypeOf<Observable<Trade | Gap>>();
  expectTypeOf(redundant(gapped$, gapped$, { key: one => one.id })).toEqualTypeOf<Observable<Trade | Gap>>();
  expectTypeOf(redundant(redundant(gapped$, gapped$), gapped$)).toEqualTypeOf<Observable<Trade | Gap>>();
  // @ts-expect-error: what the second missed nobody would know
  void redundant(gapped$, plain$);
  // @ts-expect-error: what the first missed nobody would know
  void redundant(plain$, gapped$);
  // @ts-expect-error: a key is text
  void redundant(plain$, from<Ticker[]>([]), { key: one => one.price });
});

test('nonsense is refused at the call', () => {
  const none$ = from<Trade[]>([]);
  expect(() => redundant(none$, none$, { within: -1 })).toThrow(RangeError);
  expect(() => redundant(none$, none$, { capacity: 0 })).toThrow(RangeError);
  expect(() => redundant(none$, none$, { key: 'id' as never })).toThrow(TypeError);
  expect(() => redundant(none$, none$, { told: 1 as never })).toThrow(TypeError);
});
