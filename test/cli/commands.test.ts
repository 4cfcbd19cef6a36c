import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulator/index.js';
import type { Simulation } from '../../src/simulator/index.js';
import { fakeIo, runWords } from './fake-io.js';

/** Sockets and drawings take their time, on a busy machine more of it. */
const eventually = <T>(read: () => T): ReturnType<typeof expect.poll<T>> =>
  expect.poll(read, { timeout: 10_000, interval: 20 });

describe('what cannot be understood', () => {
  it.each([
    [
      'tick',
      'command "tick" is not known: choose one of demo, ticker, trades, book, candles, quotes, mark-price, open-interest, funding-rate, liquidations, balances, orders, fills, positions, doctor, health, record, replay, simulate, venues',
    ],
    ['ticker', 'ticker needs <venue> <symbol...>, for example: rxtape ticker bitget BTCUSDT'],
    ['ticker bitget', 'ticker needs <venue> <symbol...>'],
    ['ticker bitgit BTCUSDT', 'venue "bitgit" is not known: choose one of bitget'],
    ['ticker constructor BTCUSDT', 'venue "constructor" is not known: choose one of bitget'],
    ['ticker bitget BTC_FOO', 'symbol "BTC_FOO" is not one of bitget: write BTCUSDT'],
    ['ticker bitget BTCUSDT --market swap', 'market "swap" is not one of bitget: spot, usdt-futures'],
    ['ticker bitget BTCUSDT --market margin', 'market margin of bitget has no ticker: choose one of spot'],
    ['ticker bitget BTCUSDT_UMCBL --market spot', 'symbol BTCUSDT_UMCBL is of market usdt-futures, not of spot'],
    ['liquidations bitget BTCUSDT', 'bitget has no liquidations: it has ticker, trades, book'],
    [
      'liquidations bybit BTCUSDT --market spot',
      'market spot of bybit has no liquidations: choose one of linear, inverse',
    ],
    ['quotes bybit BTC-6JAN23-17500-C --market option', 'market option of bybit has no quotes: choose one of spot'],
    ['book bybit BTCUSDT --depth 25', 'depth 25 is not one of bybit spot: 1, 50, 200, 1000'],
    ['ticker bybit BTCUSDT --host moon', 'host "moon" is not one of bybit: testnet, demo'],
    ['quotes bybit-spot-v1 BTCUSDT --form v1', 'form "v1" of bybit-spot-v1 has no bookTicker: choose v2'],
    ['ticker bybit BTCUSDT --binary', 'binary is no option of bybit: only bybit-spot-v1 has it'],
    ['candles bitget BTCUSDT --interval 7m', 'interval "7m" is not one of bitget: 1m, 3m'],
    ['book bitget BTCUSDT --depth 7', 'depth 7 is not one of bitget: 1, 5, 15'],
    ['book bitget BTCUSDT --depth many', 'depth many is not one of bitget: 1, 5, 15'],
    ['ticker bitget BTCUSDT --host moon', 'host "moon" is not one of bitget: demo'],
    ['ticker bitget BTCUSDT --url http://x', 'url "http://x" is not a WebSocket address like ws://127.0.0.1:8080'],
    ['ticker bitget BTCUSDT --timeout soon', 'timeout "soon" is not possible: write a number of s above 0'],
    ['ticker bitget BTCUSDT --timeout 0', 'timeout "0" is not possible'],
    ['ticker bitget BTCUSDT --seed 4', 'seed is for --simulate'],
    ['ticker bitget BTCUSDT --simulate --seed x', 'seed "x" is not possible: write a whole number'],
    ['ticker bitget BTCUSDT --depth 5', "unknown option '--depth'"],
    [
      'ticker bitget BTCUSDT --simulate --url ws://127.0.0.1:1',
      "option '--simulate' cannot be used with option '--url",
    ],
    ['ticker bitget BTCUSDT --csv ETHUSDT', 'csv file "ETHUSDT" has no ending: write "ETHUSDT.csv"'],
    ['ticker bitget BTCUSDT --dialect official', 'dialect is no option of bitget: only bitget-v1 has it'],
    ['ticker bitget-v1 BTCUSDT --dialect polite', 'dialect "polite" is not one of bitget-v1: guide, official'],
    ['book bitget-v1 BTCUSDT --dialect guide', 'channel books of bitget-v1 exists in the dialect official only'],
    ['ticker bitget-v1 BTCUSDT --dialect', "option '--dialect <guide|official>' argument missing"],
    ['simulate bitget --dialect official', 'dialect is no option of bitget: only bitget-v1 has it'],
    [
      'simulate backpack --window 200ms',
      'simulated backpack takes every client as it comes: say --window 200ms there, and leave it out here',
    ],
    ['simulate bge --zip', 'simulated bge takes every client as it comes: say --zip there, and leave it out here'],
    ['simulate bybit-spot-v1 --form v2', 'simulated bybit-spot-v1 takes every client as it comes: say --form v2 there'],
    ['simulate backpack --dialect official', 'dialect is no option of backpack: only bitget-v1 has it'],
    ['simulate kraken', 'venue "kraken" cannot be simulated: choose one of bitget'],
    ['simulate bitget --faults rain', 'fault "rain" is not known: choose of refuse-connection,'],
    ['simulate bitget --port 99999', 'port "99999" is not possible: write a whole number from 0 to 65535'],
    ['venues --csv', "unknown option '--csv'; rxtape venues --help shows what is possible"],
    ['demo --seconds x', 'seconds "x" is not possible'],
  ])('%s: exit code 2, one sentence that names what is possible', async (words, sentence) => {
    const io = fakeIo();
    expect(await runWords(words, io)).toBe(2);
    expect(io.err()).toContain(`rxtape: ${sentence}`);
    expect(io.err().trimEnd().split('\n')).toHaveLength(1);
    expect(io.out()).toBe('');
  });
});

