import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBackoff, defaultBackoff, delayAfter, delayOf } from '../../src/operators/backoff.js';

const steep = { ...defaultBackoff, base: 100, factor: 3, cap: 1_000, floor: 10 };

test('the bound grows by the factor up to the cap', () => {
  expect([1, 2, 3, 4, 5_000].map(attempt => delayOf(steep, attempt, 0.999999))).toEqual([100, 300, 900, 1_000, 1_000]);
});

test('no delay is below the floor, which wins over base and cap', () => {
  expect(delayOf(steep, 5, 0)).toBe(10);
  expect(delayOf({ ...steep, base: 1, cap: 5 }, 1, 0.9)).toBe(10);
  expect(delayOf({ ...steep, base: 0 }, 5_000, 0.9)).toBe(10);
});

test('a delay lies between floor and bound, wherever the dice fall', () => {
  const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({
        base: fc.nat(5_000),
        factor: fc.double({ min: 1, max: 5, noNaN: true }),
        cap: fc.nat(60_000),
        floor: fc.nat(500),
      }),
      fc.integer({ min: 1, max: 10_000 }),
      dice,
      dice,
      (some, attempt, one, other) => {
        const backoff = createBackoff(some);
        const bound = Math.min(some.cap, some.base * some.factor ** (attempt - 1)) || 0;
        const delay = delayOf(backoff, attempt, one);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(some.floor);
        expect(delay).toBeLessThanOrEqual(Math.max(some.floor, Math.ceil(bound)));
        if (one <= other) expect(delay).toBeLessThanOrEqual(delayOf(backoff, attempt, other));
      },
    ),
  );
});

test('the jitter is full: every tenth between floor and bound is met', () => {
  const tenths = Array.from({ length: 10 }, (_, i) => delayOf(steep, 4, (i + 0.5) / 10));
  expect(tenths.map(delay => Math.floor((delay - 10) / 99))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a cause that says when to come back is waited for, and not longer than a timer can', () => {
  expect(delayAfter({ retryAfter: 5_000 }, steep, 1, 0)).toBe(5_000);
  expect(delayAfter({ retryAfter: 5 }, steep, 1, 0)).toBe(10);
  expect(delayAfter({ retryAfter: Infinity }, steep, 1, 0)).toBe(2 ** 31 - 1);
  for (const cause of [undefined, null, 'no', {}, { retryAfter: '9000' }, { retryAfter: NaN }]) {
    expect(delayAfter(cause, steep, 1, 0)).toBe(10);
  }
});

test('what is left out is the default', () => {
  expect(createBackoff()).toEqual(defaultBackoff);
  expect(createBackoff({ base: 5 })).toEqual({ ...defaultBackoff, base: 5 });
});

test.each([
  { base: -1 },
  { cap: Infinity },
  { floor: NaN },
  { stableAfter: -1 },
  { factor: 0.5 },
  { factor: NaN },
  { maxAttempts: -1 },
  { maxAttempts: 1.5 },
])('%o is refused', backoff => {
  expect(() => createBackoff(backoff)).toThrow(RangeError);
});
