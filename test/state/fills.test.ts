import { describe, expect, it } from 'vitest';
import type { Fill } from '../../src/model/account.js';
import { fillsReducer } from '../../src/state/fills.js';
import { doubt, reset, stamp } from './rows.js';

const fill: Fill = {
  ...stamp,
  type: 'fill',
  id: '1',
  orderId: '2',
  clientId: undefined,
  side: 'buy',
  price: '100',
  size: '1',
  value: '100',
  liquidity: 'maker',
  fees: [{ asset: 'USDT', amount: '-0.01' }],
  realizedPnl: undefined,
  raw: 1,
};

describe('fillsReducer', () => {
  it('passes each on, the same object, and keeps none', () => {
    const first = fillsReducer(undefined, fill);
    expect(first?.emit[0]).toBe(fill);
    expect(first?.known).toEqual([]);
    const again = fillsReducer(first, fill);
    expect(again).not.toBe(first);
    expect(again?.emit).toEqual([fill]);
  });

  it('tells nothing at a reset or a doubt', () => {
    const state = fillsReducer(undefined, fill);
    expect(fillsReducer(state, reset)).toBeUndefined();
    expect(fillsReducer(state, doubt)).toBe(state);
  });
});
