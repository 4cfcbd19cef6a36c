/**
 * The bin as it ships, in a process of its own.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptionsWithStdioTuple, StdioNull, StdioPipe } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoCredentials, simulate } from '../../src/simulator/index.js';
import type { Simulation } from '../../src/simulator/index.js';

const bin = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const isBuilt = existsSync(bin);
if (!isBuilt) process.emitWarning(`${bin} is missing: its tests are skipped; npm run build makes it`);

interface Run {
  readonly process: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves when the process has ended by itself. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

let folder = '';
let running: Run[] = [];

/** The keys that the tests' own exchange knows; long and strange, so that a search for them finds nothing by chance. */
const account = { apiKey: 'bin-key-5Jq8ZtVx', secret: 'bin-secret-w3NfR7Lk', passphrase: 'bin-passphrase-Y2cHd9Gs' };
const keys = {
  BITGET_API_KEY: account.apiKey,
  BITGET_SECRET_KEY: account.secret,
  BITGET_PASSPHRASE: account.passphrase,
};
const noKeys = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(BITGET|BYBIT)_/.test(name)));

function start(words: string, shell?: string, variables: Readonly<Record<string, string>> = {}): Run {
  const args = words.split(' ');
  const settings: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe> = {
    cwd: folder,
    env: { ...noKeys, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  const child =
    shell === undefined
      ? spawn(process.execPath, [bin, ...args], settings)
      : spawn('bash', ['-c', `set -o pipefail; "${process.execPath}" "${bin}" ${words} ${shell}`], settings);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended: Run['ended'] = new Promise(resolve => {
    child.on('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  const run: Run = { process: child, out: () => out, err: () => err, ended };
  running.push(run);
  return run;
}

const eventually = <T>(read: () => T): ReturnType<typeof expect.poll<T>> =>
  expect.poll(read, { timeout: 15_000, interval: 20 });

describe.skipIf(!isBuilt)('the bin', () => {
  let exchange: Simulation;
  beforeAll(async () => {
    exchange = await simulate('bitget', { seed: 3, tick: 20, accounts: [demoCredentials, account] });
  });
  afterAll(() => exchange.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rxtape-bin-'));
    running = [];
  });
  afterEach(async () => {
    for (const run of running) run.process.kill('SIGKILL');
    await Promise.all(running.map(run => run.ended));
    rmSync(folder, { recursive: true });
  });

  it('tells its version', async () => {
    const run = start('--version');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with exit code 0 at %s, and leaves the exchange',
    async signal => {
      const run = start(`trades bitget BTCUSDT --json --url ${exchange.url}`);
      await eventually(() => run.out().length).toBeGreaterThan(1_000);
      run.process.kill(signal);
      expect(await run.ended).toEqual({ code: 0, signal: null });
      for (const line of run.out().trimEnd().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
      await eventually(() => exchange.clients).toBe(0);
    },
  );

  it.each(['ticker', 'book', 'candles'])('ends with exit code 0 when its reader has had enough of %s', async kind => {
    const run = start(`${kind} bitget BTCUSDT --json --url ${exchange.url}`, '| head -1');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(JSON.parse(run.out())).toMatchObject({ symbol: 'BTCUSDT' });
    expect(run.err()).toBe('');
  });

  it('ends with exit code 0 after --timeout', async () => {
    const run = start(`ticker bitget BTCUSDT --timeout 0.5 --simulate`);
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.out()).toContain('BTCUSDT');
    expect(run.err()).toBe('');
  });

  it('has everything in the CSV file when it is interrupted', async () => {
    const run = start(`ticker bitget BTCUSDT ETHUSDT --json --csv t.csv --url ${exchange.url}`);
    await eventually(() => run.out().split('\n').length).toBeGreaterThan(50);
    run.process.kill('SIGINT');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    const rows = readFileSync(join(folder, 't.csv'), 'utf8').split('\n');
    const printed = run
      .out()
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { readonly timestamp: number });
    expect(rows.at(-1)).toBe('');
    expect(rows.slice(1, 1 + printed.length).map(row => Number(row.split(',')[12]))).toEqual(
      printed.map(({ timestamp }) => timestamp),
    );
  });

  it('names its CSV file after the venue and the day', async () => {
    const run = start('ticker bitget BTCUSDT --csv --simulate --timeout 0.5');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    const name = /writing to (bitget_data_\d{4}-\d\d-\d\d\.csv)/.exec(run.err())?.[1] ?? '';
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^symbol,price,bid,.*\nBTCUSDT,/);
  });

  it('ends with exit code 2 at a wrong word', async () => {
    const run = start('ticker bitgit BTCUSDT');
    expect(await run.ended).toEqual({ code: 2, signal: null });
    expect(run.err()).toMatch(/^rxtape: venue "bitgit" is not known: choose one of bitget, bitget-v1, bybit[^\n]*\n$/);
  });

  it('ends with exit code 1 when every symbol is refused', async () => {
    const run = start(`book bitget NOPE --url ${exchange.url}`);
    expect(await run.ended).toEqual({ code: 1, signal: null });
    expect(run.err()).toMatch(/^rxtape: bitget SPOT:books:NOPE: refused with 30001 .*\n$/);
  });

  it('says that nobody is there, goes on trying, and ends at once when told to', async () => {
    const run = start('ticker bitget BTCUSDT --url ws://127.0.0.1:1');
    await eventually(run.err).toContain('nothing listens there (ECONNREFUSED); trying again until it works\n');
    expect(run.process.exitCode).toBeNull();
    run.process.kill('SIGINT');
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it('examines a venue: what is known is told when it is interrupted, and no key', async () => {
    const run = start(
      `doctor bitget BTCUSDT --for 60 --url ${exchange.url} --rest-url ${exchange.restUrl}`,
      undefined,
      keys,
    );
    await eventually(() => exchange.subscriptions().flat().length).toBeGreaterThan(3);
    // The first values, and some more.
    await new Promise(resolve => setTimeout(resolve, 1_500));
    run.process.kill('SIGINT');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.out()).toMatch(/^connection +ok +.*\n(.*\n)+account +ok +logged in after /);
    expect(run.out()).toMatch(/\nbitget BTCUSDT on spot is healthy, as far as was looked\n$/);
    for (const secret of Object.values(account)) expect(run.out() + run.err()).not.toContain(secret);
    const gone = start('doctor bitget BTCUSDT --url ws://127.0.0.1:1');
    expect(await gone.ended).toEqual({ code: 1, signal: null });
    expect(gone.out()).toContain('connection   failed         connection to 127.0.0.1:1 failed: nothing listens there');
  });

  it('waits for a slow reader without losing a line', async () => {
    const run = start(`book bitget BTCUSDT --json --csv b.csv --timeout 2 --url ${exchange.url}`, '| (sleep 2.5; cat)');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    // A pipe holds 64 KiB: the rest waited inside.
    expect(run.out().length).toBeGreaterThan(200_000);
    const printed = run
      .out()
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as { readonly sequence: string }).sequence);
    const rows = readFileSync(join(folder, 'b.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(printed).toEqual(rows.map(row => row.split(',')[2]).slice(0, printed.length));
    expect(rows.length - printed.length).toBeLessThan(5);
  });

  it('runs a simulated exchange for others', async () => {
    const server = start('simulate bitget --seed 5');
    await eventually(server.out).toMatch(/^ws:\/\/\S+\n$/);
    const client = start(`quotes bitget ETHUSDT --json --timeout 1 --url ${server.out().trim()}`);
    expect(await client.ended).toEqual({ code: 0, signal: null });
    expect(client.out().split('\n').length).toBeGreaterThan(3);
    server.process.kill('SIGINT');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.out().trim().split('\n')).toHaveLength(1);
  });

  it('shows the demo', async () => {
    const run = start('demo --seconds 3');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.out()).toMatch(/(\d+) of \1 books equal/);
    expect(run.out()).not.toContain('\u001B');
  });

  describe('with an account', () => {
    const there = (): string => `--url ${exchange.url} --rest-url ${exchange.restUrl}`;

    /** Neither the keys nor what proves them is printed. */
    function expectNoSecret(run: Run): void {
      const printed = run.out() + run.err();
      for (const secret of [...Object.values(account), ...Object.values({ ...demoCredentials })]) {
        expect(printed).not.toContain(secret);
      }
      expect(printed).not.toMatch(/passphrase"|"sign"|apiKey/);
    }

    it.each([
      ['orders bitget', 'orders'],
      ['balances bitget', 'balances'],
      ['fills bitget', 'fill'],
      ['positions bitget', 'positions'],
      ['orders bitget-v1 --dialect official', 'orders'],
      ['orders bitget-v1 --dialect guide', 'orders'],
      ['balances bybit', 'balances'],
      ['fills bybit --market linear', 'fill'],
      ['orders bybit-spot-v1', 'orders'],
      ['orders bybit-spot-v3', 'orders'],
    ])('pipes %s --simulate as lines of JSON, and ends when its reader has had enough', async (words, type) => {
      const run = start(`${words} --simulate --json`, '| head -2');
      expect(await run.ended).toEqual({ code: 0, signal: null });
      const values = run
        .out()
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as unknown);
      expect(values).toMatchObject([{ type }, { type }]);
      expect(run.err()).toBe('');
      expectNoSecret(run);
    });

    it('pipes lines for people too, and ends when its reader has had enough', async () => {
      const run = start('orders bitget --simulate', '| head -2');
      expect(await run.ended).toEqual({ code: 0, signal: null });
      for (const line of run.out().trimEnd().split('\n')) {
        expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} [A-Z]+ (buy|sell) .* filled \d.* id \d+$/);
      }
      expect(run.out().trimEnd().split('\n')).toHaveLength(2);
      expect(run.err()).toBe('');
    });

    it.each([
      ['orders bitget --simulate', ''],
      ['balances bitget-v1 --simulate --json', '| cat'],
    ])('ends %s with exit code 0 after --timeout', async (words, shell) => {
      const run = start(`${words} --timeout 0.7`, shell);
      expect(await run.ended).toEqual({ code: 0, signal: null });
      expect(run.err()).toBe('');
      expectNoSecret(run);
    });

    it('ends with exit code 0 at SIGINT, and leaves the exchange', async () => {
      const run = start(`fills bitget --json ${there()}`, undefined, keys);
      await eventually(() => run.out().split('\n').length).toBeGreaterThan(2);
      run.process.kill('SIGINT');
      expect(await run.ended).toEqual({ code: 0, signal: null });
      for (const line of run.out().trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ type: 'fill' });
      expect(run.err()).toBe('');
      await eventually(() => exchange.clients).toBe(0);
    });

    it.each([
      [{}, 'BITGET_API_KEY, BITGET_SECRET_KEY and BITGET_PASSPHRASE'],
      [{ BITGET_API_KEY: account.apiKey, BITGET_PASSPHRASE: account.passphrase }, 'BITGET_SECRET_KEY'],
    ])('says which keys are missing, with exit code 2 (%#)', async (variables, names) => {
      const run = start(`orders bitget --verbose ${there()}`, undefined, variables);
      expect(await run.ended).toEqual({ code: 2, signal: null });
      expect(run.err()).toBe(`rxtape: only public channels are available without ${names}\n`);
      expect(run.out()).toBe('');
      expectNoSecret(run);
    });

    it('reads the keys from .env', async () => {
      const lines = Object.entries(keys).map(([name, value]) => `${name}="${value}"`);
      writeFileSync(join(folder, '.env'), lines.join('\n'));
      const run = start(`balances bitget --json ${there()}`, '| head -1');
      expect(await run.ended).toEqual({ code: 0, signal: null });
      expect(JSON.parse(run.out())).toMatchObject({ type: 'balances' });
      expectNoSecret(run);
    });

    it.each([
      ['BITGET_API_KEY', '30011'],
      ['BITGET_SECRET_KEY', '30015'],
      ['BITGET_PASSPHRASE', '30012'],
    ])('tells a wrong %s in one sentence, with exit code 1', async (name, code) => {
      const run = start(`orders bitget ${there()}`, undefined, { ...keys, [name]: 'bin-wrong-0815' });
      expect(await run.ended).toEqual({ code: 1, signal: null });
      expect(run.err()).toMatch(new RegExp(`^rxtape: bitget login: refused with ${code} \\(.*\\)\\n$`));
      expect(run.out() + run.err()).not.toContain('bin-wrong-0815');
      expectNoSecret(run);
    });

    it.each(['--verbose', '--verbose --json', '--verbose --raw', '--verbose --csv o.csv'])(
      'shows no key with %s, over refusals, losses and bad frames',
      async options => {
        const run = start(`balances bitget ${options} ${there()}`, undefined, keys);
        await eventually(run.out).toContain('\n');
        exchange.inject('garbage');
        await eventually(run.err).toMatch(/problem \(\w+\): bitget frame /);
        exchange.inject('close-1006');
        await eventually(run.err).toMatch(/problem[^]*ready/);
        run.process.kill('SIGINT');
        expect(await run.ended).toEqual({ code: 0, signal: null });
        expectNoSecret(run);
        if (options.includes('csv')) {
          const file = readFileSync(join(folder, 'o.csv'), 'utf8');
          for (const secret of Object.values(account)) expect(file).not.toContain(secret);
        }
        const wrong = start(`balances bitget ${options} ${there()}`, undefined, {
          ...keys,
          BITGET_SECRET_KEY: 'bin-wrong-0815',
        });
        expect(await wrong.ended).toEqual({ code: 1, signal: null });
        expect(wrong.out() + wrong.err()).not.toContain('bin-wrong-0815');
        expectNoSecret(wrong);
      },
    );

    it('sends no key over an address that is not encrypted', async () => {
      const run = start('orders bitget --verbose --url ws://example.org', undefined, keys);
      expect(await run.ended).toEqual({ code: 2, signal: null });
      expect(run.err()).toBe(
        'rxtape: url ws://example.org is not encrypted: keys are sent over wss:// only, or to this machine\n',
      );
      expectNoSecret(run);
    });
  });

  it('offers the options of each venue', async () => {
    const run = start('ticker bitget-v1 BTCUSDT --dialect official --simulate --json', '| head -1');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(JSON.parse(run.out())).toMatchObject({ type: 'ticker', venue: 'bitget-v1', symbol: 'BTCUSDT' });
    expect(run.err()).toBe('');
    const refused = start('ticker bitget BTCUSDT --dialect official --simulate');
    expect(await refused.ended).toEqual({ code: 2, signal: null });
    expect(refused.err()).toBe('rxtape: dialect is no option of bitget: only bitget-v1 has it\n');
  });

  it('tells which keys of a venue are missing', async () => {
    const run = start('orders bybit', undefined, { BYBIT_API_KEY: 'bin-key-5Jq8ZtVx' });
    expect(await run.ended).toEqual({ code: 2, signal: null });
    expect(run.err()).toBe('rxtape: only public channels are available without BYBIT_SECRET_KEY\n');
  });
});
