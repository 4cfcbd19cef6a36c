import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCredentials, simulate } from '../../src/simulator/index.js';
import { barOf, bytesText } from '../../src/cli/tape-progress.js';
import { fakeIo, runWords } from './fake-io.js';
import type { FakeIo } from './fake-io.js';

const folder = mkdtempSync(join(tmpdir(), 'rxtape-cli-'));
const place = (name: string): string => join(folder, name);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command line, and gives what came of it. */
async function said(
  words: string,
  ...rest: Parameters<typeof fakeIo>
): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo(...rest);
  const code = await runWords(words, io);
  return { code, out: io.out(), err: io.err() };
}

describe('what cannot be understood', () => {
  it.each([
    ['record book bitget BTCUSDT', 2, 'record needs --out <file>, for example: --out btc.ndjson.gz'],
    ['record news bitget BTCUSDT --out x', 2, 'kind "news" is not known: choose one of ticker, trades, book,'],
    ['record book', 2, 'record needs <kind> <venue> [symbol...], for example: rxtape record book bitget'],
    ['record book bitget --out x', 2, 'book needs a venue and symbols, for example: book bitget BTCUSDT'],
    ['record ticker bitget BTCUSDT --depth 5 --out x', 2, 'depth is for book: leave --depth out'],
    ['record book bitget BTCUSDT --out x --for soon', 2, 'for "soon" is not possible: write a number of s above 0'],
    ['record book bitget BTCUSDT --json --out x', 2, "unknown option '--json'"],
    ['record orders bitget --out x', 2, 'only public channels are available without BITGET_API_KEY'],
    ['record book bitget BTCUSDT --simulate --out /nowhere/x', 1, 'tape "/nowhere/x" cannot be written: no such file'],
    ['replay /nowhere/x', 1, 'tape "/nowhere/x" cannot be read: no such file or directory (ENOENT)'],
    ['replay package.json', 1, 'tape "package.json": line 1 is not the header of a tape: it must be {"rxtape":"tape",'],
    ['replay package.json --pace fast', 2, 'pace "fast" is not possible: write a number above 0, e.g. 10'],
    ['replay README.md', 1, 'tape "README.md": line 1 is not the header of a tape'],
    ['replay src', 1, 'tape "src" cannot be read: illegal operation on a directory (EISDIR)'],
    ['replay package.json --simulate', 2, "unknown option '--simulate'"],
  ])('%s: exit code %i, one sentence', async (words, exitCode, sentence) => {
    const { code, out, err } = await said(words);
    expect(err).toContain(`rxtape: ${sentence}`);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([exitCode, '']);
    expect(existsSync('x')).toBe(false);
  });
});

