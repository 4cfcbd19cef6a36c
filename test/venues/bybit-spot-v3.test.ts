import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Channel, SymbolRequest } from '../../src/contract/channel.js';
import type { Inbound } from '../../src/contract/inbound.js';
import type { Protocol } from '../../src/contract/protocol.js';
import { FeedError } from '../../src/model/errors.js';
import { bybitSpotV3 } from '../../src/venues/bybit-spot-v3/index.js';

const { channels, raw, protocol } = bybitSpotV3;
const folder = new URL('../fixtures/bybit-spot-v3/', import.meta.url);
const btc = { market: 'spot', symbol: 'BTCUSDT' } as const;
const whole = { market: 'spot', symbol: '' } as const;
const keys = { apiKey: 'test-key', secret: 'test-secret' };
const context = { id: '7', now: 1_700_000_000_000, credentials: undefined };
const door = privateDoor();

function privateDoor(): Protocol {
  const found = bybitSpotV3.endpoints['private']?.protocol;
  if (found === undefined) throw new Error('no private door');
  return found;
}

function hear(frame: object | string, at: Protocol = protocol): readonly Inbound[] {
  return at.reader()({ receivedAt: 1, data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
}

/** What a connection makes of frames, one after the other. */
function hearAll(at: Protocol, ...frames: readonly object[]): readonly Inbound[] {
  const read = at.reader();
  return frames.flatMap(frame => read({ receivedAt: 1, data: JSON.stringify(frame) }));
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (cause) {
    if (cause instanceof FeedError) return `${cause.code}: ${cause.message}`;
    if (cause instanceof RangeError || cause instanceof TypeError) return `${cause.name}: ${cause.message}`;
    throw cause;
  }
  return 'nothing';
}

/** The push of a fixture. */
function pushOf(file: string): Record<string, unknown> & { readonly data: object } {
  const line = readFileSync(new URL(`${file}.jsonl`, folder), 'utf8')
    .trim()
    .split('\n')
    .find(text => text.includes('"topic"'));
  return JSON.parse(line ?? '') as Record<string, unknown> & { readonly data: object };
}

function read(channel: unknown, push: object, request: SymbolRequest = btc): readonly unknown[] {
  const some = channel as Channel;
  const { topic } = push as { readonly topic: string };
  return some.read(push, { venue: 'bybit-spot-v3', ...request, topic, receivedAt: 2 });
}

describe('symbols', () => {
  it.each(['BTCUSDT', 'btcusdt', 'BTC/USDT', 'btc-usdt', ' BTCUSDT '])('reads %j', text => {
    expect(bybitSpotV3.instrument(text)).toEqual({ symbol: 'BTCUSDT', market: undefined });
  });

  it.each(['', ' ', 'BTC USDT', 'BTCUSDT_SPBL', 'BTC/USDT/X', '/USDT', 'orderbook.40.BTCUSDT'])('refuses %j', text => {
    expect(messageOf(() => bybitSpotV3.instrument(text))).toMatch(/^RangeError: symbol .* bybit-spot-v3/);
  });

  it('keeps the word for all symbols', () => {
    expect(bybitSpotV3.instrument('default')).toEqual({ symbol: 'default', market: undefined });
  });
});

describe('the names of topics', () => {
  const asked: readonly (readonly [
    key: string,
    topic: { readonly key: string; readonly prompt: boolean },
    prompt: boolean,
  ])[] = [
    ['orderbook.40.BTCUSDT', channels.book.topic(btc), true],
    ['orderbook.40.BTCUSDT', channels.book.topic({ ...btc, depth: 40 }), true],
    ['tickers.BTCUSDT', channels.ticker.topic(btc), true],
    ['bookticker.BTCUSDT', channels.quotes.topic(btc), true],
    // A market may be without a trade for long.
    ['trade.BTCUSDT', channels.trades.topic(btc), false],
    ['kline.1M.BTCUSDT', channels.candles.topic({ ...btc, interval: '1M' }), true],
    ['kline.12h.BTCUSDT', raw['kline.12h'].topic(btc), true],
    ['orderbook.40.BTCUSDT', raw['orderbook.40'].topic(btc), true],
  ];
  it.each(asked)('%s', (key, topic, prompt) => {
    expect(topic).toEqual({ key, args: key, endpoint: 'public', incremental: false, prompt });
  });

  it.each([
    ['outboundAccountInfo', channels.balances.topic(whole)],
    ['order', channels.orders.topic(whole)],
    ['order', channels.orders.topic(btc)],
    ['ticketInfo', channels.fills.topic(btc)],
    ['stopOrder', raw.stopOrder.topic({ market: 'spot', symbol: 'default' })],
  ])('%s, at the private door', (key, topic) => {
    expect(topic).toEqual({ key, args: key, endpoint: 'private', incremental: false, prompt: false });
  });

  it('are refused where there is no such thing', () => {
    expect(messageOf(() => channels.book.topic({ ...btc, depth: 50 as 40 }))).toBe(
      'RangeError: depth 50 is not one of bybit-spot-v3: 40, or none',
    );
    expect(messageOf(() => channels.candles.topic({ ...btc, interval: '8h' as '1h' }))).toBe(
      'RangeError: interval "8h" is not one of bybit-spot-v3: 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 12h, 1d, 1w, 1M',
    );
    expect(messageOf(() => channels.ticker.topic({ market: 'spot', symbol: 'default' }))).toBe(
      'RangeError: topic tickers of bybit-spot-v3 is told by symbol: name one, like BTCUSDT',
    );
    for (const channel of [channels.balances, raw.order, raw.stopOrder]) {
      expect(messageOf(() => channel.topic(btc))).toMatch(
        /is told for the whole account: write "default", not "BTCUSDT"$/,
      );
    }
  });
});

describe('requests', () => {
  it('are of one form at both doors, byte for byte', () => {
    const topics = [channels.trades.topic(btc), channels.candles.topic({ ...btc, interval: '30m' })];
    expect(protocol.subscribe(topics, context)).toBe(
      '{"req_id":"7","op":"subscribe","args":["trade.BTCUSDT","kline.30m.BTCUSDT"]}',
    );
    expect(door.unsubscribe([channels.fills.topic(whole)], context)).toBe(
      '{"req_id":"7","op":"unsubscribe","args":["ticketInfo"]}',
    );
  });

  it('hold ten topics at most, and pings come every 20 s', () => {
    for (const { limits, heartbeat } of [protocol, door]) {
      expect(limits.topicsPerMessage).toBe(10);
      expect(heartbeat).toMatchObject({ every: 20_000, text: '{"op":"ping"}' });
      const most = limits.connections.map(({ messages, per }) => messages * Math.ceil(300_000 / per));
      expect(Math.min(...most)).toBeLessThanOrEqual(500);
    }
  });
});

describe('the login', () => {
  // Computed apart from this code, with openssl.
  it('is signed as lower-case hex over the time it holds until, byte for byte', () => {
    expect(door.login?.({ now: 1_700_000_000_000.7, credentials: keys })).toBe(
      '{"req_id":"auth","op":"auth","args":["test-key",1700000030000,"8c54187d5156c5abfa70a18eb734e45f54a29d78e007ca3f88e01b3b9630e74d"]}',
    );
  });

  it('has the members of the documented one, in its order', () => {
    const [, shown = ''] = readFileSync(new URL('connect-docs.jsonl', folder), 'utf8').split('\n');
    const own = door.login?.({ now: 1_662_350_370_000, credentials: keys }) ?? '';
    const shape = (text: string): string => text.replace(/"[^"]*"(?=[,\]}])/g, '…');
    expect(shape(own)).toBe(shape(shown));
    expect(own).toContain(',1662350400000,"f072aab6fa18cd774da998325df6cfc87c3ccf10d5722e6b43b570c5feaf6172"]');
  });

  it('is no part of the public door, and needs both keys', () => {
    expect(protocol.login).toBeUndefined();
    expect(bybitSpotV3.endpoints).toMatchObject({ public: { private: false }, private: { private: true } });
    expect(messageOf(() => door.login?.({ now: 1, credentials: { apiKey: 'test-key', secret: '' } }))).toBe(
      'TypeError: credentials of bybit-spot-v3 have no secret: apiKey and secret are needed',
    );
  });

  it.each([
    [{ op: 'auth', success: true, ret_msg: '', req_id: 'auth', conn_id: '46f097b7' }],
    [{ op: 'auth', success: true, ret_msg: '', conn_id: '46f097b7' }],
    [{ success: true, ret_msg: '', req_id: 'auth', conn_id: '46f097b7' }],
  ])('is granted with %j', frame => {
    expect(hear(frame, door)).toEqual([{ type: 'welcome' }]);
  });

  it.each([
    ['never', '10003', { type: 'error', ret_code: '10003', ret_msg: 'API key is invalid.' }],
    ['never', '10003', { type: 'error', ret_code: 10003, ret_msg: 'error sign' }],
    ['never', '10004', { type: 'error', code: '10004', desc: 'Invalid sign' }],
    ['never', '10010', { op: 'auth', success: false, ret_code: 10010, ret_msg: 'Unmatched IP' }],
    ['never', '33004', { type: 'error', ret_code: 33004, ret_msg: 'Your api key has expired.' }],
    ['never', '', { op: 'auth', success: false, ret_msg: 'API key is invalid.' }],
    ['clock', '10001', { type: 'error', ret_code: '10001', ret_msg: 'Params Error' }],
    ['clock', '', { op: 'auth', success: false, ret_msg: 'Params Error', conn_id: 'x' }],
    ['clock', '', { success: false, ret_msg: 'error:request expired', req_id: 'auth' }],
    ['clock', '10002', { op: 'auth', success: false, ret_code: 10002, ret_msg: 'x' }],
    ['retry', '10016', { type: 'error', ret_code: 10016, ret_msg: 'Service is restarting' }],
    ['retry', '', { type: 'error', ret_msg: 'who knows' }],
  ] as const)('is refused, mended by %s: code %j of %j', (remedy, code, frame) => {
    expect(hear(frame, door)).toEqual([
      { type: 'unwelcome', refusal: { code, remedy, reason: expect.stringMatching(/^.{12,}: .+/) as string } },
    ]);
  });

  it('says where a key may be wrong that is right elsewhere', () => {
    const [answer] = hear({ type: 'error', ret_code: '10003', ret_msg: 'API key is invalid.' }, door);
    expect(inspect(answer)).toContain('a testnet key needs the testnet host');
  });

  it('is not what an error means once it is granted', () => {
    const [, later] = hearAll(
      door,
      { op: 'auth', success: true },
      { type: 'error', ret_code: '10016', ret_msg: 'busy' },
    );
    expect(later).toEqual({
      type: 'complaint',
      refusal: { code: '10016', reason: 'system error: busy', remedy: 'retry' },
    });
  });

  it('does not come back in a complaint', () => {
    const text = door.login?.({ now: context.now, credentials: keys }) ?? '';
    const told: string[] = [];
    for (const at of [protocol, door]) {
      for (const ret_msg of [`Failed to decode incoming data: ${text}`, `bad ${JSON.stringify(text)}`]) {
        told.push(JSON.stringify(hear({ success: false, ret_msg, op: 'subscribe' }, at)));
        told.push(JSON.stringify(hear({ type: 'error', ret_code: '10001', ret_msg }, at)));
        told.push(JSON.stringify(hear({ op: 'auth', success: false, ret_msg }, at)));
        told.push(messageOf(() => hear(`oops ${ret_msg}`, at)));
      }
      const part = `error found in #10 byte of ...|${text.slice(40)}|...`;
      told.push(JSON.stringify(hear({ success: false, ret_msg: part, op: 'subscribe' }, at)));
      told.push(JSON.stringify(hear(text, at)), JSON.stringify(hear({ request: JSON.parse(text) as unknown }, at)));
      told.push(messageOf(() => hear({ topic: 'order', request: text }, at)));
    }
    expect(told.join('\n')).not.toMatch(/test-|est-key|8c54187d|17000000/);
    expect(told[0]).toContain('Failed to decode incoming data');
  });
});

describe('answers', () => {
  it.each([
    [{ op: 'subscribe', success: true, req_id: '3', ret_msg: 'subscribe', conn_id: 'x' }, '3', 'subscribe'],
    [{ op: 'subscribe', success: true, ret_msg: '', conn_id: 'x' }, undefined, 'subscribe'],
    [{ op: 'unsubscribe', success: true, req_id: '', ret_msg: 'unsubscribe' }, undefined, 'unsubscribe'],
  ] as const)('%j grants', (frame, id, verb) => {
    for (const at of [protocol, door]) expect(hear(frame, at)).toEqual([{ type: 'granted', request: { id, verb } }]);
  });

  it.each([
    ['args size >10', 'never', [], []],
    ['error:handler not found,topic:orderbook.50.BTCUSDT', 'never', ['orderbook.50.BTCUSDT'], []],
    ['Invalid symbol :[trade.NOPEUSDT]', 'never', ['trade.NOPEUSDT'], []],
    ['Invalid symbol :[trade.NOPEUSDT,trade.NIXUSDT]', 'never', ['trade.NOPEUSDT', 'trade.NIXUSDT'], []],
    // A bare symbol names no topic: nobody is guilty by name.
    ['Invalid symbol :[NOPEUSDT]', 'never', [], []],
    ['error:already subscribed,topic:trade.BTCUSDT', 'never', [], ['trade.BTCUSDT']],
    ['Params Error', 'never', [], []],
    ['Request not authorized', 'login', [], []],
    ['error:topic:order needs auth first', 'login', [], []],
    ['Too many requests', 'pause', [], []],
    ['Something new', 'retry', [], []],
  ] as const)('%j is mended by %s', (ret_msg, remedy, guilty, standing) => {
    const frame = { op: 'subscribe', success: false, req_id: '3', ret_msg, conn_id: 'x' };
    const reason = expect.stringMatching(new RegExp(`: ${ret_msg.replace(/[[\]]/g, '.')}$`)) as string;
    const refusal = { code: '', remedy, reason };
    const request = { id: '3', verb: 'subscribe' };
    expect(hear(frame)).toEqual([{ type: 'rejected', request, refusal, guilty, standing }]);
  });

  it('reads a refusal as the wire escapes it', () => {
    const reason = expect.stringMatching(/: args size >10$/) as string;
    expect(hear('{"op":"subscribe","success":false,"ret_msg":"args size \\u003e10","conn_id":"x"}')).toMatchObject([
      { type: 'rejected', request: { id: undefined, verb: 'subscribe' }, refusal: { reason } },
    ]);
  });

  it.each([
    [{ type: 'error', ret_code: '-1004', ret_msg: 'Not authenticated' }],
    [{ code: '-1004', desc: 'Not authenticated' }],
  ])('%j wants a login before a subscription that nobody names', frame => {
    const refusal = { code: '-1004', reason: 'a login must come first: Not authenticated', remedy: 'login' };
    const rejected = {
      type: 'rejected',
      request: { id: undefined, verb: undefined },
      refusal,
      guilty: [],
      standing: [],
    };
    expect(hear(frame, door)).toEqual([rejected]);
    expect(hearAll(door, { op: 'auth', success: true }, frame)[1]).toEqual(rejected);
  });

  it('ties an error to its request where it names one', () => {
    expect(hear({ type: 'error', ret_code: 10016, ret_msg: 'busy', req_id: '9' })).toMatchObject([
      { type: 'rejected', request: { id: '9' }, refusal: { code: '10016', remedy: 'retry' } },
    ]);
    expect(hear({ type: 'error', ret_code: 10006, ret_msg: 'Too many visits!' })).toMatchObject([
      { type: 'complaint', refusal: { code: '10006', remedy: 'pause' } },
    ]);
  });

  it.each([
    [{ op: 'pong', args: [1_661_741_654_529], conn_id: '706b870c' }],
    [{ op: 'pong', args: [1_661_741_630_642], req_id: '100001', conn_id: '706b870c' }],
    [{ success: true, ret_msg: 'pong', conn_id: 'x', op: 'ping' }],
    [{ pong: 1_661_741_654_529 }],
  ])('%j is a pong', frame => {
    expect(hear(frame)).toEqual([{ type: 'pong' }]);
    expect(hear(frame, door)).toEqual([{ type: 'pong' }]);
  });

  it('tells what it does not know, and refuses what is not the protocol', () => {
    expect(hear({ op: 'maintenance', ret_msg: 'soon' })).toEqual([{ type: 'notice', text: 'maintenance soon' }]);
    for (const strange of ['null', '7', '"text"', '[]', '{}', '{"a":1}', '{"event":"maintenance"}']) {
      const text = `neither data nor answer: ${JSON.stringify(strange)}`;
      for (const at of [protocol, door]) expect(hear(strange, at)).toEqual([{ type: 'notice', text }]);
    }
    for (const noise of ['', '{', '{"topic":"trade.BTCUSDT"}', '{"topic":"trade.BTCUSDT","data":', 'hello']) {
      expect(
        messageOf(() => hear(noise)),
        noise,
      ).toMatch(/^DECODE: bybit-spot-v3 frame /);
    }
    expect(messageOf(() => protocol.reader()({ receivedAt: 1, data: new Uint8Array([31, 139, 8]) }))).toBe(
      'DECODE: bybit-spot-v3 frame is binary, 3 bytes',
    );
  });
});

describe('the market', () => {
  it('takes a push for whole, whatever it is called', () => {
    const push = pushOf('orderbook-docs');
    for (const type of ['snapshot', 'delta', undefined]) {
      expect(read(channels.book, { ...push, type })).toMatchObject([
        {
          type: 'book-snapshot',
          window: 40,
          sequence: undefined,
          timestamp: 1_673_439_424_737,
          bids: [{ level: [17423, 0.809534], text: ['17423', '0.809534'] }, {}],
          asks: [{ level: [17428.28, 0.004811] }, {}],
        },
      ]);
    }
  });

  it('stamps a ticker with the time of the push, not with that of the last trade', () => {
    expect(read(channels.ticker, pushOf('tickers-docs'))).toMatchObject([
      { timestamp: 1_673_853_966_002, price: 21097.53, change24h: 0.0189, turnover24h: 142076886.7193882 },
    ]);
  });

  it('tells no price in USD as one in quote units, and takes an empty one', () => {
    const push = pushOf('tickers-docs');
    expect(read(channels.ticker, push)).toMatchObject([{ indexPrice: undefined, bid: undefined, ask: undefined }]);
    expect(read(channels.ticker, { ...push, data: { ...push.data, xp: '' } })).toHaveLength(1);
  });

  it('has the side of the taker', () => {
    const push = pushOf('trade-docs');
    for (const [m, side] of [
      [true, 'buy'],
      [false, 'sell'],
    ] as const) {
      expect(read(channels.trades, { ...push, data: { ...push.data, m } })).toMatchObject([
        { side, id: '2290000000036455162' },
      ]);
    }
  });

  it('reads a book of one side', () => {
    const push = pushOf('bookticker-docs');
    const data = { ...push.data, bp: '', bq: '' };
    expect(read(channels.quotes, { ...push, data })).toMatchObject([
      { bid: undefined, bidSize: undefined, ask: 17440.01, askSize: 0.21302 },
    ]);
  });

  it('does not say when a candle is closed', () => {
    expect(read(channels.candles, pushOf('kline-docs'))).toMatchObject([
      { type: 'candle-row', interval: '30m', start: 1_673_436_600_000, closed: undefined, turnover: undefined },
    ]);
  });

  it.each([
    ['orderbook-docs', channels.book, ['t', 'b', 'a']],
    ['trade-docs', channels.trades, ['v', 't', 'p', 'q', 'm']],
    ['tickers-docs', channels.ticker, ['c', 'h', 'l', 'o', 'v', 'qv', 'm']],
    ['bookticker-docs', channels.quotes, ['bp', 'bq', 'ap', 'aq', 't']],
    ['kline-docs', channels.candles, ['t', 'o', 'h', 'l', 'c', 'v']],
  ] as const)('%s: says what is missing', (file, channel, fields) => {
    const push = pushOf(file);
    for (const field of fields) {
      const data = Object.fromEntries(Object.entries(push.data).filter(([name]) => name !== field));
      expect(messageOf(() => read(channel, { ...push, data }))).toMatch(
        new RegExp(`^SCHEMA: bybit-spot-v3 ${String(push['topic'])}: data\\.${field} does not fit`),
      );
    }
  });

  it('says what is no number', () => {
    const push = pushOf('tickers-docs');
    expect(messageOf(() => read(channels.ticker, { ...push, data: { ...push.data, c: 'abc' } }))).toBe(
      'SCHEMA: bybit-spot-v3 tickers.BTCUSDT: c is "abc", not a number',
    );
  });
});

describe('the clock of the venue', () => {
  it('is read of the present interface', () => {
    const { serverTime } = bybitSpotV3;
    expect(serverTime?.url).toBe('https://api.bybit.com/v5/market/time');
    expect(serverTime?.read({ retCode: 0, result: { timeSecond: '1688639403' }, time: 1_688_639_403_423 })).toBe(
      1_688_639_403_423,
    );
    for (const body of [null, 'x', {}, { time: 'soon' }, { time: -1 }]) expect(serverTime?.read(body)).toBeUndefined();
  });
});
