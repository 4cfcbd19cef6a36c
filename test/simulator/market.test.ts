import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../../src/contract/counterpart.js';
import type { BookDelta, BookRow } from '../../src/model/market.js';
import { createMarket } from '../../src/simulator/market.js';
import type { Market } from '../../src/simulator/market.js';
import { createOrderBook } from '../../src/simulator/order-book.js';
import { createRandom } from '../../src/simulator/random.js';
import { createSpelling } from '../../src/simulator/spelling.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';

const bitget = bitgetCounterpart();
const BIRTH = Date.UTC(2026, 8, 25, 13, 12, 30);

function listing(market: string, symbol: string): Listing {
  const found = bitget.listings.find(one => one.market === market && one.symbol === symbol);
  if (found === undefined) throw new Error(`${symbol} is not listed`);
  return found;
}

function market(seed: number, symbol = 'BTCUSDT', line = 'spot'): Market {
  return createMarket(bitget, listing(line, symbol), seed, BIRTH);
}

function walk(one: Market, steps: number): readonly ReturnType<Market['step']>[] {
  return Array.from({ length: steps }, (_, i) => one.step(BIRTH + (i + 1) * 100));
}

function applied(rows: readonly BookRow[], changes: readonly BookRow[]): Map<number, string> {
  const levels = new Map(rows.map(({ text }) => [Number(text[0]), text.join(' ')]));
  for (const { text, level } of changes) {
    if (level[1] === 0) levels.delete(level[0]);
    else levels.set(level[0], text.join(' '));
  }
  return levels;
}

function spelled(rows: readonly BookRow[]): Map<number, string> {
  return new Map(rows.map(({ text }) => [Number(text[0]), text.join(' ')]));
}

function byPrice(levels: Map<number, string>): readonly [number, string][] {
  return [...levels].sort(([a], [b]) => a - b);
}

describe('createRandom', () => {
  it('gives the same numbers for the same seed and names, others for others', () => {
    const draw = (...names: readonly string[]): readonly number[] => {
      const random = createRandom(7, ...names);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(createRandom(7).next()).not.toBe(createRandom(8).next());
  });

  it('stays within its bounds and shuffles without loss', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer(), { maxLength: 30 }), (seed, values) => {
        const random = createRandom(seed);
        const whole = random.whole(3, 9);
        expect(whole).toBeGreaterThanOrEqual(3);
        expect(whole).toBeLessThanOrEqual(9);
        expect(Math.abs(random.bell())).toBeLessThanOrEqual(3);
        expect([...random.shuffled(values)].sort()).toEqual([...values].sort());
      }),
    );
  });
});

describe('createOrderBook', () => {
  it('gives what is taken from the best level of the other side, and nothing else', () => {
    const spot = listing('spot', 'BTCUSDT');
    const orders = createOrderBook(spot, createSpelling(spot), createRandom(2), { tick: 8_371_570, grid: 40 });
    orders.changes();
    for (let n = 0; n < 200; n++) {
      const side = n % 3 === 0 ? 'sell' : 'buy';
      const best = orders.top()[side === 'buy' ? 'ask' : 'bid'];
      const fill = orders.take(side);
      const next = orders.top()[side === 'buy' ? 'ask' : 'bid'];
      const left = next.tick === best.tick ? next.lots : 0;
      expect([fill.tick, fill.lots + left]).toEqual([best.tick, best.lots]);
      const { bids, asks } = orders.changes();
      expect(side === 'buy' ? bids : asks).toEqual([]);
      expect((side === 'buy' ? asks : bids).map(row => row.level)).toEqual([[fill.tick / 100, left / 1_000_000]]);
      if (n % 20 === 19) orders.follow(8_371_570);
      orders.changes();
    }
  });
});

