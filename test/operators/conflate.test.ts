import fc from 'fast-check';
import { Subject, from, map, mergeMap, timer, toArray } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { now } from '../../src/operators/clock.js';
import { conflate } from '../../src/operators/conflate.js';
import { marbles } from './marbles.js';

test('the first at once, then the latest once per interval, the last at completion', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('a-b-c-------d-e|');
    const expected = '    a----c------d--(e|)';
    expectObservable(source$.pipe(conflate(5))).toBe(expected);
    expectSubscriptions(source$.subscriptions).toBe('^--------------!');
  });
});

test('a steady stream becomes a steady slower one', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold('abcdefghijkl|');
    const expected = '    a----f----k-(l|)';
    expectObservable(source$.pipe(conflate(5))).toBe(expected);
  });
});

test('each key has its own interval', () => {
  marbles(({ cold, expectObservable }) => {
    const values = { a: 'a1', b: 'a2', x: 'b1', y: 'b2', z: 'a3' };
    const source$ = cold('a-xby-----z---|', values);
    const expected = '    a-x--b-y--z---|';
    expectObservable(source$.pipe(conflate(5, text => text[0]))).toBe(expected, values);
  });
});

test('at completion the values that wait come in the order in which they would have come', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold('axyb|', { a: 'a1', x: 'b1', y: 'b2', b: 'a2' });
    expectObservable(source$.pipe(conflate(9, text => text[0]))).toBe('ax--(by|)', {
      a: 'a1',
      x: 'b1',
      y: 'b2',
      b: 'a2',
    });
  });
});

test('an error passes at once, without those that wait', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('ab#');
    expectObservable(source$.pipe(conflate(5))).toBe('a-#');
    expectSubscriptions(source$.subscriptions).toBe('^-!');
  });
});

test('who leaves gets nothing more', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('ab-------');
    expectObservable(source$.pipe(conflate(5)), '---!').toBe('a');
    expectSubscriptions(source$.subscriptions).toBe('^--!');
  });
});

test('a mistake in the key is an error', () => {
  const key = (): never => {
    throw new Error('mistake');
  };
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('-a').pipe(conflate(5, key))).toBe('-#', undefined, new Error('mistake'));
  });
});

test('what is not there may be a value', () => {
  marbles(({ cold, expectObservable }) => {
    const values = { a: 1, u: undefined };
    expectObservable(cold('au---|', values).pipe(conflate(3))).toBe('a--u-|', values);
  });
});

test('one timer while something waits, none when idle', () => {
  vi.useFakeTimers();
  try {
    const source$ = new Subject<string>();
    const seen: string[] = [];
    source$.pipe(conflate(100, text => text[0])).subscribe(value => seen.push(value));
    source$.next('a1');
    source$.next('b1');
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10);
    source$.next('a-');
    source$.next('a2');
    source$.next('b2');
    source$.next('c1');
    source$.next('c2');
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(90);
    expect(seen).toEqual(['a1', 'b1', 'c1', 'a2', 'b2']);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10);
    expect(seen.slice(5)).toEqual(['c2']);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a clock that is set back holds nothing back', () => {
  vi.useFakeTimers({ now: 1e12 });
  try {
    const source$ = new Subject<string>();
    const seen: string[] = [];
    source$.pipe(conflate(100)).subscribe(value => seen.push(value));
    source$.next('a');
    vi.setSystemTime(1e12 - 3_600_000);
    source$.next('b');
    vi.advanceTimersByTime(100);
    expect(seen).toEqual(['a', 'b']);
  } finally {
    vi.useRealTimers();
  }
});

test('whatever comes when: no key comes too often, its last value comes, and none later than an interval', () => {
  const arrivals = fc.array(fc.record({ at: fc.nat(60), key: fc.nat(3) }), { maxLength: 50 });
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 20 }), (unsorted, interval) => {
      const all = unsorted.sort((a, b) => a.at - b.at).map((arrival, id) => ({ ...arrival, id }));
      let told: readonly ((typeof all)[number] & { readonly told: number })[] = [];
      const end = 60 + 2 * interval;
      marbles(({ flush }) => {
        from([...all, { at: end, key: -1, id: -1 }])
          .pipe(
            mergeMap(arrival => timer(arrival.at).pipe(map(() => arrival))),
            conflate(interval, ({ key }) => key),
            map(arrival => ({ ...arrival, told: now() })),
            toArray(),
          )
          .subscribe(list => (told = list.filter(({ key }) => key >= 0)));
        flush();
      });
      for (let key = 0; key <= 3; key += 1) {
        const came = all.filter(arrival => arrival.key === key);
        const went = told.filter(arrival => arrival.key === key);
        expect(went.at(0)?.told).toBe(came.at(0)?.at);
        expect(went.at(-1)?.id).toBe(came.at(-1)?.id);
        went.forEach((one, i) => {
          expect(one.told - one.at).toBeLessThanOrEqual(interval);
          const before = went[i - 1];
          if (before !== undefined) expect(one.told - before.told).toBeGreaterThanOrEqual(interval);
          // The latest there is: what came after it was not there yet.
          const later = came.find(({ id }) => id > one.id);
          if (later !== undefined) expect(later.at).toBeGreaterThanOrEqual(one.told);
        });
      }
    }),
    { numRuns: 60 },
  );
});

test('nonsense is refused at the call', () => {
  expect(() => conflate(0)).toThrow(RangeError);
  expect(() => conflate(5, 'symbol' as never)).toThrow(TypeError);
});
