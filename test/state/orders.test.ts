import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order, OrderStatus, OrderUpdate } from '../../src/model/account.js';
import { ordersReducer } from '../../src/state/orders.js';
import { accountStamp, frozen, order, orderUpdate, statesOf } from './account-rows.js';
import { doubt, reset } from './rows.js';

const one = order('1', 10);
const two = order('2', 10, { status: 'partially-filled', filled: '1' });
const first = frozen(ordersReducer(undefined, orderUpdate(false, one, two)));

describe('ordersReducer', () => {
  it('tells the first update, and to a newcomer the same without changes', () => {
    const told = { ...accountStamp, type: 'orders', open: { 1: one, 2: two } };
    expect(first?.emit).toEqual([{ ...told, changed: [one, two] }]);
    expect(first?.known).toEqual([{ ...told, changed: [] }]);
  });

  it('tells a first update without rows: nothing is open', () => {
    expect(ordersReducer(undefined, orderUpdate(true))?.emit).toEqual([
      { ...accountStamp, type: 'orders', open: {}, changed: [] },
    ]);
  });

  it('upserts by id', () => {
    const more = order('1', 11, { status: 'partially-filled', filled: '0.5', averagePrice: '99' });
    const state = ordersReducer(first, { ...orderUpdate(false, more), timestamp: 8, receivedAt: 9 });
    expect(state?.emit).toEqual([
      { ...accountStamp, type: 'orders', timestamp: 8, receivedAt: 9, open: { 1: more, 2: two }, changed: [more] },
    ]);
  });

  it.each<OrderStatus>(['filled', 'cancelled', 'rejected', 'expired'])(
    'takes a %s order out of the open ones',
    status => {
      const last = order('1', 11, { status });
      const state = ordersReducer(first, orderUpdate(false, last));
      expect(state?.emit[0]).toMatchObject({ open: { 2: two }, changed: [last] });
      expect(state?.emit[0]?.open).not.toHaveProperty('1');
      expect(state?.known[0]?.changed).toEqual([]);
    },
  );

  it('tells an order that was never open', () => {
    const rejected = order('3', 11, { status: 'rejected' });
    const state = ordersReducer(first, orderUpdate(false, rejected));
    expect(state?.emit[0]).toMatchObject({ open: { 1: one, 2: two }, changed: [rejected] });
  });

  it('tells each row of one update, in its order', () => {
    const rows = [order('3', 11), order('3', 12, { status: 'filled', filled: '2' })];
    const state = ordersReducer(first, orderUpdate(false, ...rows));
    expect(state?.emit[0]?.changed).toEqual(rows);
    expect(Object.keys(state?.open ?? {})).toEqual(['1', '2']);
  });

  it('gives the same object back for an older row, and for one that says the same', () => {
    expect(ordersReducer(first, orderUpdate(false, order('1', 9, { filled: '1' })))).toBe(first);
    expect(ordersReducer(first, orderUpdate(false, order('1', 9, { status: 'cancelled' })))).toBe(first);
    expect(ordersReducer(first, orderUpdate(false, { ...one, receivedAt: 9, timestamp: 9, raw: 2 }))).toBe(first);
    expect(ordersReducer(first, orderUpdate(false))).toBe(first);
    expect(ordersReducer(first, orderUpdate(true, two, one))).toBe(first);
  });

  it.each([9, 10, undefined])('does not reopen a final order by a row of %s', updatedAt => {
    const closed = ordersReducer(first, orderUpdate(false, order('1', 10, { status: 'filled', filled: '2' })));
    for (const whole of [true, false]) {
      const state = ordersReducer(closed, orderUpdate(whole, order('1', updatedAt, { filled: '9' }), two));
      expect(state).toBe(closed);
    }
  });

  it('takes news of a final order that stays final', () => {
    const filled = order('1', 11, { status: 'filled', filled: '2' });
    const closed = ordersReducer(first, orderUpdate(false, filled));
    const charged = { ...filled, updatedAt: 12, fees: [{ asset: 'USDT', amount: '0.1' }] } as const;
    const state = ordersReducer(closed, orderUpdate(false, charged));
    expect(state?.emit[0]).toMatchObject({ open: { 2: two }, changed: [charged] });
    expect(ordersReducer(state, orderUpdate(false, filled))).toBe(state);
  });

  describe('at the same time, or without one', () => {
    it.each([10, undefined])('takes what has more filled, or differs (%s)', updatedAt => {
      const state = ordersReducer(undefined, orderUpdate(false, order('1', updatedAt, { filled: '1.0' })));
      const more = order('1', updatedAt, { filled: '1.5' });
      const moved = order('1', updatedAt, { filled: '1.0', price: '101' });
      const less = order('1', updatedAt, { filled: '0.50', price: '101' });
      expect(ordersReducer(state, orderUpdate(false, more))?.open).toEqual({ 1: more });
      expect(ordersReducer(state, orderUpdate(false, moved))?.open).toEqual({ 1: moved });
      expect(ordersReducer(state, orderUpdate(false, less))).toBe(state);
    });

    it('takes a final row, whatever it says is filled', () => {
      const cancelled = order('2', 10, { status: 'cancelled' });
      expect(ordersReducer(first, orderUpdate(false, cancelled))?.open).toEqual({ 1: one });
    });
  });

  it.each<Partial<Order>>([
    { status: 'partially-filled' },
    { price: '9' },
    { size: '9' },
    { quoteSize: '9' },
    { averagePrice: '9' },
    { filled: '0.0' },
    { clientId: 'mine' },
    { side: 'sell' },
    { orderType: 'other' },
    { timeInForce: undefined },
    { reduceOnly: true },
    { positionSide: 'long' },
    { createdAt: 9 },
    { updatedAt: undefined },
    { fees: [{ asset: 'BTC', amount: '0.1' }] },
  ])('tells a change of %o', change => {
    const row = { ...one, ...change };
    expect(ordersReducer(first, orderUpdate(false, row))?.emit[0]?.changed).toEqual([row]);
  });

  it.each<Pick<Order, 'fees'>>([
    { fees: [{ asset: 'BTC', amount: '0.2' }] },
    { fees: [{ asset: 'BNB', amount: '0.1' }] },
    { fees: [] },
    {
      fees: [
        { asset: 'BTC', amount: '0.1' },
        { asset: 'BNB', amount: '0.1' },
      ],
    },
  ])('tells a change to %o', ({ fees }) => {
    const charged = order('1', 10, { fees: [{ asset: 'BTC', amount: '0.1' }] });
    const state = ordersReducer(undefined, orderUpdate(false, charged));
    expect(ordersReducer(state, orderUpdate(false, { ...charged, fees: [...charged.fees] }))).toBe(state);
    const row = { ...charged, fees };
    expect(ordersReducer(state, orderUpdate(false, row))?.emit[0]?.changed).toEqual([row]);
  });

  describe('a whole update', () => {
    it('takes away the open orders that it leaves out', () => {
      const state = ordersReducer(first, orderUpdate(true, two));
      expect(state?.emit).toEqual([{ ...accountStamp, type: 'orders', open: { 2: two }, changed: [] }]);
      expect(ordersReducer(first, orderUpdate(true))?.emit[0]?.open).toEqual({});
    });

    it('keeps what is known later', () => {
      const state = ordersReducer(first, orderUpdate(true, order('1', 9, { price: '1' })));
      expect(state?.open).toEqual({ 1: one });
    });

    it('brings back what an earlier one left out, which late rows do not', () => {
      const without = ordersReducer(first, orderUpdate(true, two));
      expect(ordersReducer(without, orderUpdate(false, one))).toBe(without);
      expect(ordersReducer(without, orderUpdate(false, order('1', 9)))).toBe(without);
      const later = order('1', 11);
      expect(ordersReducer(without, orderUpdate(false, later))?.open).toEqual({ 1: later, 2: two });
      const back = ordersReducer(without, orderUpdate(true, two, one));
      expect(back?.emit[0]).toMatchObject({ open: { 1: one, 2: two }, changed: [one] });
    });
  });

  it('remembers 500 that left, the last ones', () => {
    const finals = Array.from({ length: 501 }, (_, index) => order(`f${index}`, 20, { status: 'filled' }));
    const state = ordersReducer(undefined, orderUpdate(false, ...finals));
    expect(state?.gone.size).toBe(500);
    expect(ordersReducer(state, orderUpdate(false, order('f1', 19), order('f500', 19)))).toBe(state);
    expect(ordersReducer(state, orderUpdate(false, order('f0', 19)))?.open).toHaveProperty('f0');
  });

  it('does not freeze where the venue’s clock has gone back, nor opens again what is final', () => {
    const at = (timestamp: number, ...rows: readonly Order[]): OrderUpdate => ({
      ...orderUpdate(false, ...rows),
      timestamp,
    });
    const state = ordersReducer(undefined, at(100_000, order('a', 100_000), order('b', 100_000, { status: 'filled' })));
    const more = order('a', 40_000, { filled: '0.5', status: 'partially-filled' });
    const touched = ordersReducer(state, at(40_000, more, order('b', 40_000)));
    expect(touched?.emit[0]).toMatchObject({ open: { a: { filled: '0.5' } }, changed: [more] });
    expect(Object.keys(touched?.open ?? {})).toEqual(['a']);
    // What is late by its new time is late.
    expect(ordersReducer(touched, at(40_500, order('a', 39_000, { price: '7' })))).toBe(touched);
    const done = ordersReducer(state, at(40_000, order('a', 40_000, { status: 'cancelled' })));
    expect(done?.open).toEqual({});
    // A row of long ago that is told now is late.
    expect(ordersReducer(state, at(110_000, order('a', 40_000, { price: '7' })))).toBe(state);
  });

  it('knows nothing after a reset, and stands a doubt', () => {
    expect(ordersReducer(first, reset)).toBeUndefined();
    expect(ordersReducer(first, doubt)).toBe(first);
  });
});

