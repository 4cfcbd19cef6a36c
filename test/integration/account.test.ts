import { inspect } from 'node:util';
import { Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Balances, Fill, Orders, Positions } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { simulate } from '../../src/simulator/simulate.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';

let all = new Subscription();
let running: { close(): Promise<void> } | undefined;
afterEach(async () => {
  all.unsubscribe();
  all = new Subscription();
  await running?.close();
  running = undefined;
});

interface Told {
  /** What the stream of the refused symbol ended with; a value of it stands here too. */
  readonly errors: unknown[];
  readonly problems: string[];
  readonly phases: Set<string>;
}

/** Listens to orders of a symbol that there is not, beside others; gives what was told once the others went on after it. */
async function besideARefusedSymbol(
  venue: 'bitget' | 'bitget-v1',
  dialect: 'guide' | 'official' | undefined,
  isRefused: (told: Told) => boolean,
): Promise<{ readonly exchange: Simulation; readonly told: Told }> {
  const switches = dialect === undefined ? {} : { dialect };
  const exchange = await simulate(venue, { seed: 11, tick: 20, ...switches });
  running = exchange;
  const feeds = createFeeds({
    urls: { [venue]: exchange.url },
    credentials: { [venue]: demoCredentials },
    linger: 0,
  });
  const told: Told = { errors: [], problems: [], phases: new Set() };
  const good = { orders: 0, fills: 0, balances: 0 };
  const count = (kind: keyof typeof good): { next(): void; error(cause: unknown): void } => ({
    next: () => void (good[kind] += 1),
    error: cause => void told.problems.push(`${kind} ended: ${String(cause)}`),
  });
  const ordersOf$ = (symbol: string): Observable<Orders> =>
    venue === 'bitget' ? feeds.orders$(venue, { symbol }) : feeds.orders$(venue, { symbol, ...switches });
  all.add(feeds.problems$().subscribe(({ mending, error }) => told.problems.push(`${mending} ${error.message}`)));
  all.add(feeds.status$(venue).subscribe(({ phase }) => told.phases.add(phase)));
  all.add(
    ordersOf$('NOPEUSDT').subscribe({
      next: value => told.errors.push(value),
      error: (cause: unknown) => told.errors.push(cause),
    }),
  );
  all.add(ordersOf$('BTCUSDT').subscribe(count('orders')));
  if (venue === 'bitget') {
    all.add(feeds.fills$(venue).subscribe(count('fills')));
    all.add(feeds.balances$(venue).subscribe(count('balances')));
  } else {
    all.add(feeds.fills$(venue, switches).subscribe(count('fills')));
    all.add(feeds.balances$(venue, switches).subscribe(count('balances')));
  }
  const tell = (): string => `${JSON.stringify(good)} ${told.problems.join('\n')}`;
  await until(() => isRefused(told), 12_000, tell);
  const before = { ...good };
  const goesOn = (kind: keyof typeof good): boolean => good[kind] > before[kind] + 1;
  await until(() => goesOn('orders') && goesOn('fills') && goesOn('balances'), 15_000, tell);
  return { exchange, told };
}

