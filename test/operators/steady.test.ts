import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSteady } from '../../src/operators/steady.js';

test('goes on from where it was when the clock is set back', () => {
  const steady = createSteady();
  expect([100, 150, 50, 60, 200].map(steady)).toEqual([100, 150, 150, 160, 300]);
});

test('never runs backwards, and forwards as the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 2 }), times => {
      const steady = createSteady();
      const made = times.map(steady);
      for (let i = 1; i < times.length; i += 1) {
        const passed = (times[i] ?? 0) - (times[i - 1] ?? 0);
        expect((made[i] ?? 0) - (made[i - 1] ?? 0)).toBe(Math.max(0, passed));
      }
    }),
  );
});
