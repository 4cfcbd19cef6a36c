import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountNews } from '../../src/contract/account-news.js';
import type { Decimal } from '../../src/model/decimal.js';
import { createLedger } from '../../src/simulator/account-ledger.js';
import type { AccountLedger } from '../../src/simulator/account-ledger.js';
import { pricesOf } from '../../src/simulator/account-plan.js';
import { createMarket } from '../../src/simulator/market.js';
import { createRandom } from '../../src/simulator/random.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';

const bitget = bitgetCounterpart();
const BIRTH = 1_790_000_000_000;
const MARKETS = bitget.lines.map(({ market }) => market);

/** Exact, by other means than those of the simulator. */
function units(text: string | undefined): bigint {
  const [whole = '0', fraction = ''] = (text ?? '0').replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(16, '0').slice(0, 16));
  return text?.startsWith('-') === true ? -value : value;
}
const sum = (texts: readonly (Decimal | undefined)[]): bigint => texts.reduce((all, one) => all + units(one), 0n);
const times = (a: string, b: string): bigint => (units(a) * units(b)) / 10n ** 16n;

interface Run {
  readonly ledger: AccountLedger;
  readonly news: readonly (readonly AccountNews[])[];
}

function run(market: string, seed: number, steps: number, look: (ledger: AccountLedger) => void = () => {}): Run {
  const line = bitget.lines.find(one => one.market === market);
  if (line === undefined) throw new Error('no such line');
  const listings = bitget.listings.filter(one => one.market === line.trades).slice(0, 2);
  const markets = listings.map(listing => createMarket(bitget, listing, seed, BIRTH));
  const ledger = createLedger({ venue: 'bitget', line, listings, birth: BIRTH }, createRandom(seed, 'ledger'));
  const news: (readonly AccountNews[])[] = [];
  for (let n = 1; n <= steps; n++) {
    for (const one of markets) one.step(BIRTH + n * 100);
    news.push(ledger.step(markets.map(pricesOf), BIRTH + n * 100));
    look(ledger);
  }
  return { ledger, news };
}

const seeds = fc.integer({ min: 0, max: 1_000_000 });
const steps = fc.integer({ min: 1, max: 150 });

