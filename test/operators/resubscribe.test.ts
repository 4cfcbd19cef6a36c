import { takeUntil, timer } from 'rxjs';
import { expect, test } from 'vitest';
import { SequenceError, SubscriptionError } from '../../src/model/errors.js';
import { resubscribe } from '../../src/operators/resubscribe.js';
import { marbles } from './marbles.js';

const backoff = { base: 5, factor: 2, cap: 40, floor: 1, stableAfter: 20 };
const random = (): number => 0.999999;
const gap = new SequenceError('book has a gap');

test('subscribes again after a retryable error and tells each cause', () => {
  const told: unknown[] = [];
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-s#', undefined, gap);
    const expected = '    -s 6ms s 11ms s';
    const options = {
      backoff,
      random,
      told: (...args: unknown[]) => told.push(args),
    };
    expectObservable(source$.pipe(resubscribe(options)), '22ms !').toBe(expected);
    expectSubscriptions(source$.subscriptions).toBe(['^-!', '7ms ^-!', '19ms ^-!']);
  });
  expect(told).toEqual([
    [gap, 1, 5],
    [gap, 2, 10],
    [gap, 3, 20],
  ]);
});

test('other errors pass at once, untold', () => {
  const told: unknown[] = [];
  const refused = new SubscriptionError('symbol is unknown');
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-s#', undefined, refused);
    expectObservable(source$.pipe(resubscribe({ told: cause => told.push(cause) }))).toBe('-s#', undefined, refused);
    expectSubscriptions(source$.subscriptions).toBe('^-!');
    for (const cause of ['text', null, undefined, { retryable: 'true' }]) {
      expectObservable(cold('-#', undefined, cause).pipe(resubscribe())).toBe('-#', undefined, cause);
    }
  });
  expect(told).toEqual([]);
});

test('the user may say what is retryable', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-#');
    const options = { backoff, random, isRetryable: (cause: unknown) => cause === 'error' };
    expectObservable(source$.pipe(resubscribe(options)), '8ms !').toBe('');
    expectSubscriptions(source$.subscriptions).toBe(['^!', '6ms ^!']);
  });
});

test('completion and unsubscription pass through', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const ends$ = cold('-s|');
    expectObservable(ends$.pipe(resubscribe())).toBe('-s|');
    expectSubscriptions(ends$.subscriptions).toBe('^-!');
    const stays$ = cold('-s-');
    expectObservable(stays$.pipe(resubscribe()), '--!').toBe('-s-');
    expectSubscriptions(stays$.subscriptions).toBe('^-!');
    const breaks$ = cold('-#', undefined, gap);
    expectObservable(breaks$.pipe(resubscribe({ backoff, random })), '---!').toBe('');
    expectSubscriptions(breaks$.subscriptions).toBe('^!');
  });
});

test.each([
  { held: 19, attempts: [1, 2, 3] },
  { held: 20, attempts: [1, 1, 1] },
])('a value does not reset the attempts, a subscription that held does: $held ms', ({ held, attempts }) => {
  const told: number[] = [];
  marbles(({ cold, flush }) => {
    const source$ = cold(`s ${held - 1}ms #`, undefined, gap);
    const options = { backoff, random, told: (_: unknown, attempt: number) => told.push(attempt) };
    source$.pipe(resubscribe(options), takeUntil(timer(95))).subscribe();
    flush();
  });
  expect(told.slice(0, 3)).toEqual(attempts);
});

test('waits at least as long as the cause asks', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-#', undefined, { retryable: true, retryAfter: 30 });
    expectObservable(source$.pipe(resubscribe({ backoff, random })), '32ms !').toBe('');
    expectSubscriptions(source$.subscriptions).toBe(['^!', '31ms ^!']);
  });
});

test('gives up after maxAttempts with the last cause', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-#', undefined, gap);
    const options = { backoff: { ...backoff, maxAttempts: 1 }, random };
    expectObservable(source$.pipe(resubscribe(options))).toBe('-------#', undefined, gap);
    expectSubscriptions(source$.subscriptions).toBe(['^!', '6ms ^!']);
  });
});

test('a mistake in a function of the user is an error', () => {
  const mistake = (): never => {
    throw new Error('mistake');
  };
  marbles(({ cold, expectObservable }) => {
    const source$ = cold('-#', undefined, gap);
    for (const options of [{ isRetryable: mistake }, { told: mistake }, { random: mistake }]) {
      expectObservable(source$.pipe(resubscribe(options))).toBe('-#', undefined, new Error('mistake'));
    }
  });
});

test('each subscriber has its own count', () => {
  const told: number[] = [];
  marbles(({ cold, flush }) => {
    const options = { backoff, random, told: (_: unknown, attempt: number) => told.push(attempt) };
    const stream$ = cold('#', undefined, gap).pipe(resubscribe(options), takeUntil(timer(2)));
    stream$.subscribe();
    stream$.subscribe();
    flush();
  });
  expect(told).toEqual([1, 1]);
});

test('nonsense is refused at the call', () => {
  expect(() => resubscribe({ told: 5 as never })).toThrow(TypeError);
  expect(() => resubscribe({ isRetryable: true as never })).toThrow(TypeError);
  expect(() => resubscribe({ backoff: { cap: NaN } })).toThrow(RangeError);
});
