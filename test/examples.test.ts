import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { simulate } from 'rxtape/simulator';
import type { FaultRule, Simulation } from 'rxtape/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What each example must say against the simulator, and what goes wrong there meanwhile. */
const expected: Readonly<Record<string, { says: readonly RegExp[]; faults?: readonly FaultRule[] }>> = {
  '01-ticker': { says: [/^BTCUSDT price [\d.]+ spread \d+\.\d\d 24 h -?\d+\.\d\d %$/m] },
  '02-spread-across-venues': {
    says: [
      /^Bitget [\d.]+ \/ [\d.]+ {2}Bybit [\d.]+ \/ [\d.]+ {2}Bitget→Bybit -?[\d.]+ bp {2}Bybit→Bitget -?[\d.]+ bp$/m,
    ],
  },
  '03-book-depth': {
    says: [/^\d+ levels, spread \d+\.\d\d, imbalance -?\d\.\d\d, within 0\.1 %: \d+\.\d{3} bid, \d+\.\d{3} asked$/m],
  },
  '04-bars': { says: [/^\d\d:\d\d:\d\d open [\d.]+ high [\d.]+ low [\d.]+ close [\d.]+ volume [\d.]+ of \d+ trades/m] },
  '05-status-and-problems': {
    says: [
      /^connection 1: connecting$/m,
      /^connection 1: ready$/m,
      /^BTCUSDT [\d.]+$/m,
      /^problem SUBSCRIPTION, mended by refused: .*NOSUCHUSDT.*30001/m,
      /^NOSUCHUSDT ended: the venue says 30001$/m,
      /^problem CONNECTION, mended by reconnect: /m,
      /^connection 1: next attempt in \d+ ms$/m,
      /^connection 1: idle$/m,
    ],
    faults: [{ fault: 'close-1001', every: 1_500 }],
  },
  '06-four-exchanges': {
    says: [/^cheapest at (Bitget|Bybit|Backpack|BGE) for [\d.]+, dearest at (Bitget|Bybit|Backpack|BGE) for [\d.]+$/m],
  },
  '07-private-orders': {
    says: [
      /^[A-Z]+USDT (buy|sell) (limit [\d.]+|market): (open|partially-filled|filled|cancelled), filled [\d.]+ of /m,
      /^\d+ open$/m,
      /^USDT [\d.]+ free, [\d.]+ held$/m,
    ],
  },
  '08-record-and-replay': {
    says: [/^live: 3 trades, [\d.]+ USDT$/m, /^recorded \d+ frames$/m, /^tape: 3 trades, [\d.]+ USDT$/m],
  },
  '09-redundant': {
    says: [/^saved \d\d:\d\d:\d\d close [\d.]+ of \d+ trades$/m, /^told \d+ trades, of \d+ and \d+$/m],
    faults: [{ fault: 'close-1006', every: 1_500 }],
  },
  '11-strategy': { says: [/^BTCUSDT candle of \d\d:\d\d (is|closed) at [\d.]+$/m] },
  '12-slippage': {
    says: [/^(BTC|ETH)USDT (buy|sell) [\d.]+ at [\d.]+ as (maker|taker): -?\d+\.\d\d bp from the middle$/m],
  },
};

const folder = fileURLToPath(new URL('../examples/', import.meta.url));
const names = readdirSync(folder)
  .filter(name => name.endsWith('.ts'))
  .map(name => name.replace(/\.ts$/, ''));

describe('the examples', () => {
  const out = mkdtempSync(join(tmpdir(), 'rxtape-examples-'));
  let outcomes: ReadonlyMap<string, Outcome> = new Map();

  beforeAll(async () => {
    // The paths of tsconfig.json lead `rxtape` to the sources.
    await build({
      entryPoints: names.map(name => join(folder, `${name}.ts`)),
      outdir: out,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'error',
    });
    // All at once: they wait more than they work.
    outcomes = new Map(await Promise.all(names.map(async name => [name, await play(name)] as const)));
  }, 60_000);
  afterAll(() => {
    rmSync(out, { recursive: true });
  });

  it('are all known to this test', () => {
    expect(names).toEqual(Object.keys(expected));
  });

  it.each(Object.entries(expected))('%s runs and ends by itself', (name, { says }) => {
    const outcome = outcomes.get(name);
    for (const line of says) expect(outcome?.stdout).toMatch(line);
    expect(outcome).toMatchObject({ stderr: '', code: 0, violations: [] });
  });

  /** Each has exchanges of its own. */
  async function play(name: string): Promise<Outcome> {
    const faults = expected[name]?.faults ?? [];
    const exchanges = {
      bitget: await simulate('bitget', { seed: name, faults }),
      bybit: await simulate('bybit', { seed: name }),
      backpack: await simulate('backpack', { seed: name }),
      bge: await simulate('bge', { seed: name }),
    };
    const outcome = await run(join(out, `${name}.cjs`), exchanges);
    const all = Object.values(exchanges);
    await Promise.all(all.map(exchange => exchange.close()));
    return { ...outcome, violations: all.flatMap(({ violations }) => violations) };
  }
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Which of the venue's rules it broke. */
  readonly violations: readonly unknown[];
}

/** A child that does not end by itself is killed, and has no exit code. */
function run(
  script: string,
  { bitget, bybit, backpack, bge }: Readonly<Record<'bitget' | 'bybit' | 'backpack' | 'bge', Simulation>>,
): Promise<Omit<Outcome, 'violations'>> {
  return new Promise(resolve => {
    const addresses = {
      RXTAPE_URL: bitget.url,
      RXTAPE_REST_URL: bitget.restUrl,
      RXTAPE_BYBIT_URL: bybit.url,
      RXTAPE_BACKPACK_URL: backpack.url,
      RXTAPE_BGE_URL: bge.url,
    };
    const env = { ...process.env, ...addresses, RXTAPE_SECONDS: '3' };
    const child = execFile(process.execPath, [script], { env, timeout: 20_000 }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}