describe.each(MARKETS)('an account on %s', market => {
  it('adds up at every moment: what is free and what is held are all', () => {
    fc.assert(
      fc.property(seeds, steps, (seed, count) => {
        run(market, seed, count, ledger => {
          for (const { total, available, held } of ledger.standing().balances) {
            expect(units(available) + units(held)).toBe(units(total));
            expect(units(held)).toBeGreaterThanOrEqual(0n);
            expect(units(available)).toBeGreaterThan(0n);
          }
        });
      }),
      { numRuns: 15 },
    );
  });

  it('holds what its open orders and its positions need, and no more', () => {
    let moments = 0;
    run(market, 21, 400, ledger => {
      const { balances, orders, positions } = ledger.standing();
      // What a market order will cost is not known.
      if (orders.some(order => order.orderType === 'market')) return;
      moments += 1;
      for (const { asset, held } of balances) {
        let expected = sum(positions.filter(row => row.marginAsset === asset).map(row => row.margin));
        for (const { symbol, side, price = '0', size = '0', filled, positionSide } of orders) {
          const rest = (Number(size) - Number(filled)).toFixed(8);
          const base = symbol.replace(/USD[TC]?$|PERP$/, '');
          const [amount, locked] =
            side === 'buy' ? [times(price, rest), symbol.slice(base.length)] : [units(rest), base];
          if (positionSide === undefined) expected += locked === asset ? amount : 0n;
          else if ((side === 'buy') === (positionSide === 'long')) {
            const inverse = market === 'coin-futures';
            const marginAsset = inverse ? base : market === 'usdc-futures' ? 'USDC' : 'USDT';
            if (marginAsset === asset) expected += (inverse ? units(rest) : times(price, rest)) / 20n;
          }
        }
        const difference = units(held) - expected;
        // Each order is rounded by itself.
        expect(difference < 10n ** 10n && difference > -(10n ** 10n), `${asset} ${held}: ${difference}`).toBe(true);
      }
    });
    expect(moments).toBeGreaterThan(50);
  });

  it('changes its balances by its fills and their fees, and by nothing else', () => {
    fc.assert(
      fc.property(seeds, steps, (seed, count) => {
        const before = run(market, seed, 0).ledger.standing().balances;
        const { ledger, news } = run(market, seed, count);
        for (const { asset, total } of ledger.standing().balances) {
          let expected = units(before.find(row => row.asset === asset)?.total);
          for (const { symbol, side, size, value, fees, realizedPnl } of ledger.fills()) {
            if (realizedPnl === undefined) {
              const base = symbol.replace(/USD[TC]?$/, '');
              const sign = side === 'buy' ? 1n : -1n;
              if (asset === base) expected += sign * units(size);
              if (asset === 'USDT') expected -= sign * units(value);
            } else if (fees[0]?.asset === asset) expected += units(realizedPnl);
            for (const fee of fees) if (fee.asset === asset) expected -= units(fee.amount);
          }
          const told = news
            .flat()
            .findLast(one => one.type === 'balances' && one.rows.some(row => row.asset === asset));
          const unrealized = told?.type === 'balances' ? told.worth[asset]?.unrealized : undefined;
          expect(units(total)).toBe(expected + units(unrealized));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('fills each order by its fills, and pays their fees', () => {
    fc.assert(
      fc.property(seeds, steps, (seed, count) => {
        const { ledger } = run(market, seed, count);
        for (const order of ledger.orders()) {
          const fills = ledger.fills().filter(({ orderId }) => orderId === order.id);
          expect(sum(fills.map(fill => fill.size))).toBe(units(order.filled));
          expect(sum(fills.flatMap(fill => fill.fees.map(fee => fee.amount)))).toBe(
            sum(order.fees.map(fee => fee.amount)),
          );
          for (const fill of fills) expect(times(fill.price, fill.size)).toBe(units(fill.value));
          if (order.status === 'filled' && order.size !== undefined)
            expect(units(order.filled)).toBe(units(order.size));
          if (order.status === 'open') expect(units(order.filled)).toBe(0n);
          if (order.status === 'partially-filled') expect(units(order.filled)).toBeGreaterThan(0n);
          if (order.timeInForce === 'post-only') expect(fills.every(fill => fill.liquidity === 'maker')).toBe(true);
          if (order.price !== undefined) {
            const limit = units(order.price);
            const good = fills.every(fill =>
              order.side === 'buy' ? units(fill.price) <= limit : units(fill.price) >= limit,
            );
            expect(good).toBe(true);
          }
        }
        const ids = ledger.fills().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 15 },
    );
  });

  it('never opens a final order again, and tells each change once', () => {
    const { ledger, news } = run(market, 7, 300);
    const told = new Map<string, string[]>();
    for (const one of news.flat()) {
      if (one.type === 'order') told.set(one.order.id, [...(told.get(one.order.id) ?? []), one.order.status]);
    }
    expect(told.size).toBe(ledger.orders().length);
    for (const statuses of told.values()) {
      expect(statuses[0]).toBe('open');
      expect(statuses.slice(0, -1).every(status => status === 'open' || status === 'partially-filled')).toBe(true);
    }
  });

  it('comes to every fate', () => {
    const { ledger, news } = run(market, 3, 600);
    const statuses = new Set(ledger.orders().map(order => order.status));
    expect(statuses).toContain('filled');
    expect(statuses).toContain('cancelled');
    const partial = news.flat().filter(one => one.type === 'order' && one.order.status === 'partially-filled');
    expect(partial.length).toBeGreaterThan(3);
    expect(new Set(ledger.fills().map(fill => fill.liquidity))).toEqual(new Set(['maker', 'taker']));
    const types = new Set(news.flat().map(one => one.type));
    const futures = market.endsWith('futures');
    expect(types).toEqual(new Set(['order', 'fill', 'balances', ...(futures ? ['positions', 'closed'] : [])]));
  });

  it('has the same fate with the same seed, and another with another', () => {
    expect(run(market, 5, 80).news).toEqual(run(market, 5, 80).news);
    expect(run(market, 5, 80).news).not.toEqual(run(market, 6, 80).news);
  });
});

describe('positions', () => {
  it('are what the fills have opened and closed, and no more can be closed than there is', () => {
    fc.assert(
      fc.property(seeds, steps, (seed, count) => {
        const { ledger } = run('usdt-futures', seed, count, one => {
          for (const { size, available } of one.standing().positions) {
            expect(units(size)).toBeGreaterThan(0n);
            expect(units(available)).toBeGreaterThanOrEqual(0n);
            expect(units(available)).toBeLessThanOrEqual(units(size));
          }
        });
        const sizes = new Map<string, bigint>();
        for (const { symbol, side, size, orderId } of ledger.fills()) {
          const held = ledger.orders().find(order => order.id === orderId)?.positionSide;
          const key = `${symbol} ${held}`;
          const sign = (side === 'buy') === (held === 'long') ? 1n : -1n;
          sizes.set(key, (sizes.get(key) ?? 0n) + sign * units(size));
        }
        for (const [key, size] of sizes) {
          const row = ledger.standing().positions.find(one => `${one.symbol} ${one.side}` === key);
          expect(units(row?.size)).toBe(size);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('tell how they grew and ended: the profit is that of their fills', () => {
    const { news } = run('usdt-futures', 11, 800);
    const profits = new Map<string, bigint>();
    let ended = 0;
    for (const one of news.flat()) {
      if (one.type === 'fill') {
        const key = `${one.fill.symbol} ${one.order.positionSide}`;
        profits.set(key, (profits.get(key) ?? 0n) + units(one.fill.realizedPnl));
      } else if (one.type === 'closed') {
        const key = `${one.position.symbol} ${one.position.side}`;
        expect(units(one.position.profit)).toBe(profits.get(key));
        profits.delete(key);
        ended += 1;
      }
    }
    expect(ended).toBeGreaterThan(3);
  });

  it('are told in the order that was seen live', () => {
    const { news } = run('usdt-futures', 11, 400);
    const stories = new Set(
      news.filter(step => step.length > 0 && step.length < 6).map(step => step.map(one => one.type).join(' ')),
    );
    expect(stories).toContain('positions order balances');
    expect(stories).toContain('order positions balances');
    expect(stories).toContain('order fill balances positions');
    expect(stories).toContain('order fill balances positions closed');
  });
});