describe('ordersReducer, whatever comes', () => {
  const statuses: readonly OrderStatus[] = ['open', 'partially-filled', 'filled', 'cancelled', 'rejected', 'expired'];
  const ids = ['1', '2', '__proto__', 'constructor'];
  const rowAt = (updatedAt: number): fc.Arbitrary<Order> =>
    fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...statuses))
      .map(([id, status]) => order(id, updatedAt, { status }));
  /** Rows of different times, in any order. */
  const rows = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 15 })
    .chain(times => fc.tuple(...times.map(rowAt)));
  const isOpen = ({ status }: Order): boolean => status === 'open' || status === 'partially-filled';

  function latestOf(given: readonly Order[]): ReadonlyMap<string, Order> {
    const latest = new Map<string, Order>();
    for (const row of given) {
      if ((latest.get(row.id)?.updatedAt ?? 0) < (row.updatedAt ?? 0)) latest.set(row.id, row);
    }
    return latest;
  }

  it('holds the latest row of each order, whatever the order of the rows and their packing', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 4 }), (given, size) => {
        const updates = Array.from({ length: Math.ceil(given.length / size) }, (_, index) =>
          orderUpdate(false, ...given.slice(index * size, (index + 1) * size)),
        );
        const states = statesOf(ordersReducer, updates);
        const open = [...latestOf(given).values()].filter(isOpen);
        expect(new Map(Object.entries(states.at(-1)?.open ?? {}))).toEqual(new Map(open.map(row => [row.id, row])));
        for (const [index, update] of updates.entries()) {
          // Told twice, told once.
          expect(ordersReducer(states[index], update)).toBe(states[index]);
        }
      }),
    );
  });

  it('holds exactly the rows after a whole update that is the latest', () => {
    fc.assert(
      fc.property(rows, fc.uniqueArray(fc.constantFrom(...ids)), (given, left) => {
        const whole = left.map(id => order(id, 100));
        const updates = [...given.map(row => orderUpdate(false, row)), orderUpdate(true, ...whole)];
        const open = statesOf(ordersReducer, updates).at(-1)?.open;
        expect(new Map(Object.entries(open ?? {}))).toEqual(new Map(whole.map(row => [row.id, row])));
      }),
    );
  });

  it('never changes what was emitted, and makes the same of the same', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), rows), { maxLength: 6 }), given => {
        const updates = given.map(([whole, of]) => orderUpdate(whole, ...of));
        const states = statesOf(ordersReducer, updates);
        const told = JSON.stringify(states.map(state => state?.emit));
        for (const [index, update] of updates.entries()) {
          const again = ordersReducer(states[index - 1], update);
          expect(again).toEqual(states[index]);
          for (const id of again?.gone.keys() ?? []) expect(Object.hasOwn(again?.open ?? {}, id)).toBe(false);
          expect(again?.known).toEqual(again?.emit.map(value => ({ ...value, changed: [] })));
        }
        expect(JSON.stringify(states.map(state => state?.emit))).toBe(told);
      }),
    );
  });
});
