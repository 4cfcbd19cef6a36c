import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBudget } from '../../src/operators/budget.js';

const few = fc.integer({ min: 1, max: 4 });
const windows = fc.array(fc.record({ messages: few, per: fc.oneof(few, fc.integer({ min: 1, max: 50 })) }), {
  maxLength: 3,
});
/** ms between one wish to send and the next. */
const pauses = fc.array(fc.oneof(fc.nat(2), fc.nat(30)), { maxLength: 60 });

test('lets through what the windows hold, then makes wait for the oldest to leave', () => {
  const budget = createBudget([
    { messages: 2, per: 10 },
    { messages: 3, per: 100 },
  ]);
  const waits: number[] = [];
  for (const now of [0, 4, 5, 10, 12, 100]) {
    const wait = budget.wait(now);
    waits.push(wait);
    if (wait === 0) budget.take(now);
  }
  expect(waits).toEqual([0, 0, 5, 0, 88, 0]);
});

test('without windows there is no limit', () => {
  const budget = createBudget([]);
  budget.take(0);
  expect(budget.wait(0)).toBe(0);
});

test('no window ever holds more than it may, and nothing waits longer than needed', () => {
  fc.assert(
    fc.property(windows, pauses, (limits, wishes) => {
      const budget = createBudget(limits);
      const taken: number[] = [];
      /** Whether the windows would hold with one more at this time, reckoned from the whole history. */
      const fits = (time: number): boolean =>
        limits.every(({ messages, per }) => taken.filter(at => at > time - per).length < messages);
      let now = 0;
      for (const pause of wishes) {
        now += pause;
        const wait = budget.wait(now);
        for (let early = 0; early < wait; early += 1) expect(fits(now + early)).toBe(false);
        now += wait;
        expect(budget.wait(now)).toBe(0);
        expect(fits(now)).toBe(true);
        budget.take(now);
        taken.push(now);
      }
    }),
    { numRuns: 500 },
  );
});

test('a clock that jumps never makes wait longer than the longest window, nor allows more in fact', () => {
  const jumps = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: -1_000, max: 0 })), { maxLength: 60 });
  fc.assert(
    fc.property(windows, jumps, (limits, steps) => {
      const budget = createBudget(limits);
      const longest = Math.max(0, ...limits.map(({ per }) => per));
      const taken: number[] = [];
      let real = 0;
      let shown = 5_000;
      for (const [pause, jump] of steps) {
        real += pause;
        shown += pause + jump;
        const wait = budget.wait(shown);
        expect(wait).toBeLessThanOrEqual(longest);
        real += wait;
        shown += wait;
        expect(budget.wait(shown)).toBe(0);
        budget.take(shown);
        taken.push(real);
        for (const { messages, per } of limits) {
          expect(taken.filter(at => at > real - per).length).toBeLessThanOrEqual(messages);
        }
      }
    }),
  );
});

test.each([
  { messages: 0, per: 10 },
  { messages: 1.5, per: 10 },
  { messages: Infinity, per: 10 },
  { messages: 5, per: 0 },
  { messages: 5, per: NaN },
])('nothing fits through %o', window => {
  expect(() => createBudget([window])).toThrow(RangeError);
});