describe('a book that was recorded', () => {
  const tape = place('book.ndjson.gz');

  beforeAll(async () => {
    const { code, out, err } = await said(
      `record book bitget BTCUSDT ETHUSDT --market usdt-futures --simulate --for 2 --out ${tape}`,
    );
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/^rxtape: recorded \d+ frames, [\d.]+ kB, 2 s to .*book.ndjson.gz\n$/);
  });

  it('is played as it was asked for, the same to the byte each time', async () => {
    const first = await said(`replay ${tape} --json`);
    const values = first.out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    expect(values.length).toBeGreaterThan(10);
    for (const value of values) expect(value).toMatchObject({ type: 'book', venue: 'bitget', market: 'usdt-futures' });
    expect(new Set(values.map(({ symbol }) => symbol))).toEqual(new Set(['BTCUSDT', 'ETHUSDT']));
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(await said(`replay ${tape} --json`)).toEqual(first);
    expect(await said(`replay ${tape} --json --pace 20`)).toEqual(first);
  });

  it('is played in other words, in part, as rows of the venue, to a file', async () => {
    const one = await said(`replay ${tape} book bitget BTCUSDT_UMCBL --json`);
    expect(
      new Set(
        one.out
          .trimEnd()
          .split('\n')
          .map(line => (JSON.parse(line) as { symbol: string }).symbol),
      ),
    ).toEqual(new Set(['BTCUSDT']));
    const raw = await said(`replay ${tape} --raw`);
    expect(raw.out.split('\n')[0]).toMatch(/^\{"asks":\[\["[\d.]+","[\d.]+"\]/);
    const csv = place('book.csv');
    const written = await said(`replay ${tape} --csv ${csv}`);
    expect(written.err).toBe(`rxtape: writing to ${csv}\n`);
    const rows = readFileSync(csv, 'utf8').trimEnd().split('\n');
    expect(rows.length).toBe(written.out.trimEnd().split('\n').length + 1);
    const part = await said(`replay ${tape} --timeout 1`);
    expect(part.out.length).toBeGreaterThan(0);
    expect(part.out.length).toBeLessThan(written.out.length);
    expect(written.out.startsWith(part.out)).toBe(true);
  });

  it('has a view on a terminal, with a bar', async () => {
    const { code, out } = await said(`replay ${tape} --pace 8`, { columns: 80, rows: 30 });
    expect(code).toBe(0);
    expect(out).toContain('spread');
    expect(out).toMatch(/[█░]{24} +\d+ % of [\d.]+ kB, at \d{4}-/);
    expect(out).toContain('Bitget connected');
  });

  it('says so where it has nothing of what is asked for', async () => {
    expect(await said(`replay ${tape} trades bitget BTCUSDT`)).toMatchObject({
      ...{ code: 1, out: '' },
      err: expect.stringContaining(
        'rxtape: tape has no trades of this; what was recorded is: book bitget BTCUSDT ETHUSDT --market usdt-futures\n',
      ) as string,
    });
  });

  it('is played up to where it is torn, and that is told', async () => {
    const whole = await said(`replay ${tape} --json`);
    writeFileSync(place('torn.gz'), readFileSync(tape).subarray(0, -600));
    const torn = await said(`replay ${place('torn.gz')} --json`);
    expect(torn.code).toBe(0);
    expect(torn.err).toMatch(/^rxtape: tape is torn: line \d+ is (not whole|missing).*; it is played up to there\n$/);
    expect(torn.out.length).toBeGreaterThan(0);
    expect(whole.out.startsWith(torn.out)).toBe(true);
  });

  it('is told to be empty, to be no tape, and to be of another time', async () => {
    writeFileSync(place('empty.ndjson.gz'), '');
    expect(await said(`replay ${place('empty.ndjson.gz')}`)).toEqual({
      ...{ code: 1, out: '' },
      err: `rxtape: tape "${place('empty.ndjson.gz')}" is empty: it must begin with its header\n`,
    });
    writeFileSync(place('noise'), Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 7_919) % 256)));
    expect((await said(`replay ${place('noise')}`)).code).toBe(1);
    writeFileSync(place('later.ndjson'), '{"rxtape":"tape","version":99,"startedAt":1,"library":"9.0.0"}\n');
    expect(await said(`replay ${place('later.ndjson')}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/line 1 says version 99 of the format: 1 can be read\n$/) as string,
    });
  });

  it('is packed or not, whatever its name says', async () => {
    const whole = await said(`replay ${tape} --json`);
    writeFileSync(place('packed.ndjson'), readFileSync(tape));
    expect(await said(`replay ${place('packed.ndjson')} --json`)).toEqual(whole);
    writeFileSync(place('plain.gz'), gunzipSync(readFileSync(tape)));
    expect(await said(`replay ${place('plain.gz')} --json`)).toEqual(whole);
  });

  it('is not recorded over', async () => {
    const { code, err } = await said(`record book bitget BTCUSDT --simulate --out ${tape} --for 1`);
    expect([code, err]).toEqual([
      1,
      `rxtape: tape "${tape}" cannot be written: it exists already, and a tape is not overwritten; choose another name\n`,
    ]);
  });
});

describe('a tape from anybody', () => {
  const evil = (words: readonly string[]): string => {
    const path = place(`evil-${words.length}.ndjson`);
    const lines = [
      { rxtape: 'tape', version: 1, startedAt: 1_795_248_181_551, library: '0.1.0', urls: {}, words },
      { type: 'end', at: 1_795_248_181_600 },
    ];
    writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
    return path;
  };

  it('chooses what is played, and nothing else: it writes no file', async () => {
    const csv = place('stolen.csv');
    const { err, out } = await said(
      `replay ${evil(['book', 'bitget', 'BTCUSDT', '--csv', csv, '--json', '--verbose'])}`,
    );
    expect(existsSync(csv)).toBe(false);
    expect(out).toBe('');
    expect(err).not.toContain('writing to');
  });

  it('does not explain itself in place of what is on it', async () => {
    const { code, out, err } = await said(`replay ${evil(['--help'])}`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('rxtape: tape says nothing that can be replayed: name kind and venue\n');
  });
});

describe.concurrent('every venue', () => {
  it.each([
    ['book bitget BTCUSDT', 'book'],
    ['trades bitget-v1 BTCUSDT', 'trade'],
    ['fills bitget-v1 --dialect guide', 'fill'],
    ['book bybit BTCUSDT --market linear', 'book'],
    ['candles bybit-spot-v1 BTCUSDT --form v2 --binary', 'candle'],
    ['ticker bybit-spot-v3 BTCUSDT', 'ticker'],
    // Its first state comes over HTTP, and is on the tape.
    ['book backpack SOL_USDC --window 200ms', 'book'],
    ['orders backpack', 'orders'],
    ['book bge BTC_USDT --level 9 --zip', 'book'],
    ['balances bge BTC_USDT --zip', 'balances'],
  ])('%s can be recorded and played', async (words, type) => {
    const tape = place(`${words.replaceAll(/\W+/g, '-')}.ndjson.gz`);
    const recorded = await said(`record ${words} --simulate --for 3 --out ${tape}`);
    expect(recorded).toMatchObject({ code: 0, out: '' });
    const played = await said(`replay ${tape} --json`);
    expect(played).toMatchObject({ code: 0, err: '' });
    const values = played.out.trimEnd().split('\n');
    expect(values.length).toBeGreaterThan(3);
    for (const line of values) expect(JSON.parse(line)).toMatchObject({ type, venue: words.split(' ')[1] });
  });
});

describe('an account that was recorded', () => {
  it('is played without its keys, which are not on the tape', async () => {
    const exchange = await simulate('bitget', { seed: 5, tick: 20 });
    const tape = place('orders.ndjson');
    const variables = {
      BITGET_API_KEY: demoCredentials.apiKey,
      BITGET_SECRET_KEY: demoCredentials.secret,
      BITGET_PASSPHRASE: demoCredentials.passphrase,
    };
    const live = await said(
      `record orders bitget --url ${exchange.url} --rest-url ${exchange.restUrl} --out ${tape} --for 2`,
      undefined,
      variables,
    );
    expect(live.code).toBe(0);
    await exchange.close();
    const text = readFileSync(tape, 'utf8');
    for (const secret of Object.values(demoCredentials)) expect(text + live.err).not.toContain(secret);
    const played = await said(`replay ${tape} --json`);
    expect(played).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(played.out.split('\n')[0] ?? '')).toMatchObject({ type: 'orders', venue: 'bitget' });
  });
});

describe('the progress', () => {
  /** A process whose stderr is a terminal. */
  const watched = (columns = 100): FakeIo & { drawn(): string } => {
    const io = fakeIo();
    let text = '';
    const stderr = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        text += chunk;
        done();
      },
    });
    return {
      ...io,
      stderr: Object.assign(stderr, { isTTY: true, columns, rows: columns === 0 ? 0 : 24 }),
      drawn: () => text,
    };
  };

  it('is drawn on a terminal while a long replay lasts, and taken away at its end', async () => {
    const tape = place('long.ndjson');
    await said(`record ticker bitget BTCUSDT --simulate --for 2.5 --out ${tape}`);
    const io = watched();
    expect(await runWords(`replay ${tape} --pace 1 --json`, io)).toBe(0);
    expect(io.drawn()).toMatch(/replaying [█░]{24} +\d+ % of [\d.]+ kB, at \d{4}-/);
    const shares = [...io.drawn().matchAll(/(\d+) % of/g)].map(([, share]) => Number(share));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    // Nothing is left standing: the last thing that is said erases the line.
    expect(io.drawn().slice(io.drawn().lastIndexOf('%'))).toContain('\u001B[2K');
  });

  it('is drawn on a terminal that does not know its size', async () => {
    const tape = place('sizeless.ndjson');
    await said(`record ticker bitget BTCUSDT --simulate --for 2 --out ${tape}`);
    const io = watched(0);
    expect(await runWords(`replay ${tape} --pace 1 --json`, io)).toBe(0);
    expect(io.drawn()).toContain('replaying');
  });

  it('is not drawn for what is over at once', async () => {
    const tape = place('short.ndjson');
    await said(`record ticker bitget BTCUSDT --simulate --for 1 --out ${tape}`);
    const io = watched();
    expect(await runWords(`replay ${tape} --json`, io)).toBe(0);
    expect(io.drawn()).toBe('');
  });

  it('is a bar, and amounts as people say them', () => {
    expect(barOf(0, 4)).toBe('░░░░   0 %');
    expect(barOf(0.5, 4)).toBe('██░░  50 %');
    expect(barOf(1.2, 4)).toBe('████ 100 %');
    expect([312, 4_210, 1_340_000, 2_500_000_000].map(bytesText)).toEqual(['312 B', '4.2 kB', '1.3 MB', '2.50 GB']);
  });
});
