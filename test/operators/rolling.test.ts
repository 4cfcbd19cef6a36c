import fc from 'fast-check';
import { from } from 'rxjs';
import { expect, test } from 'vitest';
import { rolling } from '../../src/operators/rolling.js';
import { marbles } from './marbles.js';

test('the last n values, oldest first', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('a-b--c|');
    expectObservable(source$.pipe(rolling({ count: 2 }))).toBe('x-y--z|', {
      x: ['a'],
      y: ['a', 'b'],
      z: ['b', 'c'],
    });
    expectSubscriptions(source$.subscriptions).toBe('^-----!');
  });
});

test('the values of the last ms, by the time of their coming', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold('a-b--c------d|');
    expectObservable(source$.pipe(rolling({ ms: 5 }))).toBe('x-y--z------w|', {
      x: ['a'],
      y: ['a', 'b'],
      z: ['b', 'c'],
      w: ['d'],
    });
  });
});

test('or by a time of their own', () => {
  const seen: unknown[] = [];
  from([0, 3, 5, 6, 20])
    .pipe(rolling({ ms: 5, timeOf: value => value }))
    .subscribe(values => seen.push(values));
  expect(seen).toEqual([[0], [0, 3], [3, 5], [3, 5, 6], [20]]);
});

test('each emission is an array of its own', () => {
  const seen: (readonly number[])[] = [];
  from([1, 2, 3])
    .pipe(rolling({ count: 2 }))
    .subscribe(values => seen.push(values));
  expect(seen).toEqual([[1], [1, 2], [2, 3]]);
});

test('each subscriber has its own window', () => {
  marbles(({ cold, expectObservable }) => {
    const stream$ = cold('a|').pipe(rolling({ count: 2 }));
    expectObservable(stream$).toBe('x|', { x: ['a'] });
    expectObservable(stream$, '---^').toBe('---x|', { x: ['a'] });
  });
});

test('errors and unsubscription pass', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const errs$ = cold('a#');
    expectObservable(errs$.pipe(rolling({ count: 2 }))).toBe('x#', { x: ['a'] });
    const stays$ = cold('a---');
    expectObservable(stays$.pipe(rolling({ count: 2 })), '--!').toBe('x', { x: ['a'] });
    expectSubscriptions(errs$.subscriptions).toBe('^!');
    expectSubscriptions(stays$.subscriptions).toBe('^-!');
  });
});

test('is the end of the list so far, whatever comes', () => {
  const pauses = fc.array(fc.nat(10), { maxLength: 50 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 30 }), (steps, count, ms) => {
      let time = 0;
      const all = steps.map((pause, id) => ({ id, at: (time += pause) }));
      const seen: (readonly unknown[])[] = [];
      from(all)
        .pipe(rolling({ count, ms, timeOf: ({ at }) => at }))
        .subscribe(values => seen.push(values));
      expect(seen).toEqual(
        all.map((newest, i) =>
          all
            .slice(0, i + 1)
            .filter(({ at }) => at > newest.at - ms)
            .slice(-count),
        ),
      );
    }),
  );
});

test('a value without a time is an error', () => {
  marbles(({ cold, expectObservable }) => {
    const stream$ = cold('-a').pipe(rolling({ ms: 5, timeOf: () => NaN }));
    expectObservable(stream$).toBe('-#', undefined, new TypeError('timeOf must give a number of ms, not NaN'));
  });
});

test.each([{}, { count: 0 }, { count: 1.5 }, { ms: 0 }, { ms: NaN }, { count: -1, ms: 5 }])(
  '%o is no window',
  options => {
    expect(() => rolling(options)).toThrow(RangeError);
  },
);

test('a time that is no function is refused', () => {
  expect(() => rolling({ ms: 5, timeOf: 'timestamp' as never })).toThrow(TypeError);
});
