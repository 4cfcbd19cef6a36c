import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AccountTruth } from '../../src/simulator/index.js';
import { hearBackpackSay, playBackpack, shapeOf, signatureBy, subscribe } from './backpack-listener.js';
import type { Listener, Parsed } from './backpack-listener.js';

type Row = Readonly<Record<string, unknown>>;

const sampleOf = (file: string): Row =>
  (
    JSON.parse(
      readFileSync(new URL(`../fixtures/backpack/${file}`, import.meta.url), 'utf8').split('\n')[1] ?? '',
    ) as Parsed
  ).data;

interface Heard {
  readonly client: Listener;
  readonly late: Listener;
  readonly truth: AccountTruth;
}

/** Listens to everything of an account; another client comes near the end. */
function listen(duration: number): Heard {
  let heard: Heard | undefined;
  playBackpack(duration, { seed: 'account' }, ({ exchange, come, at }) => {
    const [client, late] = [come(), come()];
    const streams = ['orderUpdate', 'positionUpdate', 'balanceUpdate', 'rfqUpdate'].map(name => `account.${name}`);
    client.say(subscribe([...streams, 'account.orderUpdate.SOL_USDC'], signatureBy()));
    at(duration - 50, () => {
      late.say(subscribe(streams, signatureBy({ timestamp: 1_800_000_000_000 + duration - 50 })));
      heard = { client, late, truth: exchange.account() };
    });
  });
  if (heard === undefined) throw new Error('nothing was heard');
  return heard;
}

const { client, late, truth } = listen(600_000);
const orders = client.of('account.orderUpdate');
const positions = client.of('account.positionUpdate');
const balances = client.of('account.balanceUpdate');
const eventsOf = (rows: readonly Row[]): readonly unknown[] => [...new Set(rows.map(({ e }) => e))].sort();

describe('what the simulated Backpack says of an account', () => {
  it('is each event of an order', () => {
    expect(eventsOf(orders)).toEqual(['orderAccepted', 'orderCancelled', 'orderExpired', 'orderFill']);
    expect(new Set(orders.map(({ X }) => X))).toEqual(
      new Set(['New', 'PartiallyFilled', 'Filled', 'Cancelled', 'Expired']),
    );
    for (const row of orders) {
      // Seen on every order, whatever the page says.
      for (const key of ['Q', 'r', 'y', 'O', 't', 'z', 'Z', 'V', 'i', 'S', 'o', 'f', 'q'])
        expect(row).toHaveProperty(key);
      expect(row['t'] === null).toBe(row['e'] !== 'orderFill');
      expect(['LIMIT', 'MARKET']).toContain(row['o']);
      if (row['e'] === 'orderExpired') expect(['ImmediateOrCancel', 'FillOrKill']).toContain(row['R']);
    }
  });

  it('has the shape that was captured', () => {
    const accepted = orders.find(({ e, s, o }) => e === 'orderAccepted' && s === 'SOL_USDC' && o === 'LIMIT');
    const sample = shapeOf(sampleOf('order-rust.jsonl')) as Row;
    const { P: _, Y: __, ...common } = { ...sample, c: 'number', y: 'boolean' } as Row;
    expect(shapeOf(accepted)).toEqual(common);
    const adjusted = positions.find(({ e }) => e === 'positionAdjusted');
    expect(shapeOf(adjusted)).toEqual(shapeOf(sampleOf('position-ccxt.jsonl')));
    expect(shapeOf(balances[0])).toEqual(shapeOf(sampleOf('balance-live.jsonl')));
  });

  it('is told of one symbol under that name', () => {
    const one = client.of('account.orderUpdate.SOL_USDC');
    expect(one).toEqual(orders.filter(({ s }) => s === 'SOL_USDC'));
    expect(one.length).toBeGreaterThan(5);
    expect(new Set(orders.map(({ s }) => s)).size).toBeGreaterThan(3);
  });

  it('is a balance after each order, one asset at a time', () => {
    const frames = client.frames().filter(({ stream = '' }) => /orderUpdate$|balanceUpdate$/.test(stream));
    for (const [i, { stream }] of frames.entries()) {
      if (stream === 'account.orderUpdate') expect(frames[i + 1]?.stream).toBe('account.balanceUpdate');
    }
  });

  it('is one position per symbol, on one side', () => {
    const signs = new Map<unknown, Set<number>>();
    for (const { s, q } of positions) signs.set(s, (signs.get(s) ?? new Set<number>()).add(Math.sign(Number(q))));
    expect(signs.size).toBeGreaterThan(1);
    for (const set of signs.values()) expect(set.has(1) && set.has(-1)).toBe(false);
    expect(eventsOf(positions)).toEqual(['positionAdjusted', 'positionClosed', 'positionOpened']);
    expect(positions.filter(({ e }) => e === 'positionClosed').every(({ q }) => q === '0')).toBe(true);
  });

  it('is how positions stand for who comes later, without an event, and nothing else', () => {
    const standing = late.of('account.positionUpdate').filter(row => !('e' in row));
    expect(standing.map(({ s }) => s)).toEqual(truth.positions('perp').map(({ symbol }) => symbol));
    expect(standing.length).toBeGreaterThan(0);
    const early = hearBackpackSay(50, [subscribe(['account.positionUpdate', 'account.orderUpdate'], signatureBy())]);
    expect(early.received).toEqual([]);
  });

  it('is what really happened', () => {
    const told = orders
      .filter(({ e }) => e === 'orderFill')
      .map(({ i, l, L, n, N }) => [i, Number(l), Number(L), Number(n), N]);
    const real = [...truth.fills('spot'), ...truth.fills('perp')].map(fill => {
      const [fee] = fill.fees;
      return [fill.orderId, Number(fill.size), Number(fill.price), Number(fee?.amount), fee?.asset];
    });
    expect(told.length).toBeGreaterThan(20);
    for (const fill of told) expect(real).toContainEqual(fill);
    const last = new Map(balances.map(({ a, A, L }) => [a, [Number(A), Number(L)]]));
    for (const { asset, available, held } of truth.balances('spot')) {
      const mine = last.get(asset);
      if (mine !== undefined) expect(mine).toEqual([Number(available), Number(held)]);
    }
    expect(last.size).toBeGreaterThan(2);
  });
});
