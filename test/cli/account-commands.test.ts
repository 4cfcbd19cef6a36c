import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoCredentials, simulate } from '../../src/simulator/index.js';
import type { Simulation } from '../../src/simulator/index.js';
import { fakeIo, runWords } from './fake-io.js';
import type { FakeIo } from './fake-io.js';

/** Sockets and drawings take their time, on a busy machine more of it. */
const eventually = <T>(read: () => T, timeout = 8_000): ReturnType<typeof expect.poll<T>> =>
  expect.poll(read, { timeout, interval: 20 });

const keys = {
  BITGET_API_KEY: demoCredentials.apiKey,
  BITGET_SECRET_KEY: demoCredentials.secret,
  BITGET_PASSPHRASE: demoCredentials.passphrase,
};

const kinds = [
  ['balances', 'balances', ''],
  ['orders', 'orders', ''],
  ['fills', 'fill', ''],
  ['positions', 'positions', '--market usdt-futures'],
] as const;

/** Nothing that a command writes shows a key. */
function expectNoSecret(io: FakeIo): void {
  for (const secret of Object.values(demoCredentials)) {
    expect(io.out()).not.toContain(secret);
    expect(io.err()).not.toContain(secret);
  }
}

describe('what cannot be understood', () => {
  it.each([
    ['balances', 'balances needs <venue> [symbol...], for example: rxtape balances bitget'],
    ['orders bitgit', 'venue "bitgit" is not known: choose one of bitget'],
    ['orders bitget --market swap', 'market "swap" is not one of bitget: spot, usdt-futures'],
    ['positions bitget --market spot', 'market spot of bitget has no positions: choose one of usdt-futures'],
    ['fills bitget BTC_FOO', 'symbol "BTC_FOO" is not one of bitget: write BTCUSDT'],
    ['fills bitget --host moon', 'host "moon" is not one of bitget: demo'],
    ['fills bitget --url http://x', 'url "http://x" is not a WebSocket address like ws://127.0.0.1:8080'],
    ['fills bitget --rest-url ws://x', 'rest-url "ws://x" is not an HTTP address like http://127.0.0.1:8080'],
    ['fills bitget --dialect official', 'dialect is no option of bitget: only bitget-v1 has it'],
    ['fills bitget-v1 --dialect polite', 'dialect "polite" is not one of bitget-v1: guide, official'],
    ['positions bitget-v1 --dialect official', 'channel positions of bitget-v1 exists in the dialect guide only'],
    ['fills bitget --timeout soon', 'timeout "soon" is not possible'],
    ['fills bitget --seed 4', 'seed is for --simulate'],
    ['fills bitget --simulate --rest-url http://x', "option '--simulate' cannot be used with option '--rest-url"],
    ['fills bitget --url ws://example.org', 'url ws://example.org is not encrypted: keys are sent over wss:// only'],
  ])('%s: exit code 2, one sentence that names what is possible', async (words, sentence) => {
    const io = fakeIo(undefined, keys);
    expect(await runWords(words, io)).toBe(2);
    expect(io.err()).toContain(`rxtape: ${sentence}`);
    expect(io.err().trimEnd().split('\n')).toHaveLength(1);
    expect(io.out()).toBe('');
    expectNoSecret(io);
  });

  it.each([
    [{}, 'BITGET_API_KEY, BITGET_SECRET_KEY and BITGET_PASSPHRASE'],
    [{ BITGET_API_KEY: keys.BITGET_API_KEY, BITGET_SECRET_KEY: '' }, 'BITGET_SECRET_KEY and BITGET_PASSPHRASE'],
    [{ ...keys, BITGET_PASSPHRASE: undefined }, 'BITGET_PASSPHRASE'],
  ])('keys that are missing are named (%#)', async (variables, names) => {
    const io = fakeIo(undefined, variables);
    expect(await runWords('balances bitget', io)).toBe(2);
    expect(io.err()).toBe(`rxtape: only public channels are available without ${names}\n`);
  });

  it.each(['bybit', 'bybit-spot-v1', 'bybit-spot-v3'])('keys of %s that are missing are named', async venue => {
    const io = fakeIo(undefined, { ...keys, BYBIT_SECRET_KEY: 'x' });
    expect(await runWords(`balances ${venue}`, io)).toBe(2);
    expect(io.err()).toBe('rxtape: only public channels are available without BYBIT_API_KEY\n');
  });

  it.each(kinds)('%s --help has examples', async kind => {
    const io = fakeIo();
    expect(await runWords(`${kind} --help`, io)).toBe(0);
    expect(io.out()).toContain(`Examples:\n  $ rxtape ${kind} bitget`);
  });
});

