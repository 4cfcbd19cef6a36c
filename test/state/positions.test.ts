import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from '../../src/model/account.js';
import type { Decimal } from '../../src/model/decimal.js';
import { positionsReducer } from '../../src/state/positions.js';
import { accountStamp, frozen, position, positionUpdate, statesOf } from './account-rows.js';
import { doubt, reset } from './rows.js';

const btc = position('BTCUSDT', '1');
const short = position('BTCUSDT', '3', { side: 'short' });
const isolated = position('BTCUSDT', '4', { marginMode: 'isolated' });
const eth = position('ETHUSDT', '2');
const first = frozen(positionsReducer(undefined, positionUpdate(true, eth, short, isolated, btc)));

describe('positionsReducer', () => {
  it('tells the first update in order, and to a newcomer the same without changes', () => {
    const told = { ...accountStamp, type: 'positions', open: [btc, isolated, short, eth] };
    expect(first?.emit).toEqual([{ ...told, changed: [eth, short, isolated, btc], closed: [] }]);
    expect(first?.known).toEqual([{ ...told, changed: [], closed: [] }]);
  });

  it('tells a first update without rows: nothing is open', () => {
    const state = positionsReducer(undefined, positionUpdate(true));
    expect(state?.emit).toEqual([{ ...accountStamp, type: 'positions', open: [], changed: [], closed: [] }]);
  });

  it('upserts by symbol, side and margin mode', () => {
    const more = { ...short, size: '5', updatedAt: 3 } as const;
    const state = positionsReducer(first, { ...positionUpdate(false, more, btc), receivedAt: 9 });
    expect(state?.emit).toEqual([
      {
        ...accountStamp,
        type: 'positions',
        receivedAt: 9,
        open: [btc, isolated, more, eth],
        changed: [more],
        closed: [],
      },
    ]);
    expect(state?.open[0]).toBe(btc);
  });

  it.each<Partial<Position>>([
    { size: '9' },
    { available: '9' },
    { entryPrice: '9' },
    { markPrice: '9' },
    { liquidationPrice: '9' },
    { leverage: '9' },
    { marginAsset: 'USDC' },
    { margin: '9' },
    { unrealizedPnl: '9' },
    { realizedPnl: '9' },
    { createdAt: 9 },
    { updatedAt: 9 },
  ])('tells a change of %o', change => {
    const row = { ...eth, ...change };
    expect(positionsReducer(first, positionUpdate(false, row))?.emit[0]?.changed).toEqual([row]);
  });

  it('gives the same object back where nothing differs', () => {
    const again = { ...eth, receivedAt: 9, timestamp: 9, raw: 2 };
    expect(positionsReducer(first, positionUpdate(false, again))).toBe(first);
    expect(positionsReducer(first, positionUpdate(true, btc, again, short, isolated))).toBe(first);
    expect(positionsReducer(first, positionUpdate(false))).toBe(first);
  });

  it('tells what a whole update leaves out as closed', () => {
    const state = positionsReducer(first, positionUpdate(true, btc));
    expect(state?.emit[0]).toMatchObject({ open: [btc], changed: [], closed: [isolated, short, eth] });
    expect(positionsReducer(first, positionUpdate(true))?.emit[0]?.open).toEqual([]);
    expect(state?.known[0]?.closed).toEqual([]);
  });

  it.each([true, false])('tells a row of size zero as closed once (whole: %s)', whole => {
    const gone = { ...eth, size: '0.000', realizedPnl: '7', updatedAt: 3 } as const;
    const state = positionsReducer(first, positionUpdate(whole, btc, isolated, short, gone));
    expect(state?.emit[0]).toMatchObject({ open: [btc, isolated, short], changed: [], closed: [gone] });
    expect(positionsReducer(state, positionUpdate(whole, btc, isolated, short, gone))).toBe(state);
  });

  it('ignores a row that is earlier than what is known, unless the update is whole', () => {
    const late = { ...eth, size: '1', updatedAt: 1 } as const;
    expect(positionsReducer(first, positionUpdate(false, late))).toBe(first);
    expect(positionsReducer(first, positionUpdate(false, { ...late, size: '0' }))).toBe(first);
    expect(positionsReducer(first, positionUpdate(true, late))?.open).toEqual([late]);
    const timeless = { ...late, updatedAt: undefined };
    expect(positionsReducer(first, positionUpdate(false, timeless))?.emit[0]?.changed).toEqual([timeless]);
  });

  it('does not reopen for a late row what is flat, wherever it was told flat', () => {
    const flat = { ...eth, size: '0', updatedAt: 3 } as const;
    const closed = positionsReducer(first, positionUpdate(false, flat));
    expect(positionsReducer(closed, positionUpdate(false, eth))).toBe(closed);
    expect(positionsReducer(closed, positionUpdate(false, { ...eth, size: '9' }))).toBe(closed);
    const later = { ...eth, updatedAt: 4 };
    expect(positionsReducer(closed, positionUpdate(false, later))?.emit[0]?.changed).toEqual([later]);
    expect(positionsReducer(closed, positionUpdate(true, btc, eth))?.open).toContain(eth);

    const never = position('XRPUSDT', '0', { updatedAt: 3 });
    const told = frozen(positionsReducer(first, positionUpdate(false, never)));
    expect(told).toMatchObject({ emit: [], open: first?.open });
    expect(told?.known).toBe(first?.known);
    expect(positionsReducer(told, positionUpdate(false, { ...never }))).toBe(told);
    expect(positionsReducer(told, positionUpdate(false, { ...never, size: '1', updatedAt: 2 }))).toBe(told);
    const again = positionsReducer(told, positionUpdate(false, { ...never, updatedAt: 5 }));
    expect(positionsReducer(again, positionUpdate(false, { ...never, size: '1', updatedAt: 4 }))).toBe(again);
  });

  it('does not reopen for the last row what a whole update left out, but for a later one', () => {
    const gone = positionsReducer(first, positionUpdate(true, btc));
    expect(positionsReducer(gone, positionUpdate(false, eth))).toBe(gone);
    expect(positionsReducer(gone, positionUpdate(false, { ...eth, updatedAt: 3 }))?.open).toHaveLength(2);
    expect(positionsReducer(gone, positionUpdate(true, btc, eth))?.open).toHaveLength(2);
  });

  it('takes rows that tell no time as they come', () => {
    const flat = { ...eth, size: '0', updatedAt: undefined } as const;
    const closed = positionsReducer(first, positionUpdate(false, flat));
    expect(positionsReducer(closed, positionUpdate(false, eth))?.open).toContain(eth);
  });

  it('forgets the oldest of very many that are flat', () => {
    const rows = Array.from({ length: 501 }, (_, n) => position(`S${n}`, '0', { updatedAt: 3 }));
    const state = positionsReducer(undefined, positionUpdate(false, ...rows));
    expect(state?.gone.size).toBe(500);
    const late = (n: number) => positionsReducer(state, positionUpdate(false, position(`S${n}`, '1')))?.open.length;
    expect([late(0), late(1), late(500)]).toEqual([1, 0, 0]);
  });

  it('takes the latest of several rows of one position', () => {
    const second = { ...eth, size: '5', updatedAt: 5 } as const;
    const third = { ...eth, size: '6', updatedAt: 6 } as const;
    for (const rows of [
      [second, third],
      [third, second],
    ]) {
      expect(positionsReducer(first, positionUpdate(false, ...rows))?.emit[0]?.changed).toEqual([third]);
    }
    const same = { ...third, size: '7' } as const;
    expect(positionsReducer(first, positionUpdate(false, third, same))?.emit[0]?.changed).toEqual([same]);
  });

  describe('where the venue’s clock', () => {
    const at = (timestamp: number, ...rows: readonly Position[]) => ({ ...positionUpdate(false, ...rows), timestamp });
    const row = (symbol: string, size: Decimal, updatedAt: number): Position => position(symbol, size, { updatedAt });
    const told = frozen(
      positionsReducer(undefined, {
        ...positionUpdate(true, row('BTCUSDT', '1', 100_000), row('ETHUSDT', '2', 100_000)),
        timestamp: 100_000,
      }),
    );
    const sizes = (state: typeof told): readonly string[] => state?.open.map(({ size }) => size) ?? [];

    it('has gone back, takes what comes in the order in which it comes, from the second one on', () => {
      const once = positionsReducer(told, at(40_000, row('BTCUSDT', '3', 40_000)));
      expect([once?.emit, sizes(once)]).toEqual([[], ['1', '2']]);
      const twice = positionsReducer(once, at(41_000, row('BTCUSDT', '4', 41_000)));
      expect(twice?.emit.map(({ open }) => open.map(({ size }) => size))).toEqual([
        ['3', '2'],
        ['4', '2'],
      ]);
      // What was told before the clock went back does not freeze, and a row may close it.
      const eth = positionsReducer(twice, at(42_000, row('ETHUSDT', '0', 42_000)));
      expect(eth?.emit[0]).toMatchObject({ open: [{ symbol: 'BTCUSDT' }], closed: [{ symbol: 'ETHUSDT' }] });
      // By its new time, what is late is late as ever.
      expect(sizes(positionsReducer(eth, at(42_500, row('ETHUSDT', '9', 41_500))))).toEqual(['4']);
    });

    it('has not gone back, drops one that is late, however late it is', () => {
      const late = positionsReducer(told, at(40_000, row('BTCUSDT', '3', 40_000)));
      const next = positionsReducer(late, at(101_000, row('ETHUSDT', '5', 101_000)));
      expect(sizes(next)).toEqual(['1', '5']);
      const again = positionsReducer(next, at(40_000, row('BTCUSDT', '3', 40_000)));
      expect(sizes(positionsReducer(again, at(102_000, row('ETHUSDT', '5', 101_000))))).toEqual(['1', '5']);
    });

    it('tells a time of long ago of what is told now, believes that it is late', () => {
      expect(sizes(positionsReducer(told, at(110_000, row('BTCUSDT', '3', 40_000))))).toEqual(['1', '2']);
    });
  });

  it('knows nothing after a reset, and stands a doubt', () => {
    expect(positionsReducer(first, reset)).toBeUndefined();
    expect(positionsReducer(first, doubt)).toBe(first);
  });
});

