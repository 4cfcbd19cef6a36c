import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { Check } from '../../src/cli/check.js';
import type { Verdict } from '../../src/cli/render/doctor-lines.js';
import { demoCredentials, simulate } from '../../src/simulator/index.js';
import type { SimulatedVenue, Simulation, SimulateOptions } from '../../src/simulator/index.js';
import { fakeIo, runWords } from './fake-io.js';

interface Report {
  readonly code: number;
  readonly checks: Readonly<Record<string, Check>>;
  readonly verdict: Verdict | undefined;
  readonly out: string;
  readonly err: string;
}

async function examined(
  words: string,
  variables: Readonly<Record<string, string>> = {},
  stopAfter?: number,
): Promise<Report> {
  const io = fakeIo(undefined, variables);
  const running = runWords(`doctor ${words} --json`, io);
  if (stopAfter !== undefined) {
    await new Promise(resolve => setTimeout(resolve, stopAfter));
    io.stop$.next('SIGINT');
  }
  const code = await running;
  const said = io.lines().map(line => JSON.parse(line) as Check | Verdict);
  return {
    code,
    checks: Object.fromEntries(said.flatMap(one => (one.type === 'check' ? [[one.name, one]] : []))),
    verdict: said.find(one => one.type === 'verdict'),
    out: io.out(),
    err: io.err(),
  };
}

const open: Simulation[] = [];
async function exchange<V extends SimulatedVenue>(venue: V, options: SimulateOptions<V> = {}): Promise<Simulation> {
  const made = await simulate(venue, { seed: 3, tick: 100, ...options });
  open.push(made);
  return made;
}
const at = ({ url, restUrl }: Simulation): string => `--url ${url} --rest-url ${restUrl}`;

afterAll(async () => {
  await Promise.all(open.map(each => each.close()));
});

describe('what cannot be understood', () => {
  it.each([
    ['bitgit BTCUSDT', 'venue "bitgit" is not known'],
    ['bitget', 'doctor needs <venue> <symbol>, for example: rxtape doctor bitget BTCUSDT'],
    ['bitget BTC_FOO', 'symbol "BTC_FOO" is not one of bitget'],
    ['bitget BTCUSDT ETHUSDT', 'too many arguments'],
    ['bitget BTCUSDT --market swap', 'market "swap" is not one of bitget: spot, usdt-futures'],
    ['bitget BTCUSDT --for soon', 'for "soon" is not possible: write a number of s above 0'],
    ['bitget BTCUSDT --seed 4', 'seed is for --simulate'],
    ['bitget BTCUSDT --host moon', 'host "moon" is not one of bitget: demo'],
    ['bitget BTCUSDT --url http://x', 'url "http://x" is not a WebSocket address'],
    ['bitget-v1 BTCUSDT --dialect guide', 'channel books of bitget-v1 exists in the dialect official only'],
    ['bitget BTCUSDT --dialect official', 'dialect is no option of bitget: only bitget-v1 has it'],
    ['bybit BTCUSDT --simulate --url ws://127.0.0.1:1', "option '--simulate' cannot be used with option '--url"],
    ['backpack SOL_USDC --url ws://127.0.0.1:1', 'book of backpack begins with a state over HTTP: say with --rest-url'],
    ['backpack SOL_USDC --by all', 'by makes no difference to book of backpack: leave it out'],
  ])('%s: exit code 2, one sentence', async (words, sentence) => {
    const { code, out, err } = await examined(words);
    expect(err).toContain(`rxtape: ${sentence}`);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });
});

