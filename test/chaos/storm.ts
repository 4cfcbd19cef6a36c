/**
 * Fault scripts by chance: storms, each followed by a calm in which everything must come right.
 * @module
 */
import { FAULTS } from '../../src/simulator/index.js';
import type { Fault, FaultName } from '../../src/simulator/index.js';
import { createRandom } from '../../src/simulator/random.js';
import type { Random } from '../../src/simulator/random.js';
import type { Stand } from './stands.js';

/** How the time is cut, ms: a storm, then a calm; what is settled is looked at in the calm, from `settled` on. */
export interface Weather {
  readonly cycle: number;
  readonly storm: number;
  readonly settled: number;
  /** How many faults a storm has. */
  readonly faults: number;
}

/** Storms of 40 s, calms of 50 s: what is half open is noticed within 30 s, and begun anew. */
export const usual: Weather = { cycle: 90_000, storm: 40_000, settled: 78_000, faults: 6 };

/** The feeds on which a fault of frames can be noticed by anybody, or does no harm. */
const FEEDS: Partial<Readonly<Record<FaultName, readonly string[]>>> = {
  // Frames of trades and of accounts bear no numbers: one that the venue loses is lost, whoever listens.
  'drop-frame': ['book', 'ticker'],
  duplicate: ['book', 'ticker', 'trades', 'balances', 'orders', 'fills', 'positions'],
  // What an account says has an order, and nothing that tells it.
  'duplicate-late': ['book', 'trades', 'fills'],
  reorder: ['book', 'trades', 'fills'],
  garbage: ['book', 'ticker', 'trades', 'balances', 'orders', 'fills', 'positions'],
  truncated: ['book', 'ticker', 'trades', 'balances', 'orders', 'fills', 'positions'],
  corrupted: ['book', 'ticker', 'trades', 'balances', 'orders', 'fills', 'positions'],
  'huge-frame': ['ticker'],
  // What is quiet by nature is not missed before it has something to say.
  'silent-subscription': ['book', 'ticker'],
};

/** Writes a script for so many ms. */
export function stormScript(stand: Stand, seed: string, duration: number, weather: Weather): string {
  const random = createRandom(seed, stand.name, 'storm');
  const immune = stand.counterpart().immune;
  const possible = (Object.keys(FAULTS) as FaultName[]).filter(fault => {
    const { scope } = FAULTS[fault];
    if (immune[fault] !== undefined || stand.unseen[fault] !== undefined) return false;
    return scope !== 'login' || stand.account !== undefined;
  });
  const lines = [`# ${stand.name}, seed ${seed}`];
  let deck: readonly FaultName[] = [];
  for (let start = 0; start < duration; start += weather.cycle) {
    const end = start + weather.storm;
    lines.push(`# storm from ${seconds(start)} to ${seconds(end)}`);
    for (let n = 0; n < weather.faults; n++) {
      // Each fault comes once before any comes twice.
      if (deck.length === 0) deck = random.shuffled(possible);
      const [fault, ...rest] = deck;
      deck = rest;
      if (fault !== undefined) lines.push(...linesFor(fault, stand, random, start + 1_000, end));
    }
    // What strikes at a request needs one.
    lines.push(`at ${seconds(random.whole(start + 2_000, end - 2_000))} close ${random.chance(0.5) ? '1001' : '1006'}`);
  }
  return lines.join('\n');
}

function linesFor(fault: FaultName, stand: Stand, random: Random, start: number, end: number): readonly string[] {
  const { scope, lasts }: Fault = FAULTS[fault];
  const at = random.whole(start, end - 2_000);
  const until = random.whole(at + 1_000, end);
  const window = `from ${seconds(at)} to ${seconds(until)} ${fault}`;
  switch (scope) {
    case 'exchange':
    case 'line': {
      const most = Math.min(end - at, 20_000);
      return [`at ${seconds(at)} ${fault}${lasts === undefined ? '' : ` for ${seconds(random.whole(500, most))}`}`];
    }
    case 'frame': {
      const feeds = (FEEDS[fault] ?? ['']).filter(feed => stand.unseen[`${fault} of ${feed}`] === undefined);
      const feed = feeds[random.whole(0, feeds.length - 1)] ?? '';
      const of = feed === '' ? '' : ` of ${feed}`;
      if (fault === 'huge-frame') return [`at ${seconds(at)} ${fault}${of}`];
      return [`every ${seconds(random.whole(3_000, 9_000))} from ${seconds(at)} to ${seconds(end)} ${fault}${of}`];
    }
    case 'market':
      return [`every ${seconds(random.whole(4_000, 12_000))} from ${seconds(at)} to ${seconds(end)} ${fault}`];
    case 'subscription': {
      const feeds = FEEDS[fault]?.filter(feed => stand.unseen[`${fault} of ${feed}`] === undefined);
      const of = feeds === undefined ? '' : ` of ${feeds[random.whole(0, feeds.length - 1)] ?? ''}`;
      return [`${window}${of} rate 40%`, `at ${seconds(random.whole(at, until))} close 1006`];
    }
    case 'login':
      return [`${window} rate 50%`, `at ${seconds(random.whole(at, until))} close 1006`];
    default:
      return [`${window} rate 50%`];
  }
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}
