import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import type { AccountNews } from '../../src/contract/account-news.js';
import type { Counterpart, Door, Heard, Listing, Utterance, Wish } from '../../src/contract/counterpart.js';
import type { Order } from '../../src/model/account.js';
import type { BookRow, BookSnapshot, CandleRow, Quote, Ticker, Trade } from '../../src/model/market.js';
import { demoCredentials } from '../../src/simulator/index.js';
import type { Exchange } from '../../src/simulator/index.js';
import { bybitSpotV3Counterpart } from '../../src/venues/bybit-spot-v3/counterpart.js';
import type { BybitSpotV3Switches } from '../../src/venues/bybit-spot-v3/counterpart.js';
import { bybitSpotV3 } from '../../src/venues/bybit-spot-v3/index.js';
import { virtually } from './naive-client.js';
import type { NaiveClient, Received } from './naive-client.js';

const PUBLIC = '/spot/public/v3';
const PRIVATE = '/spot/private/v3';
const stream = bybitSpotV3Counterpart();
const publicDoor: Door = { name: 'public', private: false };
const privateDoor: Door = { name: 'private', private: true };
const NOW = 1_673_439_424_737;

type Json = Readonly<Record<string, unknown>>;
type Options = Omit<Parameters<typeof virtually>[1], 'integrity'> & { readonly switches?: BybitSpotV3Switches };
type Text = string | ((now: number) => string);

/** What a client hears that says these things, one every 10 ms. */
function hear(
  duration: number,
  texts: readonly Text[],
  { switches, ...options }: Options = {},
  path = PUBLIC,
): { readonly client: NaiveClient; readonly exchange: Exchange } {
  const clients: NaiveClient[] = [];
  const exchange = virtually(duration, { counterpart: bybitSpotV3Counterpart(switches), ...options }, play => {
    const client = play.client(path);
    clients.push(client);
    for (const [i, text] of texts.entries()) {
      play.at(i * 10, () => {
        client.say(typeof text === 'string' ? text : text(i * 10));
      });
    }
  });
  const [client] = clients;
  if (client === undefined) throw new Error('nobody came');
  return { client, exchange };
}

const ask = (...args: readonly string[]): string => JSON.stringify({ req_id: '1', op: 'subscribe', args });
const leave = (...args: readonly string[]): string => JSON.stringify({ req_id: '2', op: 'unsubscribe', args });
const answers = (client: NaiveClient): readonly Json[] =>
  framesOf(client).filter(frame => frame['topic'] === undefined);
const framesOf = (client: NaiveClient): readonly Json[] => client.texts().map(text => JSON.parse(text) as Json);
const pushes = (client: NaiveClient, topic: string): readonly Json[] =>
  framesOf(client).filter(frame => frame['topic'] === topic);
const at = ({ received }: NaiveClient, topic: string): readonly number[] =>
  received.filter(({ text }: Received) => text.includes(`"topic":"${topic}"`)).map(one => one.at);

/** A login as the words of the protocol have it, signed by other means than the library's. */
function auth(expires: number | string, keys: { readonly apiKey?: string; readonly secret?: string } = {}): string {
  const { apiKey, secret } = { ...demoCredentials, ...keys };
  const sign = createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex');
  return JSON.stringify({ req_id: '10001', op: 'auth', args: [apiKey, expires, sign] });
}

/** The documented frames, by topic without its symbol, or by operation. */
const folder = new URL('../fixtures/bybit-spot-v3/', import.meta.url);
const samples = readdirSync(folder)
  .flatMap(file => readFileSync(new URL(file, folder), 'utf8').trim().split('\n').slice(1))
  .map(text => JSON.parse(text) as Json);
const sampleOf = (name: string): readonly Json[] =>
  samples.filter(({ topic, op, success }) =>
    typeof topic === 'string' ? topic.split('.')[0] === name : success === true && op === name,
  );

