import { describe, expect, it } from 'vitest';
import { lineOf } from '../../../src/cli/render/line.js';
import {
  aBook,
  aCandle,
  aFundingRate,
  aLiquidation,
  aMarkPrice,
  anOpenInterest,
  aQuote,
  aTicker,
  aTrade,
} from '../values.js';

const words = (line: string): string => line.replace(/^\d\d:\d\d:56\.789 BTCUSDT /, '');

describe('lineOf', () => {
  it('writes each kind', () => {
    expect(words(lineOf(aTicker()))).toBe(
      '88650.0  bid 88649.6 × 0.0002  ask 88650.3 × 1.6412  24h -3.82%  volume 233234.0741  funding +0.0050%',
    );
    expect(words(lineOf(aTrade()))).toBe('buy   88650.1  × 0.25');
    expect(words(lineOf(aQuote()))).toBe('bid 88649.6 × 0.0002  ask 88650.3 × 1.6412  spread 0.7');
    expect(words(lineOf(aBook([[100.5, 2]], [[101, 1]])))).toBe('bid 100.5 × 2  ask 101.0 × 1  spread 0.5  levels 1+1');
    expect(words(lineOf(aCandle()))).toMatch(
      /^1m {2}2025-02-2\dT\d\d:\d\d {2}O 100\.00 H 110\.50 L 99\.00 C 105\.25 {2}volume 12\.5 {2}closed$/,
    );
    expect(words(lineOf(aMarkPrice()))).toBe('mark 88677.5  index 88719.25');
    expect(words(lineOf(anOpenInterest()))).toBe('open interest 47519.4904');
    expect(words(lineOf(aFundingRate()))).toMatch(/^funding \+0\.0050% {2}next 2025-02-2\dT\d\d:\d\d$/);
    expect(words(lineOf(aLiquidation()))).toBe('sell  88650.1  × 0.25  closes a long position');
    expect(words(lineOf(aLiquidation({ side: 'buy' })))).toBe('buy   88650.1  × 0.25  closes a short position');
  });

  it('leaves out what the venue did not tell', () => {
    const line = lineOf(
      aTicker({ price: undefined, bid: undefined, change24h: undefined, volume24h: undefined, fundingRate: undefined }),
    );
    expect(words(line)).toBe('ask 88650.3 × 1.6412');
    expect(words(lineOf(aBook([], [])))).toBe('levels 0+0');
    expect(words(lineOf(aMarkPrice({ indexPrice: undefined })))).toBe('mark 88677.5');
    expect(words(lineOf(aFundingRate({ nextFundingTime: undefined })))).toBe('funding +0.0050%');
  });
});
