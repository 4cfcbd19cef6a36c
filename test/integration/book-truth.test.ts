import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/index.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { venues, wsTransport } from '../../src/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { FaultName, FaultRule } from '../../src/simulator/faults.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

/** Repeat a run with `RXTAPE_SEED=<seed> npx vitest run test/integration/book-truth.test.ts`. */
const seed = process.env['RXTAPE_SEED'] ?? '2026';

/** Faults come so thick here that a topic's budget of resyncs would be used up in a minute. */
const { protocol } = venues.bitget;
const unlimited = {
  bitget: {
    ...venues.bitget,
    protocol: { ...protocol, limits: { ...protocol.limits, resyncs: [{ messages: 1, per: 5_000 }] } },
  },
};

interface Figures {
  checked: number;
  wrong: string[];
  faults: number;
  resyncs: number;
  reconnections: number;
  longestDark: number;
}

type Integrity = 'checksum' | 'checksum+seq' | 'checksum+seq+pseq' | 'seq+pseq';

/** Lets a client follow books for `minutes` of virtual time while everything goes wrong, and compares each with the truth. */
function follow(
  run: string,
  minutes: number,
  faults: readonly (FaultName | FaultRule)[],
  integrity: Integrity,
  levels = Infinity,
): Figures {
  const figures: Figures = { checked: 0, wrong: [], faults: 0, resyncs: 0, reconnections: 0, longestDark: 0 };
  const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];
  const end = minutes * 60_000;
  virtually(at => {
    const exchange = createExchange(counterparts.bitget({ integrity }), { seed: run, faults, tick: 100, rules: false });
    const feeds = createFeedsOf(unlimited, wsTransport(), {
      urls: { bitget: 'ws://exchange' },
      transport: exchangeTransport(exchange),
      backoff: { base: 200, cap: 2_000 },
      random: () => 0.5,
    });
    feeds.problems$('bitget').subscribe(({ mending }) => {
      if (mending === 'resync') figures.resyncs++;
      if (mending === 'reconnect') figures.reconnections++;
    });
    const last = new Map<string, number>();
    const subscriptions = symbols.map(symbol =>
      feeds.book$('bitget', symbol, { market: 'usdt-futures' }).subscribe(book => {
        const dark = book.receivedAt - (last.get(symbol) ?? book.receivedAt);
        figures.longestDark = Math.max(figures.longestDark, dark);
        last.set(symbol, book.receivedAt);
        figures.checked++;
        const difference = compare(
          levels,
          book,
          exchange.bookAt(symbol, book.sequence ?? '', { market: 'usdt-futures' }),
        );
        if (difference !== undefined) figures.wrong.push(`${symbol} at ${book.sequence}: ${difference}`);
      }),
    );
    at(end, () => {
      figures.faults = [...exchange.struck.values()].reduce((sum, times) => sum + times, 0);
      for (const subscription of subscriptions) subscription.unsubscribe();
      exchange.close();
    });
  });
  return figures;
}

function compare(levels: number, { bids, asks }: Book, truth: Book | undefined): string | undefined {
  if (truth === undefined) return 'the exchange never had this state';
  const ours = { bids: bids.slice(0, levels), asks: asks.slice(0, levels) };
  for (const side of ['bids', 'asks'] as const) {
    if (ours[side].length !== truth[side].slice(0, levels).length)
      return `${side} have ${ours[side].length} levels, not ${truth[side].length}`;
    const index = ours[side].findIndex(([price, size], i) => {
      const [truePrice, trueSize] = truth[side][i] ?? [];
      return price !== truePrice || size !== trueSize;
    });
    if (index !== -1) return `${side}[${index}] is ${String(ours[side][index])}, not ${String(truth[side][index])}`;
  }
  return undefined;
}

const everything: readonly (FaultName | FaultRule)[] = [
  { fault: 'drop-frame', rate: 0.03 },
  { fault: 'duplicate', rate: 0.03 },
  { fault: 'reorder', rate: 0.02 },
  { fault: 'garbage', rate: 0.02 },
  { fault: 'truncated', rate: 0.02 },
  { fault: 'bad-checksum', rate: 0.02 },
  { fault: 'close-1001', rate: 0.005 },
  { fault: 'close-1006', rate: 0.005 },
  { fault: 'half-open', rate: 0.002 },
  { fault: 'slow-consumer', rate: 0.01 },
  'refuse-connection',
  'late-ack',
  'data-before-ack',
  { fault: 'no-ack', rate: 0.05 },
  'stale-seed',
  { fault: 'restart-sequence', rate: 0.001 },
];

const minutes = Number(process.env['RXTAPE_MINUTES'] ?? 60);

describe(`the book under faults, seed ${seed}`, () => {
  const tell = (run: string, figures: Figures): void => {
    console.log(`book truth, ${run}, seed ${seed}:`, JSON.stringify({ ...figures, wrong: figures.wrong.length }));
  };

  it('equals the truth at its sequence, every time, over 10,000 faults', () => {
    const figures = follow(seed, minutes, everything, 'checksum+seq+pseq');
    tell('chain and checksum', figures);
    expect(figures.wrong.slice(0, 5)).toEqual([]);
    expect(figures.longestDark).toBeLessThan(90_000);
    expect(figures.checked).toBeGreaterThan(200 * minutes);
    expect(figures.faults).toBeGreaterThan(180 * minutes);
  }, 600_000);

  it('equals the truth where only the chain guards it', () => {
    const faults = everything.filter(fault => typeof fault === 'string' || fault.fault !== 'bad-checksum');
    const figures = follow(seed, minutes / 4, faults, 'seq+pseq');
    tell('chain', figures);
    expect(figures.wrong.slice(0, 5)).toEqual([]);
    expect(figures.longestDark).toBeLessThan(90_000);
    expect(figures.checked).toBeGreaterThan(50 * minutes);
  }, 600_000);

  it('equals the truth in its best 25 levels where only checksums guard it', () => {
    const figures = follow(seed, minutes / 4, everything, 'checksum+seq', 25);
    tell('checksum', figures);
    expect(figures.wrong.slice(0, 5)).toEqual([]);
    expect(figures.longestDark).toBeLessThan(90_000);
    expect(figures.checked).toBeGreaterThan(50 * minutes);
  }, 600_000);
});
