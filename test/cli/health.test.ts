import { afterAll, describe, expect, it } from 'vitest';
import { foldHealth, healthLine, healthTable } from '../../src/cli/render/health-view.js';
import type { TopicRow } from '../../src/cli/render/health-view.js';
import { createPaint } from '../../src/cli/render/paint.js';
import type { TopicHealth, TopicStatus } from '../../src/index.js';
import { simulate } from '../../src/simulator/index.js';
import type { Simulation } from '../../src/simulator/index.js';
import { fakeIo, runWords } from './fake-io.js';

type Told = TopicHealth | TopicStatus;

const name = { venue: 'bitget', market: 'spot', symbol: 'BTCUSDT', kind: 'book', topic: 'SPOT:books:BTCUSDT' } as const;
const status: TopicStatus = { ...name, type: 'topic-status', phase: 'syncing', at: 0 };
const health: TopicHealth = {
  ...name,
  type: 'topic-health',
  phase: 'live',
  messages: 812,
  quiet: 40,
  cadence: 101,
  patience: 15_000,
  lag: 12,
  lagSlope: 1.26,
  at: 1_000,
};
const rowsOf = (...all: readonly Told[]): readonly TopicRow[] => [
  ...all.reduce<ReadonlyMap<string, TopicRow>>(foldHealth, new Map()).values(),
];

const open: Simulation[] = [];
afterAll(async () => {
  await Promise.all(open.map(each => each.close()));
});

describe('what cannot be understood', () => {
  it.each([
    ['health bitget', 'health needs <venue> <symbol...>, for example: rxtape health bitget BTCUSDT ETHUSDT'],
    ['health bitgit BTCUSDT', 'venue "bitgit" is not known'],
    ['health bitget BTCUSDT --kinds rain', 'kind "rain" is not known: choose of ticker, trades, book,'],
    [
      'health bybit BTCUSDT --kinds book,mark-price',
      'market spot of bybit has no markPrice here: of these it has book',
    ],
    ['health bybit-spot-v3 BTCUSDT --kinds mark-price', 'bybit-spot-v3 has no markPrice: it has'],
    ['health bitget BTCUSDT --market margin', 'market margin of bitget has no book: choose one of spot'],
    ['health bitget BTCUSDT --timeout never', 'timeout "never" is not possible'],
    ['health bitget BTCUSDT --csv', "unknown option '--csv'"],
    ['health backpack SOL_USDC --window 200ms --kinds trades', 'window makes no difference to trades of backpack'],
  ])('%s: exit code 2, one sentence', async (words, sentence) => {
    const io = fakeIo();
    expect(await runWords(words, io)).toBe(2);
    expect(io.err()).toContain(`rxtape: ${sentence}`);
    expect(io.err().trimEnd().split('\n')).toHaveLength(1);
    expect(io.out()).toBe('');
  });
});

