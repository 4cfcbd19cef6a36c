import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Balance, Balances, Fill, Orders, Positions } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Decimal } from '../../src/model/decimal.js';
import { compareDecimal } from '../../src/model/decimal.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { FaultName, FaultRule } from '../../src/simulator/faults.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { accountStreams } from '../support/account-streams.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

/**
 * Repeat a run with `RXTAPE_SEED=<seed> npx vitest run test/integration/account-truth.test.ts`, and let it last longer with
 * `RXTAPE_MINUTES=<virtual minutes>`.
 */
const seed = process.env['RXTAPE_SEED'] ?? '2026';
const given = process.env['RXTAPE_MINUTES'];

/**
 * Frames of an account carry no numbers: one that the venue loses is lost, whoever listens. So none is lost here but by
 * cuts; everything else goes wrong.
 */
const faults: readonly (FaultName | FaultRule)[] = [
  { fault: 'duplicate', rate: 0.2 },
  { fault: 'garbage', rate: 0.05 },
  { fault: 'close-1001', rate: 0.005 },
  { fault: 'close-1006', rate: 0.005 },
  'refuse-connection',
  'late-ack',
  'data-before-ack',
  { fault: 'no-ack', rate: 0.05 },
  { fault: 'silent-login', rate: 0.05 },
];

interface Row {
  readonly counterpart: Counterpart;
  readonly market: string;
  readonly positions: boolean;
  /** Where no more than one symbol can be asked for. */
  readonly symbol?: string;
  /** False where the venue tells no fills. */
  readonly fills?: false;
  readonly minutes: number;
  /** Time between two steps of the market and of the account, ms. */
  readonly tick: number;
  /** Whether the venue tells how things stand as soon as it is asked; else what has not changed since is not known. */
  readonly isTold: boolean;
}

const bitget = { counterpart: counterparts.bitget(), minutes: 15, tick: 100, isTold: true };
/** All three product lines act as soon as one is listened to. */
const bybit = { counterpart: counterparts.bybit(), minutes: 10, tick: 200, isTold: false };
const legacy = { market: 'spot', positions: false, minutes: 10, tick: 100, isTold: false };
/** Of an account it tells how positions stand, and nothing else. */
const backpack = { counterpart: counterparts.backpack(), minutes: 15, tick: 100, isTold: false };
/** Both what it holds and its open orders are asked for, of one product. */
const bge = {
  counterpart: counterparts.bge(),
  market: 'spot',
  positions: false,
  fills: false,
  minutes: 15,
  tick: 100,
  isTold: true,
} as const;

const table: readonly Row[] = [
  { ...bitget, market: 'spot', positions: false },
  { ...bitget, market: 'usdt-futures', positions: true },
  { ...bybit, market: 'spot', positions: false },
  { ...bybit, market: 'linear', positions: true },
  { ...bybit, market: 'inverse', positions: true },
  { ...legacy, counterpart: counterparts['bybit-spot-v1']() },
  { ...legacy, counterpart: counterparts['bybit-spot-v3']() },
  { ...backpack, market: 'spot', positions: false },
  { ...backpack, market: 'perp', positions: true },
  { ...bge, symbol: 'BTC_USDT' },
  { ...bge, symbol: 'ETH_USDT', counterpart: counterparts.bge({ idField: 'orders_id', codeType: 'string' }) },
];

interface Figures {
  /** Seconds at which all streams had surely begun. */
  settled: number;
  balances: number;
  orders: number;
  positions: number;
  fills: number;
  missed: number;
  twice: number;
  wrong: string[];
  faults: number;
  connections: number;
}

