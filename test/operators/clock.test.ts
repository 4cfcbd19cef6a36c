import { timer } from 'rxjs';
import { afterEach, expect, test, vi } from 'vitest';
import { now } from '../../src/operators/clock.js';
import { marbles } from './marbles.js';

afterEach(() => {
  vi.useRealTimers();
});

test('tells the time of the machine', () => {
  vi.useFakeTimers({ now: 1_700_000_000_123 });
  expect(now()).toBe(1_700_000_000_123);
});

test('tells virtual time under a TestScheduler', () => {
  const seen: number[] = [];
  marbles(({ flush }) => {
    timer(70).subscribe(() => seen.push(now()));
    flush();
  });
  expect(seen).toEqual([70]);
});