/** The names and the types of all members, at any depth; of arrays the first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]): [string, unknown] => [key, shapeOf(item)]),
  );
}

describe('what is heard', () => {
  const partsOf = (text: string, door = publicDoor): readonly Json[] => {
    const [heard] = stream.hear(text, door) as readonly [Heard];
    if (heard.type !== 'batch') throw new Error(JSON.stringify(heard));
    return heard.parts;
  };

  it.each([
    ['orderbook.40.BTCUSDT', { feed: 'book', depth: 40, every: 100 }],
    ['bookticker.BTCUSDT', { feed: 'quotes', every: 100 }],
    ['tickers.BTCUSDT', { feed: 'ticker', every: 0 }],
    ['trade.BTCUSDT', { feed: 'trades', changesOnly: true }],
    ['kline.1M.BTCUSDT', { feed: 'candles', interval: '1M' }],
    ['kline.12h.BTCUSDT', { feed: 'candles', interval: '12h' }],
  ])('%s', (topic, wish) => {
    const shared = { key: topic, market: 'spot', symbol: 'BTCUSDT', private: false };
    expect(partsOf(ask(topic))).toMatchObject([{ type: 'wish', echo: topic, wish: { ...shared, ...wish } }]);
  });

  it.each([
    ['outboundAccountInfo', 'balances'],
    ['order', 'orders'],
    ['stopOrder', 'other'],
    ['ticketInfo', 'fills'],
  ])('%s at the private door only', (topic, feed) => {
    const wish = { key: topic, symbol: '', private: true, feed };
    expect(partsOf(ask(topic), privateDoor)).toMatchObject([{ type: 'wish', wish }]);
    const objection = { message: `error:handler not found,topic:${topic}` };
    expect(partsOf(ask(topic))).toMatchObject([{ type: 'mistake', objection }]);
  });

  it.each([
    'orderbook.50.BTCUSDT',
    'orderbook.BTCUSDT',
    'kline.8h.BTCUSDT',
    'kline.1H.BTCUSDT',
    'depth',
    'trade.',
    'x',
  ])('no %s', topic => {
    const objection = { message: `error:handler not found,topic:${topic}` };
    expect(partsOf(ask(topic))).toMatchObject([{ type: 'mistake', objection }]);
  });
});

describe('answers', () => {
  it('have the members of the documented ones', () => {
    const { client } = hear(100, [ask('trade.BTCUSDT'), leave('trade.BTCUSDT')]);
    const [given, taken] = answers(client);
    expect(given).toEqual({ op: 'subscribe', success: true, req_id: '1', ret_msg: 'subscribe', conn_id: '46f097b7' });
    expect(taken).toMatchObject({ op: 'unsubscribe', success: true, req_id: '2', ret_msg: 'unsubscribe' });
    expect(shapeOf(given)).toEqual(shapeOf(sampleOf('subscribe')[0]));
    expect(shapeOf(taken)).toEqual(shapeOf(sampleOf('unsubscribe')[0]));
  });

  it('repeat an id as text, and none where there is none', () => {
    const plain = '{"op":"subscribe","args":["trade.BTCUSDT"]}';
    const numbered = '{"req_id":7,"op":"subscribe","args":["trade.ETHUSDT"]}';
    const [first, second] = answers(hear(100, [plain, numbered]).client);
    expect(first).toEqual({ op: 'subscribe', success: true, ret_msg: 'subscribe', conn_id: '46f097b7' });
    expect(second).toMatchObject({ success: true, req_id: '7' });
  });

  it('tell the server’s clock as a number', () => {
    const options = { clockOffset: 1_000_000 };
    const [bare, named] = answers(hear(100, ['{"op":"ping"}', '{"req_id":"9","op":"ping"}'], options).client);
    expect(bare).toEqual({ op: 'pong', args: [1_000_000], conn_id: '46f097b7' });
    expect(named).toEqual({ op: 'pong', args: [1_000_010], req_id: '9', conn_id: '46f097b7' });
    const pongs = samples.filter(({ op }) => op === 'pong');
    expect(pongs.map(shapeOf)).toEqual(expect.arrayContaining([shapeOf(bare), shapeOf(named)]));
  });

  const ten = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'UNIUSDT'].flatMap(symbol => [
    `tickers.${symbol}`,
    `bookticker.${symbol}`,
  ]);

  it('grant ten topics, and refuse eleven as a whole', () => {
    const { client } = hear(1_000, [ask(...ten)]);
    expect(answers(client)).toMatchObject([{ success: true }]);
    for (const topic of ten) expect(pushes(client, topic).length).toBeGreaterThan(0);
    const { client: other } = hear(1_000, [ask(...ten, 'trade.BTCUSDT')]);
    expect(other.texts()).toEqual([
      '{"op":"subscribe","success":false,"req_id":"1","ret_msg":"args size \\u003e10","conn_id":"46f097b7"}',
    ]);
  });

  it.each([
    ['trade.NOPEUSDT', 'Invalid symbol :[trade.NOPEUSDT]'],
    ['trade.btcusdt', 'Invalid symbol :[trade.btcusdt]'],
    ['orderbook.50.BTCUSDT', 'error:handler not found,topic:orderbook.50.BTCUSDT'],
    ['order', 'error:handler not found,topic:order'],
  ])('void a whole request for %s, and name it', (topic, ret_msg) => {
    const { client } = hear(1_000, [ask(...ten.slice(0, 9), topic), ask(...ten.slice(0, 9))]);
    const [refused, granted] = answers(client);
    expect(refused).toMatchObject({ op: 'subscribe', success: false, req_id: '1', ret_msg });
    expect(granted).toMatchObject({ success: true });
    // Nothing comes before the second request.
    expect(Math.min(...client.received.filter(({ text }) => text.includes('"topic"')).map(one => one.at))).toBe(10);
  });

  it('void a request with a topic that stands already, which goes on', () => {
    const { client } = hear(1_000, [ask('tickers.BTCUSDT'), ask('tickers.BTCUSDT', 'tickers.ETHUSDT')]);
    expect(answers(client)).toMatchObject([
      { success: true },
      { success: false, ret_msg: 'error:already subscribed,topic:tickers.BTCUSDT' },
    ]);
    expect(pushes(client, 'tickers.BTCUSDT').length).toBeGreaterThan(5);
    expect(pushes(client, 'tickers.ETHUSDT')).toEqual([]);
    const { client: other } = hear(100, [ask('tickers.BTCUSDT'), ask('tickers.BTCUSDT')], {
      switches: { duplicates: 'ignored' },
    });
    expect(answers(other)).toMatchObject([{ success: true }, { success: true }]);
  });

  it.each([
    ['{"op":"subscribe"}', 'Params Error'],
    ['{"op":"subscribe","args":[]}', 'Params Error'],
    ['{"op":"subscribe","args":[7]}', 'Params Error'],
    ['{"op":"dance","args":["trade.BTCUSDT"]}', 'error:invalid op'],
    [auth(1), 'error:invalid op'],
    ['hello', 'Failed to decode incoming data:readObjectStart: expect { or n, but found h'],
  ])('refuse %s', (text, ret_msg) => {
    expect(answers(hear(100, [text]).client)).toMatchObject([{ success: false, ret_msg }]);
  });
});

describe('the login', () => {
  const logIn = (text: Text, options: Options = {}, ...more: readonly Text[]): NaiveClient =>
    hear(400, [text, ...more], options, PRIVATE).client;
  const welcome = { op: 'auth', success: true, req_id: '10001', ret_msg: '', conn_id: '46f097b7' };

  // Computed apart from this code, with openssl.
  it('takes the vector, as a number and as text', () => {
    const accounts = [{ apiKey: 'k', secret: 'test-secret', passphrase: '' }];
    const sign = '8c54187d5156c5abfa70a18eb734e45f54a29d78e007ca3f88e01b3b9630e74d';
    for (const expires of ['1700000030000', '"1700000030000"']) {
      const text = `{"op":"auth","args":["k",${expires},"${sign}"]}`;
      const client = logIn(text, { accounts, clockOffset: 1_700_000_000_000 });
      expect(framesOf(client)).toEqual([{ op: 'auth', success: true, ret_msg: '', conn_id: '46f097b7' }]);
    }
    const upper = `{"op":"auth","args":["k",1700000030000,"${sign.toUpperCase()}"]}`;
    const [refused] = framesOf(logIn(upper, { accounts, clockOffset: 1_700_000_000_000 }));
    expect(refused).toMatchObject({ type: 'error', ret_code: '10003' });
  });

  it.each([
    ['in a second', 1_000_000 + 1_000, true],
    ['in an hour', 1_000_000 + 3_600_000, true],
    ['a second ago', 1_000_000 - 1_000, false],
    ['long ago', 1, false],
  ])('that holds until %s', (_, expires, granted) => {
    const [answer] = framesOf(logIn(auth(expires), { clockOffset: 1_000_000 }));
    if (granted) expect(answer).toEqual(welcome);
    else expect(answer).toMatchObject({ type: 'error', ret_code: '10001', ret_msg: 'Params Error' });
  });

  it.each([
    ['another key', auth(9_000, { apiKey: 'x' }), '10003'],
    ['another secret', auth(9_000, { secret: 'x' }), '10003'],
    ['no time', auth('soon'), '10001'],
    ['nothing', '{"op":"auth"}', '10003'],
  ])('is refused for %s, and the line stands', (_, text, ret_code) => {
    const error = { type: 'error', ret_code, ret_msg: expect.any(String) as string, conn_id: '46f097b7' };
    const ping = '{"op":"ping"}';
    expect(framesOf(logIn(text, {}, ping))).toEqual([error, expect.objectContaining({ op: 'pong' })]);
    expect(framesOf(logIn(text, { switches: { loginCloses: 5 } }, ping))).toEqual([error]);
  });

  it('comes before every topic of an account', () => {
    const client = logIn(ask('order'), {}, auth(9_000), ask('order', 'ticketInfo', 'stopOrder', 'outboundAccountInfo'));
    expect(framesOf(client)).toEqual([
      { type: 'error', ret_code: '-1004', ret_msg: 'Not authenticated', conn_id: '46f097b7' },
      welcome,
      { op: 'subscribe', success: true, req_id: '1', ret_msg: '', conn_id: '46f097b7' },
    ]);
  });

  it('opens nothing of the market', () => {
    const client = logIn(auth(9_000), {}, ask('trade.BTCUSDT'), ask('order', 'order2'));
    expect(answers(client).slice(1)).toMatchObject([
      { success: false, ret_msg: 'Params Error' },
      { success: false, ret_msg: 'error:handler not found,topic:order2' },
    ]);
  });

  it('is heard and answered by the client', () => {
    const protocol = bybitSpotV3.endpoints['private']?.protocol;
    const texts = (secret: string): readonly string[] =>
      logIn(now => protocol?.login?.({ now, credentials: { apiKey: demoCredentials.apiKey, secret } }) ?? '').texts();
    const read = (data: string | undefined): unknown => protocol?.reader()({ receivedAt: 1, data: data ?? '' });
    expect(texts(demoCredentials.secret).map(read)).toEqual([[{ type: 'welcome' }]]);
    expect(texts('wrong').map(read)).toMatchObject([
      [{ type: 'unwelcome', refusal: { code: '10003', remedy: 'never' } }],
    ]);
  });
});

describe('pushes', () => {
  it.each([
    ['orderbook', 'orderbook.40.BTCUSDT'],
    ['trade', 'trade.BTCUSDT'],
    ['tickers', 'tickers.BTCUSDT'],
    ['bookticker', 'bookticker.BTCUSDT'],
    ['kline', 'kline.1m.BTCUSDT'],
  ])('of %s have the members of the documented ones, and their types', (name, topic) => {
    const { client } = hear(5_000, [ask(topic)]);
    const shapes = new Set(pushes(client, topic).map(frame => JSON.stringify(shapeOf(frame))));
    expect([...shapes].map(text => JSON.parse(text) as unknown)).toEqual([shapeOf(sampleOf(name)[0])]);
    for (const { type } of pushes(client, topic)) expect(type).toBe('snapshot');
  });

  it('tell the whole book, at most every 100 ms', () => {
    const topic = 'orderbook.40.BTCUSDT';
    const { client, exchange } = hear(3_000, [ask(topic)], { tick: 20 });
    const frames = pushes(client, topic) as unknown as readonly {
      readonly data: { readonly b: readonly unknown[]; readonly a: readonly unknown[] };
    }[];
    expect(frames.length).toBeGreaterThan(10);
    for (const { data } of frames) expect([data.b.length, data.a.length]).toEqual([40, 40]);
    const times = at(client, topic);
    for (const [i, time] of times.entries()) if (i > 1) expect(time - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(100);
    const truth = exchange.book('BTCUSDT');
    const last = frames.at(-1)?.data.b.map(level => (level as readonly string[]).map(Number));
    // The last push is at most 100 ms old; the books of a symbol have most levels in common from one to the next.
    const common = last?.filter(level => truth.bids.some(one => one[0] === level[0] && one[1] === level[1])) ?? [];
    expect(common.length).toBeGreaterThan(20);
  });

  it('tell no trade of before, and each one once', () => {
    const { client, exchange } = hear(5_000, [ask('trade.BTCUSDT')]);
    const ids = pushes(client, 'trade.BTCUSDT').map(frame => (frame['data'] as Json)['v']);
    const truth = exchange.trades('BTCUSDT').map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(3);
    expect(ids).toEqual(truth.slice(-ids.length));
    expect(truth.length - ids.length).toBe(50);
  });

  it('tell the open candle first, then each change', () => {
    const { client, exchange } = hear(70_000, [ask('kline.1m.BTCUSDT')], { tick: 1_000 });
    const starts = pushes(client, 'kline.1m.BTCUSDT').map(frame => (frame['data'] as Json)['t'] as number);
    expect(new Set(starts)).toEqual(new Set([0, 60_000]));
    expect(exchange.candles('BTCUSDT', '1m').at(-1)?.start).toBe(60_000);
  });

  it('end with the subscription', () => {
    const { client } = hear(3_000, [ask('tickers.BTCUSDT', 'tickers.ETHUSDT'), leave('tickers.BTCUSDT')]);
    expect(Math.max(...at(client, 'tickers.BTCUSDT'))).toBeLessThanOrEqual(10);
    expect(Math.max(...at(client, 'tickers.ETHUSDT'))).toBeGreaterThan(2_000);
  });
});

describe('rules', () => {
  it('cut a line on which nobody says anything', () => {
    const pongsAt = (time: number, said: readonly number[]): number => {
      const clients: NaiveClient[] = [];
      virtually(time + 1, { counterpart: stream }, play => {
        const client = play.client(PUBLIC);
        clients.push(client);
        for (const moment of [...said, time]) {
          play.at(moment, () => {
            client.say('{"op":"ping"}');
          });
        }
      });
      return clients[0]?.received.filter(one => one.at === time).length ?? 0;
    };
    expect(pongsAt(599_000, [])).toBe(1);
    expect(pongsAt(601_000, [])).toBe(0);
    expect(pongsAt(601_000, [300_000])).toBe(1);
  });

  it('know no rate, but how many come', () => {
    expect(stream.rules).toMatchObject({
      messages: undefined,
      requests: undefined,
      attempts: { count: 500, per: 300_000 },
    });
    expect(stream.warn('silence', true)).toEqual([]);
  });

  it.each([
    [{ duplicates: 'maybe' as 'again' }, /^duplicates "maybe" is not possible; possible are refused, ignored, again$/],
    [{ quietTimeout: 0 }, /^quietTimeout 0 must be more than 0 ms$/],
    [{ loginCloses: -1 }, /^loginCloses -1 must be 0 or more ms$/],
  ])('refuse %j', (switches, message) => {
    expect(() => bybitSpotV3Counterpart(switches)).toThrow(message);
  });

  it('tell the time as the client reads it', () => {
    const context = { now: NOW, query: {}, listings: [], book: () => undefined, trades: () => undefined };
    const text = stream.rest['/v5/market/time']?.(context);
    expect(bybitSpotV3.serverTime?.read(JSON.parse(text as string))).toBe(NOW);
  });

  it.each([
    ['1m', Date.UTC(2023, 0, 11, 12, 17), Date.UTC(2023, 0, 11, 12, 18)],
    ['12h', Date.UTC(2023, 0, 11, 12), Date.UTC(2023, 0, 12)],
    ['1d', Date.UTC(2023, 0, 11), Date.UTC(2023, 0, 12)],
    // A Wednesday is in the week of its Monday.
    ['1w', Date.UTC(2023, 0, 9), Date.UTC(2023, 0, 16)],
    ['1M', Date.UTC(2023, 0, 1), Date.UTC(2023, 1, 1)],
  ])('open candles of %s on boundaries of UTC', (interval, start, end) => {
    expect(stream.candleAt(interval, Date.UTC(2023, 0, 11, 12, 17, 4))).toEqual({ start, end });
    expect(() => stream.candleAt('8h', NOW)).toThrow(RangeError);
  });
});

describe('an account', () => {
  const live = (duration: number): { readonly client: NaiveClient; readonly exchange: Exchange } =>
    hear(
      duration,
      [auth(60_000), ask('outboundAccountInfo', 'order', 'stopOrder', 'ticketInfo')],
      { tick: 100, seed: 'account' },
      PRIVATE,
    );
  const { client, exchange } = live(120_000);
  const rowsOf = (topic: string): readonly Json[] =>
    pushes(client, topic).flatMap(frame => frame['data'] as readonly Json[]);

  it('hears nothing of what stood before', () => {
    const first = Math.min(...['order', 'ticketInfo', 'outboundAccountInfo'].flatMap(topic => at(client, topic)));
    expect(first).toBeGreaterThan(10);
    expect(rowsOf('stopOrder')).toEqual([]);
  });

  it.each(['outboundAccountInfo', 'order', 'ticketInfo'])('is told of %s with the documented members', topic => {
    const frames = pushes(client, topic);
    expect(frames.length).toBeGreaterThan(20);
    // A trade id is there only where something was filled; the members for self-matches came in 2023.
    const free = ['t', 'sg', 'st', 'ct', 'so', 'b'];
    const bare = (frame: Json): unknown => {
      const rows = (frame['data'] as readonly Json[]).map(row =>
        Object.fromEntries(Object.entries(row).filter(([key]) => topic !== 'order' || !free.includes(key))),
      );
      return shapeOf({ ...frame, data: rows });
    };
    for (const frame of frames) expect(bare(frame)).toEqual(bare(sampleOf(topic)[0] ?? {}));
    const members = new Set(frames.flatMap(frame => Object.keys((frame['data'] as readonly Json[])[0] ?? {})));
    const known = new Set(sampleOf(topic).flatMap(frame => Object.keys((frame['data'] as readonly Json[])[0] ?? {})));
    expect(members).toEqual(known);
  });

  it('is told of each fill twice, as a fill and in its order', () => {
    const told = rowsOf('ticketInfo').map(row => row['T']);
    expect(told).toEqual(
      exchange
        .account()
        .fills()
        .map(({ id }) => id),
    );
    expect(rowsOf('order').flatMap(row => (row['t'] === undefined ? [] : [row['t']]))).toEqual(told);
  });

  it('asks for orders of every sort, and sees them end in every way', () => {
    expect(new Set(rowsOf('order').map(row => row['o']))).toEqual(
      new Set(['LIMIT', 'LIMIT_MAKER', 'MARKET_OF_QUOTE', 'MARKET_OF_BASE']),
    );
    expect([...new Set(rowsOf('order').map(row => row['X']))]).toEqual(
      expect.arrayContaining(['NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED']),
    );
  });

  it('is read by the client as it is', () => {
    const truth = exchange.account();
    const protocol = bybitSpotV3.endpoints['private']?.protocol;
    const read = protocol?.reader();
    const { orders, fills, balances } = bybitSpotV3.channels;
    const heldBy = new Map<string, string>();
    let compared = 0;
    for (const data of client.texts()) {
      for (const inbound of read?.({ receivedAt: 1, data }) ?? []) {
        if (inbound.type !== 'data') continue;
        const { topic, body } = inbound;
        const context = { venue: 'bybit-spot-v3', market: 'spot', symbol: '', topic, receivedAt: 1 };
        if (topic === 'ticketInfo') {
          for (const { id, price, size, side, liquidity, orderId, clientId, symbol } of fills.read(body, context)) {
            const told = { id, price, size, side, liquidity, orderId, clientId, symbol };
            expect(truth.fills().find(one => one.id === id)).toMatchObject(told);
            compared++;
          }
        }
        if (topic === 'outboundAccountInfo') {
          for (const { rows } of balances.read(body, context)) {
            for (const { asset, total, available, held } of rows) {
              heldBy.set(asset, JSON.stringify([total, available, held]));
            }
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
    for (const { asset, total, available, held } of truth.balances()) {
      if (heldBy.has(asset)) expect(heldBy.get(asset)).toBe(JSON.stringify([total, available, held]));
    }
    const last = new Map<string, Order>();
    for (const frame of pushes(client, 'order')) {
      const context = { venue: 'bybit-spot-v3', market: 'spot', symbol: '', topic: 'order', receivedAt: 1 };
      for (const { rows } of orders.read(frame, context)) for (const row of rows) last.set(row.id, row);
    }
    expect(last.size).toBeGreaterThan(20);
    for (const order of truth.orders()) {
      const { fees: _, raw: __, receivedAt: ___, ...told } = last.get(order.id) ?? order;
      expect(order).toMatchObject(told);
    }
  });

  it('ends in the words of 2023 where a part was filled', () => {
    const order: Order = {
      ...{ type: 'order', venue: 'bybit-spot-v3', market: 'spot', symbol: 'BTCUSDT', timestamp: 5, receivedAt: 5 },
      ...{ id: '8', clientId: 'mine', side: 'sell', orderType: 'limit', price: '20000.5', size: '0.5' },
      ...{ quoteSize: undefined, filled: '0.2', averagePrice: '20001', status: 'cancelled', timeInForce: 'gtc' },
      ...{ reduceOnly: undefined, positionSide: undefined, fees: [], createdAt: 4, updatedAt: 5, raw: undefined },
    };
    const rowOf = (changes: Partial<Order>): Json => {
      const news: AccountNews = {
        ...{ type: 'order', order: { ...order, ...changes }, fill: undefined, profit: undefined },
        ...{ leverage: undefined, marginAsset: undefined },
      };
      const [text = ''] = stream.speak(
        wishOf('order', privateDoor),
        { type: 'account', news },
        { listing: undefined, now: 6 },
      );
      return (JSON.parse(text) as { readonly data: readonly [Json] }).data[0];
    };
    expect(rowOf({})).toMatchObject({ X: 'PARTIALLY_FILLED_CANCELED', Z: '4000.2', z: '0.2', l: '0', E: '5', O: '4' });
    expect(rowOf({ filled: '0.0', averagePrice: undefined })).toMatchObject({ X: 'CANCELED', Z: '0' });
    expect(rowOf({ size: undefined, quoteSize: '20' })).toMatchObject({ X: 'CANCELED' });
    expect(rowOf({ status: 'rejected', clientId: undefined })).toMatchObject({ X: 'REJECTED', c: '' });
  });
});

function wishOf(topic: string, door: Door, counterpart: Counterpart = stream): Wish {
  const [heard] = counterpart.hear(ask(topic), door);
  if (heard?.type !== 'batch' || heard.parts[0]?.type !== 'wish') throw new Error(`${topic} is not heard`);
  return heard.parts[0].wish;
}

describe('what is said is what is read', () => {
  const [listing] = stream.listings as readonly [Listing];
  const { channels } = bybitSpotV3;
  const receivedAt = 1_790_000_000_123;
  const stamp = (timestamp: number) => ({
    ...{ venue: 'bybit-spot-v3', market: 'spot', symbol: listing.symbol, timestamp, receivedAt },
  });
  const time = fc.integer({ min: 1_500_000_000_000, max: 2_000_000_000_000 });
  const decimal = (places: number, max: number): fc.Arbitrary<number> =>
    fc
      .integer({ min: 1, max: Math.floor(max * 10 ** places) })
      .map(units => Number((units / 10 ** places).toFixed(places)));
  const price = decimal(listing.priceDecimals, 1e6);
  const size = decimal(listing.sizeDecimals, 1e3);
  const bare = (event: object): object => {
    const { raw: _, ...rest } = event as { readonly raw?: unknown };
    return rest;
  };

  function heard(channel: unknown, extra: object, utterance: Utterance): readonly object[] {
    const some = channel as Channel;
    const request = { market: 'spot', symbol: listing.symbol, ...extra };
    const topic = some.topic(request);
    const read = bybitSpotV3.protocol.reader();
    const wish = wishOf(topic.key, publicDoor);
    const context = { ...request, venue: 'bybit-spot-v3', topic: topic.key, receivedAt };
    return stream
      .speak(wish, utterance, { listing, now: receivedAt })
      .flatMap(data => read({ receivedAt, data }))
      .flatMap(inbound => (inbound.type === 'data' ? some.read(inbound.body, context) : []))
      .map(bare);
  }

  it('of a ticker', () => {
    const fields = fc.record({
      ...{ timestamp: time, price, open24h: price, high24h: price, low24h: price, volume24h: size },
      ...{ change24h: fc.integer({ min: -9_999, max: 9_999 }).map(units => units / 10_000) },
      turnover24h: decimal(6, 1e6),
    });
    const none = {
      ...{ bid: undefined, bidSize: undefined, ask: undefined, askSize: undefined, openUtc: undefined },
      ...{ changeUtc: undefined, markPrice: undefined, indexPrice: undefined, fundingRate: undefined },
      ...{ nextFundingTime: undefined, openInterest: undefined },
    };
    fc.assert(
      fc.property(fields, ({ timestamp, ...told }) => {
        const ticker: Ticker = { type: 'ticker', ...stamp(timestamp), ...none, ...told, raw: undefined };
        expect(heard(channels.ticker, {}, { type: 'ticker', ticker, previous: undefined })).toEqual([bare(ticker)]);
      }),
    );
  });

  it('of trades', () => {
    const row = fc.record({
      ...{ timestamp: time, price, size, side: fc.constantFrom('buy' as const, 'sell' as const) },
      id: fc.bigInt({ min: 1n, max: 9_000_000_000_000_000_000n }).map(String),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), rows => {
        const trades = rows.map(({ timestamp, ...told }): Trade => ({
          type: 'trade',
          ...stamp(timestamp),
          ...told,
          raw: undefined,
        }));
        expect(heard(channels.trades, {}, { type: 'trades', trades, first: false })).toEqual(trades.map(bare));
      }),
    );
  });

  it('of a quote, whole or of one side', () => {
    const maybe = (value: fc.Arbitrary<number>) => fc.option(value, { nil: undefined });
    fc.assert(
      fc.property(time, maybe(price), maybe(price), size, size, (timestamp, bid, ask, bidSize, askSize) => {
        const quote: Quote = {
          ...{ type: 'quote', ...stamp(timestamp), sequence: undefined, raw: undefined },
          ...{ bid, bidSize: bid === undefined ? undefined : bidSize },
          ...{ ask, askSize: ask === undefined ? undefined : askSize },
        };
        expect(heard(channels.quotes, {}, { type: 'quote', quote })).toEqual([bare(quote)]);
      }),
    );
  });

  it('of a book, without trailing zeros', () => {
    const rows = fc.array(
      fc.tuple(price, size, fc.boolean()).map(([at, of, padded]): BookRow => {
        const text = (value: number, places: number): string => (padded ? value.toFixed(places) : String(value));
        return { level: [at, of], text: [text(at, listing.priceDecimals), text(of, listing.sizeDecimals)], mark: -1 };
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(rows, rows, time, (bids, asks, timestamp) => {
        const event: BookSnapshot = {
          ...{ type: 'book-snapshot', ...stamp(timestamp), bids, asks, sequence: '5' },
          ...{ checksum: undefined, window: 40, raw: undefined },
        };
        const utterance: Utterance = { type: 'book', event, first: false, sequence: '5', after: { bids, asks } };
        const trimmed = (side: readonly BookRow[]): readonly BookRow[] =>
          side.map(row => ({ ...row, text: [plain(row.text[0]), plain(row.text[1])] }));
        const wanted = { ...bare(event), bids: trimmed(bids), asks: trimmed(asks), sequence: undefined };
        expect(heard(channels.book, {}, utterance)).toEqual([wanted]);
      }),
    );
  });

  it('of candles; a new listener hears of the open one', () => {
    const row = fc.record({ open: price, high: price, low: price, close: price, volume: size });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), time, fc.boolean(), (numbers, start, first) => {
        const rows = numbers.map((told, i): CandleRow => ({
          ...{ type: 'candle-row', ...stamp(receivedAt), ...told, interval: '1m', start: start + i * 60_000 },
          ...{ turnover: undefined, closed: undefined, raw: undefined },
        }));
        const wanted = (first ? rows.slice(-1) : rows).map(bare);
        expect(heard(channels.candles, { interval: '1m' }, { type: 'candles', rows, first })).toEqual(wanted);
      }),
    );
  });
});

/** As the wire of spot writes it. */
function plain(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}
