import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLagTally, percentileOf } from '../../src/cli/lag-tally.js';
import type { LagTally } from '../../src/cli/lag-tally.js';

const since = 1_800_000_000_001;
const tallyOf = (lags: readonly number[], every = 100): LagTally => {
  const tally = createLagTally();
  for (const [i, lag] of lags.entries()) tally.take(since + i * every - lag, since + i * every);
  return tally;
};

describe('a tally of lags', () => {
  it('knows nothing at first', () => {
    expect(createLagTally()).toMatchObject({ count: 0, least: undefined, slope: undefined, isCoarse: false });
    expect(percentileOf([createLagTally()], 50)).toBeUndefined();
  });

  it('finds percentiles: so many of a hundred are not above them', () => {
    const hundred = tallyOf(Array.from({ length: 100 }, (_, i) => 100 - i));
    expect([1, 50, 90, 99, 100].map(percent => percentileOf([hundred], percent))).toEqual([1, 50, 90, 99, 100]);
    expect(percentileOf([tallyOf([7])], 50)).toBe(7);
  });

  it('finds them as a sorted list would, over several tallies together', () => {
    const lags = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(lags, lags, fc.integer({ min: 1, max: 100 }), (a, b, percent) => {
        const sorted = [...a, ...b].sort((x, y) => x - y);
        const expected = sorted[Math.ceil((sorted.length * percent) / 100) - 1];
        expect(percentileOf([tallyOf(a), tallyOf(b)], percent)).toBe(expected);
        expect(tallyOf(a).least).toBe(Math.min(...a));
        expect(tallyOf(a).count).toBe(a.length);
      }),
    );
  });

  it('finds the slope of a lag that grows, and none in few', () => {
    // 5 ms more each 100 ms.
    expect(tallyOf(Array.from({ length: 50 }, (_, i) => 30 + 5 * i)).slope).toBeCloseTo(50, 6);
    expect(tallyOf(Array.from({ length: 50 }, () => 30)).slope).toBeCloseTo(0, 6);
    expect(tallyOf(Array.from({ length: 19 }, (_, i) => i)).slope).toBeUndefined();
    expect(
      tallyOf(
        Array.from({ length: 30 }, () => 3),
        0,
      ).slope,
    ).toBeUndefined();
  });

  it('sees that a clock tells whole seconds only', () => {
    const tally = createLagTally();
    for (const second of [1, 2, 3]) tally.take(second * 1_000, second * 1_000 + 400);
    expect(tally.isCoarse).toBe(true);
    tally.take(4_001, 4_400);
    expect(tally.isCoarse).toBe(false);
  });
});
