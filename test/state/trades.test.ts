import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelMessage, Trade } from '../../src/model/market.js';
import { channelReducer } from '../../src/state/channel.js';
import { lastTrades } from '../../src/state/last-trades.js';
import { createRecentIds } from '../../src/state/recent-ids.js';
import { tradesReducer } from '../../src/state/trades.js';
import { doubt, reset, stamp } from './rows.js';

function trade(id: string): Trade {
  return { ...stamp, type: 'trade', id, price: 1, size: 1, side: 'buy', raw: undefined };
}

describe('tradesReducer and channelReducer', () => {
  it('pass each event on, and keep none', () => {
    const one = tradesReducer(undefined, trade('1'));
    expect(one).toEqual({ emit: [trade('1')], known: [] });
    expect(tradesReducer(one, trade('2'))).toEqual({ emit: [trade('2')], known: [] });
    const message: ChannelMessage = { ...stamp, type: 'message', channel: 'x', action: undefined, rows: [1] };
    expect(channelReducer(undefined, message)).toEqual({ emit: [message], known: [] });
  });

  it('tell nothing at a reset or a doubt', () => {
    const one = tradesReducer(undefined, trade('1'));
    expect(tradesReducer(one, reset)).toBeUndefined();
    expect(tradesReducer(one, doubt)).toBe(one);
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
    expect(ids.map(isNew)).toEqual(ids.map(() => true));
    expect(ids.map(isNew)).toEqual(ids.map(() => false));
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
