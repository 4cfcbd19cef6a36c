import { delay, map, mergeWith, range, take, timer } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { watchdog } from '../../src/operators/watchdog.js';
import { marbles } from './marbles.js';

const silent = (): string => 'error';

test('mirrors a source that is never silent for too long', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('---a---b--c-|');
    expectObservable(source$.pipe(watchdog(5, silent))).toBe('---a---b--c-|');
    expectSubscriptions(source$.subscriptions).toBe('^-----------!');
  });
});

test('errs before the first value', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('--------a');
    expectObservable(source$.pipe(watchdog(5, silent))).toBe('-----#');
    expectSubscriptions(source$.subscriptions).toBe('^----!');
  });
});

test('errs so long after the last value, not after some tick', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-ab---c-------d');
    expectObservable(source$.pipe(watchdog(5, silent))).toBe('-ab---c----#');
    expectSubscriptions(source$.subscriptions).toBe('^----------!');
  });
});

test('a value in the very ms of the deadline is in time', () => {
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('-----a----b|').pipe(watchdog(5, silent))).toBe('-----a----b|');
  });
});

test('errors and completion pass, and silence afterwards is none', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-a#');
    expectObservable(source$.pipe(watchdog(5, () => 'silence'))).toBe('-a#');
    expectSubscriptions(source$.subscriptions).toBe('^-!');
  });
});

test('who leaves hears nothing more', () => {
  const error = vi.fn(silent);
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-a------');
    expectObservable(source$.pipe(watchdog(5, error)), '---!').toBe('-a');
    expectSubscriptions(source$.subscriptions).toBe('^--!');
  });
  expect(error).not.toHaveBeenCalled();
});

test('makes the error once, and only when it is due', () => {
  const error = vi.fn(silent);
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('-a--b').pipe(watchdog(5, error))).toBe('-a--b----#');
  });
  expect(error.mock.calls).toEqual([[]]);
});

test('one timer in all, however many values come', () => {
  vi.useFakeTimers();
  const set = vi.spyOn(globalThis, 'setInterval');
  try {
    const seen: number[] = [];
    range(0, 1_000)
      .pipe(watchdog(50, silent))
      .subscribe(value => seen.push(value));
    expect(seen).toHaveLength(1_000);
    expect(set).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    set.mockRestore();
    vi.useRealTimers();
  }
});

test('an endless synchronous source ends when the subscriber has enough', () => {
  const seen: number[] = [];
  range(0, Infinity)
    .pipe(watchdog(50, silent), take(3))
    .subscribe(value => seen.push(value));
  expect(seen).toEqual([0, 1, 2]);
});

test('a value that is read only after the overdue timer keeps the stream', () => {
  marbles(({ cold, expectObservable }) => {
    // Scheduled after the watchdog's own timer of the same ms, so it comes between the first look and the second.
    const late$ = cold('-').pipe(
      mergeWith(
        timer(2).pipe(
          delay(3),
          map(() => 'a'),
        ),
      ),
    );
    expectObservable(late$.pipe(watchdog(5, silent))).toBe('-----a----#');
  });
});

test('nonsense is refused at the call', () => {
  expect(() => watchdog(0, silent)).toThrow(RangeError);
  expect(() => watchdog(5, 'late' as never)).toThrow(TypeError);
});