describe('createMarket', () => {
  it('is the same bit for bit with the same seed, and another with another', () => {
    const fate = (seed: number): string => {
      const one = market(seed);
      const steps = walk(one, 200);
      return JSON.stringify([steps, one.book(), one.ticker(), one.candles('1m'), one.trades()]);
    };
    expect(fate(7)).toBe(fate(7));
    expect(fate(7)).not.toBe(fate(8));
  });

  it('does not depend on who asked for what in between', () => {
    const quiet = market(3);
    const watched = market(3);
    walk(quiet, 50);
    for (let i = 1; i <= 50; i++) {
      watched.candles('1h');
      watched.ticker();
      watched.step(BIRTH + i * 100);
    }
    expect(watched.book()).toEqual(quiet.book());
    expect(watched.candles('1h')).toEqual(quiet.candles('1h'));
  });

  it('keeps a book of some 60 to 150 levels a side, sorted, of positive sizes, never crossed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('BTCUSDT', 'DOGEUSDT', 'SOLUSDT'), (seed, symbol) => {
        const one = market(seed, symbol);
        for (let i = 1; i <= 150; i++) {
          one.step(BIRTH + i * 100);
          const { bids, asks } = one.book();
          const sorted = (side: readonly BookRow[], sign: number): boolean =>
            side.every((row, n) => n === 0 || (row.level[0] - (side[n - 1]?.level[0] ?? 0)) * sign > 0);
          const crossed = (bids[0]?.level[0] ?? Infinity) >= (asks[0]?.level[0] ?? 0);
          const sizes = [bids.length, asks.length];
          const sound =
            sorted(bids, -1) && sorted(asks, 1) && [...bids, ...asks].every(row => row.level[1] > 0) && !crossed;
          // What trades took away is filled up at the next move.
          if (!sound || Math.min(...sizes) < 50 || Math.max(...sizes) > 150) expect({ i, sizes, sound }).toBe('sound');
        }
      }),
      { numRuns: 25 },
    );
  });

  it('tells each change of the book: the delta applied to the state before gives the state after, text and all', () => {
    const one = market(11);
    let before = one.book();
    for (const { delta } of steps(one, 1_000)) {
      const after = one.book();
      if (delta !== undefined) {
        expect(byPrice(applied(before.bids, delta.bids))).toEqual(byPrice(spelled(after.bids)));
        expect(byPrice(applied(before.asks, delta.asks))).toEqual(byPrice(spelled(after.asks)));
        expect(delta.previous).toBe(before.sequence);
        expect(delta.sequence).toBe(after.sequence);
      } else expect(after).toBe(before);
      before = after;
    }
  });

  it('numbers its states in growing steps that are not all one, beyond 2^53 without loss', () => {
    const one = market(5, 'SOLUSDT');
    const first = BigInt(one.book().sequence);
    expect(first).toBe(1352182127898370048n);
    const deltas = walk(one, 300).flatMap(({ delta }) => (delta === undefined ? [] : [delta]));
    const steps = deltas.map(delta => BigInt(delta.sequence ?? '0') - BigInt(delta.previous ?? '0'));
    expect(steps.every(step => step > 0n)).toBe(true);
    expect(new Set(steps).size).toBeGreaterThan(5);
    // As doubles some of them would be the same number.
    const numbers = deltas.map(delta => delta.sequence ?? '');
    expect(new Set(numbers.map(Number)).size).toBeLessThan(new Set(numbers).size);
  });

  it('keeps the last 10,000 states, and no more', () => {
    const one = market(5);
    const states = walk(one, 10_800).flatMap(({ delta }) => (delta?.sequence === undefined ? [] : [delta.sequence]));
    const old = states.at(-9_999) ?? '';
    expect(one.bookAt(old)?.sequence).toBe(old);
    expect(one.bookAt(one.book().sequence)).toBe(one.book());
    expect(one.bookAt(states[0] ?? '')).toBeUndefined();
    expect(one.bookAt('1')).toBeUndefined();
  });

  it('announces a restart of the numbering by a previous of 0', () => {
    const one = market(5);
    walk(one, 10);
    const before = BigInt(one.book().sequence);
    one.restartSequence();
    const { delta } = one.step(BIRTH + 5_000);
    expect(delta?.previous).toBe('0');
    expect(BigInt(delta?.sequence ?? '0')).toBeLessThan(before);
    const next = firstDelta(one, BIRTH + 6_000);
    expect(next.previous).toBe(delta?.sequence);
  });

  it('removes levels, spells some with trailing zeros and some without, and one price always alike', () => {
    const one = market(9);
    const rows = walk(one, 500).flatMap(({ delta }) => (delta === undefined ? [] : [...delta.bids, ...delta.asks]));
    const removals = rows.filter(row => row.level[1] === 0);
    expect(removals.length).toBeGreaterThan(50);
    expect(new Set(removals.map(row => row.text[1]))).toEqual(new Set(['0']));
    const sizes = rows.filter(row => row.level[1] !== 0).map(row => row.text[1]);
    expect(sizes.some(size => /\.\d*0$/.test(size))).toBe(true);
    expect(sizes.some(size => /^\d+(\.\d{1,5})?$/.test(size) && !size.endsWith('0'))).toBe(true);
    const spellings = new Map<number, Set<string>>();
    for (const { text } of rows)
      spellings.set(Number(text[0]), (spellings.get(Number(text[0])) ?? new Set()).add(text[0]));
    expect([...spellings.values()].every(set => set.size === 1)).toBe(true);
  });

  it('trades at the prices of its book, with growing ids, and ends each day with the numbers that follow', () => {
    const one = market(13);
    let before = one.book();
    const earlier = one.ticker();
    for (let i = 1; i <= 400; i++) {
      const { trades } = one.step(BIRTH + i * 100);
      const side = (row: BookRow): number => row.level[0];
      for (const trade of trades) {
        const prices = (trade.side === 'buy' ? before.asks : before.bids).map(side);
        expect(prices).toContain(trade.price);
      }
      before = one.book();
    }
    const all = one.trades();
    expect(all.length).toBeGreaterThan(150);
    const ids = all.map(trade => BigInt(trade.id ?? '0'));
    expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? 0n))).toBe(true);

    const ticker = one.ticker();
    const fresh = all.filter(trade => (trade.timestamp ?? 0) > BIRTH);
    expect(ticker.price).toBe(fresh.at(-1)?.price);
    const volume = fresh.reduce((sum, trade) => sum + trade.size, 0);
    expect((ticker.volume24h ?? 0) - (earlier.volume24h ?? 0)).toBeCloseTo(volume, 4);
    expect(ticker.high24h ?? 0).toBeGreaterThanOrEqual(Math.max(...fresh.map(trade => trade.price)));
    expect(ticker.low24h ?? 0).toBeLessThanOrEqual(Math.min(...fresh.map(trade => trade.price)));
    expect(ticker.bid).toBe(one.book().bids[0]?.level[0]);
    expect(ticker.askSize).toBe(one.book().asks[0]?.level[1]);
  });

  it('tells mark, index, funding and open interest of futures only', () => {
    const spot = market(1).ticker();
    const swap = market(1, 'BTCUSDT', 'usdt-futures').ticker();
    const delivery = market(1, 'BTCUSDZ26', 'coin-futures').ticker();
    expect(spot.markPrice).toBeUndefined();
    expect(spot.openInterest).toBeUndefined();
    expect(swap.markPrice).toBeCloseTo(83_692.3, -1);
    expect(swap.openInterest).toBeGreaterThan(0);
    expect(swap.nextFundingTime).toBe(Date.UTC(2026, 8, 25, 16));
    expect(delivery.nextFundingTime).toBeUndefined();
    expect(delivery.fundingRate).toBe(0);
  });

  it('makes candles of the trades, flat ones where there are none, after 500 of the past', () => {
    const one = market(21);
    const past = one.candles('1m');
    expect(past).toHaveLength(500);
    expect(past.at(-1)).toMatchObject({ start: BIRTH - 30_000, close: 83_715.7 });
    expect(past.every((row, i) => i === 0 || row.start - (past[i - 1]?.start ?? 0) === 60_000)).toBe(true);
    expect(
      past.every(row => row.low <= Math.min(row.open, row.close) && row.high >= Math.max(row.open, row.close)),
    ).toBe(true);

    const lastOfPast = past.at(-1);
    for (let i = 1; i <= 1_500; i++) one.step(BIRTH + i * 100);
    const fresh = one
      .trades()
      .filter(trade => (trade.timestamp ?? 0) >= BIRTH + 30_000 && (trade.timestamp ?? 0) < BIRTH + 90_000);
    const minute = one.candles('1m').find(row => row.start === BIRTH + 30_000);
    expect(lastOfPast?.start).toBe(BIRTH - 30_000);
    expect(minute?.close).toBe(fresh.at(-1)?.price);
    expect(minute?.volume).toBeCloseTo(
      fresh.reduce((sum, trade) => sum + trade.size, 0),
      5,
    );
    expect(minute?.low).toBe(Math.min(minute?.open ?? 0, ...fresh.map(trade => trade.price)));
    expect(minute?.high).toBe(Math.max(minute?.open ?? 0, ...fresh.map(trade => trade.price)));

    const asleep = one.candles('1m').length;
    one.step(BIRTH + 1_000_000);
    const awake = one.candles('1m');
    expect(awake.length).toBeGreaterThan(asleep);
    expect(awake.filter(row => row.volume === 0 && row.high === row.low).length).toBeGreaterThan(10);
    expect(awake.every((row, i) => i === 0 || row.start - (awake[i - 1]?.start ?? 0) === 60_000)).toBe(true);
  });

  it('gives a series that is asked for late what it would have given one asked for early', () => {
    const early = market(4);
    early.candles('5m');
    const late = market(4);
    walk(early, 3_000);
    walk(late, 3_000);
    expect(late.candles('5m')).toEqual(early.candles('5m'));
  });
});

function* steps(one: Market, count: number): Generator<ReturnType<Market['step']>> {
  for (let i = 1; i <= count; i++) yield one.step(BIRTH + i * 100);
}

function firstDelta(one: Market, from: number): BookDelta {
  for (let i = 0; i < 100; i++) {
    const { delta } = one.step(from + i * 100);
    if (delta !== undefined) return delta;
  }
  throw new Error('the book stands still');
}