describe('an account at a simulated exchange', () => {
  let exchange: Simulation;
  let folder: string;
  beforeEach(async () => {
    exchange = await simulate('bitget', { seed: 11, tick: 20 });
    folder = mkdtempSync(join(tmpdir(), 'rxtape-account-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await exchange.close();
  });

  const there = (): string => `--url ${exchange.url} --rest-url ${exchange.restUrl}`;
  const nothingIsLeft = (): Promise<void> => eventually(() => exchange.clients).toBe(0);

  it.each(kinds)('%s --json prints each value as a line, the whole of it', async (kind, type, market) => {
    const io = fakeIo(undefined, keys);
    const code = runWords(`${kind} bitget ${market} --json --verbose ${there()}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(3);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    const values = io.lines().map(line => JSON.parse(line) as Record<string, unknown>);
    for (const value of values) expect(value).toMatchObject({ type, venue: 'bitget' });
    expect(io.err()).toContain('ready');
    expectNoSecret(io);
    await nothingIsLeft();
  });

  it.each([
    ['balances', '', /^\S+ [A-Z]+ available \d\S* {2}held \d\S* {2}total \d\S*$/],
    ['orders', '', /^\S+ [A-Z]+ (buy |sell) .* filled \d\S*.* id \S+$/],
    [
      'fills',
      '',
      /^\S+ [A-Z]+ (buy |sell) {2}\d\S* × \d\S* {2}(maker|taker) {2}fee -?\d\S* [A-Z]+ .*id \S+ {2}order \S+$/,
    ],
    ['positions', '', /^\S+ [A-Z]+ ((long |short) {2}\d\S* from \d\S*.*|(long|short) {2}closed)$/],
  ])('%s prints a line for people per change where stdout is no terminal', async (kind, market, line) => {
    const io = fakeIo(undefined, keys);
    const code = runWords(`${kind} bitget ${market} ${there()}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(4);
    io.stop$.next('SIGTERM');
    expect(await code).toBe(0);
    for (const one of io.lines()) expect(one).toMatch(line);
    expect(io.out()).not.toContain('\u001B');
    expect(io.err()).toBe('');
  });

  it('prints fills that the exchange made, each once', async () => {
    const io = fakeIo(undefined, keys);
    const code = runWords(`fills bitget --json ${there()}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(5);
    io.stop$.next('SIGINT');
    await code;
    const ids = io.lines().map(line => (JSON.parse(line) as { readonly id: string }).id);
    const truth = exchange
      .account()
      .fills('spot')
      .map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(truth).toEqual(expect.arrayContaining(ids));
  });

  it('watches only the symbols that are named', async () => {
    const io = fakeIo(undefined, keys);
    const code = runWords(`fills bitget btcusdt BTCUSDT --json ${there()}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(2);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    for (const line of io.lines()) expect(JSON.parse(line)).toMatchObject({ symbol: 'BTCUSDT' });
    expect(new Set(io.lines()).size).toBe(io.lines().length);
  });

  it("--raw prints the venue's rows in its own words", async () => {
    const io = fakeIo(undefined, keys);
    const code = runWords(`balances bitget --raw ${there()}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(1);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ coin: expect.any(String) as string });
  });

  it.each(kinds)('%s draws one view on a terminal that fits', async (kind, _type, market) => {
    const io = fakeIo({ columns: 70, rows: 9 }, keys);
    const code = runWords(`${kind} bitget ${market} ${there()}`, io);
    const title = {
      balances: /asset +available/,
      orders: /symbol +side/,
      fills: /symbol +side/,
      positions: /symbol +side/,
    };
    await eventually(() => io.out()).toMatch(title[kind]);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.out()).toContain('Bitget connected');
    expect(io.out().endsWith('\u001B[?25h')).toBe(true);
    for (const frame of framesOf(io.out())) {
      expect(frame.split('\n').length).toBeLessThanOrEqual(9);
      for (const line of frame.split('\n')) expect(line.length).toBeLessThanOrEqual(70);
    }
    expectNoSecret(io);
    await nothingIsLeft();
  });

  it('writes a row per change into the CSV file', async () => {
    const path = join(folder, 'fills.csv');
    const io = fakeIo(undefined, keys);
    const code = runWords(`fills bitget --json --csv ${path} ${there()}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(3);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    const ids = io.lines().map(line => (JSON.parse(line) as { readonly id: string }).id);
    const rows = (): readonly string[] => readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
    await eventually(() => rows().map(row => row.split(',')[2])).toEqual(ids);
    expect(readFileSync(path, 'utf8')).toMatch(/^symbol,market,id,order_id,.*,timestamp,local_time\n/);
  });

  it('reads the keys from .env, and those of the process before it', async () => {
    writeFileSync(
      join(folder, '.env'),
      `# keys\nBITGET_API_KEY=not-this\nexport BITGET_SECRET_KEY="${keys.BITGET_SECRET_KEY}"\nBITGET_PASSPHRASE='${keys.BITGET_PASSPHRASE}'\n`,
    );
    const io = fakeIo(undefined, { BITGET_API_KEY: keys.BITGET_API_KEY }, folder);
    const code = runWords(`balances bitget ${there()}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expectNoSecret(io);
  });

  it.each([
    ['BITGET_SECRET_KEY', '30015'],
    ['BITGET_PASSPHRASE', '30012'],
    ['BITGET_API_KEY', '30011'],
  ])('says in one sentence that a wrong %s is refused, with exit code 1', async (name, code) => {
    const io = fakeIo(undefined, { ...keys, [name]: 'wrong-0815' });
    expect(await runWords(`balances bitget ${there()}`, io)).toBe(1);
    expect(io.err()).toMatch(/^rxtape: bitget .*\n$/);
    expect(io.err()).toContain(code);
    expect(io.err()).not.toContain('wrong-0815');
    expectNoSecret(io);
    await nothingIsLeft();
  });

  it('tells a clock that is off only with --verbose, and goes on', async () => {
    const off = await simulate('bitget', { seed: 1, clockOffset: 300_000, tick: 20 });
    const io = fakeIo(undefined, keys);
    const code = runWords(`balances bitget --verbose --url ${off.url} --rest-url ${off.restUrl}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.err()).toContain('problem');
    expectNoSecret(io);
    await off.close();
  });
});

describe('--simulate', () => {
  it.each([
    ['balances bitget', 'balances'],
    ['fills bitget --market usdt-futures', 'fill'],
    ['positions bitget', 'positions'],
    ['balances bitget-v1', 'balances'],
    ['positions bitget-v1', 'positions'],
    ['balances bitget-v1 --dialect guide', 'balances'],
    ['balances bitget-v1 --dialect official', 'balances'],
    ['orders bitget-v1 --dialect official', 'orders'],
    ['fills bitget-v1 --dialect official', 'fill'],
    ['balances bybit', 'balances'],
    ['orders bybit --market inverse', 'orders'],
    ['fills bybit', 'fill'],
    ['positions bybit', 'positions'],
    ['balances bybit-spot-v1', 'balances'],
    ['orders bybit-spot-v1', 'orders'],
    ['fills bybit-spot-v1', 'fill'],
    ['balances bybit-spot-v3', 'balances'],
    ['orders bybit-spot-v3', 'orders'],
    ['fills bybit-spot-v3', 'fill'],
  ])('%s needs no keys', async (words, type) => {
    const io = fakeIo();
    const code = runWords(`${words} --simulate --json`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ type });
    expectNoSecret(io);
  });

  it('tells refusals that name no symbol with their symbols, and goes on with the others', async () => {
    const io = fakeIo();
    const code = runWords('orders bitget-v1 NOPEUSDT NEITHERUSDT BTCUSDT --simulate --json', io);
    await eventually(() => io.lines().length).toBeGreaterThan(2);
    await eventually(() => io.err(), 12_000).toMatch(/NEITHERUSDT[^]*NOPEUSDT|NOPEUSDT[^]*NEITHERUSDT/);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    const words = 'refused with 40003 (the channel or its parameters do not exist: Invalid subscription)';
    expect(io.err().trim().split('\n').sort()).toEqual([
      `rxtape: bitget-v1 SPOT:orders:NEITHERUSDT: ${words}`,
      `rxtape: bitget-v1 SPOT:orders:NOPEUSDT: ${words}`,
    ]);
  }, 20_000);

  it('tells a refused symbol, and goes on with the others', async () => {
    const io = fakeIo();
    const code = runWords('orders bitget NOPEUSDT BTCUSDT --simulate --json', io);
    await eventually(() => io.err()).toContain('NOPEUSDT');
    await eventually(() => io.lines().length).toBeGreaterThan(2);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.err()).toMatch(/^rxtape: bitget SPOT:orders:NOPEUSDT: refused with 30001 .*\n$/);
  });

  it('ends with exit code 1 when every symbol is refused', async () => {
    const io = fakeIo();
    expect(await runWords('orders bitget NOPEUSDT --simulate', io)).toBe(1);
    expect(io.err()).toMatch(/^rxtape: bitget SPOT:orders:NOPEUSDT: refused with 30001 .*\n$/);
  });

  it('ends with exit code 0 after --timeout', async () => {
    const io = fakeIo();
    expect(await runWords('balances bitget --simulate --timeout 0.5', io)).toBe(0);
    expect(io.lines().length).toBeGreaterThan(0);
  });
});

/** What was drawn, each time. */
function framesOf(output: string): readonly string[] {
  return [...output.matchAll(/\u001B\[\?2026h([^]*?)\u001B\[\?2026l/g)].map(([, frame = '']) =>
    frame.replace(/\u001B\[[\d?]*[A-Za-z]/g, ''),
  );
}
