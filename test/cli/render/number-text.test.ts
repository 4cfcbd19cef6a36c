import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignAtPoint,
  compact,
  decimalsOf,
  difference,
  fixed,
  mostDecimals,
  percent,
  plain,
} from '../../../src/cli/render/number-text.js';

describe('number-text', () => {
  it.each([
    [83715, 0],
    [83715.25, 2],
    [1e-8, 8],
    [1.5e-7, 8],
    [1e21, 0],
    [-0.5, 1],
  ])('counts the decimals of %s', (value, decimals) => {
    expect(decimalsOf(value)).toBe(decimals);
  });

  it('writes small numbers without an exponent', () => {
    expect([plain(1e-8), plain(0.00005), plain(83715), plain(undefined)]).toEqual([
      '0.00000001',
      '0.00005',
      '83715',
      '',
    ]);
  });

  it('takes the most decimals, leaving out what is not told', () => {
    expect(mostDecimals([1, 2.25, undefined, 0.5])).toBe(2);
    expect(mostDecimals([])).toBe(0);
    expect(fixed(undefined, 2)).toBe('');
  });

  it('subtracts as one does on paper', () => {
    expect(difference(88650.3, 88649.6)).toBe(0.7);
    expect(difference(0.3, 0.1)).toBe(0.2);
    expect(difference(undefined, 1)).toBeUndefined();
  });

  it('subtracts exactly whatever the decimals', () => {
    const cents = fc.integer({ min: 0, max: 10 ** 9 });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(difference(a / 100, b / 100)).toBeCloseTo((a - b) / 100, 10);
      }),
    );
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(decimalsOf(difference(a / 100, b / 100) ?? NaN)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('writes ratios in per cent with their sign', () => {
    expect([percent(0.012), percent(-0.03817), percent(0.00005, 4), percent(undefined)]).toEqual([
      '+1.20%',
      '-3.82%',
      '+0.0050%',
      '',
    ]);
  });

  it('writes quantities short', () => {
    expect([1.234, 12345, 1_234_000, 2.5e9, 7e12, 0, undefined].map(compact)).toEqual([
      '1.234',
      '12.35k',
      '1.234M',
      '2.500B',
      '7.000T',
      '0.000',
      '',
    ]);
  });

  it('puts the points below each other', () => {
    expect(alignAtPoint(['1.5', '22', '', '0.125'])).toEqual(['1.5  ', '22    ', '', '0.125']);
  });
});