describe.concurrent('a venue that is well', () => {
  it.each([
    ['bitget BTCUSDT', { sequence: 'ok', checksum: 'not-applicable' }],
    ['bitget BTCUSDT --market usdt-futures', { sequence: 'ok' }],
    ['bitget-v1 BTCUSDT', { sequence: 'not-applicable', checksum: 'ok' }],
    ['bybit BTCUSDT --market linear', { sequence: 'ok', checksum: 'not-applicable' }],
    ['bybit-spot-v1 BTCUSDT', { sequence: 'ok' }],
    ['bybit-spot-v1 BTCUSDT --form v2 --binary', {}],
    ['bybit-spot-v3 BTCUSDT', { sequence: 'not-applicable' }],
    ['backpack SOL_USDC', { sequence: 'ok' }],
    ['backpack AAPL.US_USDC_PERP', { sequence: 'ok' }],
    ['bge BTC_USDT --zip', { sequence: 'not-applicable' }],
  ])('%s: exit code 0', async (words, results) => {
    const { code, checks, verdict, err } = await examined(`${words} --simulate --for 3.5`);
    const wellAnywhere = ['connection', 'subscription', 'data', 'messages', 'heartbeat', 'clock', 'latency', 'account'];
    expect(checks).toMatchObject(Object.fromEntries(wellAnywhere.map(name => [name, { name, result: 'ok' }])));
    expect(checks).toMatchObject(
      Object.fromEntries(Object.entries(results).map(([name, result]) => [name, { result }])),
    );
    expect(Object.keys(checks)).toHaveLength(10);
    expect(verdict).toMatchObject({ healthy: true, failed: 0, cutShort: false, venue: words.split(' ')[0] });
    expect(code).toBe(0);
    expect(err).toMatch(/^rxtape: looking at \S+ \S+ for \d s\n$/);
    const { p50 = NaN, p90 = NaN, p99 = NaN, values = 0 } = checks['latency']?.figures ?? {};
    expect(values).toBeGreaterThan(5);
    expect(p50).toBeGreaterThanOrEqual(0);
    expect(p90).toBeGreaterThanOrEqual(p50);
    expect(p99).toBeGreaterThanOrEqual(p90);
    expect(p50).toBeLessThan(500);
  });

  it('is told in lines for people', async () => {
    const io = fakeIo();
    expect(await runWords('doctor bitget BTCUSDT --simulate --for 3', io)).toBe(0);
    expect(io.lines()[0]).toMatch(/^connection {3}ok {13}127\.0\.0\.1:\d+ was connected after \d+ ms$/);
    expect(io.lines().at(-1)).toBe('bitget BTCUSDT on spot is healthy');
  });
});

