import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/simulator/index.js';
import { BIRTH, hearBackpackSay, playBackpack, shapeOf, subscribe } from './backpack-listener.js';
import type { Listener, Parsed } from './backpack-listener.js';

const folder = new URL('../fixtures/backpack/', import.meta.url);
/** The captured events of a sort, in their order. */
const samplesOf = (sort: string, files: readonly string[]): readonly Readonly<Record<string, unknown>>[] =>
  readdirSync(folder)
    .filter(name => files.includes(name))
    .flatMap(name => readFileSync(new URL(name, folder), 'utf8').trim().split('\n').slice(1))
    .map(line => JSON.parse(line) as Parsed)
    .flatMap(({ stream, data }) => (stream?.split('.')[0] === sort ? [data] : []));

const live = ['session-live.jsonl', 'kline-live.jsonl', 'mark-price-live.jsonl', 'ticker-probe.jsonl'];
const hear = (duration: number, ...streams: readonly string[]): Listener =>
  hearBackpackSay(duration, [subscribe(streams)]);
const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value);

describe('what the simulated Backpack says of a market has the shape that was captured', () => {
  it.each([
    ['depth', 'depth.SOL_USDC', live],
    ['bookTicker', 'bookTicker.SOL_USDC', live],
    ['trade', 'trade.SOL_USDC', ['public-ccxt.jsonl']],
    ['ticker', 'ticker.SOL_USDC', live],
    ['markPrice', 'markPrice.SOL_USDC_PERP', live],
    ['openInterest', 'openInterest.SOL_USDC_PERP', ['docs.jsonl']],
    ['liquidation', 'liquidation', ['docs.jsonl']],
  ])('%s', (sort, stream, files) => {
    const [said] = hear(120_000, stream).of(stream);
    const [sample] = samplesOf(sort, files);
    expect(said).toBeDefined();
    // Both sides of a captured change may be empty.
    const full = sort === 'depth' ? { ...sample, a: [['1', '2']], b: [['1', '2']] } : sample;
    expect(shapeOf(sort === 'depth' ? { ...said, a: [['1', '2']], b: [['1', '2']] } : said)).toEqual(shapeOf(full));
    expect(String(said?.['E'])).toHaveLength(16);
  });

  it('writes capitals before small letters, the data before the stream', () => {
    const text = hear(3_000, 'trade.SOL_USDC').received[0]?.text ?? '';
    expect(text).toMatch(/^\{"data":\{"E":\d{16},"T":\d{13}000,"a":"\d+","b":"\d+","e":"trade","m":(true|false),/);
    expect(text).toMatch(/"stream":"trade\.SOL_USDC"\}$/);
  });
});

describe('the books of the simulated Backpack', () => {
  const chain = (client: Listener, stream: string): readonly [first: number, last: number][] =>
    client.of(stream).map(({ U, u }) => [Number(U), Number(u)]);

  it('never begin with a state, and follow on each other', () => {
    const client = hear(20_000, 'depth.SOL_USDC');
    const links = chain(client, 'depth.SOL_USDC');
    expect(links.length).toBeGreaterThan(100);
    for (const [i, [first, last]] of links.entries()) {
      expect(last).toBeGreaterThanOrEqual(first);
      if (i > 0) expect(first).toBe((links[i - 1]?.[1] ?? 0) + 1);
    }
  });

  it('count alike whatever their pace, and as the best bid and ask do', () => {
    const paces = ['depth', 'depth.200ms', 'depth.600ms', 'depth.1000ms'].map(pace => `${pace}.SOL_USDC`);
    const client = hear(30_000, ...paces, 'bookTicker.SOL_USDC');
    const ends = new Set(chain(client, paces[0] ?? '').map(([, last]) => last));
    const counts = paces.map(stream => {
      const links = chain(client, stream);
      for (const [i, [first, last]] of links.entries()) {
        expect(ends.has(last)).toBe(true);
        if (i > 0) expect(first).toBe((links[i - 1]?.[1] ?? 0) + 1);
      }
      return links.length;
    });
    expect([...counts].sort((a, b) => b - a)).toEqual(counts);
    expect(counts.at(-1)).toBeLessThanOrEqual(31);
    for (const { u } of client.of('bookTicker.SOL_USDC')) expect(ends.has(Number(u))).toBe(true);
  });

  it('pad their numbers, where REST does not, and REST has the best bid last', () => {
    const seen: { client?: Listener; rest?: string | undefined } = {};
    playBackpack(10_000, {}, ({ exchange, come, at }) => {
      const client = come();
      seen.client = client;
      client.ask('depth.BTC_USDC');
      at(9_000, () => {
        seen.rest = exchange.rest('/api/v1/depth?symbol=BTC_USDC&limit=1000');
      });
    });
    const rows = seen.client?.of('depth.BTC_USDC').flatMap(({ a, b }) => [a, b].flat()) as [string, string][];
    for (const [price, size] of rows) {
      expect(price).toMatch(/^\d+\.\d$/);
      expect(size).toMatch(/^\d+\.\d{5}$/);
    }
    expect(rows.some(([, size]) => size === '0.00000')).toBe(true);
    const rest = JSON.parse(seen.rest ?? '') as Record<'asks' | 'bids', [string, string][]> & Record<string, unknown>;
    for (const side of [rest.asks, rest.bids]) {
      expect(side.length).toBeGreaterThan(50);
      const prices = side.map(([price]) => Number(price));
      expect([...prices].sort((a, b) => a - b)).toEqual(prices);
      for (const text of side.flat()) expect(text).toMatch(/^\d+(\.\d*[1-9])?$/);
    }
    expect(rest['lastUpdateId']).toMatch(/^\d+$/);
    expect(isWhole(rest['timestamp']) && String(rest['timestamp']).length === 16).toBe(true);
    expect(Object.keys(rest).sort()).toEqual(['asks', 'bids', 'lastUpdateId', 'timestamp']);
  });
});

describe('the REST interface of the simulated Backpack', () => {
  function look<T>(read: (exchange: Exchange) => T): T {
    const seen: T[] = [];
    playBackpack(10, { clockOffset: 7_000 }, ({ exchange }) => {
      seen.push(read(exchange));
    });
    return seen[0] as T;
  }
  const get = (path: string): { readonly status: number; readonly body: string } | undefined =>
    look(exchange => exchange.restAnswer(path));

  it('tells the time as a bare number', () => {
    expect(get('/api/v1/time')).toEqual({ status: 200, body: String(BIRTH + 7_000) });
  });

  it('tells the markets, one that is closed among them', () => {
    const markets = JSON.parse(get('/api/v1/markets')?.body ?? '') as Record<string, unknown>[];
    expect(markets).toContainEqual(
      expect.objectContaining({ symbol: 'kSHIB_USDC_PERP', marketType: 'PERP', orderBookState: 'Open' }),
    );
    expect(markets.filter(one => one['orderBookState'] === 'Closed').map(one => one['symbol'])).toEqual(['OLD_USDC']);
  });

  it('refuses a market that does not exist, one that is closed, and any other limit', () => {
    expect(get('/api/v1/depth?symbol=NOPE_USDC')).toEqual({
      status: 400,
      body: '{"code":"INVALID_CLIENT_REQUEST","message":"Invalid market symbol"}',
    });
    const closed = get('/api/v1/depth?symbol=OLD_USDC');
    expect(closed?.status).toBe(404);
    expect(JSON.parse(closed?.body ?? '')).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    const odd = get('/api/v1/depth?symbol=SOL_USDC&limit=7');
    expect(odd?.status).toBe(400);
    expect(() => JSON.parse(odd?.body ?? '') as unknown).toThrow(SyntaxError);
    expect(get('/api/v1/nope')).toBeUndefined();
  });

  it('cuts a book where it is told to', () => {
    const { asks, bids } = JSON.parse(get('/api/v1/depth?symbol=SOL_USDC&limit=5')?.body ?? '') as Record<string, []>;
    expect([asks?.length, bids?.length]).toEqual([5, 5]);
  });
});

describe('the candles of the simulated Backpack', () => {
  it('are told while there are trades, and each one at its end', () => {
    const rows = hear(200_000, 'kline.1m.SOL_USDC').of('kline.1m.SOL_USDC');
    const open = rows.filter(({ X }) => X === false);
    const closed = rows.filter(({ X }) => X === true);
    expect(open.length).toBeGreaterThan(20);
    expect(closed).toHaveLength(3);
    const [sample] = samplesOf('kline', ['kline-live.jsonl']).filter(({ X }) => X === false);
    expect(shapeOf(open[0])).toEqual(shapeOf(sample));
    expect(closed[0]).toMatchObject({ t: '2027-01-15T08:00:00', T: '2027-01-15T08:01:00' });
  });

  it('say null for everything where there was none, at their end only', () => {
    const client = hearBackpackSay(120_000, [subscribe(['kline.1s.SOL_USDC'])], { tick: 7_000 });
    const rows = client.of('kline.1s.SOL_USDC');
    const empty = rows.filter(({ o }) => o === null);
    expect(empty.length).toBeGreaterThan(20);
    const [sample] = samplesOf('kline', ['kline-live.jsonl']);
    for (const row of empty) {
      expect(shapeOf(row)).toEqual(shapeOf(sample));
      expect(row).toMatchObject({ X: true, n: 0 });
    }
  });
});

describe('the other streams of the simulated Backpack', () => {
  it('tell the ticker and the mark price each second, changed or not, the open interest each minute', () => {
    const streams = ['ticker.SOL_USDC_PERP', 'markPrice.SOL_USDC_PERP', 'openInterest.SOL_USDC_PERP'];
    const client = hear(120_000, ...streams);
    const counts = streams.map(stream => client.of(stream).length);
    expect(counts).toEqual([120, 120, 2]);
  });

  it('tell liquidations under the name that was asked for, of one symbol or of all', () => {
    const client = hear(600_000, 'liquidation', 'liquidation.SOL_USDC_PERP');
    const all = client.of('liquidation');
    const one = client.of('liquidation.SOL_USDC_PERP');
    expect(new Set(one.map(({ s }) => s))).toEqual(new Set(['SOL_USDC_PERP']));
    expect(one.length).toBeGreaterThan(1);
    expect(new Set(all.map(({ s }) => s)).size).toBeGreaterThan(2);
    expect(all.filter(({ s }) => s === 'SOL_USDC_PERP')).toEqual(one);
  });

  it('tell symbols with small letters and with dots', () => {
    const streams = ['trade.kSHIB_USDC_PERP', 'depth.200ms.AAPL.US_USDC', 'kline.1m.AAPL.US_USDC_PERP'];
    const client = hear(20_000, ...streams, 'trade.KSHIB_USDC_PERP');
    for (const stream of streams) expect(client.of(stream).length).toBeGreaterThan(2);
    expect(client.of('trade.KSHIB_USDC_PERP')).toEqual([]);
  });
});
