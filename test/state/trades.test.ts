import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelMessage, Trade } from '../../src/model/market.js';
import { channelReducer } from '../../src/state/channel.js';
import { lastTrades } from '../../src/state/last-trades.js';
import { createRecentIds } from '../../src/state/recent-ids.js';
import { tradesReducer } from '../../src/state/trades.js';
import type { TradesState } from '../../src/state/trades.js';
import { doubt, reset, stamp } from './rows.js';

function trade(id: string): Trade {
  return { ...stamp, type: 'trade', id, price: 1, size: 1, side: 'buy', raw: undefined };
}

describe('tradesReducer and channelReducer', () => {
  it('pass each event on, and keep none', () => {
    const one = tradesReducer(undefined, trade('1'));
    expect(one).toMatchObject({ emit: [trade('1')], known: [] });
    expect(tradesReducer(one, trade('2'))).toMatchObject({ emit: [trade('2')], known: [] });
    const message: ChannelMessage = { ...stamp, type: 'message', channel: 'x', action: undefined, rows: [1] };
    expect(channelReducer(undefined, message)).toEqual({ emit: [message], known: [] });
  });

  it('tell nothing at a reset or a doubt', () => {
    const one = tradesReducer(undefined, trade('1'));
    expect(tradesReducer(one, reset)).toBeUndefined();
    expect(tradesReducer(one, doubt)).toBe(one);
  });
});

describe('trades without ids', () => {
  const nameless = (timestamp: number, size = 1): Trade => ({ ...trade(''), id: undefined, timestamp, size });
  const told = (events: readonly (Trade | typeof reset | typeof doubt)[]): readonly Trade[] => {
    let state: TradesState | undefined;
    return events.flatMap(event => {
      const next = tradesReducer(state, event);
      const emit = next === state ? [] : (next?.emit ?? []);
      state = next;
      return emit;
    });
  };

  it('are told once, though a new epoch begins with those that were told', () => {
    const before = [nameless(1), nameless(2), nameless(3), nameless(3, 2)];
    const missed = [nameless(3, 3), nameless(4)];
    expect(told([...before, reset, ...before.slice(1), ...missed, nameless(5)])).toEqual([
      ...before,
      ...missed,
      nameless(5),
    ]);
  });

  it('of one ms that look alike are counted', () => {
    const twins = [nameless(7), nameless(7)];
    expect(told([...twins, reset, ...twins, nameless(7)])).toEqual([...twins, nameless(7)]);
    expect(told([...twins, reset, doubt, reset, ...twins])).toEqual(twins);
  });

  it('are told in any case within an epoch, and where they have no time', () => {
    expect(told([nameless(7), nameless(6), nameless(7)])).toHaveLength(3);
    const timeless = { ...nameless(1), timestamp: undefined };
    expect(told([timeless, reset, timeless])).toHaveLength(2);
  });

  it('are told as the truth has them, however often the venue tells the last ones again', () => {
    const gaps = fc.array(fc.record({ ms: fc.nat(2), size: fc.nat(2), cut: fc.boolean() }), { maxLength: 40 });
    fc.assert(
      fc.property(gaps, steps => {
        const truth: Trade[] = [];
        const wire: (Trade | typeof reset)[] = [];
        let time = 1;
        for (const { ms, size, cut } of steps) {
          time += ms;
          truth.push(nameless(time, size));
          // What falls into a break is told by the next epoch's first push.
          if (cut) wire.push(reset, ...truth.slice(-10));
          else wire.push(nameless(time, size));
        }
        expect(told(wire)).toEqual(truth);
      }),
    );
  });
});

describe('createRecentIds', () => {
  it('says once that an id is new', () => {
    const isNew = createRecentIds(10);
    expect([isNew('a'), isNew('b'), isNew('a'), isNew('b')]).toEqual([true, true, false, false]);
  });

  it('knows at least the last `capacity` ids, and forgets those that are twice as old', () => {
    const isNew = createRecentIds(5);
    for (let id = 0; id < 100; id++) {
      expect(isNew(`${id}`)).toBe(true);
      for (let back = 0; back < Math.min(5, id + 1); back++) expect(createdWith(id)(`${id - back}`)).toBe(false);
    }
    expect(isNew('0')).toBe(true);
    expect(isNew('89')).toBe(true);
  });

  it('knows ids that do not grow, and late ones, as well', () => {
    const isNew = createRecentIds(100);
    const ids = ['b7', '9', 'a1', '10', '08', 'zz', 'c'];
    expect(ids.map(id => isNew(id))).toEqual(ids.map(() => true));
    expect(ids.map(id => isNew(id))).toEqual(ids.map(() => false));
    expect([isNew('11'), isNew('zzz'), isNew('11'), isNew('b7')]).toEqual([true, true, false, false]);
  });

  it('answers as a memory of everything would, within its capacity', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(30).map(String), fc.string({ maxLength: 2 })), { maxLength: 60 }), ids => {
        const isNew = createRecentIds(60);
        const all = new Set<string>();
        for (const id of ids) {
          expect(isNew(id)).toBe(!all.has(id));
          all.add(id);
        }
      }),
    );
  });

  it.each([0, -1, 1.5, NaN])('refuses a capacity of %s', capacity => {
    expect(() => createRecentIds(capacity)).toThrow(RangeError);
  });

  /** A memory of five that has seen 0 … last. */
  function createdWith(last: number): (id: string) => boolean {
    const isNew = createRecentIds(5);
    for (let id = 0; id <= last; id++) isNew(`${id}`);
    return isNew;
  }
});

describe('lastTrades', () => {
  it('keeps the last ones, oldest first, in a new array each time', () => {
    const next = lastTrades(2);
    const one = next([], trade('1'));
    const two = next(one, trade('2'));
    const three = next(two, trade('3'));
    expect([one, two, three].map(trades => trades.map(({ id }) => id))).toEqual([['1'], ['1', '2'], ['2', '3']]);
  });

  it('cuts a longer seed, and can keep one', () => {
    const seed = [trade('1'), trade('2'), trade('3')];
    expect(lastTrades(2)(seed, trade('4')).map(({ id }) => id)).toEqual(['3', '4']);
    expect(lastTrades(1)(seed, trade('4')).map(({ id }) => id)).toEqual(['4']);
  });

  it.each([0, -1, 1.5, NaN])('refuses a count of %s', count => {
    expect(() => lastTrades(count)).toThrow(RangeError);
  });
});
