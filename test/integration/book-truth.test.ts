import { describe, expect, it } from 'vitest';
import { counterparts } from '../../src/venues/counterparts.js';
import type { FaultName, FaultRule } from '../../src/simulator/faults.js';
import { everythingAt, followBooks } from './book-truth-run.js';
import type { BookFigures, BookRun } from './book-truth-run.js';

/**
 * Repeat a run with `RXTAPE_SEED=<seed> npx vitest run test/integration/book-truth.test.ts`, and let it last longer with
 * `RXTAPE_MINUTES=<virtual minutes>`.
 */
const seed = process.env['RXTAPE_SEED'] ?? '2026';
const given = process.env['RXTAPE_MINUTES'];
const minutesOr = (usual: number): number => (given === undefined ? usual : Number(given));

const three = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];

interface Row extends Omit<BookRun, 'seed' | 'minutes' | 'faults'> {
  readonly name: string;
  readonly minutes: number;
  readonly without?: readonly string[];
  /** What can go wrong beside that. */
  readonly also?: readonly (FaultName | FaultRule)[];
  /** The longest time without a book, ms; default 90,000. */
  readonly dark?: number;
  /** The least number of books per virtual minute. */
  readonly perMinute: number;
  /** The least number of faults per virtual minute. */
  readonly faultsPerMinute: number;
}

const bitget = { market: 'usdt-futures', symbols: three, options: { market: 'usdt-futures' } } as const;
const bitgetWith = (integrity: 'checksum+seq' | 'checksum+seq+pseq' | 'seq+pseq') => counterparts.bitget({ integrity });
const spotV1 = { market: 'spot', symbols: three, perMinute: 50, faultsPerMinute: 10, minutes: 10 } as const;

/** What else can go wrong with a book that begins over HTTP and goes on by changes. */
const overHttp: readonly (FaultName | FaultRule)[] = [
  ...(['rest-error', 'rest-limit', 'rest-slow', 'rest-stale', 'rest-ahead'] as const),
  { fault: 'empty-delta', rate: 0.03 },
  { fault: 'unordered-delta', rate: 0.1 },
  { fault: 'corrupted', rate: 0.02 },
  { fault: 'duplicate-late', rate: 0.02 },
  { fault: 'late-book', rate: 0.02 },
];
const wholeBooks: readonly (FaultName | FaultRule)[] = [
  { fault: 'corrupted', rate: 0.02 },
  { fault: 'duplicate-late', rate: 0.02 },
  { fault: 'silent-subscription', rate: 0.02 },
];

const table: readonly Row[] = [
  {
    ...bitget,
    name: 'bitget, chain and checksum, over 10,000 faults',
    counterpart: bitgetWith('checksum+seq+pseq'),
    numbered: {},
    ...{ minutes: 60, perMinute: 200, faultsPerMinute: 180 },
  },
  {
    ...bitget,
    name: 'bitget, where only the chain guards it',
    counterpart: bitgetWith('seq+pseq'),
    without: ['bad-checksum'],
    numbered: {},
    ...{ minutes: 15, perMinute: 200, faultsPerMinute: 150 },
  },
  {
    ...bitget,
    name: 'bitget, in its best 25 levels where only checksums guard it',
    counterpart: bitgetWith('checksum+seq'),
    levels: 25,
    numbered: {},
    ...{ minutes: 15, perMinute: 200, faultsPerMinute: 150 },
  },
  ...([50, 1000] as const).map(depth => ({
    name: `bybit linear, window of ${depth}`,
    counterpart: counterparts.bybit(),
    market: 'linear',
    symbols: three,
    options: { market: 'linear', depth },
    levels: depth,
    numbered: { window: depth },
    ...{ minutes: 10, perMinute: 50, faultsPerMinute: 50 },
  })),
  {
    ...spotV1,
    name: 'bybit-spot-v1, changes whose first book is numbered',
    counterpart: counterparts['bybit-spot-v1']({ countsFirst: true }),
    options: {},
    levels: 200,
    numbered: { window: 200 },
  },
  {
    ...spotV1,
    // Nothing ties the first change to such a book: whether one was lost between them nobody can tell.
    name: 'bybit-spot-v1, changes whose first book is not numbered, where none is lost without a trace',
    counterpart: counterparts['bybit-spot-v1'](),
    without: ['drop-frame', 'reorder'],
    options: {},
    levels: 200,
    numbered: { window: 200 },
  },
  {
    ...spotV1,
    name: 'bybit-spot-v1, whole books of 200 levels',
    counterpart: counterparts['bybit-spot-v1'](),
    options: { depth: 200 },
    levels: 200,
  },
  {
    ...spotV1,
    name: 'bybit-spot-v1, form v2, whole books of 40 levels',
    counterpart: counterparts['bybit-spot-v1'](),
    options: { form: 'v2' },
    levels: 40,
  },
  {
    ...spotV1,
    name: 'bybit-spot-v3, whole books of 40 levels',
    counterpart: counterparts['bybit-spot-v3'](),
    options: {},
    levels: 40,
  },
  ...(['realtime', '200ms', '1000ms'] as const).map(window => ({
    name: `backpack ${window === 'realtime' ? 'spot' : 'perp'}, ${window}`,
    counterpart: counterparts.backpack(),
    market: window === 'realtime' ? 'spot' : 'perp',
    symbols: ['SOL_USDC', 'kSHIB_USDC', 'AAPL.US_USDC'].map(one => (window === 'realtime' ? one : `${one}_PERP`)),
    options: { market: window === 'realtime' ? 'spot' : 'perp', window },
    also: overHttp,
    numbered: {},
    unsaid: true as const,
    // Four of five requests for a first book go wrong, and a frame is lost or spoilt each second.
    dark: 180_000,
    ...{ minutes: window === 'realtime' ? 20 : 15, perMinute: 50, faultsPerMinute: 50 },
  })),
  ...([150, 20] as const).map(depth => ({
    name: `bge, whole books of ${depth} levels`,
    counterpart: counterparts.bge(),
    market: 'spot',
    symbols: ['BTC_USDT', 'XRP_USDT', 'DOGE_USDT'],
    options: { depth, zip: depth === 20 },
    also: wholeBooks,
    levels: depth,
    numbered: {},
    grain: 1_000,
    ...{ minutes: 15, perMinute: 50, faultsPerMinute: 10 },
  })),
];

describe(`the book under faults, seed ${seed}`, () => {
  const tell = (name: string, figures: BookFigures): void => {
    console.log(`book truth, ${name}, seed ${seed}:`, JSON.stringify({ ...figures, wrong: figures.wrong.length }));
  };

  it.each(table)(
    'equals the truth at its number and its time, every time: $name',
    row => {
      const { without = [], also = [], perMinute, faultsPerMinute, name, dark = 90_000, ...rest } = row;
      const minutes = minutesOr(row.minutes);
      const faults = [...everythingAt(row.counterpart), ...also].filter(
        fault => !without.includes(typeof fault === 'string' ? fault : fault.fault),
      );
      const figures = followBooks({ ...rest, seed, minutes, faults });
      tell(name, figures);
      expect(figures.wrong.slice(0, 5)).toEqual([]);
      expect(figures.longestDark).toBeLessThan(dark);
      expect(figures.checked).toBeGreaterThan(perMinute * minutes);
      expect(figures.faults).toBeGreaterThan(faultsPerMinute * minutes);
      if (row.numbered !== undefined) expect(figures.numbered).toBeGreaterThan(figures.checked * 0.7);
    },
    600_000,
  );
});
