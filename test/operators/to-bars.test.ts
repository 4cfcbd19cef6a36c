import fc from 'fast-check';
import { from, take } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { expect, expectTypeOf, test } from 'vitest';
import type { Trade } from '../../src/model/market.js';
import { toBars } from '../../src/operators/to-bars.js';
import type { Bar, BarTrade } from '../../src/operators/to-bars.js';
import { marbles } from './marbles.js';

interface Deal extends BarTrade {
  readonly id?: string;
}

const deal = (timestamp: number | undefined, price: number, size = 1, side?: 'buy' | 'sell'): Deal => ({
  timestamp,
  receivedAt: timestamp ?? 0,
  price,
  size,
  side,
});

function bar(start: number, prices: readonly [number, number, number, number], rest: Partial<Bar> = {}): Bar {
  const [open, high, low, close] = prices;
  const end = start + 10;
  const sums = { volume: 1, buyVolume: 0, sellVolume: 0, count: 1, closed: true };
  return { start, end, open, high, low, close, ...sums, ...rest };
}

const flat = (start: number, price: number): Bar => bar(start, [price, price, price, price], { volume: 0, count: 0 });

function barsOf(deals: readonly Deal[], options: Omit<Parameters<typeof toBars<Deal>>[0], 'interval'> = {}): Bar[] {
  const bars: Bar[] = [];
  from(deals)
    .pipe(toBars({ interval: 10, ...options }))
    .subscribe(made => bars.push(made));
  return bars;
}

test('the first trade of a later bar closes a bar', () => {
  const deals = [deal(20, 5, 2, 'buy'), deal(23, 9, 1, 'sell'), deal(29, 4, 3), deal(30, 6)];
  expect(barsOf(deals)).toEqual([
    bar(20, [5, 9, 4, 4], { volume: 6, buyVolume: 2, sellVolume: 1, count: 3 }),
    bar(30, [6, 6, 6, 6], { closed: false }),
  ]);
});

test('the forming bar comes at each trade where it is asked for, and not twice at the end', () => {
  expect(barsOf([deal(0, 5), deal(3, 7), deal(10, 6)], { partial: true })).toEqual([
    bar(0, [5, 5, 5, 5], { closed: false }),
    bar(0, [5, 7, 5, 7], { volume: 2, count: 2, closed: false }),
    bar(0, [5, 7, 5, 7], { volume: 2, count: 2 }),
    bar(10, [6, 6, 6, 6], { closed: false }),
  ]);
});

test('where the venue tells no time, the time of arrival counts', () => {
  const deals = [
    { ...deal(undefined, 5), receivedAt: 17 },
    { ...deal(undefined, 6), receivedAt: 21 },
  ];
  expect(barsOf(deals).map(({ start }) => start)).toEqual([10, 20]);
});

test('trades of a closed bar are dropped and told', () => {
  const late: Deal[] = [];
  const tardy = deal(9, 100);
  const bars = barsOf([deal(5, 5), deal(11, 6), tardy, deal(10, 7)], { late: trade => late.push(trade) });
  expect(late).toEqual([tardy]);
  expect(bars).toEqual([bar(0, [5, 5, 5, 5]), bar(10, [6, 7, 6, 7], { volume: 2, count: 2, closed: false })]);
});

test('intervals without a trade give nothing, or flat bars where they are asked for', () => {
  const deals = [deal(0, 5), deal(31, 7)];
  expect(barsOf(deals)).toEqual([bar(0, [5, 5, 5, 5]), bar(30, [7, 7, 7, 7], { closed: false })]);
  expect(barsOf(deals, { fill: true })).toEqual([
    bar(0, [5, 5, 5, 5]),
    flat(10, 5),
    flat(20, 5),
    bar(30, [7, 7, 7, 7], { closed: false }),
  ]);
});

test('a pause that can only be a wrong timestamp is not filled', () => {
  const bars = barsOf([deal(0, 5), deal(1.7e12, 7)], { fill: true });
  expect(bars.map(({ start }) => start)).toEqual([0, 1.7e12]);
});

const a = deal(0, 5);
const b = deal(4, 7);
const first = bar(0, [5, 7, 5, 7], { volume: 2, count: 2 });

test('the clock closes the last bar of a quiet market, grace after its end', () => {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const trades$ = hot('a---b-------------------', { a, b });
    const unsub = '      -----------------------!';
    expectObservable(trades$.pipe(toBars({ interval: 10, grace: 3 })), unsub).toBe('-------------x', { x: first });
    expectSubscriptions(trades$.subscriptions).toBe('^----------------------!');
  });
});

test('grace is a second by default', () => {
  marbles(({ hot, expectObservable }) => {
    expectObservable(hot('a', { a }).pipe(toBars({ interval: 10 })), '1100ms !').toBe('1010ms x', {
      x: bar(0, [5, 5, 5, 5]),
    });
  });
});

test('the clock is that of the trades: neither delay nor a recording makes them late', () => {
  marbles(({ hot, expectObservable }) => {
    // Trades of long ago; the first is 8 ms under way, the second 12.
    const values = { a: deal(1_000, 5), b: deal(1_005, 7) };
    const made = { x: bar(1_000, [5, 7, 5, 7], { volume: 2, count: 2 }) };
    const trades$ = hot('--------a--------b--------', values);
    const unsub = '      -------------------------!';
    expectObservable(trades$.pipe(toBars({ interval: 10, grace: 0 })), unsub).toBe('----------------------x', made);
  });
});

