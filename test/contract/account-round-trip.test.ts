import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Balance, Fill, Order, Position } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { AccountTruth } from '../../src/simulator/accounts.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

/** What the wire does not carry, or carries otherwise: a time of its own, the row, a slot's time instead of a position's. */
const otherwise = ['raw', 'timestamp', 'receivedAt', 'createdAt', 'updatedAt'];

function bare(value: object): object {
  return Object.fromEntries(
    Object.entries(value).filter(([key, item]) => !otherwise.includes(key) && item !== undefined),
  );
}

/** Every field that the client read must be the truth's; a field that the wire does not carry may be missing. */
function expectTold(ours: Iterable<object>, truth: readonly object[], same: (a: object, b: object) => boolean): number {
  let compared = 0;
  for (const mine of ours) {
    const theirs = truth.find(one => same(one, mine));
    expect(theirs, JSON.stringify(mine)).toBeDefined();
    expect(bare(theirs ?? {})).toMatchObject(bare(mine));
    compared++;
  }
  return compared;
}

const byId = (a: object, b: object): boolean => (a as Order).id === (b as Order).id;
const byAsset = (a: object, b: object): boolean => (a as Balance).asset === (b as Balance).asset;
const bySlot = (a: object, b: object): boolean => {
  const [one, other] = [a as Position, b as Position];
  return one.symbol === other.symbol && one.side === other.side && one.marginMode === other.marginMode;
};

describe.each(['spot', 'usdt-futures', 'coin-futures'] as const)('what is told of an account on %s', market => {
  it('is read as it is, field by field', () => {
    virtually(at => {
      const exchange = createExchange(counterparts.bitget(), { seed: 'account', tick: 100 });
      const feeds = createFeeds({
        urls: { bitget: 'ws://127.0.0.1' },
        credentials: { bitget: demoCredentials },
        transport: exchangeTransport(exchange),
        strict: true,
      });
      const all = new Subscription();
      const orders = new Map<string, Order>();
      const fills = new Map<string, Fill>();
      let balances: readonly Balance[] = [];
      let positions: readonly Position[] = [];
      const fail = (cause: unknown): void => {
        throw cause as Error;
      };
      all.add(
        feeds.orders$('bitget', { market }).subscribe({
          next: ({ changed }) => {
            for (const order of changed) orders.set(order.id, order);
          },
          error: fail,
        }),
      );
      all.add(feeds.fills$('bitget', { market }).subscribe({ next: fill => fills.set(fill.id, fill), error: fail }));
      all.add(
        feeds
          .balances$('bitget', { market })
          .subscribe({ next: ({ assets }) => (balances = Object.values(assets)), error: fail }),
      );
      if (market !== 'spot')
        all.add(
          feeds.positions$('bitget', { market }).subscribe({ next: ({ open }) => (positions = open), error: fail }),
        );
      at(120_050, () => {
        const truth: AccountTruth = exchange.account();
        expect(expectTold(fills.values(), truth.fills(market), byId)).toBeGreaterThan(20);
        expect(expectTold(balances, truth.balances(market), byAsset)).toBeGreaterThan(0);
        // A cancelled order of a future is told without its average price.
        const told = [...orders.values()].map(order =>
          order.status === 'cancelled' ? { ...order, averagePrice: undefined } : order,
        );
        expect(expectTold(told, truth.orders(market), byId)).toBeGreaterThan(20);
        if (market !== 'spot')
          expect(expectTold(positions, truth.positions(market), bySlot)).toBe(truth.positions(market).length);
        all.unsubscribe();
        exchange.close();
      });
    });
  });
});