function follow({ counterpart, market, positions: hasPositions, isTold, ...row }: Row): Figures {
  const { id } = counterpart;
  const { symbol } = row;
  const isMine = (one: { readonly symbol: string }): boolean => symbol === undefined || one.symbol === symbol;
  const isHeld = ({ asset }: Balance): boolean => symbol === undefined || symbol.split('_').includes(asset);
  const minutes = given === undefined ? row.minutes : Number(given);
  const figures: Figures = {
    ...{ settled: 0, balances: 0, orders: 0, positions: 0, fills: 0 },
    ...{ missed: 0, twice: 0, wrong: [], faults: 0, connections: 0 },
  };
  virtually(at => {
    const exchange = createExchange(counterpart, { seed, faults: faultsAt(counterpart), tick: row.tick, rules: false });
    const feeds = createFeeds({
      urls: { [id]: 'ws://127.0.0.1' },
      credentials: { [id]: demoCredentials },
      transport: exchangeTransport(exchange),
      backoff: { base: 200, cap: 2_000 },
      random: () => 0.5,
      linger: 0,
    });
    const options = { market, ...(symbol === undefined ? {} : { symbol }) };
    const place = { venue: id, options, positions: hasPositions ? options : undefined };
    const streams = accountStreams(feeds, row.fills === false ? { ...place, fills: false } : place);
    let balances: Balances | undefined;
    let orders: Orders | undefined;
    let positions: Positions | undefined;
    const fills: Fill[] = [];
    const ids = new Set<string>();
    let readyAt = Infinity;
    let quietAt = 0;
    /** When all streams of this connection had surely begun, and the fills that there were by then. */
    let begun: { readonly since: number; readonly fills: number } | undefined;
    const all = new Subscription();
    all.add(
      streams.status$.subscribe(({ phase }) => {
        readyAt = phase === 'ready' ? Date.now() : Infinity;
        if (phase === 'ready') figures.connections++;
        begun = undefined;
        if (phase === 'waiting') balances = orders = positions = undefined;
      }),
    );
    // A request that is answered late or not at all delays one stream: then nothing is settled.
    all.add(
      streams.problems$.subscribe(({ mending }) => {
        if (mending !== 'skipped') quietAt = Date.now() + 15_000;
      }),
    );
    all.add(streams.balances$.subscribe(value => (balances = value)));
    all.add(streams.orders$.subscribe(value => (orders = value)));
    all.add(streams.positions$?.subscribe(value => (positions = value)));
    all.add(
      streams.fills$.subscribe(fill => {
        fills.push(fill);
        ids.add(fill.id);
      }),
    );

    const check = (second: number): void => {
      const truth = exchange.account();
      const settled = Date.now() - readyAt > 15_000 && Date.now() > quietAt;
      if (!settled) {
        begun = undefined;
        return;
      }
      const told = truth.fills(market);
      begun ??= { since: Date.now(), fills: told.length };
      const { since } = begun;
      /** What changed since must have been told, whatever the venue told at the beginning. */
      const isDue = (changedAt: number | undefined): boolean => isTold || (changedAt ?? 0) > since;
      const wrong = (what: string): void => void figures.wrong.push(`${second} s ${what}`);
      figures.settled++;
      if (row.fills !== false) figures.missed += told.slice(begun.fills).filter(one => !ids.has(one.id)).length;

      for (const { asset, available, total, held, timestamp } of truth.balances(market).filter(isHeld)) {
        const ours = balances?.assets[asset];
        if (ours === undefined) {
          if (isDue(timestamp)) wrong(`${asset} is not told`);
          continue;
        }
        figures.balances++;
        const same = isSame(ours.available, available) && isSame(ours.total, total) && isSame(ours.held, held);
        if (!same) wrong(`${asset}: ${ours.available} of ${ours.total}, not ${available} of ${total}`);
      }

      const mine = truth.orders(market).filter(isMine);
      const open = mine.filter(({ status }) => status === 'open' || status === 'partially-filled');
      const truly = new Map(open.map(order => [order.id, order]));
      for (const ours of Object.values(orders?.open ?? {})) {
        figures.orders++;
        const theirs = truly.get(ours.id);
        if (theirs?.status !== ours.status || !isSame(theirs.filled, ours.filled))
          wrong(`order ${ours.id}: ${ours.status} ${ours.filled}, not ${theirs?.status} ${theirs?.filled}`);
      }
      for (const order of open)
        if ((order.updatedAt ?? 0) > since && orders?.open[order.id] === undefined)
          wrong(`order ${order.id} is not told`);

      if (!hasPositions) return;
      const held = truth.positions(market);
      for (const ours of positions?.open ?? []) {
        figures.positions++;
        const theirs = held.find(one => one.symbol === ours.symbol && one.side === ours.side);
        if (!isSame(theirs?.size, ours.size) || !isSame(theirs?.entryPrice, ours.entryPrice))
          wrong(`position ${ours.symbol} ${ours.side} ${ours.size} at ${ours.entryPrice}, not ${theirs?.size}`);
      }
      for (const { symbol, side, updatedAt } of held)
        if (isDue(updatedAt) && positions?.open.some(one => one.symbol === symbol && one.side === side) !== true)
          wrong(`position ${symbol} ${side} is not told`);
    };
    for (let second = 1; second < minutes * 60; second++) {
      at(second * 1_000 + 50, () => {
        check(second);
      });
    }
    at(minutes * 60_000, () => {
      figures.fills = fills.length;
      figures.twice = fills.length - ids.size;
      figures.faults = [...exchange.struck.values()].reduce((sum, times) => sum + times, 0);
      all.unsubscribe();
      exchange.close();
    });
  });
  return figures;
}

function faultsAt({ immune }: Counterpart): readonly (FaultName | FaultRule)[] {
  return faults.filter(fault => immune[typeof fault === 'string' ? fault : fault.fault] === undefined);
}

/** Some venues write no zeros at the end. */
function isSame(one: Decimal | undefined, other: Decimal | undefined): boolean {
  return one === undefined || other === undefined ? one === other : compareDecimal(one, other) === 0;
}

describe.each(table)(`the account under faults at $counterpart.id on $market, seed ${seed}`, row => {
  it('equals the truth at every settled moment; no fill comes twice, none is lost while the connection holds', () => {
    const figures = follow(row);
    const { counterpart, market, symbol = '' } = row;
    const told = JSON.stringify({ ...figures, wrong: figures.wrong.length });
    console.log(`account truth, ${counterpart.id} ${market} ${symbol}, seed ${seed}:`, told);
    expect(figures.wrong.slice(0, 5)).toEqual([]);
    expect(figures.missed).toBe(0);
    expect(figures.twice).toBe(0);
    expect(figures.settled).toBeGreaterThan(100);
    expect(figures.faults).toBeGreaterThan(100);
    expect(Math.min(figures.balances, figures.orders)).toBeGreaterThan(100);
    if (row.fills !== false) expect(figures.fills).toBeGreaterThan(100);
    if (row.positions) expect(figures.positions).toBeGreaterThan(100);
  }, 120_000);
});
