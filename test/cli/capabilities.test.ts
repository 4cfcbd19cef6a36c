import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../src/cli/capabilities.js';
import { venuesTable } from '../../src/cli/render/venues-table.js';
import { createPaint } from '../../src/cli/render/paint.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { bitget } from '../../src/venues/bitget/index.js';

describe('capabilitiesOf', () => {
  it('finds every interval and depth that the venue takes, and no other', () => {
    const { intervals, depths } = capabilitiesOf(bitget);
    const market = 'spot';
    for (const interval of intervals) {
      expect(() => bitget.channels.candles.topic({ market, symbol: 'A', interval: interval as '1m' })).not.toThrow();
    }
    expect(intervals).not.toContain('7m');
    expect(depths).toEqual([1, 5, 15]);
  });

  it('finds the intervals of a venue whose symbols are pairs', () => {
    const { intervals, depths } = capabilitiesOf(backpack);
    expect(intervals.join(' ')).toBe('1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M');
    expect(depths).toEqual([]);
  });

  it('asks nothing of what a venue has not', () => {
    const { kinds, intervals, depths } = capabilitiesOf({
      ...bitget,
      channels: { ticker: bitget.channels.ticker },
      hosts: {},
      raw: {},
    });
    expect(kinds.map(({ kind }) => kind)).toEqual(['ticker']);
    expect([intervals, depths]).toEqual([[], []]);
  });

  it('leaves out of the table what is empty', () => {
    const lean = capabilitiesOf({ ...bitget, channels: { ticker: bitget.channels.ticker }, hosts: {}, raw: {} });
    const table = venuesTable([lean], 80, createPaint(false)).join('\n');
    expect(table).toMatch(/^market +spot \(default\)/m);
    expect(table).not.toMatch(/^(interval|depth|host|channels) /m);
  });
});