describe('positionsReducer, whatever comes', () => {
  interface Write {
    readonly symbol: string;
    readonly side: 'long' | 'short';
    readonly size: Decimal;
  }
  const write: fc.Arbitrary<Write> = fc.record({
    symbol: fc.constantFrom('A', 'B', 'AB'),
    side: fc.constantFrom('long', 'short'),
    size: fc.constantFrom<Decimal>('0', '0.00', '1', '2'),
  });
  const updates = fc.array(fc.record({ whole: fc.boolean(), writes: fc.array(write, { maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 12,
  });

  it('holds what was written last, in order; what was open is open or told closed', () => {
    fc.assert(
      fc.property(updates, given => {
        const model = new Map<string, string>();
        const events = given.map(({ whole, writes }, updatedAt) =>
          positionUpdate(whole, ...writes.map(({ symbol, side, size }) => position(symbol, size, { side, updatedAt }))),
        );
        const states = statesOf(positionsReducer, events);
        for (const [index, { whole, writes }] of given.entries()) {
          const before = new Set(model.keys());
          if (whole) model.clear();
          for (const { symbol, side, size } of writes) model.set(`${symbol} ${side}`, size);
          for (const [key, size] of model) if (Number(size) === 0) model.delete(key);
          const state = states[index];
          const keys = state?.open.map(({ symbol, side }) => `${symbol} ${side}`);
          expect(keys).toEqual([...model.keys()].sort());
          expect(state?.open.map(({ size }) => size)).toEqual(keys?.map(key => model.get(key)));
          if (index > 0 && state?.emit.length === 0) expect(state.known).toBe(states[index - 1]?.known);
          if (index > 0 && (state === states[index - 1] || state?.emit.length === 0)) {
            expect(before).toEqual(new Set(model.keys()));
            continue;
          }
          const closed = state?.emit[0]?.closed.map(({ symbol, side }) => `${symbol} ${side}`) ?? [];
          expect(new Set(closed)).toEqual(new Set([...before].filter(key => !model.has(key))));
          expect(state?.known).toEqual([{ ...state?.emit[0], changed: [], closed: [] }]);
        }
      }),
    );
  });

  it('holds the latest row of each position that stays open, whatever the order of the updates', () => {
    const rows = fc
      .uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 })
      .chain(times =>
        fc.tuple(
          ...times.map(updatedAt =>
            fc.constantFrom('A', 'B').map(symbol => position(symbol, `${updatedAt}`, { updatedAt })),
          ),
        ),
      );
    fc.assert(
      fc.property(rows, given => {
        const latest = new Map<string, Position>();
        for (const row of [...given].sort((a, b) => (a.updatedAt ?? 0) - (b.updatedAt ?? 0)))
          latest.set(row.symbol, row);
        const states = statesOf(
          positionsReducer,
          given.map(row => positionUpdate(false, row)),
        );
        expect(new Set(states.at(-1)?.open)).toEqual(new Set(latest.values()));
      }),
    );
  });
});