describe('help', () => {
  it('goes to stderr with exit code 2 where no command is named', async () => {
    const io = fakeIo();
    expect(await runWords('', io)).toBe(2);
    expect(io.err()).toContain('Examples:');
    expect(io.out()).toBe('');
  });

  it.each(['--help', 'ticker --help', 'help book', 'simulate --help', 'venues --help', 'demo --help'])(
    '%s: exit code 0, with examples',
    async words => {
      const io = fakeIo();
      expect(await runWords(words, io)).toBe(0);
      expect(io.out()).toContain('Examples:\n  $ rxtape ');
      expect(io.err()).toBe('');
    },
  );

  it('tells the version', async () => {
    const io = fakeIo();
    expect(await runWords('--version', io)).toBe(0);
    expect(io.out()).toBe('1.2.3\n');
  });
});

describe('venues', () => {
  it('lists what each venue has as JSON', async () => {
    const io = fakeIo();
    expect(await runWords('venues --json', io)).toBe(0);
    const [bitget] = io.lines().map(line => JSON.parse(line) as Record<string, unknown>);
    expect(bitget).toMatchObject({
      id: 'bitget',
      defaultMarket: 'spot',
      depths: [1, 5, 15],
      hosts: { demo: 'wss://wspap.bitget.com' },
    });
    expect(bitget?.['intervals']).toEqual([
      '1m',
      '3m',
      '5m',
      '15m',
      '30m',
      '1h',
      '2h',
      '4h',
      '6h',
      '8h',
      '12h',
      '1d',
      '3d',
      '1w',
      '1M',
      '6hutc',
      '12hutc',
      '1dutc',
      '3dutc',
      '1wutc',
      '1Mutc',
    ]);
  });

  it('finds the depths of every market, and names the doors of a host that has some only', async () => {
    const io = fakeIo({ columns: 80, rows: 24 });
    expect(await runWords('venues', io)).toBe(0);
    expect(io.out()).toMatch(/^depth +1, 25, 50, 100, 200, 1000, none: the deepest$/m);
    expect(io.out().replace(/\s+/g, ' ')).toContain('demo (private: wss://stream-demo.bybit.com)');
    expect(io.out()).not.toContain('[object');
  });

  it('draws it as a table that fits', async () => {
    const io = fakeIo({ columns: 80, rows: 24 });
    expect(await runWords('venues', io)).toBe(0);
    expect(io.out()).toMatch(/^bitget {2}Bitget/);
    expect(io.out()).toMatch(/^ticker +● +● +● +● +·$/m);
    // An address is never cut: it stands in a line of its own where it is longer.
    for (const line of io.lines()) if (!/^https:\S+$/.test(line)) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('watching a simulated exchange', () => {
  let exchange: Simulation;
  beforeEach(async () => {
    exchange = await simulate('bitget', { seed: 3, tick: 20 });
  });
  afterEach(() => exchange.close());

  const nothingIsLeft = (): Promise<void> => eventually(() => exchange.clients).toBe(0);

  it.each([
    ['ticker', 'ticker'],
    ['trades', 'trade'],
    ['book', 'book'],
    ['book --depth 5', 'book'],
    ['candles', 'candle'],
    ['quotes', 'quote'],
  ])('%s --json prints each value as a line, the whole of it', async (kind, type) => {
    const io = fakeIo();
    const code = runWords(`${kind} bitget BTCUSDT ethusdt --json --url ${exchange.url}`, io);
    await eventually(() => io.lines().some(line => line.includes('ETHUSDT'))).toBe(true);
    await eventually(() => io.lines().length).toBeGreaterThan(20);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    const values = io.lines().map(line => JSON.parse(line) as Record<string, unknown>);
    for (const value of values) expect(value).toMatchObject({ type, venue: 'bitget', market: 'spot' });
    if (type !== 'book') for (const value of values) expect(value).toHaveProperty('raw');
    expect(io.err()).toBe('');
    await nothingIsLeft();
  });

  it('drops no trade', async () => {
    const io = fakeIo();
    const code = runWords(`trades bitget BTCUSDT --json --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(100);
    io.stop$.next('SIGINT');
    await code;
    const ids = io.lines().map(line => (JSON.parse(line) as { readonly id: string }).id);
    const all = exchange.trades('BTCUSDT').map(({ id }) => id);
    const from = all.indexOf(ids[0] ?? '');
    expect(ids).toEqual(all.slice(from, from + ids.length));
  });

  it("--raw prints the venue's rows in its own words", async () => {
    const io = fakeIo();
    const code = runWords(`ticker bitget BTCUSDT --raw --market usdt-futures --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(3);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ instId: 'BTCUSDT', lastPr: expect.any(String) as string });
  });

  it.each(['book --depth 5', 'book', 'candles --interval 5m', 'quotes', 'trades'])(
    "--raw finds the venue's channel of %s",
    async kind => {
      const io = fakeIo();
      const code = runWords(`${kind} bitget BTCUSDT --raw --json --url ${exchange.url}`, io);
      await eventually(() => io.lines().length).toBeGreaterThan(0);
      io.stop$.next('SIGINT');
      expect(await code).toBe(0);
      const channel = {
        'book --depth 5': 'books5',
        book: 'books',
        'candles --interval 5m': 'candle5m',
        quotes: 'books1',
        trades: 'trade',
      }[kind];
      expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ type: 'message', channel });
    },
  );

  it('prints lines for people where stdout is no terminal', async () => {
    const io = fakeIo();
    const code = runWords(`ticker bitget BTCUSDT --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(2);
    io.stop$.next('SIGTERM');
    expect(await code).toBe(0);
    for (const line of io.lines()) expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} BTCUSDT \d+\.\d+ {2}bid /);
    expect(io.out()).not.toContain('\u001B');
  });

  it('draws one view on a terminal, and gives the cursor back', async () => {
    const io = fakeIo({ columns: 70, rows: 10 });
    const code = runWords(`ticker bitget BTCUSDT ETHUSDT --url ${exchange.url}`, io);
    await eventually(() => io.out()).toMatch(/ETHUSDT +2/);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.out().startsWith('\u001B[?25l')).toBe(true);
    expect(io.out().endsWith('\u001B[?25h')).toBe(true);
    for (const frame of framesOf(io.out())) {
      expect(frame.split('\n').length).toBeLessThanOrEqual(10);
      for (const line of frame.split('\n')) expect(line.length).toBeLessThanOrEqual(70);
    }
    await nothingIsLeft();
  });

  it('takes a terminal without a size for one of 80 columns', async () => {
    const io = fakeIo({ columns: 0, rows: 0 });
    expect(await runWords(`quotes bitget BTCUSDT --timeout 0.4 --url ${exchange.url}`, io)).toBe(0);
    expect(io.out()).toMatch(/BTCUSDT +\d+\.\d+ +\d+\.\d+/);
  });

  it('draws at most eight times a second', async () => {
    const io = fakeIo({ columns: 70, rows: 10 });
    expect(await runWords(`book bitget BTCUSDT --timeout 1 --url ${exchange.url}`, io)).toBe(0);
    // One at the beginning, one at the end.
    expect(framesOf(io.out()).length).toBeLessThanOrEqual(10);
    expect(framesOf(io.out()).length).toBeGreaterThan(4);
  });

  it('ends with exit code 0 after --timeout', async () => {
    const io = fakeIo();
    expect(await runWords(`trades bitget BTCUSDT --timeout 0.3 --url ${exchange.url}`, io)).toBe(0);
    expect(io.lines().length).toBeGreaterThan(0);
    await nothingIsLeft();
  });

  it('tells a symbol that the venue refuses, and goes on with the others', async () => {
    const io = fakeIo();
    const code = runWords(`ticker bitget NOPE BTCUSDT --json --url ${exchange.url}`, io);
    await eventually(() => io.err()).toContain('NOPE');
    await eventually(() => io.lines().length).toBeGreaterThan(3);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.err().trimEnd().split('\n')).toHaveLength(1);
    expect(io.err()).toContain('30001');
  });

  it('ends with exit code 1 when all symbols are refused', async () => {
    const io = fakeIo();
    expect(await runWords(`ticker bitget NOPE NEITHER --url ${exchange.url}`, io)).toBe(1);
    expect(io.err().trimEnd().split('\n')).toHaveLength(2);
    await nothingIsLeft();
  });

  it('tells a refused symbol above the view on a terminal', async () => {
    const io = fakeIo({ columns: 70, rows: 10 });
    expect(await runWords(`ticker bitget NOPE --url ${exchange.url}`, io)).toBe(1);
    expect(io.err()).toContain('NOPE');
    expect(io.out().endsWith('\u001B[?25h')).toBe(true);
  });

  it('asks for a symbol that is named twice once', async () => {
    const io = fakeIo();
    await runWords(`ticker bitget BTCUSDT btcusdt BTCUSDT_SPBL --timeout 0.3 --url ${exchange.url}`, io);
    expect(
      exchange.heard
        .filter(({ text }) => text.includes('"subscribe"'))
        .map(({ text }) => text.match(/BTCUSDT/g)?.length),
    ).toEqual([1]);
  });

  it('ends with exit code 0 when nobody reads its output any more', async () => {
    const io = fakeIo();
    const code = runWords(`trades bitget BTCUSDT --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(1);
    io.stdout.on('error', () => {});
    io.stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await code).toBe(0);
    await nothingIsLeft();
  });

  it('ends with exit code 1 when its output cannot be written', async () => {
    const io = fakeIo();
    const code = runWords(`trades bitget BTCUSDT --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(1);
    io.stdout.on('error', () => {});
    io.stdout.destroy(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    expect(await code).toBe(1);
    expect(io.err()).toBe('rxtape: output cannot be written: no space left\n');
  });

  it('tells a lost connection once, and its return', async () => {
    const io = fakeIo();
    const code = runWords(`ticker bitget BTCUSDT --json --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(1);
    exchange.inject('close-1001');
    await eventually(() => io.err()).toContain('connected again');
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.err()).toMatch(
      /^rxtape: connection to \S+ was closed by the server .*; trying again until it works\nrxtape: bitget is connected again, after .*\n$/,
    );
  });

  it('--verbose tells every change with its time', async () => {
    const io = fakeIo();
    await runWords(`ticker bitget NOPE --verbose --url ${exchange.url}`, io);
    expect(io.err()).toMatch(/rxtape: \d\d:\d\d:\d\d\.\d{3} bitget public connecting\n/);
    expect(io.err()).toMatch(/bitget public ready\n/);
    expect(io.err()).toMatch(/problem \(refused\): .*NOPE/);
  });

  describe('--csv', () => {
    let folder = '';
    let before = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'rxtape-cli-'));
      before = process.cwd();
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
      expect(process.cwd()).toBe(before);
    });

    it('writes what it prints, and continues the file', async () => {
      const path = join(folder, 't.csv');
      let printed = 0;
      for (let round = 0; round < 2; round++) {
        const io = fakeIo();
        expect(
          await runWords(`ticker bitget BTCUSDT ETHUSDT --json --timeout 0.4 --csv ${path} --url ${exchange.url}`, io),
        ).toBe(0);
        expect(io.err()).toBe(`rxtape: writing to ${path}\n`);
        printed += io.lines().length;
      }
      await eventually(() => readFileSync(path, 'utf8').trimEnd().split('\n').length).toBeGreaterThan(printed);
      const rows = readFileSync(path, 'utf8').trimEnd().split('\n');
      expect(rows.filter(row => row.startsWith('symbol,'))).toHaveLength(1);
      for (const row of rows) expect(row.split(',')).toHaveLength(14);
    });

    it('refuses a file of another kind, before anything is connected', async () => {
      const path = join(folder, 't.csv');
      writeFileSync(path, 'symbol,price\n');
      const io = fakeIo();
      expect(await runWords(`ticker bitget BTCUSDT --csv ${path} --url ${exchange.url}`, io)).toBe(1);
      expect(io.err()).toMatch(/^rxtape: csv file .* has another header: .*; choose another file\n$/);
      expect(exchange.heard).toEqual([]);
      expect(readdirSync(folder)).toEqual(['t.csv']);
    });
  });
});