describe('an account at the simulated exchange', () => {
  it.each(['spot', 'usdt-futures'] as const)(
    'is seen as it is on %s, over a reconnection',
    async market => {
      const exchange = await simulate('bitget', { seed: 11, tick: 50 });
      const feeds = createFeeds({
        urls: { bitget: exchange.url },
        restUrls: { bitget: exchange.restUrl },
        credentials: { bitget: demoCredentials },
        backoff: { base: 100, floor: 50 },
        linger: 0,
      });
      const seen: { balances?: Balances; orders?: Orders; positions?: Positions; fills: Fill[]; problems: string[] } = {
        fills: [],
        problems: [],
      };
      const fail = (cause: unknown): void => void seen.problems.push(String(cause));
      all.add(feeds.problems$().subscribe(({ error }) => seen.problems.push(`${error.code} ${error.message}`)));
      all.add(
        feeds.balances$('bitget', { market }).subscribe({ next: balances => (seen.balances = balances), error: fail }),
      );
      all.add(feeds.orders$('bitget', { market }).subscribe({ next: orders => (seen.orders = orders), error: fail }));
      all.add(feeds.fills$('bitget', { market }).subscribe({ next: fill => seen.fills.push(fill), error: fail }));
      if (market === 'usdt-futures')
        all.add(
          feeds
            .positions$('bitget', { market })
            .subscribe({ next: positions => (seen.positions = positions), error: fail }),
        );
      await until(
        () => seen.fills.length > 5,
        15_000,
        () => seen.problems.join('\n'),
      );
      exchange.inject('close-1006');
      const before = seen.fills.length;
      await until(
        () => seen.fills.length > before + 5,
        15_000,
        () => seen.problems.join('\n'),
      );
      const truth = exchange
        .account()
        .fills(market)
        .map(({ id }) => id);
      const ids = seen.fills.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(truth).toEqual(expect.arrayContaining(ids));
      const settled = (): boolean => {
        const balances = exchange.account().balances(market);
        return balances.every(
          ({ asset, available }) => (seen.balances?.assets[asset]?.available ?? available) === available,
        );
      };
      await until(settled, 5_000);
      if (market === 'usdt-futures') {
        await until(() => seen.positions?.open.length === exchange.account().positions(market).length, 5_000);
      }
      expect(Object.keys(seen.orders?.open ?? {}).length).toBeGreaterThanOrEqual(0);
      expect(seen.problems.every(line => line.startsWith('CONNECTION'))).toBe(true);
      all.unsubscribe();
      await exchange.close();
    },
    60_000,
  );

  it.each([
    ['a wrong secret', { secret: 'no' }, '30015'],
    ['a wrong passphrase', { passphrase: 'no' }, '30012'],
    ['a wrong key', { apiKey: 'no' }, '30011'],
  ])('%s is one clear error without a retry', async (_, wrong, code) => {
    const exchange = await simulate('bitget', { seed: 1 });
    const keys = { ...demoCredentials, ...wrong };
    const feeds = createFeeds({ urls: { bitget: exchange.url }, credentials: { bitget: keys }, linger: 0 });
    const errors: unknown[] = [];
    all.add(feeds.balances$('bitget').subscribe({ error: (cause: unknown) => errors.push(cause) }));
    await until(() => errors.length > 0);
    expect(errors).toMatchObject([{ name: 'LoginError', code: 'LOGIN', venueCode: code, retryable: false }]);
    const printed =
      inspect(errors, { depth: 10 }) + inspect(feeds, { depth: 10, showHidden: true }) + JSON.stringify(feeds);
    for (const secret of [demoCredentials.secret, demoCredentials.passphrase]) expect(printed).not.toContain(secret);
    await exchange.close();
  });

  it.each([
    {
      venue: 'bitget',
      dialect: undefined,
      sentence:
        "bitget SPOT:orders:NOPEUSDT: refused with 30001 (the channel or the symbol does not exist: instType:SPOT,channel:orders,instId:NOPEUSDT,precision:null doesn't exist)",
    },
    {
      venue: 'bitget-v1',
      dialect: 'official',
      sentence:
        "bitget-v1 SPBL:orders:NOPEUSDT_SPBL: refused with 30001 (the channel or the symbol does not exist: instType:spbl,channel:orders,instId:NOPEUSDT_SPBL doesn't exist)",
    },
  ] as const)(
    'ends only the stream of a symbol that $venue refuses, with one clear sentence',
    async ({ venue, dialect, sentence }) => {
      const { exchange, told } = await besideARefusedSymbol(venue, dialect, seen => seen.errors.length > 0);
      expect(told.errors).toMatchObject([
        { name: 'SubscriptionError', code: 'SUBSCRIPTION', venueCode: '30001', retryable: false, message: sentence },
      ]);
      expect(told.problems).toEqual([`refused ${sentence}`]);
      expect([...told.phases]).toEqual(['connecting', 'ready']);
      expect(exchange.clients).toBe(1);
      // It is not asked for again.
      expect(exchange.heard.filter(({ text }) => text.includes('NOPEUSDT'))).toHaveLength(1);
    },
  );

  it("finds out what a refusal in the guide's words means, which do not say it", async () => {
    const { exchange, told } = await besideARefusedSymbol('bitget-v1', 'guide', seen => seen.errors.length > 0);
    const sentence =
      'bitget-v1 SPOT:orders:NOPEUSDT: refused with 40003 (the channel or its parameters do not exist: Invalid subscription)';
    const unnamed = `retry ${sentence.replace('SPOT:orders:NOPEUSDT', 'connection')}`;
    expect(told.problems.filter(text => text !== unnamed)).toEqual([`refused ${sentence}`]);
    expect(told.errors).toMatchObject([{ name: 'SubscriptionError', venueCode: '40003', message: sentence }]);
    expect([...told.phases]).toEqual(['connecting', 'ready']);
    expect(exchange.clients).toBe(1);
  });

  it('a clock that is off is corrected by the venue’s, once', async () => {
    const exchange = await simulate('bitget', { seed: 1, clockOffset: 300_000, tick: 50 });
    const feeds = createFeeds({
      urls: { bitget: exchange.url },
      restUrls: { bitget: exchange.restUrl },
      credentials: { bitget: demoCredentials },
      backoff: { base: 50, floor: 20 },
      linger: 0,
    });
    const told: string[] = [];
    all.add(feeds.problems$().subscribe(({ error }) => told.push(error.code)));
    all.add(
      feeds
        .balances$('bitget')
        .subscribe({ next: () => told.push('balances'), error: (cause: unknown) => told.push(String(cause)) }),
    );
    await until(
      () => told.includes('balances'),
      10_000,
      () => told.join('\n'),
    );
    expect(told[0]).toBe('LOGIN');
    all.unsubscribe();
    await exchange.close();
  });

  it('says what is missing before anything is connected', () => {
    const feeds = createFeeds();
    expect(() => feeds.orders$('bitget')).toThrow(
      new RangeError(
        'orders of bitget needs an account: give createFeeds({ credentials: { bitget: { apiKey, secret, passphrase } } })',
      ),
    );
    const partly = { apiKey: 'a', secret: 's', passphrase: '' };
    expect(() => feeds.orders$('bitget', { credentials: partly })).toThrow(
      new RangeError('credentials of bitget lack passphrase: they are apiKey, secret, passphrase'),
    );
    expect(() => feeds.orders$('bitget', { credentials: demoCredentials, url: 'ws://example.org' })).toThrow(
      new RangeError('url ws://example.org is not encrypted: keys are sent over wss:// only, or to this machine'),
    );
  });
});