describe.concurrent('each topic', () => {
  it.each([
    ['bitget BTCUSDT ETHUSDT', 6],
    ['bitget-v1 BTCUSDT', 3],
    ['bybit BTCUSDT --kinds book,mark-price --market linear', 2],
    ['bybit-spot-v1 BTCUSDT --kinds ticker,quotes --form v2', 2],
    ['bybit-spot-v3 BTCUSDT', 3],
    ['backpack SOL_USDC SOL_USDC_PERP --kinds book,candles', 4],
    ['bge BTC_USDT --zip', 3],
  ])('%s: %i topics are told, their phases first', async (words, topics) => {
    const io = fakeIo();
    expect(await runWords(`health ${words} --simulate --json --timeout 4`, io)).toBe(0);
    const told = io.lines().map(line => JSON.parse(line) as Told);
    const nameOf = ({ kind, market, symbol }: Told): string => `${kind} ${market} ${symbol}`;
    expect(new Set(told.map(nameOf)).size).toBe(topics);
    for (const one of new Set(told.map(nameOf))) {
      const own = told.filter(each => nameOf(each) === one);
      const phases = own.flatMap(each => (each.type === 'topic-status' ? [each.phase] : []));
      expect(phases.slice(0, 3)).toEqual(['connecting', 'syncing', 'live']);
      const looks = own.filter(each => each.type === 'topic-health');
      expect(looks.length).toBeGreaterThanOrEqual(2);
      expect(looks.at(-1)?.messages).toBeGreaterThan(0);
    }
    expect(io.err()).toBe('');
  });

  it('is a line for people, and a row on a terminal', async () => {
    const io = fakeIo();
    expect(await runWords('health bitget BTCUSDT --simulate --timeout 3', io)).toBe(0);
    expect(io.lines()[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} BTCUSDT book {2}connecting$/);
    expect(io.out()).toMatch(/BTCUSDT book {2}live {2}quiet \d+ ms {2}cadence \d+ ms/);
    const terminal = fakeIo({ columns: 100, rows: 20 });
    expect(await runWords('health bitget BTCUSDT --simulate --timeout 3', terminal)).toBe(0);
    expect(terminal.out()).toContain('cadence');
    expect(terminal.out()).toContain('Bitget connected');
  });

  it('that is refused is told; where all are, exit code 1', async () => {
    const [some, all] = [fakeIo(), fakeIo()];
    const codes = await Promise.all([
      runWords('health bitget BTCUSDT NOSUCHUSDT --kinds ticker --simulate --timeout 3', some),
      runWords('health bitget NOSUCHUSDT --simulate --timeout 20', all),
    ]);
    expect(codes).toEqual([0, 1]);
    expect(some.err()).toMatch(/^rxtape: bitget SPOT:ticker:NOSUCHUSDT: refused .*\n$/);
    expect(some.out()).toContain('NOSUCHUSDT ticker  failed');
    expect(some.out()).toContain('BTCUSDT ticker  live');
    expect(all.err().trimEnd().split('\n')).toHaveLength(3);
  });

  it('that falls silent is shown', async () => {
    const silent = await simulate('bitget', { tick: 50, faults: [{ fault: 'silent-subscription', rate: 1 }] });
    open.push(silent);
    const io = fakeIo();
    expect(await runWords(`health bitget BTCUSDT --kinds ticker --url ${silent.url} --timeout 3`, io)).toBe(0);
    expect(io.lines().at(-1)).toMatch(/BTCUSDT ticker {2}syncing {2}.*messages 0$/);
  });
});

describe('the table', () => {
  const paint = createPaint(false);

  it('has a row per topic, in the order of their coming', () => {
    const other: TopicStatus = { ...status, symbol: 'ETHUSDT', topic: 'SPOT:books:ETHUSDT', phase: 'connecting' };
    const lines = healthTable(rowsOf(status, other, health), 100, paint);
    expect(lines.map(line => line.replace(/\s+/g, ' ').trim())).toEqual([
      'symbol kind phase quiet cadence patience lag slope messages',
      'BTCUSDT book live 40 ms 101 ms 15 s 12 ms +1.3 ms/s 812',
      'ETHUSDT book connecting',
    ]);
  });

  it('keeps what was seen last where a topic fails, and leaves columns out where there is no room', () => {
    const lines = healthTable(rowsOf(status, health, { ...status, phase: 'failed' }), 44, paint);
    expect(lines[1]?.replace(/\s+/g, ' ')).toBe('BTCUSDT book failed 40 ms 101 ms 12 ms');
    expect(healthTable([], 80, paint)).toEqual(['waiting for the first topic']);
  });

  it('leaves out what is not known, in lines too', () => {
    const { quiet: _quiet, cadence: _cadence, patience: _patience, lag: _lag, lagSlope: _slope, ...rest } = health;
    const unknown = { quiet: undefined, cadence: undefined, patience: undefined, lag: undefined, lagSlope: undefined };
    expect(healthLine({ ...rest, ...unknown, messages: 0 })).toMatch(/BTCUSDT book {2}live {2}messages 0$/);
    expect(healthLine({ ...health, lagSlope: -0.01 })).toContain('slope 0 ms/s');
  });
});