describe('watching nothing', () => {
  it('says that nobody is there once, and goes on trying', async () => {
    const io = fakeIo();
    expect(await runWords('ticker bitget BTCUSDT --url ws://127.0.0.1:1 --timeout 2.5', io)).toBe(0);
    expect(io.err()).toBe(
      'rxtape: connection to 127.0.0.1:1 failed: nothing listens there (ECONNREFUSED); trying again until it works\n',
    );
  });
});

describe('--simulate', () => {
  it('brings its own exchange, the same for the same seed', async () => {
    const first = async (seed: number): Promise<Record<string, unknown>> => {
      const io = fakeIo();
      expect(await runWords(`book bitget BTCUSDT --json --simulate --seed ${seed} --timeout 0.5`, io)).toBe(0);
      return JSON.parse(io.lines()[0] ?? '') as Record<string, unknown>;
    };
    const [one, again, other] = [await first(5), await first(5), await first(6)];
    expect(again['bids']).toEqual(one['bids']);
    expect(other['bids']).not.toEqual(one['bids']);
  });
});

describe('an option of a venue', () => {
  it.each([
    ['ticker bitget-v1 BTCUSDT --dialect official', 'ticker'],
    ['trades bitget-v1 BTCUSDT --dialect official', 'trade'],
    ['book bitget-v1 BTCUSDT --dialect official --depth 5', 'book'],
    ['candles bitget-v1 BTCUSDT --dialect official', 'candle'],
    // What exists in one dialect only chooses it by itself.
    ['ticker bitget-v1 BTCUSDT', 'ticker'],
    ['ticker bitget-v1 BTCUSDT --raw --dialect official', 'message'],
    ['trades bitget-v1 BTCUSDT --raw', 'message'],
  ])('%s works with --simulate', async (words, type) => {
    const io = fakeIo();
    const code = runWords(`${words} --json --simulate`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ type, venue: 'bitget-v1', symbol: 'BTCUSDT' });
    expect(io.err()).toBe('');
  });

  it.each([
    'ticker',
    'trades',
    'book',
    'candles',
    'quotes',
    'liquidations',
    'balances',
    'orders',
    'fills',
    'positions',
    'simulate',
  ])('%s --help names the venues that have it', async kind => {
    const io = fakeIo({ columns: 110, rows: 24 });
    expect(await runWords(`${kind} --help`, io)).toBe(0);
    const [, own = ''] = io.out().split('\nOptions of single venues:\n');
    expect(own).toMatch(/--dialect <guide\|official> +of bitget-v1: whose words the connection speaks/);
    // Only some are those of a simulated exchange: in the others each client chooses for itself.
    if (kind === 'simulate') expect(io.out()).not.toContain('--form');
    else expect(own).toMatch(/--form <v1\|v2> +of bybit-spot-v1: which version/);
  });

  it('is told by rxtape venues', async () => {
    const io = fakeIo({ columns: 80, rows: 24 });
    expect(await runWords('venues', io)).toBe(0);
    expect(io.out()).toMatch(/^dialect +guide \(default\), official: whose words the connection speaks$/m);
  });

  it('is a switch of the simulated exchange', async () => {
    const io = fakeIo();
    const code = runWords('simulate bitget-v1 --dialect official', io);
    await eventually(() => io.lines().length).toBe(1);
    await eventually(io.err).toContain('try rxtape ticker bitget-v1 BTCUSDT --url');
    const watcher = fakeIo();
    expect(await runWords(`ticker bitget-v1 BTCUSDT --timeout 0.5 --url ${io.lines()[0] ?? ''}`, watcher)).toBe(0);
    expect(watcher.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
  });
});

