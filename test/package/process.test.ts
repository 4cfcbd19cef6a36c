import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulator/simulate.js';
import type { Simulation } from '../../src/simulator/simulate.js';

/** The built package in processes of its own: does it load both ways, and does a process end that has unsubscribed? */
const root = fileURLToPath(new URL('../..', import.meta.url));
const built =
  existsSync(new URL('../../dist/index.js', import.meta.url)) &&
  existsSync(new URL('../../dist/index.cjs', import.meta.url));
if (!built) console.warn('dist is missing: the tests of the built package are skipped; `npm test` builds first');

const run = async (type: 'module' | 'commonjs', code: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [`--input-type=${type}`, '-e', code], {
    cwd: root,
    timeout: 15_000,
  });
  return stdout.trim();
};

describe.skipIf(!built)('the built package', () => {
  let exchange: Simulation;
  beforeAll(async () => {
    exchange = await simulate('bitget', { seed: 9, tick: 50 });
  });
  afterAll(() => exchange.close());

  const use = (lines: string): string => `
    const feeds = createFeeds({ urls: { bitget: '${exchange.url}' } });
    feeds.ticker$('bitget', 'BTCUSDT').pipe(take(2)).subscribe({ next: ticker => console.log(ticker.symbol, ticker.price > 0) });
    ${lines}`;

  it('loads as ES module, and the process ends after the last unsubscription', async () => {
    const began = Date.now();
    expect(await run('module', `import { createFeeds } from 'rxtape'; import { take } from 'rxjs'; ${use('')}`)).toBe(
      'BTCUSDT true\nBTCUSDT true',
    );
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('loads as CommonJS', async () => {
    expect(
      await run('commonjs', `const { createFeeds } = require('rxtape'); const { take } = require('rxjs'); ${use('')}`),
    ).toBe('BTCUSDT true\nBTCUSDT true');
  });

  it.each(['module', 'commonjs'] as const)('has one set of error classes over its entries (%s)', async type => {
    const load = type === 'module' ? 'const load = name => import(name);' : 'const load = async name => require(name);';
    const code = `${load}
      (async () => {
        const { ConnectionError, SequenceError } = await load('rxtape');
        const { reconnect } = await load('rxtape/operators');
        const { bookReducer } = await load('rxtape/reducers');
        const { throwError } = await load('rxjs');
        throwError(() => new Error('cut')).pipe(reconnect({ isUp: () => true, backoff: { base: 1, floor: 1, maxAttempts: 1 } }))
          .subscribe({ error: cause => console.log(cause instanceof ConnectionError) });
        const stamp = { venue: 'v', market: 'm', symbol: 's', timestamp: 1, receivedAt: 1, bids: [], asks: [], checksum: undefined, raw: undefined };
        const state = bookReducer(undefined, { ...stamp, type: 'book-snapshot', sequence: '1', window: undefined });
        try { bookReducer(state, { ...stamp, type: 'book-delta', previous: '5', sequence: '6' }); }
        catch (cause) { console.log(cause instanceof SequenceError); }
      })();`;
    expect((await run(type, code)).split('\n')).toEqual(['true', 'true']);
  });

  it('loads every entry both ways', async () => {
    const entries = [
      'rxtape',
      'rxtape/operators',
      'rxtape/reducers',
      'rxtape/simulator',
      'rxtape/venues/bitget',
      'rxtape/sinks/csv',
    ];
    for (const entry of entries) {
      expect(
        Number(await run('module', `import * as all from '${entry}'; console.log(Object.keys(all).length)`)),
        entry,
      ).toBeGreaterThan(0);
      expect(
        Number(await run('commonjs', `console.log(Object.keys(require('${entry}')).length)`)),
        entry,
      ).toBeGreaterThan(0);
    }
  }, 60_000);

  it('does nothing on import: a process that only imports it ends at once', async () => {
    expect(await run('module', `import 'rxtape'; console.log('done')`)).toBe('done');
  });

  it('has the project’s own line work as written', async () => {
    const code = `import { ticker$ } from 'rxtape'; import { map } from 'rxjs';
      const seen = [];
      const line = ticker$('bitget', 'BTCUSDT', { url: '${exchange.url}' }).pipe(map(ticker => ticker.price)).subscribe(price => {
        console.log(typeof price);
        line.unsubscribe();
      });`;
    expect(await run('module', code)).toBe('number');
  });
});
