import { Subscription } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Balances, Fill, Orders, Positions } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { simulate } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';

let all = new Subscription();
afterEach(() => {
  all.unsubscribe();
  all = new Subscription();
});

describe.each(['guide', 'official'] as const)('the legacy spot stream, dialect %s', dialect => {
  it('shows the account as it is, over a reconnection', async () => {
    const exchange = await simulate('bitget-v1', { dialect, seed: 11, tick: 50 });
    const feeds = createFeeds({
      urls: { 'bitget-v1': exchange.url },
      credentials: { 'bitget-v1': demoCredentials },
      backoff: { base: 100, floor: 50 },
      linger: 0,
    });
    const seen: { balances?: Balances; orders?: Orders; positions?: Positions; fills: Fill[]; problems: string[] } = {
      fills: [],
      problems: [],
    };
    const fail = (cause: unknown): void => {
      seen.problems.push(String(cause));
    };
    all.add(feeds.problems$().subscribe(({ error }) => seen.problems.push(`${error.code} ${error.message}`)));
    all.add(
      feeds
        .balances$('bitget-v1', { dialect })
        .subscribe({ next: balances => (seen.balances = balances), error: fail }),
    );
    // The official stream tells orders by symbol, and fills are read from them.
    const symbol = dialect === 'official' ? 'BTCUSDT' : '';
    all.add(
      feeds
        .orders$('bitget-v1', { dialect, symbol })
        .subscribe({ next: orders => (seen.orders = orders), error: fail }),
    );
    all.add(
      feeds.fills$('bitget-v1', { dialect, symbol }).subscribe({ next: fill => seen.fills.push(fill), error: fail }),
    );
    if (dialect === 'guide') {
      all.add(
        feeds
          .positions$('bitget-v1', { market: 'margin' })
          .subscribe({ next: positions => (seen.positions = positions), error: fail }),
      );
    }
    await until(
      () => seen.fills.length > 3 && seen.balances !== undefined,
      20_000,
      () => seen.problems.join('\n'),
    );
    exchange.inject('close-1006');
    const before = seen.fills.length;
    await until(
      () => seen.fills.length > before + 3,
      20_000,
      () => seen.problems.join('\n'),
    );
    const truth = exchange
      .account()
      .fills('spot')
      .map(({ id }) => id);
    const ids = seen.fills.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(truth).toEqual(expect.arrayContaining(ids));
    await until(() => {
      const balances = exchange.account().balances('spot');
      return balances.every(
        ({ asset, available }) => (seen.balances?.assets[asset]?.available ?? available) === available,
      );
    }, 5_000);
    if (dialect === 'guide') {
      await until(() => seen.positions?.open.length === exchange.account().positions('margin').length, 5_000);
    }
    expect(seen.problems.filter(line => !line.startsWith('CONNECTION'))).toEqual([]);
    all.unsubscribe();
    await exchange.close();
  }, 60_000);
});

describe('the legacy spot stream', () => {
  it('gives up after five attempts, as the guide says, unless it is told otherwise', async () => {
    const exchange = await simulate('bitget-v1', { dialect: 'guide' });
    const { url } = exchange;
    await exchange.close();
    const feeds = createFeeds({
      urls: { 'bitget-v1': url },
      credentials: { 'bitget-v1': demoCredentials },
      backoff: { base: 10, floor: 5 },
    });
    const told: unknown[] = [];
    all.add(feeds.balances$('bitget-v1').subscribe({ error: (cause: unknown) => told.push(String(cause)) }));
    await until(() => told.length > 0);
    expect(told[0]).toMatch(/^ConnectionError: connection given up after 5 attempts: /);
  });

  it('serves market data in the official dialect', async () => {
    const exchange = await simulate('bitget-v1', { dialect: 'official', tick: 50 });
    const feeds = createFeeds({ urls: { 'bitget-v1': exchange.url }, linger: 0 });
    const told = new Set<string>();
    const into = {
      next: ({ type }: { readonly type: string }) => void told.add(type),
      error: (cause: unknown) => void told.add(String(cause)),
    };
    all.add(feeds.ticker$('bitget-v1', 'BTCUSDT').subscribe(into));
    all.add(feeds.trades$('bitget-v1', 'BTCUSDT_SPBL').subscribe(into));
    all.add(feeds.book$('bitget-v1', 'BTCUSDT').subscribe(into));
    all.add(feeds.candles$('bitget-v1', 'BTCUSDT', { interval: '1m' }).subscribe(into));
    await until(
      () => told.size >= 4,
      8_000,
      () => [...told].join('\n'),
    );
    expect([...told].sort()).toEqual(['book', 'candle', 'ticker', 'trade']);
    all.unsubscribe();
    await exchange.close();
  });
});