describe('simulate', () => {
  it('prints its url alone on stdout, and what goes on on stderr', async () => {
    const io = fakeIo();
    const code = runWords('simulate bitget --symbols PEPEUSDT', io);
    await eventually(() => io.lines().length).toBe(1);
    expect(io.lines()[0]).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    const watcher = fakeIo();
    const watching = runWords(`ticker bitget PEPEUSDT --json --url ${io.lines()[0] ?? ''}`, watcher);
    await eventually(() => watcher.lines().length).toBeGreaterThan(0);
    await eventually(() => io.err()).toContain('1 client, 1 subscription: SPOT:ticker:PEPEUSDT');
    watcher.stop$.next('SIGINT');
    expect(await watching).toBe(0);
    await eventually(() => io.err()).toMatch(/no client[^]*no client/);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.lines()).toHaveLength(1);
  });

  it('says when the port is taken', async () => {
    const exchange = await simulate('bitget');
    const io = fakeIo();
    expect(await runWords(`simulate bitget --port ${exchange.port}`, io)).toBe(1);
    expect(io.err()).toMatch(/^rxtape: port \d+ is taken: choose another one/);
    await exchange.close();
  });
});

describe('demo', () => {
  it('shows the streams, mends two accidents, and sums up', async () => {
    const io = fakeIo();
    expect(await runWords('demo --seconds 10', io)).toBe(0);
    expect(io.out()).toContain('(on purpose) the exchange cuts the connection');
    expect(io.out()).toMatch(/connected again after \d+ ms/);
    const [, equal, checked] = /(\d+) of (\d+) books equal/.exec(io.out()) ?? [];
    expect(Number(equal)).toBeGreaterThan(20);
    expect(equal).toBe(checked);
    expect(io.out()).toContain('SEQUENCE (resync), CONNECTION (reconnect)');
    expect(io.out()).toMatch(/^ {2}BTCUSDT +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d$/m);
    expect(io.lines().length).toBeLessThan(45);
  });

  it('fits a terminal, and sums up when it is ended', async () => {
    const io = fakeIo({ columns: 80, rows: 24 });
    const code = runWords('demo', io);
    await eventually(() => io.out()).toMatch(/[1-9]\d* of [1-9]\d* equal to the exchange/);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.out()).toContain('Next:');
    for (const frame of framesOf(io.out())) {
      expect(frame.split('\n').length).toBeLessThanOrEqual(24);
      for (const line of frame.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }
  });
});

/** What was drawn, each time. */
function framesOf(output: string): readonly string[] {
  return [...output.matchAll(/\u001B\[\?2026h([^]*?)\u001B\[\?2026l/g)].map(([, frame = '']) =>
    frame.replace(/\u001B\[[\d?]*[A-Za-z]/g, ''),
  );
}