describe.concurrent('a venue that is not well', () => {
  it('nobody listens: told at once, exit code 1', async () => {
    const { code, checks, verdict } = await examined('bybit BTCUSDT --url ws://127.0.0.1:9 --for 60');
    expect(checks['connection']).toMatchObject({
      result: 'failed',
      sentence: 'connection to 127.0.0.1:9 failed: nothing listens there (ECONNREFUSED)',
    });
    expect(verdict?.elapsed).toBeLessThan(30_000);
    expect([code, verdict?.failed]).toEqual([1, 1]);
  });

  it('what listens is no WebSocket', async () => {
    const server = createServer((_, answer) => answer.writeHead(404).end());
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, checks } = await examined(`bitget BTCUSDT --url ws://127.0.0.1:${port} --for 30`);
    expect(checks['connection']).toMatchObject({ result: 'failed' });
    expect(checks['connection']?.sentence).toContain('404');
    expect(code).toBe(1);
    server.close();
  });

  it('refuses the symbol: the venue’s words', async () => {
    const { code, checks, verdict } = await examined('bitget NOSUCHUSDT --simulate --for 20');
    expect(checks).toMatchObject({ connection: { result: 'ok' }, subscription: { result: 'failed' } });
    expect(checks['subscription']?.sentence).toContain('NOSUCHUSDT');
    expect(verdict?.elapsed).toBeLessThan(15_000);
    expect(code).toBe(1);
  });

  it('is silent about a symbol, but has a list', async () => {
    const { code, checks } = await examined('backpack SOL_USDX --simulate --for 20');
    expect(checks['subscription']).toMatchObject({
      result: 'failed',
      sentence: expect.stringMatching(/lists no open market "SOL_USDX"; near it are SOL_USDC/) as string,
    });
    expect(code).toBe(1);
  });

  it('accepts, and says nothing', async () => {
    const silent = await exchange('bitget', { faults: [{ fault: 'silent-subscription', rate: 1 }] });
    const { code, checks } = await examined(`bitget BTCUSDT ${at(silent)} --for 2`);
    expect(checks['data']).toMatchObject({
      result: 'failed',
      sentence: 'no book, no ticker, no trades came in 2 s',
    });
    expect(checks).toMatchObject({
      sequence: { result: 'not-applicable', sentence: 'no book came' },
      latency: { result: 'not-applicable' },
    });
    expect(code).toBe(1);
  });

  it('does not answer at all', async () => {
    const server = createServer();
    server.on('upgrade', () => {});
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, checks } = await examined(`bybit BTCUSDT --url ws://127.0.0.1:${port} --for 1`);
    expect(checks['connection']).toMatchObject({
      result: 'failed',
      sentence: `127.0.0.1:${port} did not let anybody in within 1 s`,
    });
    expect(code).toBe(1);
    server.closeAllConnections();
    server.close();
  });

  it('loses changes of the book', async () => {
    const gappy = await exchange('bitget', { faults: [{ fault: 'drop-frame', every: 800, feed: 'book' }] });
    const { code, checks } = await examined(`bitget BTCUSDT ${at(gappy)} --for 4`);
    expect(checks['sequence']).toMatchObject({
      result: 'failed',
      sentence: expect.stringMatching(
        /^\d+ breaks? of the book, each begun anew: bitget .*delta starts after/,
      ) as string,
    });
    expect(code).toBe(1);
  });

  it('sends wrong checksums, and messages that nobody can read', async () => {
    const wrong = await exchange('bitget-v1', {
      dialect: 'official',
      faults: [
        { fault: 'bad-checksum', every: 700 },
        { fault: 'garbage', every: 900 },
      ],
    });
    const { code, checks } = await examined(`bitget-v1 BTCUSDT ${at(wrong)} --for 4`);
    expect(checks).toMatchObject({ checksum: { result: 'failed' }, messages: { result: 'failed' } });
    expect(checks['checksum']?.figures['wrong']).toBeGreaterThan(0);
    expect(checks['messages']?.figures['unreadable']).toBeGreaterThan(0);
    expect(code).toBe(1);
  });

  it('cuts the connection', async () => {
    const torn = await exchange('bybit', { faults: [{ fault: 'close-1006', at: 1_500 }] });
    const { code, checks } = await examined(`bybit BTCUSDT ${at(torn)} --for 4`);
    expect(checks['connection']).toMatchObject({
      result: 'failed',
      sentence: expect.stringMatching(/^1 connection lost, and it is connected again: /) as string,
    });
    expect(code).toBe(1);
  });

  it('has a clock of its own', async () => {
    const fast = await exchange('bitget', { clockOffset: 7_000 });
    const { checks, code } = await examined(`bitget BTCUSDT ${at(fast)} --for 2`);
    expect(checks['clock']).toMatchObject({
      result: 'failed',
      sentence: expect.stringMatching(
        /^our clock is 7 s behind the venue's, by its own word, within \d+ ms$/,
      ) as string,
    });
    expect(code).toBe(1);
  });

  it('is far away: the latency is told', async () => {
    const slow = await exchange('bitget', { faults: [{ fault: 'slow-line', at: 0, for: 60_000 }] });
    const { checks } = await examined(`bitget BTCUSDT ${at(slow)} --for 4`);
    const { p50 = 0, p99 = 0 } = checks['latency']?.figures ?? {};
    expect(p50).toBeGreaterThan(300);
    expect(p99).toBeLessThan(3_500);
  });

  it('falls silent while its connection stands', async () => {
    const dead = await exchange('bybit', { faults: [{ fault: 'half-open', at: 1_500 }] });
    const { code, checks } = await examined(`bybit BTCUSDT ${at(dead)} --for 6`);
    expect(checks['data']).toMatchObject({
      result: 'failed',
      sentence: expect.stringMatching(/^nothing came any more for the last [45] s; first book after /) as string,
    });
    expect(checks['heartbeat']?.result).toBe('failed');
    expect(code).toBe(1);
  });

  it('answers no ping', async () => {
    const mute = await exchange('bybit', { faults: [{ fault: 'late-pong', rate: 1, for: 60_000 }] });
    const { code, checks } = await examined(`bybit BTCUSDT ${at(mute)} --for 4`);
    expect(checks['heartbeat']).toMatchObject({
      result: 'failed',
      sentence: expect.stringMatching(/^0 of \d pings answered$/) as string,
    });
    expect(code).toBe(1);
  });
});

