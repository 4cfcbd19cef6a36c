import fc from 'fast-check';
import { Subject, from, map, mergeMap, timer, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import { now } from '../../src/operators/clock.js';
import { rateLimit } from '../../src/operators/rate-limit.js';
import { marbles } from './marbles.js';

const two = [{ messages: 2, per: 10 }];
const isUpper = (text: string): boolean => text === text.toUpperCase();

test('delays what does not fit, in order, and completes after the last', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold(' (abcde|)');
    const expected = '     (ab)------(cd)------(e|)';
    expectObservable(source$.pipe(rateLimit(two))).toBe(expected);
    expectSubscriptions(source$.subscriptions).toBe('(^!)');
  });
});

test('the window slides: a place is free when the take before last is old enough', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold('a---bc----d--|');
    const expected = '    a---b-----c---(d|)';
    expectObservable(source$.pipe(rateLimit(two))).toBe(expected);
  });
});

test('every window holds', () => {
  const windows = [...two, { messages: 3, per: 25 }];
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('(abcde|)').pipe(rateLimit(windows))).toBe('(ab)------c--------------(de|)');
  });
});

test('urgent values overtake, keep their own order, and count', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold(' (abcd)--X-Y-|');
    const expected = '     (ab)------(XY)------(cd|)';
    expectObservable(source$.pipe(rateLimit(two, { urgent: isUpper }))).toBe(expected);
  });
});

test('an error passes at once, without those that wait', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('(abc)#');
    expectObservable(source$.pipe(rateLimit(two))).toBe('(ab)-#');
    expectSubscriptions(source$.subscriptions).toBe('^----!');
  });
});

test('who leaves gets nothing more', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('(abc)-------');
    expectObservable(source$.pipe(rateLimit(two)), '------!').toBe('(ab)');
    expectSubscriptions(source$.subscriptions).toBe('^-----!');
  });
});

test('no windows mean no delay', () => {
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('(abc)-d|').pipe(rateLimit([]))).toBe('(abc)-d|');
  });
});

test('each subscriber has its own budget', () => {
  marbles(({ cold, expectObservable }) => {
    const stream$ = cold('(abc|)').pipe(rateLimit(two));
    expectObservable(stream$).toBe('(ab)------(c|)');
    expectObservable(stream$, '-^').toBe('-(ab)------(c|)');
  });
});

test('what a subscriber sends while it is served comes after what waits', () => {
  const seen: string[] = [];
  const source$ = new Subject<string>();
  source$.pipe(rateLimit([])).subscribe(value => {
    if (value === 'a') {
      source$.next('b');
      source$.next('c');
    }
    seen.push(value);
  });
  source$.next('a');
  source$.complete();
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('a mistake in urgent is an error', () => {
  const urgent = (): never => {
    throw new Error('mistake');
  };
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('-a').pipe(rateLimit(two, { urgent }))).toBe('-#', undefined, new Error('mistake'));
  });
});

test('whatever comes when: windows hold, lanes keep their order, nothing is lost, urgent ones wait for no other', () => {
  const wishes = fc.array(fc.record({ at: fc.nat(60), urgent: fc.boolean() }), { maxLength: 40 });
  const limits = fc.array(
    fc.record({ messages: fc.integer({ min: 1, max: 4 }), per: fc.integer({ min: 1, max: 30 }) }),
    { minLength: 1, maxLength: 2 },
  );
  fc.assert(
    fc.property(wishes, limits, (unsorted, windows) => {
      const all = unsorted.sort((a, b) => a.at - b.at).map((wish, id) => ({ ...wish, id }));
      type Served = (typeof all)[number] & { readonly served: number };
      let served: readonly Served[] = [];
      marbles(({ flush }) => {
        from(all)
          .pipe(
            mergeMap(wish => timer(wish.at).pipe(map(() => wish))),
            rateLimit(windows, { urgent: ({ urgent }) => urgent }),
            map(wish => ({ ...wish, served: now() })),
            toArray(),
          )
          .subscribe(list => (served = list));
        flush();
      });
      expect(served).toHaveLength(all.length);
      for (const lane of [true, false]) {
        const ids = served.filter(({ urgent }) => urgent === lane).map(({ id }) => id);
        expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      }
      served.forEach(({ served: time }, i) => {
        for (const { messages, per } of windows) {
          const before = served[i - messages];
          if (before !== undefined) expect(time - before.served).toBeGreaterThanOrEqual(per);
        }
      });
      for (const [i, one] of served.entries()) {
        const waiting = served.slice(i + 1).filter(other => other.urgent && other.at < one.served);
        if (!one.urgent) expect(waiting).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test('nonsense is refused at the call', () => {
  expect(() => rateLimit([{ messages: 0, per: 5 }])).toThrow(RangeError);
  expect(() => rateLimit(two, { urgent: true as never })).toThrow(TypeError);
});