test('the clock goes on making flat bars where they are asked for', () => {
  marbles(({ hot, expectObservable }) => {
    const trades$ = hot('a---b-----------------------------c---------', { a, b, c: deal(34, 8) });
    const unsub = '      -------------------------------------------!';
    const expected = '   ------------x---------y---------z---------w';
    expectObservable(trades$.pipe(toBars({ interval: 10, grace: 2, fill: true })), unsub).toBe(expected, {
      x: first,
      y: flat(10, 7),
      z: flat(20, 7),
      w: bar(30, [8, 8, 8, 8]),
    });
  });
});

test('a trade after the clock has closed its bar is late', () => {
  const late: Deal[] = [];
  marbles(({ hot, expectObservable }) => {
    const trades$ = hot('a---b----------c|', { a, b, c: deal(9, 1) });
    const options = { interval: 10, grace: 2, late: (trade: Deal) => late.push(trade) };
    expectObservable(trades$.pipe(toBars(options))).toBe('------------x---|', { x: first });
  });
  expect(late).toEqual([deal(9, 1)]);
});

test('completion brings the forming bar, an error does not', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const ends$ = cold('a---b|', { a, b });
    expectObservable(ends$.pipe(toBars({ interval: 10 }))).toBe('-----(x|)', { x: { ...first, closed: false } });
    expectSubscriptions(ends$.subscriptions).toBe('^----!');
    const errs$ = cold('a---b#', { a, b });
    expectObservable(errs$.pipe(toBars({ interval: 10, grace: 0 }))).toBe('-----#');
    expectSubscriptions(errs$.subscriptions).toBe('^----!');
    expectObservable(cold<Deal>('--|').pipe(toBars({ interval: 10 }))).toBe('--|');
  });
});

test('a mistake in late is an error', () => {
  const late = (): never => {
    throw new Error('mistake');
  };
  marbles(({ cold, expectObservable }) => {
    const trades$ = cold('ab-', { a: deal(10, 5), b: deal(0, 7) });
    expectObservable(trades$.pipe(toBars({ interval: 10, late }))).toBe('-#', undefined, new Error('mistake'));
  });
});

test('ends with its subscriber in the midst of a synchronous source', () => {
  const late: Deal[] = [];
  const bars: Bar[] = [];
  from([deal(0, 1), deal(10, 2), deal(0, 3)])
    .pipe(toBars({ interval: 10, late: trade => late.push(trade) }), take(1))
    .subscribe(made => bars.push(made));
  expect(bars).toHaveLength(1);
  expect(late).toEqual([]);
});

test('bars are what grouping the trades by their interval gives', () => {
  const deals = fc.array(
    fc.record({
      timestamp: fc.nat(200),
      price: fc.integer({ min: 1, max: 100 }),
      size: fc.integer({ min: 1, max: 9 }),
      side: fc.constantFrom('buy' as const, 'sell' as const, undefined),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(deals, fc.integer({ min: 1, max: 50 }), (unsorted, interval) => {
      const sorted = unsorted.map(one => ({ ...one, receivedAt: 0 })).sort((x, y) => x.timestamp - y.timestamp);
      const groups = new Map<number, typeof sorted>();
      for (const one of sorted) {
        const index = Math.floor(one.timestamp / interval);
        groups.set(index, [...(groups.get(index) ?? []), one]);
      }
      const sum = (of: typeof sorted): number => of.reduce((total, { size }) => total + size, 0);
      const expected = [...groups].map(([index, group], i) => ({
        start: index * interval,
        end: (index + 1) * interval,
        open: group.at(0)?.price,
        high: Math.max(...group.map(({ price }) => price)),
        low: Math.min(...group.map(({ price }) => price)),
        close: group.at(-1)?.price,
        volume: sum(group),
        buyVolume: sum(group.filter(({ side }) => side === 'buy')),
        sellVolume: sum(group.filter(({ side }) => side === 'sell')),
        count: group.length,
        closed: i < groups.size - 1,
      }));
      const bars: Bar[] = [];
      from(sorted)
        .pipe(toBars({ interval }))
        .subscribe(made => bars.push(made));
      expect(bars).toEqual(expected);

      const filled: Bar[] = [];
      from(sorted)
        .pipe(toBars({ interval, fill: true }))
        .subscribe(made => filled.push(made));
      expect(filled.filter(({ count }) => count > 0)).toEqual(expected);
      filled.forEach((one, i) => {
        const before = filled[i - 1];
        if (before !== undefined) expect(one.start).toBe(before.end);
      });
    }),
  );
});

test('a Trade is a trade', () => {
  expectTypeOf(toBars<Trade>).returns.toEqualTypeOf<OperatorFunction<Trade, Bar>>();
});

test('nonsense is refused at the call', () => {
  expect(() => toBars({ interval: 0 })).toThrow(RangeError);
  expect(() => toBars({ interval: 10, grace: -1 })).toThrow(RangeError);
  expect(() => toBars({ interval: 10, late: 'tell me' as never })).toThrow(TypeError);
});
