import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { demoCredentials } from '../../src/simulator/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/exchange.js';
import { bybitSpotV1Counterpart } from '../../src/venues/bybit-spot-v1/counterpart.js';
import type { BybitSpotV1Switches } from '../../src/venues/bybit-spot-v1/counterpart.js';
import { virtually } from '../support/virtual-time.js';

const V1 = '/spot/quote/ws/v1';
const V2 = '/spot/quote/ws/v2';
const PRIVATE = '/spot/ws';
const START = 1_800_000_000_000;

type Row = Readonly<Record<string, unknown>>;
type Message = Row & { readonly data?: readonly Row[]; readonly params?: Row };

interface Heard {
  readonly frames: readonly (string | Uint8Array)[];
  readonly parsed: readonly Message[];
  /** When the line was cut, ms from the start; undefined: it stands. */
  readonly cutAt: number | undefined;
  readonly exchange: Exchange;
}

interface Options extends ExchangeOptions, BybitSpotV1Switches {
  readonly path?: string;
  readonly duration?: number;
}

/** What a client hears that says these texts one after another, a ms apart. */
function hear(texts: readonly string[], { path = V1, duration = 3_000, ...options }: Options = {}): Heard {
  const frames: (string | Uint8Array)[] = [];
  let cutAt: number | undefined;
  let exchange: Exchange | undefined;
  virtually(at => {
    const made = createExchange(bybitSpotV1Counterpart(options), { ackDelay: 0, seed: 'legacy', ...options });
    exchange = made;
    const connection = made.connect(path, {
      send: data => frames.push(data),
      close: () => (cutAt ??= Date.now() - START),
    });
    if ('status' in connection) throw new Error(connection.reason);
    for (const [i, text] of texts.entries()) {
      at(i, () => {
        connection.hear(text);
      });
    }
    at(duration, () => {
      if (cutAt !== undefined) return;
      connection.gone();
      made.close();
    });
  });
  if (exchange === undefined) throw new Error('nothing was played');
  const parsed = frames.map(frame => JSON.parse(textOf(frame)) as Message);
  return { frames, parsed, cutAt, exchange };
}

function textOf(frame: string | Uint8Array): string {
  return typeof frame === 'string' ? frame : gunzipSync(frame).toString();
}

const v1 = (topic: string, symbol = 'BTCUSDT', event = 'sub', params: Row = {}): string =>
  JSON.stringify({ symbol, topic, event, params: { binary: false, ...params } });
const v2 = (topic: string, params: Row = {}, event = 'sub'): string =>
  JSON.stringify({ topic, event, params: { symbol: 'BTCUSDT', binary: false, ...params } });
const auth = (expires: number | string, secret = demoCredentials.secret, key = demoCredentials.apiKey): string => {
  const sign = createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex');
  return JSON.stringify({ op: 'auth', args: [key, expires, sign] });
};

/** The first line of a fixture that fits. */
function sample(file: string, fits: string): Message {
  const text = readFileSync(new URL(`../fixtures/bybit-spot-v1/${file}.jsonl`, import.meta.url), 'utf8');
  const lines = text.trim().split('\n').slice(1);
  const parsed = JSON.parse(lines.find(line => line.includes(fits)) ?? 'null') as Message | [Message];
  return Array.isArray(parsed) ? parsed[0] : parsed;
}

