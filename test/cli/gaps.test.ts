import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvColumns } from '../../src/cli/csv-columns.js';
import { gapColumns } from '../../src/cli/gap-columns.js';
import type { Gap } from '../../src/index.js';
import { demoCredentials, simulate } from '../../src/simulator/index.js';
import type { Simulation } from '../../src/simulator/index.js';
import { fakeIo, runWords } from './fake-io.js';

const folder = mkdtempSync(join(tmpdir(), 'rxtape-gaps-'));
const place = (file: string): string => join(folder, file);

let bybit: Simulation;
let bitget: Simulation;
beforeAll(async () => {
  const faults = [{ fault: 'close-1006' as const, every: 1_500 }];
  bybit = await simulate('bybit', { seed: 2, tick: 50, faults });
  bitget = await simulate('bitget', { seed: 2, tick: 50, faults });
});
afterAll(async () => {
  await Promise.all([bybit.close(), bitget.close()]);
  rmSync(folder, { recursive: true });
});

const keys = {
  BITGET_API_KEY: demoCredentials.apiKey,
  BITGET_SECRET_KEY: demoCredentials.secret,
  BITGET_PASSPHRASE: demoCredentials.passphrase,
};

describe.concurrent('--gaps', () => {
  it.each(['trades', 'book', 'ticker', 'quotes'])('tells breaks of %s among the values, as JSON', async kind => {
    const io = fakeIo();
    expect(await runWords(`${kind} bybit BTCUSDT --url ${bybit.url} --gaps --json --timeout 5`, io)).toBe(0);
    const values = io
      .lines()
      .map(line => JSON.parse(line) as Gap | { readonly type: string; readonly receivedAt: number });
    const at = values.findIndex(({ type }) => type === 'gap');
    expect(at).toBeGreaterThan(0);
    expect(values[at]).toMatchObject({ venue: 'bybit', market: 'spot', symbol: 'BTCUSDT', reason: 'connection' });
    const [before, gap, after] = values.slice(at - 1) as readonly unknown[] as readonly {
      from: number;
      to: number;
      receivedAt: number;
    }[];
    expect(gap?.from).toBe(before?.receivedAt);
    expect(gap?.to).toBe(after?.receivedAt);
  });

  it('tells them as lines', async () => {
    const io = fakeIo();
    expect(await runWords(`trades bybit BTCUSDT --url ${bybit.url} --gaps --timeout 5`, io)).toBe(0);
    expect(io.out()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} BTCUSDT gap of \d+ (ms|s), the connection was lost$/m);
  });

  it('tells them beside a view on a terminal', async () => {
    const io = fakeIo({ columns: 90, rows: 24 });
    expect(await runWords(`book bybit BTCUSDT --url ${bybit.url} --gaps --timeout 5`, io)).toBe(0);
    expect(io.err()).toMatch(/rxtape: \S+ bybit BTCUSDT: gap of \d+ (ms|s), the connection was lost\n/);
    expect(io.out()).toContain('spread');
  });

  it('tells them as rows of a CSV file', async () => {
    const path = place('trades.csv');
    const io = fakeIo();
    expect(await runWords(`trades bybit BTCUSDT --url ${bybit.url} --gaps --csv ${path} --timeout 5`, io)).toBe(0);
    const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(header).toBe('type,symbol,market,id,side,price,size,timestamp,local_time,gap_from,gap_to,gap_reason');
    expect(rows.every(row => row.split(',').length === 12)).toBe(true);
    expect(
      rows.filter(row => /^gap,BTCUSDT,spot,,,,,,[^,]+,\d{13},\d{13},connection$/.test(row)).length,
    ).toBeGreaterThan(0);
    expect(rows.filter(row => row.startsWith('trade,BTCUSDT,spot,')).length).toBeGreaterThan(10);
  });

  it('tells those of an account', async () => {
    const io = fakeIo(undefined, keys);
    const there = `--url ${bitget.url} --rest-url ${bitget.restUrl}`;
    expect(await runWords(`balances bitget ${there} --gaps --json --timeout 5`, io)).toBe(0);
    const gaps = io.lines().filter(line => line.includes('"type":"gap"'));
    expect(JSON.parse(gaps[0] ?? '{}')).toMatchObject({ venue: 'bitget', symbol: '', reason: 'connection' });
    const plain = fakeIo(undefined, keys);
    expect(await runWords(`balances bitget ${there} --gaps --timeout 5`, plain)).toBe(0);
    expect(plain.out()).toMatch(/^\S+ spot gap of \d+ (ms|s), the connection was lost$/m);
  });

  it('tells those of a tape', async () => {
    const tape = place('book.ndjson');
    const recording = fakeIo();
    expect(await runWords(`record book bybit BTCUSDT --url ${bybit.url} --out ${tape} --for 5`, recording)).toBe(0);
    const [plain, told] = [fakeIo(), fakeIo()];
    expect(await runWords(`replay ${tape} --json`, plain)).toBe(0);
    expect(await runWords(`replay ${tape} --json --gaps`, told)).toBe(0);
    const gaps = told.lines().filter(line => line.includes('"type":"gap"'));
    expect(gaps.length).toBeGreaterThan(0);
    expect(told.lines().filter(line => !gaps.includes(line))).toEqual(plain.lines());
    const terminal = fakeIo({ columns: 90, rows: 24 });
    expect(await runWords(`replay ${tape} --gaps`, terminal)).toBe(0);
    expect(terminal.err()).toMatch(/rxtape: \S+ bybit BTCUSDT: gap of \d+ (ms|s), the connection was lost\n/);
  });

  it('without it there are none', async () => {
    const io = fakeIo();
    expect(await runWords(`trades bybit BTCUSDT --url ${bybit.url} --json --timeout 4`, io)).toBe(0);
    expect(io.out()).not.toContain('"gap"');
  });

  it.each(['ticker bitget BTCUSDT --gaps --raw', 'orders bitget --gaps --raw'])(
    '%s: the venue’s own rows have none',
    async words => {
      const io = fakeIo();
      expect(await runWords(words, io)).toBe(2);
      expect(io.err()).toContain("option '--gaps' cannot be used with option '--raw'");
    },
  );
});

describe('the columns', () => {
  const gap: Gap = {
    ...{ type: 'gap', venue: 'bitget', market: 'spot', symbol: 'BTCUSDT', from: 1_000, to: 3_000 },
    reason: 'silence',
  };

  it('are what they were where no breaks are told', () => {
    expect(gapColumns(csvColumns('ticker'), false).header).toEqual(csvColumns('ticker').header);
  });

  it.each(['ticker', 'trades', 'book', 'candles', 'quotes', 'liquidations'] as const)(
    'of %s have room for a break',
    kind => {
      const { header, columns } = gapColumns(csvColumns(kind), true);
      const record = columns(gap);
      expect(Object.keys(record).every(column => header.includes(column))).toBe(true);
      expect(record).toMatchObject({
        type: 'gap',
        symbol: 'BTCUSDT',
        gap_from: 1_000,
        gap_to: 3_000,
        gap_reason: 'silence',
      });
    },
  );
});
