import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Balances, Fill, Positions } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { FaultName, FaultRule } from '../../src/simulator/faults.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

/** Repeat a run with `RXTAPE_SEED=<seed> npx vitest run test/integration/account-truth.test.ts`. */
const seed = process.env['RXTAPE_SEED'] ?? '2026';

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

describe.each(['spot', 'usdt-futures'] as const)(`the account under faults on %s, seed ${seed}`, market => {
  it('equals the truth at every settled moment; no fill comes twice, none is lost while the connection holds', () => {
    const minutes = 15;
    const figures = {
      settled: 0,
      balances: 0,
      positions: 0,
      fills: 0,
      missed: 0,
      wrong: [] as string[],
      faults: 0,
      connections: 0,
    };
    virtually(at => {
      const exchange = createExchange(counterparts.bitget(), { seed, faults, tick: 100, rules: false });
      const feeds = createFeeds({
        urls: { bitget: 'ws://127.0.0.1' },
        credentials: { bitget: demoCredentials },
        transport: exchangeTransport(exchange),
        backoff: { base: 200, cap: 2_000 },
        random: () => 0.5,
        linger: 0,
      });
      let balances: Balances | undefined;
      let positions: Positions | undefined;
      const fills: Fill[] = [];
      const ids = new Set<string>();
      let readyAt = Infinity;
      let quietAt = 0;
      /** The fills of the truth when all streams of this connection had surely begun. */
      let from: number | undefined;
      const all = new Subscription();
      all.add(
        feeds.status$().subscribe(({ phase }) => {
          readyAt = phase === 'ready' ? Date.now() : Infinity;
          if (phase === 'ready') figures.connections++;
          from = undefined;
        }),
      );
      // A request that is answered late or not at all delays one stream: then nothing is settled.
      all.add(
        feeds.problems$().subscribe(({ mending }) => {
          if (mending !== 'skipped') quietAt = Date.now() + 15_000;
        }),
      );
      all.add(feeds.balances$('bitget', { market }).subscribe(value => (balances = value)));
      all.add(
        feeds.fills$('bitget', { market }).subscribe(fill => {
          fills.push(fill);
          ids.add(fill.id);
        }),
      );
      if (market === 'usdt-futures')
        all.add(feeds.positions$('bitget', { market }).subscribe(value => (positions = value)));
      for (let second = 1; second < minutes * 60; second++) {
        at(second * 1_000 + 50, () => {
          const truth = exchange.account();
          const settled = Date.now() - readyAt > 15_000 && Date.now() > quietAt;
          if (!settled) {
            from = undefined;
            return;
          }
          const told = truth.fills(market);
          from ??= told.length;
          const late = told.slice(from).filter(({ id }) => !ids.has(id));
          figures.missed += late.length;
          figures.settled++;
          for (const balance of truth.balances(market)) {
            const ours = balances?.assets[balance.asset];
            if (ours === undefined) continue;
            figures.balances++;
            if (ours.available !== balance.available || ours.total !== balance.total) {
              figures.wrong.push(
                `${second} s ${balance.asset}: ${ours.available} of ${ours.total}, not ${balance.available} of ${balance.total}`,
              );
            }
          }
          if (market === 'usdt-futures') {
            figures.positions++;
            const sizes = (list: readonly { symbol: string; side: string; size: string }[]): string =>
              list
                .map(({ symbol, side, size }) => `${symbol} ${side} ${size}`)
                .sort()
                .join(', ');
            const ours = sizes(positions?.open ?? []);
            if (ours !== sizes(truth.positions(market)))
              figures.wrong.push(`${second} s positions: ${ours}, not ${sizes(truth.positions(market))}`);
          }
        });
      }
      at(minutes * 60_000, () => {
        figures.fills = fills.length;
        figures.faults = [...exchange.struck.values()].reduce((sum, times) => sum + times, 0);
        expect(new Set(fills.map(({ id }) => id)).size).toBe(fills.length);
        all.unsubscribe();
        exchange.close();
      });
    });
    console.log(`account truth, ${market}, seed ${seed}:`, JSON.stringify({ ...figures, wrong: figures.wrong.length }));
    expect(figures.wrong.slice(0, 5)).toEqual([]);
    expect(figures.missed).toBe(0);
    expect(figures.settled).toBeGreaterThan(100);
    expect(figures.faults).toBeGreaterThan(100);
  }, 120_000);
});