/** The names and types of a message, those of the first entry where there are many. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => [name, shapeOf(item)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const rowsOf = (message: Message | undefined): readonly Row[] => message?.data ?? [];
const pushes = ({ parsed }: Heard, topic: string): readonly Message[] =>
  parsed.filter(one => one['topic'] === topic && one['data'] !== undefined);

describe('what V1 pushes', () => {
  it.each([
    ['depth', 'v1-books-docs', '"topic":"depth"', v1('depth')],
    ['diffDepth', 'v1-books-docs', '"topic":"diffDepth"', v1('diffDepth')],
    ['mergedDepth', 'v1-books-docs', '"topic":"mergedDepth"', v1('mergedDepth', 'BTCUSDT', 'sub', { dumpScale: 1 })],
    ['kline', 'v1-market-docs', '"topic":"kline"', v1('kline_15m')],
    ['realtimes', 'v1-market-docs', '"topic":"realtimes"', v1('realtimes')],
    ['trade', 'v1-market-docs', '"topic":"trade"', v1('trade')],
  ])('has the shape of the sample of %s', (topic, file, fits, request) => {
    const heard = hear([request]);
    const [first, second] = pushes(heard, topic);
    expect(shapeOf(first)).toEqual(shapeOf(sample(file, fits)));
    expect([first?.['f'], second?.['f']]).toEqual([true, false]);
    expect(first).toMatchObject({
      symbol: 'BTCUSDT',
      symbolName: 'BTCUSDT',
      params: { realtimeInterval: '24h', binary: 'false' },
    });
  });

  it('acknowledges nothing, unless it is told to do as the pages say', () => {
    const request = v1('trade', 'BTCUSDT');
    expect(pushes(hear([request]), 'trade')).toHaveLength(hear([request]).parsed.length);
    const [ack] = hear([request], { v1Ack: true }).frames;
    expect(JSON.parse(textOf(ack ?? ''))).toEqual(sample('v1-answers-docs', '"event"'));
    const cancelled = hear([request, v1('trade', 'BTCUSDT', 'cancel')], { v1Ack: true, tick: 0 });
    expect(cancelled.parsed.at(-1)).toMatchObject({ event: 'cancel', code: '0' });
  });

  it('takes several symbols by comma, and knows none with a blank', () => {
    const both = hear([v1('realtimes', 'BTCUSDT,ETHUSDT')]);
    expect(new Set(pushes(both, 'realtimes').map(one => one['symbol']))).toEqual(new Set(['BTCUSDT', 'ETHUSDT']));
    const blank = hear([v1('realtimes', 'BTCUSDT, ETHUSDT')]);
    expect(new Set(pushes(blank, 'realtimes').map(one => one['symbol']))).toEqual(new Set(['BTCUSDT']));
    expect(blank.parsed).toContainEqual({ code: '-100010', desc: 'Invalid Symbols!' });
  });

  it('counts the changes of a book by one, from a first book that says 0', () => {
    const books = pushes(hear([v1('diffDepth')], { duration: 20_000 }), 'diffDepth').map(one => rowsOf(one)[0] ?? {});
    const [first, ...changes] = books;
    expect(first).toMatchObject({ e: 301, s: 'BTCUSDT', o: 0 });
    expect(changes.length).toBeGreaterThan(20);
    expect(changes.every(row => row['e'] === 0 && !('s' in row))).toBe(true);
    const counts = changes.map(row => Number(row['o']));
    expect(counts).toEqual(counts.map((_, i) => (counts[0] ?? 0) + i));
    expect(counts[0]).toBeGreaterThan(0);
    const [counted, next] = pushes(hear([v1('diffDepth')], { countsFirst: true }), 'diffDepth').map(
      one => rowsOf(one)[0],
    );
    expect(Number(next?.['o'])).toBe(Number(counted?.['o']) + 1);
  });

  it('keeps its books to the levels that its pages tell, and pushes them every 300 ms', () => {
    const times = pushes(hear([v1('depth')], { duration: 10_000 }), 'depth').map(one => Number(one['sendTime']));
    expect(times.length).toBeGreaterThan(20);
    expect(Math.min(...times.slice(2).map((time, i) => time - (times[i + 1] ?? 0)))).toBeGreaterThanOrEqual(300);
    const [book] = rowsOf(pushes(hear([v1('depth')]), 'depth')[0]) as [
      { readonly b: unknown[]; readonly a: unknown[] },
    ];
    expect(Math.max(book.b.length, book.a.length)).toBeLessThanOrEqual(200);
  });

  it('puts levels together without crossing them, and loses nothing of their sizes', () => {
    const texts = [v1('mergedDepth', 'BTCUSDT', 'sub', { dumpScale: 0 }), v1('diffDepth')];
    const heard = hear(texts, { tick: 0 });
    type Side = readonly (readonly [string, string])[];
    const [merged] = rowsOf(pushes(heard, 'mergedDepth')[0]) as [{ readonly b: Side; readonly a: Side }];
    const [full] = rowsOf(pushes(heard, 'diffDepth')[0]) as [{ readonly b: Side; readonly a: Side }];
    for (const [price] of [...merged.b, ...merged.a]) expect(price).toMatch(/^\d+$/);
    expect(Number(merged.b[0]?.[0])).toBeLessThan(Number(merged.a[0]?.[0]));
    expect(Math.max(merged.b.length, merged.a.length)).toBeLessThanOrEqual(40);
    const [bestAsk = ['', '']] = merged.a;
    const within = full.a.filter(([price]) => Math.ceil(Number(price)) === Number(bestAsk[0]));
    expect(within.length).toBeGreaterThan(0);
    expect(Number(bestAsk[1])).toBeCloseTo(
      within.reduce((sum, [, size]) => sum + Number(size), 0),
      6,
    );
  });

  it('begins anew for who asks again, and stops for who has enough', () => {
    const again = hear([v1('realtimes'), v1('realtimes')], { tick: 0 });
    expect(pushes(again, 'realtimes').map(one => one['f'])).toEqual([true, true]);
    const gone = hear([v1('realtimes'), v1('realtimes', 'BTCUSDT', 'cancel')]);
    expect(gone.exchange.subscriptions()).toEqual([]);
    expect(pushes(gone, 'realtimes')).toHaveLength(1);
  });

  it('packs what is asked for so, and says so', () => {
    const heard = hear([v1('realtimes', 'BTCUSDT', 'sub', { binary: true })], { tick: 0 });
    expect(heard.frames[0]).toBeInstanceOf(Uint8Array);
    expect(heard.parsed[0]).toMatchObject({ topic: 'realtimes', params: { binary: 'true' }, f: true });
  });
});

describe('what V2 pushes', () => {
  it.each([
    ['depth', 'v2-market-docs', '"topic":"depth"', v2('depth')],
    ['kline', 'v2-market-docs', '"topic":"kline"', v2('kline', { klineType: '1m' })],
    ['realtimes', 'v2-market-docs', '"topic":"realtimes"', v2('realtimes')],
    ['trade', 'v2-market-docs', '"topic":"trade"', v2('trade')],
    ['bookTicker', 'v2-tardis', '"topic":"bookTicker"', v2('bookTicker')],
  ])('has the shape of the sample of %s, and is acknowledged first', (topic, file, fits, request) => {
    const heard = hear([request], { path: V2, duration: 20_000 });
    expect(shapeOf(pushes(heard, topic)[0])).toEqual(shapeOf(sample(file, fits)));
    expect(heard.parsed[0]).toMatchObject({ topic, event: 'sub', code: '0', msg: 'Success' });
    expect(pushes(heard, topic)).toHaveLength(heard.parsed.length - 1);
  });

  it('begins with how things stand, but for books and trades, which it tells when something happens', () => {
    const first = (request: string): number => hear([request], { path: V2, tick: 0 }).parsed.length - 1;
    expect([v2('realtimes'), v2('kline', { klineType: '1m' }), v2('bookTicker')].map(first)).toEqual([1, 1, 1]);
    expect([v2('depth'), v2('trade')].map(first)).toEqual([0, 0]);
  });

  it('acknowledges as was seen', () => {
    const depth = hear([v2('depth', { symbol: 'BTCUSDT' })], { path: V2, tick: 0 }).parsed[0];
    expect(shapeOf(depth)).toEqual(shapeOf(sample('v2-tardis', '"event"')));
    const kline = hear([v2('kline', { symbol: 'BTCUSDT', klineType: '1m' })], { path: V2, tick: 0 }).frames[0];
    const seen = JSON.stringify(sample('v2-ack-ccxt', '"event"')).replaceAll('LTCUSDT', 'BTCUSDT');
    expect(kline).toBe(seen);
    expect(hear([v2('depth', {}, 'cancel')], { path: V2 }).parsed[0]).toMatchObject({ event: 'cancel', code: '0' });
  });

  it('has one symbol per request, and names the one that it has not', () => {
    for (const symbol of ['BTCUSDT,ETHUSDT', 'NOPEUSDT']) {
      expect(hear([v2('depth', { symbol })], { path: V2 }).parsed).toEqual([
        { topic: 'depth', event: 'sub', params: { symbol }, code: '-100011', msg: 'Parameter error!' },
      ]);
    }
  });
});

describe('what is refused', () => {
  it.each([
    ['hello', V1, '-10001'],
    ['[1]', V1, '-10000'],
    ['{"op":"auth","args":[]}', V1, '-10000'],
    ['{}', V1, '-10003'],
    ['{"symbol":"BTCUSDT","topic":"trade","event":"dance","params":{}}', V1, '-10002'],
    ['{"symbol":"BTCUSDT","event":"sub","params":{}}', V1, '-10005'],
    ['{"symbol":"BTCUSDT","topic":"trade","event":"sub"}', V1, '-10007'],
    [v1('trades'), V1, '-10004'],
    [v1('constructor'), V1, '-10004'],
    [v1('bookTicker'), V1, '-10004'],
    [v1('kline_8h'), V1, '-10009'],
    [v1('kline'), V1, '-10008'],
    [v1('mergedDepth'), V1, '-100013'],
    [v1('trade', 'NOPEUSDT'), V1, '-100010'],
    [v1('trade', 'btcusdt'), V1, '-100010'],
    [v2('trade'), V1, '-100010'],
    [v2('diffDepth'), V2, '-10004'],
    [v2('kline'), V2, '-10008'],
    [v2('kline', { klineType: '8h' }), V2, '-10009'],
    ['{"topic":"depth","event":"sub","params":{}}', V2, '-100011'],
    [v1('executionReport'), PRIVATE, '-10004'],
  ])('%s at %s is answered with %s', (text, path, code) => {
    expect(hear([text], { path }).parsed).toEqual([{ code, desc: expect.stringMatching(/!$/) as string }]);
  });
});

describe('signs of life', () => {
  it('are answered with the exchange’s own clock', () => {
    expect(hear(['{"ping":1535975085052}'], { clockOffset: 100 }).frames).toEqual([`{"pong":${START + 100}}`]);
    expect(hear(['{"ping":"7"}'], { path: PRIVATE }).frames).toEqual([`{"pong":${START}}`]);
  });

  it('are what keeps a line that says nothing', () => {
    expect(hear([], { duration: 70_000 }).cutAt).toBe(60_000);
    expect(hear([v1('realtimes')], { duration: 70_000 }).cutAt).toBeUndefined();
    expect(hear([], { duration: 70_000, quiet: Infinity }).cutAt).toBeUndefined();
  });

  it('may be asked for by the exchange', () => {
    const heard = hear([], { serverPings: true, duration: 30_000 });
    expect(heard.frames).toEqual([`{"ping":${START + 20_000}}`]);
  });
});

describe('the private stream', () => {
  const login = auth(START + 10_000);

  it('subscribes a login to everything, and says nothing before something happens', () => {
    const { parsed, exchange } = hear([login], { path: PRIVATE, duration: 120_000 });
    expect(parsed[0]).toEqual({ auth: 'success', userId: 10043 });
    const events = parsed.slice(1).flatMap(frame => frame as unknown as readonly Row[]);
    for (const [sort, optional] of [
      ['outboundAccountInfo', []],
      ['executionReport', ['t']],
      ['ticketInfo', []],
    ] as const) {
      const shape = shapeOf(sample('private-docs', `"${sort}"`)) as Row;
      const shapes = events.filter(one => one['e'] === sort).map(one => shapeOf(one) as Row);
      expect(shapes.length).toBeGreaterThan(5);
      expect(shapes).toContainEqual(shape);
      for (const name of optional) expect(shapes).toContainEqual(without(shape, name));
    }
    const fills = exchange.account().fills('spot');
    const told = events.filter(one => one['e'] === 'ticketInfo').map(one => one['T']);
    expect(told).toEqual(fills.map(({ id }) => id));
    const reported = new Set(events.filter(one => one['e'] === 'executionReport').map(one => one['t']));
    expect(fills.every(({ id }) => reported.has(id))).toBe(true);
  });

  it('pushes in arrays', () => {
    const { frames } = hear([login], { path: PRIVATE, duration: 20_000 });
    expect(frames.length).toBeGreaterThan(3);
    for (const frame of frames.slice(1)) expect(textOf(frame)).toMatch(/^\[\{"e":"/);
  });

  it.each([
    ['a wrong key', auth(START + 10_000, undefined, 'nobody')],
    ['a wrong secret', auth(START + 10_000, 'wrong')],
    ['a time that is over', auth(START - 1)],
    ['no time', '{"op":"auth","args":["rxtape-demo-key","soon","00"]}'],
    ['nothing at all', '{"op":"auth"}'],
  ])('says no more than that to %s, and hangs up', (_, text) => {
    const { parsed, cutAt } = hear([text], { path: PRIVATE });
    expect(parsed).toEqual([{ auth: 'fail' }]);
    expect(cutAt).toBeLessThan(10);
  });

  it('takes the time as text, and a minute ahead', () => {
    expect(hear([auth(String(START + 5_000))], { path: PRIVATE, tick: 0 }).parsed).toMatchObject([{ auth: 'success' }]);
    expect(hear([auth(START + 60_000)], { path: PRIVATE, tick: 0 }).parsed).toMatchObject([{ auth: 'success' }]);
  });

  it('may leave the line open', () => {
    const { parsed } = hear([auth(START, 'wrong'), login], { path: PRIVATE, tick: 0, loginCloses: Infinity });
    expect(parsed).toEqual([{ auth: 'fail' }, { auth: 'success', userId: 10043 }]);
  });
});

describe('the table', () => {
  it.each([
    [{ quiet: 0 }, 'quiet 0 must be more than 0 ms'],
    [{ loginCloses: -1 }, 'loginCloses -1 must be 0 or more ms'],
  ])('refuses %j', (switches, words) => {
    expect(() => bybitSpotV1Counterpart(switches)).toThrow(words);
  });

  it.each([
    ['1m', '2026-11-21T03:47:33Z', '2026-11-21T03:47:00Z', '2026-11-21T03:48:00Z'],
    ['4h', '2026-11-21T03:47:33Z', '2026-11-21T00:00:00Z', '2026-11-21T04:00:00Z'],
    ['1d', '2026-11-21T23:59:59Z', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'],
    ['1w', '2026-11-21T03:47:33Z', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['1M', '2026-12-31T23:00:00Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('begins candles of %s at UTC', (interval, time, start, end) => {
    expect(bybitSpotV1Counterpart().candleAt(interval, Date.parse(time))).toEqual({
      start: Date.parse(start),
      end: Date.parse(end),
    });
  });

  it('cannot break what is not there', () => {
    expect(Object.keys(bybitSpotV1Counterpart().immune)).toEqual([
      'bad-checksum',
      'rest-stale',
      'rest-ahead',
      'stale-seed',
    ]);
    expect(Object.keys(bybitSpotV1Counterpart({ countsFirst: true }).immune)).toEqual([
      'bad-checksum',
      'rest-stale',
      'rest-ahead',
    ]);
  });
});

function without(row: Row, name: string): Row {
  return Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));
}