describe.concurrent('keys', () => {
  const variables = {
    BITGET_API_KEY: demoCredentials.apiKey,
    BITGET_SECRET_KEY: demoCredentials.secret,
    BITGET_PASSPHRASE: demoCredentials.passphrase,
  };
  const shown = ({ out, err }: Report): string => out + err;

  it('are tried where they are set, and never shown', async () => {
    const own = await exchange('bitget');
    const report = await examined(`bitget BTCUSDT ${at(own)} --for 2.5`, variables);
    expect(report.checks['account']).toMatchObject({
      result: 'ok',
      sentence: expect.stringMatching(/^logged in after \d+ ms; \d+ values? of balances came$/) as string,
    });
    for (const secret of Object.values(variables)) expect(shown(report)).not.toContain(secret);
  });

  it('are refused: the venue’s words, and no key', async () => {
    const own = await exchange('bitget');
    const wrong = { ...variables, BITGET_SECRET_KEY: 'wrong-secret-4kQz' };
    const report = await examined(`bitget BTCUSDT ${at(own)} --for 3`, wrong);
    expect(report.checks['account']).toMatchObject({
      result: 'failed',
      sentence: expect.stringContaining('bitget') as string,
    });
    expect(report.checks['data']?.result).toBe('ok');
    expect(report.code).toBe(1);
    for (const secret of Object.values(wrong)) expect(shown(report)).not.toContain(secret);
  });

  it('are no pair: told as what is wrong with the account', async () => {
    const own = await exchange('backpack');
    const keys = {
      BACKPACK_PUBLIC_KEY: demoCredentials.publicKey,
      BACKPACK_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    const report = await examined(`backpack SOL_USDC ${at(own)} --for 1.5`, keys);
    expect(report.checks['account']).toMatchObject({
      result: 'failed',
      sentence: 'credentials of backpack are no pair: publicKey is not the one that belongs to secretKey',
    });
    expect(report.checks['data']?.result).toBe('ok');
    expect(shown(report)).not.toContain(keys.BACKPACK_SECRET_KEY);
  });

  it('are not answered: told, and the rest is looked at all the same', async () => {
    const own = await exchange('bitget', { faults: [{ fault: 'silent-login', rate: 1 }] });
    const report = await examined(`bitget BTCUSDT ${at(own)} --for 2`, variables);
    expect(report.checks['account']).toMatchObject({
      result: 'failed',
      sentence: 'the venue did not answer the login within 2 s',
    });
    expect(report.verdict).toMatchObject({ failed: 1 });
  });

  it('are missing, all or one of them, or are not to be looked at', async () => {
    const own = await exchange('bitget');
    const [none, some, left] = await Promise.all([
      examined(`bitget BTCUSDT ${at(own)} --for 1`),
      examined(`bitget BTCUSDT ${at(own)} --for 1`, { BITGET_API_KEY: 'half-key-9Xw' }),
      examined(`bitget BTCUSDT ${at(own)} --for 1 --no-account`, variables),
    ]);
    expect(none.checks['account']).toMatchObject({
      result: 'not-applicable',
      sentence: 'no keys are set (BITGET_API_KEY, BITGET_SECRET_KEY, BITGET_PASSPHRASE)',
    });
    expect(some.checks['account']).toMatchObject({
      result: 'failed',
      sentence: 'only public channels are available without BITGET_SECRET_KEY and BITGET_PASSPHRASE',
    });
    expect(shown(some)).not.toContain('half-key-9Xw');
    expect(left.checks['account']?.result).toBe('not-applicable');
  });
});

describe.concurrent('Ctrl-C', () => {
  it('ends it with what is known so far', async () => {
    const { code, checks, verdict } = await examined('bitget BTCUSDT --simulate --for 60', {}, 2_500);
    expect(checks).toMatchObject({ connection: { result: 'ok' }, data: { result: 'ok' }, latency: { result: 'ok' } });
    expect(verdict).toMatchObject({ healthy: true, cutShort: true });
    expect(code).toBe(0);
  });

  it('says what is not known where it comes at once', async () => {
    const { code, checks, verdict } = await examined('bybit BTCUSDT --url ws://127.0.0.1:9', {}, 1);
    expect(checks['data']?.result).toBe('not-applicable');
    expect(verdict).toMatchObject({ cutShort: true });
    expect([0, 1]).toContain(code);
  });
});
