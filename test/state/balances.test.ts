import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Balance } from '../../src/model/account.js';
import type { Decimal } from '../../src/model/decimal.js';
import { balancesReducer } from '../../src/state/balances.js';
import { accountStamp, balance, balanceUpdate, frozen, statesOf } from './account-rows.js';
import { doubt, reset } from './rows.js';

const btc = balance('BTC', '1.00');
const usdt = balance('USDT', '500', { total: '600', held: '100' });
const first = frozen(balancesReducer(undefined, balanceUpdate(true, btc, usdt)));

describe('balancesReducer', () => {
  it('tells the first update, and to a newcomer the same without changes', () => {
    const told = { ...accountStamp, type: 'balances', assets: { BTC: btc, USDT: usdt } };
    expect(first?.emit).toEqual([{ ...told, changed: [btc, usdt] }]);
    expect(first?.known).toEqual([{ ...told, changed: [] }]);
  });

  it('tells a first update without rows: the account is empty', () => {
    for (const whole of [true, false]) {
      expect(balancesReducer(undefined, balanceUpdate(whole))?.emit).toEqual([
        { ...accountStamp, type: 'balances', assets: {}, changed: [] },
      ]);
    }
  });

  it.each<Partial<Balance>>([{ available: '499' }, { total: '601' }, { held: undefined }, { available: '500.0' }])(
    'upserts %o and tells only that row as changed',
    change => {
      const row = { ...usdt, ...change, receivedAt: 9 };
      const state = balancesReducer(first, { ...balanceUpdate(false, btc, row), timestamp: 8, receivedAt: 9 });
      expect(state?.emit).toEqual([
        {
          ...accountStamp,
          type: 'balances',
          timestamp: 8,
          receivedAt: 9,
          assets: { BTC: btc, USDT: row },
          changed: [row],
        },
      ]);
      expect(state?.assets['BTC']).toBe(btc);
    },
  );

  it('gives the same object back where no amount differs', () => {
    const again = { ...usdt, receivedAt: 9, timestamp: 9, raw: 2 };
    expect(balancesReducer(first, balanceUpdate(false, again))).toBe(first);
    expect(balancesReducer(first, balanceUpdate(false))).toBe(first);
    expect(balancesReducer(first, balanceUpdate(true, again, btc))).toBe(first);
  });

  it('drops what a whole update leaves out', () => {
    const state = balancesReducer(first, balanceUpdate(true, usdt));
    expect(state?.emit[0]?.assets).toEqual({ USDT: usdt });
    expect(state?.emit[0]?.changed).toEqual([]);
    expect(balancesReducer(first, balanceUpdate(true))?.emit[0]?.assets).toEqual({});
  });

  it('takes any text as the name of an asset', () => {
    const rows = ['__proto__', 'constructor', 'toString'].map(asset => balance(asset, '1'));
    const state = balancesReducer(first, balanceUpdate(true, ...rows));
    expect(state?.emit[0]?.changed).toEqual(rows);
    expect(Object.values(state?.assets ?? {})).toEqual(rows);
  });

  it('knows nothing after a reset, and stands a doubt', () => {
    expect(balancesReducer(first, reset)).toBeUndefined();
    expect(balancesReducer(first, doubt)).toBe(first);
  });
});

describe('balancesReducer, whatever comes', () => {
  const rows = fc.array(
    fc
      .tuple(fc.constantFrom('BTC', 'ETH', 'USDT', '__proto__'), fc.constantFrom<Decimal>('0', '1', '2.50'))
      .map(([asset, available]) => balance(asset, available)),
    { maxLength: 5 },
  );
  const updates = fc.array(
    fc.tuple(fc.boolean(), rows).map(([whole, given]) => balanceUpdate(whole, ...given)),
    { minLength: 1, maxLength: 12 },
  );

  it('holds the last row of each asset since the last whole update, and tells what differs', () => {
    fc.assert(
      fc.property(updates, given => {
        const model = new Map<string, string>();
        const states = statesOf(balancesReducer, given);
        for (const [index, update] of given.entries()) {
          const before = new Map(model);
          if (update.whole) model.clear();
          for (const row of update.rows) model.set(row.asset, row.available);
          const state = states[index];
          const held = Object.entries(state?.assets ?? {}).map(([asset, row]) => [asset, row.available]);
          expect(new Map(held as [string, string][])).toEqual(model);
          expect(state?.emit[0]?.assets).toBe(state?.assets);
          expect(state?.known).toEqual([{ ...state?.emit[0], changed: [] }]);
          if (index > 0 && state !== states[index - 1]) {
            const changed = new Set(state?.emit[0]?.changed.map(row => row.asset));
            for (const [asset, available] of model) {
              if (before.get(asset) !== available) expect(changed).toContain(asset);
            }
          }
          if (index > 0 && state === states[index - 1]) expect(model).toEqual(before);
        }
      }),
    );
  });
});
