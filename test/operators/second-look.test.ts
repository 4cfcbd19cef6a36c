import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { secondLook } from '../../src/operators/second-look.js';
import { marbles } from './marbles.js';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets one timer fire after so many ms of a blocked event loop, and tells how many looks there were in all. */
function looksWith(blocked: readonly number[]): number {
  let looks = 0;
  const told: unknown[] = [];
  const subscription = secondLook().subscribe(value => told.push(value));
  for (const ms of blocked) {
    if (told.length > 0) break;
    vi.setSystemTime(Date.now() + ms);
    vi.advanceTimersToNextTimer();
    looks += 1;
  }
  subscription.unsubscribe();
  expect(told).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
  return looks;
}

test('one look is enough where the loop turns freely', () => {
  expect(looksWith([0, 0, 0, 0, 0])).toBe(1);
});

test('a loop that was blocked again is looked at again', () => {
  expect(looksWith([500, 500, 0, 0, 0])).toBe(3);
});

test('a loop that is always blocked does not put it off for ever', () => {
  expect(looksWith([500, 500, 500, 500, 500, 500])).toBe(4);
});

test('emits within the same ms of virtual time, and completes', () => {
  vi.useRealTimers();
  marbles(({ expectObservable }) => {
    expectObservable(secondLook()).toBe('(a|)', { a: false });
  });
});
