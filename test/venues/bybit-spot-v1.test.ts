import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import type { Inbound } from '../../src/contract/inbound.js';
import type { Protocol } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import { addressOf } from '../../src/feeds/address.js';
import { DecodeError, FeedError } from '../../src/model/errors.js';
import { bookReducer } from '../../src/state/book.js';
import type { BookState } from '../../src/state/book.js';
import { bybitSpotV1 } from '../../src/venues/bybit-spot-v1/index.js';

const { channels, raw, endpoints } = bybitSpotV1;
const v1: Protocol = bybitSpotV1.protocol;
const v2 = protocolOf('v2');
const account = protocolOf('private');
const credentials = { apiKey: 'test-key', secret: 'test-secret' };
const context = { id: '1', now: 1_700_000_000_000, credentials: undefined };
const btc = { market: 'spot', symbol: 'BTCUSDT' } as const;
const eth = { market: 'spot', symbol: 'ETHUSDT' } as const;
const all = { market: 'spot', symbol: '' } as const;

function protocolOf(endpoint: string): Protocol {
  const { protocol } = endpoints[endpoint] ?? {};
  if (protocol === undefined) throw new Error(`${endpoint} has no protocol`);
  return protocol;
}

function linesOf(name: string): readonly string[] {
  const folder = new URL('../fixtures/bybit-spot-v1/', import.meta.url);
  return readFileSync(new URL(`${name}.jsonl`, folder), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
}

function hear(protocol: Protocol, frame: object | string): readonly Inbound[] {
  const data = frame instanceof Uint8Array || typeof frame === 'string' ? frame : JSON.stringify(frame);
  return protocol.reader()({ receivedAt: 1, data });
}

/** What a channel makes of a frame, routed as the session routes it. */
function read(channel: object, protocol: Protocol, request: object, frame: object | string): readonly unknown[] {
  const some = channel as Channel;
  const asked = request as { readonly market: string; readonly symbol: string };
  const topic = some.topic(asked);
  return hear(protocol, frame).flatMap(inbound =>
    inbound.type === 'data' && inbound.topic === topic.key
      ? some.read(inbound.body, { venue: 'bybit-spot-v1', ...asked, topic: topic.key, receivedAt: 1 })
      : [],
  );
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (cause) {
    if (cause instanceof FeedError) return `${cause.code}: ${cause.message}`;
    if (cause instanceof RangeError) return `RangeError: ${cause.message}`;
    throw cause;
  }
  return 'nothing';
}

describe('the requests of V1', () => {
  const requests = linesOf('guide-requests');

  it('are those of the guide, byte for byte', () => {
    const topics = [channels.trades.topic(btc), channels.trades.topic(eth)];
    expect(v1.subscribe(topics.slice(0, 1), context)).toBe(requests[2]);
    expect(v1.subscribe(topics, context)).toBe(requests[3]);
    const { text, every } = v1.heartbeat;
    expect(typeof text === 'function' ? text(1_535_975_085_052) : text).toBe(requests[0]);
    expect(every).toBe(20_000);
  });

  it('are those of the pages but for the order of the fields', () => {
    const nav = { market: 'spot', symbol: 'BTC3LUSDTNAV' } as const;
    const topics: readonly Topic[] = [
      channels.book.topic({ ...btc, depth: 200 }),
      channels.book.topic(btc),
      channels.candles.topic({ ...btc, interval: '1m' }),
      raw.lt.topic(nav),
      raw.mergedDepth.topic({ ...btc, dumpScale: 1 }),
      channels.ticker.topic(btc),
      channels.trades.topic(btc),
    ];
    const documented = linesOf('v1-requests-docs').map(line => JSON.parse(line) as unknown);
    expect(topics.map(topic => JSON.parse(v1.subscribe([topic], context)) as unknown)).toEqual(documented.slice(0, 7));
    expect(v1.unsubscribe([channels.trades.topic(btc)], context)).toBe(linesOf('v1-requests-docs')[7]);
    expect(new Set(topics.map(({ endpoint }) => endpoint))).toEqual(new Set(['v1']));
  });

  it('hold topics together that differ by symbol only', () => {
    const groupOf = (topic: Topic): string => topic.group ?? '';
    const minute = { interval: '1m' } as const;
    expect(groupOf(channels.trades.topic(btc))).toBe(groupOf(channels.trades.topic(eth)));
    const others = [
      channels.trades.topic(btc),
      channels.trades.topic({ ...btc, binary: true }),
      channels.ticker.topic(btc),
      channels.candles.topic({ ...btc, ...minute }),
      channels.candles.topic({ ...btc, interval: '3m' }),
      raw.mergedDepth.topic({ ...btc, dumpScale: 0 }),
      raw.mergedDepth.topic({ ...btc, dumpScale: 1 }),
    ];
    expect(new Set(others.map(groupOf)).size).toBe(others.length);
    expect(new Set(others.map(({ key }) => key)).size).toBe(others.length);
    expect(raw.kline_1m.topic(btc)).toEqual(channels.candles.topic({ ...btc, ...minute }));
  });

  it('ask for gzip where the caller does', () => {
    expect(v1.subscribe([channels.book.topic({ ...btc, binary: true })], context)).toBe(
      '{"symbol":"BTCUSDT","topic":"diffDepth","event":"sub","params":{"binary":true}}',
    );
  });
});

describe('the requests of V2', () => {
  const form = 'v2';

  it('are those of the pages but for the order of the fields, one symbol each', () => {
    const topics: readonly Topic[] = [
      channels.quotes.topic(btc),
      channels.book.topic({ ...btc, depth: 40 }),
      channels.candles.topic({ ...btc, interval: '1m', form }),
      channels.ticker.topic({ ...btc, form }),
      channels.trades.topic({ ...btc, form }),
    ];
    const documented = linesOf('v2-requests-docs').map(line => JSON.parse(line) as unknown);
    expect(topics.map(topic => JSON.parse(v2.subscribe([topic], context)) as unknown)).toEqual(documented);
    expect(v2.unsubscribe(topics.slice(2, 3), context)).toBe(
      '{"topic":"kline","event":"cancel","params":{"symbol":"BTCUSDT","klineType":"1m","binary":false}}',
    );
    expect(v2.limits.topicsPerMessage).toBe(1);
    expect(new Set(topics.map(({ endpoint }) => endpoint))).toEqual(new Set(['v2']));
  });

  it('say which book there is', () => {
    const whole = channels.book.topic({ ...btc, depth: 40 });
    expect(channels.book.topic({ ...btc, form })).toEqual(whole);
    expect(channels.book.topic({ ...btc, form, depth: 40 })).toEqual(whole);
  });
});

describe('what cannot be asked for', () => {
  it.each([
    [
      () => channels.quotes.topic({ ...btc, form: 'v1' as 'v2' }),
      'form "v1" of bybit-spot-v1 has no bookTicker: choose v2',
    ],
    [
      () => channels.trades.topic({ ...btc, form: 'v3' as 'v2' }),
      'form "v3" of bybit-spot-v1 has no trade: choose v1, v2',
    ],
    [
      () => channels.book.topic({ ...btc, depth: 50 as 40 }),
      'depth 50 is not one of bybit-spot-v1: 40, 200, or none for the full book',
    ],
    [
      () => channels.book.topic({ ...btc, depth: 40, form: 'v1' }),
      'form "v1" of bybit-spot-v1 has no depth 40: choose v2',
    ],
    [
      () => channels.book.topic({ ...btc, depth: 200, form: 'v2' }),
      'form "v2" of bybit-spot-v1 has no depth 200: choose v1',
    ],
    [() => raw.diffDepth.topic({ ...btc, form: 'v2' }), 'form "v2" of bybit-spot-v1 has no diffDepth: choose v1'],
    [
      () => channels.candles.topic({ ...btc, interval: '8h' as '6h' }),
      'interval "8h" is not one of bybit-spot-v1: 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 12h, 1d, 1w, 1M',
    ],
    [
      () => channels.trades.topic({ ...btc, binary: 'yes' as unknown as boolean }),
      'binary "yes" is not possible: choose true, false',
    ],
    [() => raw.mergedDepth.topic({ ...btc, dumpScale: 1.5 }), 'dumpScale 1.5 must be a number of decimals: 0, 1, 2 …'],
    [() => channels.trades.topic(all), 'topic trade of bybit-spot-v1 needs a symbol like BTCUSDT'],
    [
      () => bybitSpotV1.instrument('BTCUSDT,ETHUSDT'),
      'symbol "BTCUSDT,ETHUSDT" is not one of bybit-spot-v1: it writes symbols like BTCUSDT',
    ],
    [() => bybitSpotV1.instrument(' '), 'symbol " " is not one of bybit-spot-v1: it writes symbols like BTCUSDT'],
    [
      () => account.subscribe([channels.orders.topic(all)], context),
      'topics of an account of bybit-spot-v1 cannot be asked for: the login brings all of them',
    ],
  ])('%# is told with what is possible', (ask, words) => {
    expect(messageOf(ask)).toBe(`RangeError: ${words}`);
  });

  it('is not what is only spelt otherwise', () => {
    expect(bybitSpotV1.instrument(' btcusdt ')).toEqual({ symbol: 'BTCUSDT', market: undefined });
    expect(bybitSpotV1.instrument('default')).toEqual({ symbol: 'default', market: undefined });
  });
});

describe('the addresses', () => {
  it('are three doors on each host', () => {
    const at = (endpoint: string, host?: string): string => addressOf(bybitSpotV1, endpoint, undefined, host);
    expect(['v1', 'v2', 'private'].map(endpoint => at(endpoint))).toEqual([
      'wss://stream.bybit.com/spot/quote/ws/v1',
      'wss://stream.bybit.com/spot/quote/ws/v2',
      'wss://stream.bybit.com/spot/ws',
    ]);
    expect(at('private', 'testnet')).toBe('wss://stream-testnet.bybit.com/spot/ws');
    expect(at('v1', 'bytick')).toBe('wss://stream.bytick.com/spot/quote/ws/v1');
  });
});

describe('the login', () => {
  it('is signed as hex over GET/realtime and ms, byte for byte', () => {
    // Computed apart from this code, with openssl.
    expect(account.login?.({ now: 1_700_000_000_000.4, credentials })).toBe(
      '{"op":"auth","args":["test-key",1700000010000,"977d2a1068009c263a4e3e15a2838ccaf62d1eda4ca2ff08b5456910b481b58b"]}',
    );
  });

  it('is granted, refused without a reason, or answered by silence', () => {
    expect(hear(account, '{"auth":"success","userId":10043}')).toEqual([{ type: 'welcome' }]);
    expect(hear(account, '{"auth":"fail","msg":"x"}')).toMatchObject([
      {
        type: 'unwelcome',
        refusal: { code: '', remedy: 'clock', reason: expect.stringContaining('API key') as string },
      },
    ]);
    expect(account.patience).toBe(5_000);
    expect(v1.patience).toBe(10_000);
  });

  it('is what an error means that comes before it is granted', () => {
    const error = '{"code":"-10000","desc":"Invalid request!"}';
    const reader = account.reader();
    expect(reader({ receivedAt: 1, data: error })).toMatchObject([{ type: 'unwelcome', refusal: { code: '-10000' } }]);
    const plain = '{"success":false,"ret_msg":"Params Error"}';
    expect(reader({ receivedAt: 1, data: plain })).toMatchObject([
      { type: 'unwelcome', refusal: { code: '', reason: expect.stringContaining('Params Error') as string } },
    ]);
    reader({ receivedAt: 1, data: '{"auth":"success"}' });
    expect(reader({ receivedAt: 1, data: error })).toMatchObject([{ type: 'complaint', refusal: { remedy: 'never' } }]);
  });

  it('does not come back in a complaint', () => {
    const text = account.login?.({ now: 1_700_000_000_000, credentials }) ?? '';
    const told: string[] = [];
    for (const protocol of [v1, v2, account]) {
      for (const desc of [text, JSON.stringify(text), 'auth {op=auth, apiKey=test-key, sign=SIGN']) {
        told.push(JSON.stringify(hear(protocol, { code: '-10000', desc: `what is ${desc}` })));
        told.push(messageOf(() => hear(protocol, `oops ${desc}`)));
      }
      told.push(
        JSON.stringify(hear(protocol, text)),
        messageOf(() => hear(protocol, text.slice(0, -9))),
      );
      const part = `error found in #10 byte of ...|${text.slice(30)}|...`;
      told.push(JSON.stringify(hear(protocol, { success: false, ret_msg: part })));
    }
    expect(told.join('\n')).not.toMatch(/test-key|st-key|SIGN|1700000|977d2a/);
    expect(told[0]).toContain('what is {');
  });

  it.each([
    [{ time: 1_688_639_403_423 }, 1_688_639_403_423],
    [{ time: '5' }, undefined],
    [{ time: 0 }, undefined],
    [null, undefined],
  ])('reads the clock of %j', (body, time) => {
    expect(bybitSpotV1.serverTime?.read(body)).toBe(time);
  });
});

describe('signs of life', () => {
  it.each([v1, v2, account])('are read and answered at every door', protocol => {
    for (const pong of ['{"pong":1535975085152}', '{"pong":"1535975085152"}']) {
      expect(hear(protocol, pong)).toEqual([{ type: 'pong' }]);
    }
    expect(hear(protocol, '{"ping":1535975085052}')).toEqual([{ type: 'ping', reply: '{"pong":1535975085052}' }]);
    expect(hear(protocol, '{"ping":"7"}')).toEqual([{ type: 'ping', reply: '{"pong":"7"}' }]);
  });
});

describe('answers', () => {
  it('of V1 are not waited for, and read where they come', () => {
    expect([v1.acknowledges, v2.acknowledges]).toEqual([false, true]);
    const ack = (event: string, code = '0') => ({
      topic: 'kline_1m',
      event,
      symbol: 'BTCUSDT,ETHUSDT',
      params: { binary: 'false' },
      code,
      msg: 'm',
    });
    const topics = ['v1:kline_1m:BTCUSDT', 'v1:kline_1m:ETHUSDT'];
    expect(hear(v1, ack('sub'))).toEqual([{ type: 'accepted', topics }]);
    expect(hear(v1, ack('cancel'))).toEqual([{ type: 'dropped', topics }]);
    expect(hear(v1, ack('sub', '-100010'))).toEqual([
      { type: 'refused', topics, refusal: { code: '-100010', reason: 'unknown symbol: m', remedy: 'never' } },
    ]);
    expect(hear(v1, { ...ack('sub'), params: { binary: 'true' } })).toEqual([
      { type: 'accepted', topics: topics.map(key => `${key}:binary`) },
    ]);
  });

  it('of V2 name topic and parameters; a refusal may leave some out', () => {
    expect(hear(v2, linesOf('v2-ack-ccxt')[0] ?? '')).toEqual([{ type: 'accepted', topics: ['v2:kline_1m:LTCUSDT'] }]);
    const cancel = { topic: 'depth', event: 'cancel', params: { symbol: 'BTCUSDT', binary: 'false' }, code: '0' };
    expect(hear(v2, cancel)).toEqual([{ type: 'dropped', topics: ['v2:depth:BTCUSDT'] }]);
    const refused = { event: 'sub', params: { symbol: 'NOPE' }, code: '-100011', msg: 'Parameter error!' };
    expect(hear(v2, { topic: 'depth', ...refused })).toMatchObject([
      { type: 'refused', topics: ['v2:depth:NOPE', 'v2:depth:NOPE:binary'], refusal: { remedy: 'never' } },
    ]);
    const [kline] = hear(v2, { topic: 'kline', ...refused });
    expect(kline).toMatchObject({ type: 'refused', refusal: { code: '-100011' } });
    expect(kline?.type === 'refused' && kline.topics).toContain('v2:kline_1M:NOPE');
    expect(kline?.type === 'refused' && kline.topics).toHaveLength(26);
  });

  it('that name nobody mean some request', () => {
    expect(hear(v2, { event: 'sub', code: '0' })).toEqual([{ type: 'granted', request: { verb: 'subscribe' } }]);
    expect(hear(v2, { event: 'cancel', code: '0' })).toEqual([{ type: 'granted', request: { verb: 'unsubscribe' } }]);
    expect(hear(v2, { event: 'sub', code: '-10004' })).toMatchObject([{ type: 'rejected', request: {} }]);
    expect(hear(v1, { event: 'dance', code: '0' })).toEqual([{ type: 'notice', text: 'dance' }]);
    expect(hear(v1, { code: '0', msg: 'Success' })).toEqual([{ type: 'notice', text: 'code 0' }]);
  });

  it.each([
    '-10000',
    '-10001',
    '-10002',
    '-10003',
    '-10004',
    '-10005',
    '-10007',
    '-10008',
    '-10009',
    '-100010',
    '-100011',
    '-100013',
  ])('with %s mean some request, and nothing mends them', code => {
    for (const protocol of [v1, v2]) {
      for (const written of [code, Number(code)]) {
        expect(hear(protocol, { code: written, desc: 'Words!', topic: 'depth' })).toEqual([
          {
            type: 'rejected',
            request: {},
            refusal: { code, remedy: 'never', reason: expect.stringMatching(/^.+: Words!$/) as string },
            guilty: [],
            standing: [],
          },
        ]);
      }
    }
  });

  it('with a code that nobody knows are tried again', () => {
    expect(hear(v1, { code: '-99999' })).toMatchObject([
      { type: 'rejected', refusal: { code: '-99999', remedy: 'retry', reason: 'undocumented code' } },
    ]);
  });
});

describe('frames', () => {
  it('are unpacked where they are gzip', () => {
    const [frame = ''] = linesOf('v1-books-docs');
    const packed = gzipSync(frame.replace('"binary":"false"', '"binary":"true"'));
    expect(hear(v1, packed)).toMatchObject([{ type: 'data', topic: 'v1:depth:BTCUSDT:binary' }]);
    expect(read(channels.book, v1, { ...btc, depth: 200, binary: true }, packed)).toMatchObject([
      { type: 'book-snapshot', bids: { length: 10 } },
    ]);
  });

  it.each(['', '{', 'hello', '\u0000', '[{"e":"ticketInfo"', 'H4sI!!!'])('of noise like %j are DecodeErrors', noise => {
    for (const protocol of [v1, v2, account]) expect(() => hear(protocol, noise)).toThrow(DecodeError);
  });

  it.each(['null', '7', '"text"', '[]', '{}', '[1]', '[{}]', '{"a":1}', '{"maintenance":"soon"}'])(
    'like %s, which are whole and unknown, are taken note of',
    strange => {
      const note = { type: 'notice', text: `unknown frame: ${JSON.stringify(strange)}` };
      for (const protocol of [v1, v2, account]) expect(hear(protocol, strange)).toEqual([note]);
    },
  );

  it('of public data belong to somebody, and hold something', () => {
    for (const protocol of [v1, v2]) {
      expect(messageOf(() => hear(protocol, '{"data":[]}'))).toMatch(/^DECODE: .* frame has data but no topic: /);
      expect(messageOf(() => hear(protocol, '{"topic":"trade","symbol":"BTCUSDT"}'))).toMatch(
        /^DECODE: .* frame has a topic but no data: /,
      );
    }
  });

  it('of events that nobody knows cost nothing, alone and beside others', () => {
    const [event, strange] = [{ e: 'ticketInfo' }, { e: 'somethingNew', E: '1' }];
    const own = { type: 'data', topic: 'ticketInfo', body: { rows: [event] } };
    const other = { type: 'data', topic: 'somethingNew', body: { rows: [strange] } };
    expect(hear(account, [event, strange])).toEqual([own, other]);
    expect(hear(account, strange)).toEqual([other]);
    expect(hear(account, [event, 7, {}])).toEqual([own, { type: 'notice', text: 'unknown frame: "[7,{}]"' }]);
  });

  it.each([[1, 2, 3], [31, 139, 8, 0], []])('of bytes that are no gzip are DecodeErrors', (...bytes) => {
    for (const protocol of [v1, v2, account]) {
      expect(() => hear(protocol, new Uint8Array(bytes))).toThrow(DecodeError);
    }
  });

  it('of V1 whose kline names no interval belong to nobody', () => {
    expect(messageOf(() => hear(v1, { symbol: 'BTCUSDT', topic: 'kline', params: {}, data: [] }))).toMatch(
      /^DECODE: bybit-spot-v1 frame has data but no topic: /,
    );
  });
});

describe('the full book', () => {
  const level = (price: number, size: string): readonly [string, string] => [String(price), size];
  const frame = (f: boolean, o: number, b: readonly unknown[], a: readonly unknown[], t = 1_000 + o): object => ({
    symbol: 'BTCUSDT',
    symbolName: 'BTCUSDT',
    topic: 'diffDepth',
    params: { realtimeInterval: '24h', binary: 'false' },
    // Changes name no symbol, and no exchange.
    data: [f ? { e: 301, s: 'BTCUSDT', t, v: '1_18', b, a, o } : { e: 0, t, v: '1_18', b, a, o }],
    f,
    sendTime: t + 50,
  });
  const first = frame(true, 0, [level(99, '1'), level(98, '2')], [level(101, '1')], 1_000);
  const played = (frames: readonly object[]): BookState | undefined => {
    const topic = channels.book.topic(btc);
    const reader = v1.reader();
    let state: BookState | undefined;
    for (const data of frames) {
      for (const inbound of reader({ receivedAt: 1, data: JSON.stringify(data) })) {
        if (inbound.type !== 'data') continue;
        const events = channels.book.read(inbound.body, { venue: 'v', ...btc, topic: topic.key, receivedAt: 1 });
        for (const event of events) state = bookReducer(state, event);
      }
    }
    return state;
  };

  it('begins with a marked frame and goes on with changes: "0" removes', () => {
    const state = played([
      first,
      frame(false, 1_325_415, [level(99, '0')], [level(100.5, '3')]),
      frame(false, 1_325_416, [level(98, '5')], []),
    ]);
    expect(state?.book).toMatchObject({
      bids: [[98, 5]],
      asks: [
        [100.5, 3],
        [101, 1],
      ],
      sequence: '1325416',
    });
    expect(state?.window).toBe(200);
  });

  it('misses a change that the counter skips', () => {
    const skipped = [first, frame(false, 5, [], []), frame(false, 7, [], [])];
    expect(messageOf(() => played(skipped))).toBe('SEQUENCE: v spot BTCUSDT: book is at 5, delta starts after 6');
  });

  it('takes a change once', () => {
    const again = frame(false, 5, [level(99, '7')], []);
    expect(played([first, again, frame(false, 6, [level(99, '8')], []), again])?.book.bids[0]).toEqual([99, 8]);
  });

  it('begins anew with a marked frame whenever one comes', () => {
    expect(
      played([first, frame(false, 5, [], []), first, frame(false, 900, [level(97, '1')], [])])?.book,
    ).toMatchObject({
      bids: [
        [99, 1],
        [98, 2],
        [97, 1],
      ],
      sequence: '900',
    });
  });

  it('is told without numbers where the venue counts nothing', () => {
    expect(read(channels.book, v1, btc, frame(false, 0, [], []))).toMatchObject([
      { type: 'book-delta', previous: undefined, sequence: undefined },
    ]);
    expect(played([first, frame(false, 0, [level(99, '4')], [], 2_000)])?.book.bids[0]).toEqual([99, 4]);
  });

  it('is whole in every frame of depth, marked or not', () => {
    const whole = { ...frame(false, 0, [level(99, '1')], []), topic: 'depth' };
    expect(read(channels.book, v1, { ...btc, depth: 200 }, whole)).toMatchObject([
      { type: 'book-snapshot', window: undefined, sequence: undefined },
    ]);
  });
});

describe('the kinds', () => {
  it('take the taker’s side from m, and put the oldest trade first', () => {
    const row = (v: string, t: number, m: boolean) => ({ v, t, p: '1.5', q: '2', m });
    const push = {
      symbol: 'BTCUSDT',
      topic: 'trade',
      params: { binary: 'false' },
      data: [row('1000000000000000010', 5, true), row('999999999999999999', 5, false), row('1', 4, true)],
      f: true,
    };
    expect(read(channels.trades, v1, btc, push)).toMatchObject([
      { id: '1', side: 'buy' },
      { id: '999999999999999999', side: 'sell' },
      { id: '1000000000000000010', side: 'buy' },
    ]);
  });

  it('tell no best price where a side is empty', () => {
    const push = (row: object) => ({
      topic: 'bookTicker',
      params: { symbol: 'BTCUSDT', binary: 'false' },
      data: { symbol: 'BTCUSDT', bidPrice: '', bidQty: '', askPrice: '0', askQty: '0', time: 5, ...row },
    });
    expect(read(channels.quotes, v2, btc, push({}))).toMatchObject([
      { bid: undefined, bidSize: undefined, ask: undefined, askSize: undefined, timestamp: 5 },
    ]);
  });

  it('tell the first candle as the history, and the later ones as changes', () => {
    const push = (f: boolean | string) => ({
      symbol: 'BTCUSDT',
      topic: 'kline',
      params: { klineType: '1M', binary: 'false' },
      data: [{ t: '60000', c: '2', h: '3', l: '1', o: '1', v: '0' }],
      f,
      sendTime: '61000',
    });
    const request = { ...btc, interval: '1M' };
    for (const f of [true, 'True']) {
      expect(read(channels.candles, v1, request, push(f))).toMatchObject([
        { type: 'candle-snapshot', rows: [{ interval: '1M', start: 60_000, timestamp: 61_000, closed: undefined }] },
      ]);
    }
    expect(read(channels.candles, v1, request, push(false))).toMatchObject([{ type: 'candle-row', close: 2 }]);
  });

  it.each([
    [{ c: undefined }, 'SCHEMA: bybit-spot-v1 v1:realtimes:BTCUSDT: data.0.c does not fit'],
    [{ c: 'much' }, 'SCHEMA: bybit-spot-v1 v1:realtimes:BTCUSDT: c is "much", not a number'],
    [{ t: 'today' }, 'SCHEMA: bybit-spot-v1 v1:realtimes:BTCUSDT: t is "today", not a number'],
  ])('say of %j what does not fit', (row, words) => {
    const line = linesOf('v1-market-docs').find(one => one.includes('realtimes')) ?? '';
    const push = JSON.parse(line) as { data: [object] };
    const broken = { ...push, data: [{ ...push.data[0], ...row }] };
    expect(messageOf(() => read(channels.ticker, v1, btc, broken))).toContain(words);
  });
});

describe('the account', () => {
  const sample = (sort: string): object => {
    const line = linesOf('private-docs').find(one => one.includes(`"${sort}"`)) ?? '';
    const parsed = JSON.parse(line) as object | readonly [object];
    return 'e' in parsed ? parsed : (parsed as readonly [object])[0];
  };
  const order = (fields: object): object => ({ ...sample('executionReport'), ...fields });

  it('is asked for by nobody: the login brings it', () => {
    for (const channel of [channels.balances, channels.orders, channels.fills, raw.stop_executionReport]) {
      expect(channel.topic(all)).toMatchObject({ endpoint: 'private', implied: true, prompt: false });
    }
    expect(channels.orders.topic(btc)).toEqual(channels.orders.topic(all));
    expect(endpoints['private']?.private).toBe(true);
  });

  it('is read out of arrays, and of an event alone', () => {
    const event = sample('executionReport');
    const alone = read(channels.orders, account, all, event);
    expect(read(channels.orders, account, all, [event])).toEqual(alone);
    expect(alone).toMatchObject([{ whole: false, rows: [{ id: '1231193858535151104', symbol: 'BITUSDT' }] }]);
  });

  it('is told apart by its events, several in one frame', () => {
    const frame = [sample('ticketInfo'), order({}), { ...sample('ticketInfo'), T: '2' }, { e: 'news' }];
    expect(hear(account, frame).map(one => one.type === 'data' && one.topic)).toEqual([
      'ticketInfo',
      'executionReport',
      'news',
    ]);
    expect(read(channels.fills, account, all, frame)).toMatchObject([{ id: '899062000267837441' }, { id: '2' }]);
  });

  it('tells what is available and locked', () => {
    const event = {
      ...sample('outboundAccountInfo'),
      B: [
        { a: 'btc', f: '1.5', l: '0.25' },
        { a: 'USDT', f: '9', l: '0' },
      ],
    };
    expect(read(channels.balances, account, all, [event])).toMatchObject([
      {
        whole: false,
        timestamp: 1_629_969_654_753,
        rows: [
          { asset: 'BTC', available: '1.5', held: '0.25', total: '1.75' },
          { asset: 'USDT', available: '9', held: '0', total: '9' },
        ],
      },
    ]);
    expect(read(channels.balances, account, { ...all, symbol: 'USDT' }, [event])).toMatchObject([
      { rows: [{ asset: 'USDT' }] },
    ]);
    expect(read(channels.balances, account, { ...all, symbol: 'ETH' }, [event])).toEqual([]);
  });

  it('tells an order that spends quote', () => {
    expect(read(channels.orders, account, all, order({}))).toMatchObject([
      {
        rows: [
          {
            orderType: 'market',
            side: 'buy',
            price: undefined,
            size: undefined,
            quoteSize: '20',
            filled: '14.16',
            averagePrice: '1.4121',
            status: 'cancelled',
            clientId: '1661505744705',
            createdAt: 1_661_505_745_176,
            updatedAt: 1_661_505_745_347,
            fees: [],
          },
        ],
      },
    ]);
  });

  it.each([
    [{ X: 'NEW', z: '0' }, 'open'],
    [{ X: 'PENDING_NEW', z: '0' }, 'open'],
    [{ X: 'PENDING_CANCEL', z: '0.0' }, 'open'],
    [{ X: 'PENDING_CANCEL', z: '0.1' }, 'partially-filled'],
    [{ X: 'PARTIALLY_FILLED' }, 'partially-filled'],
    [{ X: 'FILLED' }, 'filled'],
    [{ X: 'CANCELED' }, 'cancelled'],
    [{ X: 'PARTIALLY_FILLED_CANCELED' }, 'cancelled'],
    [{ X: 'REJECTED', z: '0' }, 'rejected'],
  ])('reads %j as %s', (fields, status) => {
    expect(read(channels.orders, account, all, order(fields))).toMatchObject([{ rows: [{ status }] }]);
  });

  it.each([
    ['LIMIT', 'GTC', { orderType: 'limit', timeInForce: 'gtc', price: '2', size: '20', quoteSize: undefined }],
    ['LIMIT', 'FOK', { orderType: 'limit', timeInForce: 'fok' }],
    ['LIMIT_MAKER', 'GTC', { orderType: 'limit', timeInForce: 'post-only', price: '2' }],
    ['MARKET_OF_BASE', 'IOC', { orderType: 'market', timeInForce: 'ioc', price: undefined, size: '20' }],
    ['STOP', '', { orderType: 'other', timeInForce: undefined, price: '2' }],
  ])('reads %s %s', (o, f, ours) => {
    expect(read(channels.orders, account, all, order({ o, f, p: '2' }))).toMatchObject([{ rows: [ours] }]);
  });

  it('is told of one symbol where one is asked for', () => {
    const frame = [order({}), order({ s: 'BTCUSDT', i: '7' })];
    expect(read(channels.orders, account, btc, frame)).toMatchObject([{ rows: [{ id: '7' }] }]);
    expect(read(channels.orders, account, eth, frame)).toEqual([]);
    expect(read(channels.fills, account, eth, [sample('ticketInfo')])).toEqual([]);
    expect(read(raw.executionReport, account, btc, frame)).toMatchObject([{ type: 'message', rows: [{ i: '7' }] }]);
    expect(read(raw.executionReport, account, { ...all, symbol: 'default' }, frame)).toMatchObject([
      { rows: { length: 2 } },
    ]);
  });

  it('does not take an order for open whose state nobody knows', () => {
    expect(messageOf(() => read(channels.orders, account, all, order({ X: 'LOST' })))).toBe(
      'SCHEMA: bybit-spot-v1 executionReport: X is "LOST", not one of NEW, PENDING_NEW, PENDING_CANCEL, PARTIALLY_FILLED, FILLED, CANCELED, PARTIALLY_FILLED_CANCELED, REJECTED',
    );
    expect(messageOf(() => read(channels.fills, account, all, { ...sample('ticketInfo'), q: '1e-3' }))).toBe(
      'SCHEMA: bybit-spot-v1 ticketInfo: q is "1e-3", not a decimal',
    );
  });
});
