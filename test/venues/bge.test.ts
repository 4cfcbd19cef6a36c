import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import type { Inbound } from '../../src/contract/inbound.js';
import { DecodeError, SchemaError } from '../../src/model/errors.js';
import type { OrderUpdate } from '../../src/model/account.js';
import { bge } from '../../src/venues/bge/index.js';
import { privateProtocol } from '../../src/venues/bge/private-protocol.js';
import { hmacSha256 } from '../../src/wire/sign.js';

const { channels, raw } = bge;
const request = { market: 'spot', symbol: 'BTC_USDT' } as const;
const context = { id: '1', now: 1_690_000_000_500, credentials: undefined };
const receivedAt = 1_690_000_000_000;

describe('the signature', () => {
  // The secret is the documentation's own.
  const secret = '43767b4dec6e78e07c81f89af47018dc3ab57585721bf57a389f7637a9d0506b';

  it.each([
    ['1690364037503', '/VbzZNaWdqoG6/h13wywI4WZcPvEzqh0CnpM8rlMlGw='],
    ['1614550000000', 'GonMQUsS57bxzTaFI8ukxLBP08Uu0NslMMygJ+VpGDw='],
    ['14000000000', 'RarYR3XGtQwU1XkD9KhboEGoVY16S6l0hzKhf3z2pQk='],
    ['2022-01-08T07:19:56.339Z', 'HzcaoowUcwyMbgf2yJ63rV6O7dji8+sGvnGl3PfowTI='],
    ['2022-01-08T07:19:56.339ZGET/v1/products', 'CusAE8zV5/x3yOBtREnWeD48d+d/OK1PnTD/q3KH+Hc='],
  ])('of %s is the one that was worked out', (text, signature) => {
    expect(hmacSha256(secret, text, 'base64')).toBe(signature);
  });

  it('is of the time that is sent, and stands in a login of V2', () => {
    const credentials = { apiKey: 'de0535f81d51c998b7fbcf00f189f294', secret };
    expect(privateProtocol.login?.({ now: 1_690_364_037_503.9, credentials })).toBe(
      '{"event":"login","params":{"type":"api","access_key":"de0535f81d51c998b7fbcf00f189f294",' +
        '"access_sign":"/VbzZNaWdqoG6/h13wywI4WZcPvEzqh0CnpM8rlMlGw=","access_timestamp":1690364037503}}',
    );
  });

  it.each(['apiKey', 'secret'])('needs %s', name => {
    const credentials = { apiKey: 'k', secret: 's', [name]: '' };
    expect(() => privateProtocol.login?.({ now: 0, credentials })).toThrow(
      new TypeError(`credentials of bge have no ${name}: all of apiKey, secret are needed`),
    );
  });
});

describe('the table', () => {
  it.each(['BTC_USDT', 'btc_usdt', 'BTC/USDT', ' btc-usdt '])('reads the symbol %j', text => {
    expect(bge.instrument(text)).toEqual({ symbol: 'BTC_USDT', market: undefined });
  });

  it.each(['', 'BTCUSDT', '_USDT', 'BTC_', 'A_B_C', 'BTC USDT'])('refuses the symbol %j', text => {
    expect(() => bge.instrument(text)).toThrow(/like BTC_USDT$/);
  });

  it.each([
    [{}, '0'],
    [{ depth: 150 }, '0'],
    [{ depth: 20 }, '6'],
    [{ level: '4' }, '4'],
    [{ level: '11', depth: 20 }, '11'],
  ] as const)('finds the level of %j', (choice, level) => {
    expect(channels.book.topic({ ...request, ...choice }).key).toBe(`market:orderbook:BTC_USDT:${level}`);
  });

  it.each([
    [{ depth: 5 }, 'depth 5 is not one of bge: 150, 20'],
    [{ level: '12' }, 'level "12" is not one of bge: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11'],
    [{ level: '3', depth: 20 }, 'level 3 of bge has 150 prices a side, not 20'],
  ])('refuses the level of %j', (choice, words) => {
    expect(() => (channels.book as unknown as Channel).topic({ ...request, ...choice })).toThrow(new RangeError(words));
  });

  it.each([
    ['1m', '1min', 60],
    ['15m', '15min', 900],
    ['1h', '60min', 3_600],
    ['4h', '4hour', 14_400],
    ['1M', '1mon', 2_678_400],
  ] as const)('asks for the history of %s', (interval, theirs, seconds) => {
    for (const word of [interval, theirs]) {
      const topic = channels.candles.topic({ ...request, interval: word, zip: true });
      expect(topic.key).toBe(`market:candles:BTC_USDT:${theirs}`);
      const { followUp } = topic;
      expect(typeof followUp === 'function' && followUp(topic, context.now)).toBe(
        `{"event":"req","biz":"market","type":"candles","product":"BTC_USDT","interval":"${theirs}","zip":true,` +
          `"from":${1_690_000_000 - 500 * seconds},"to":1690000000}`,
      );
    }
  });

  it('refuses an interval that it has not', () => {
    expect(() => (channels.candles as unknown as Channel).topic({ ...request, ...{ interval: '2h' } })).toThrow(
      'interval "2h" is not one of bge: 1m, 5m, 15m, 30m, 1h, 4h, 1d, 1w, 1M',
    );
  });

  it('does not name another subscription by the choice of zip, and repeats it', () => {
    const packed = channels.trades.topic({ ...request, zip: true });
    expect(packed.key).toBe(channels.trades.topic(request).key);
    const text = '{"event":"unsub","biz":"market","type":"fills","product":"BTC_USDT","zip":true}';
    expect(bge.protocol.unsubscribe([packed], context)).toBe(text);
  });

  it.each(['', 'all'])('asks for the orders of all products at once, as %j, and of nothing else', symbol => {
    const all = { market: 'spot', symbol } as const;
    const topic = channels.orders.topic(all);
    expect(topic).toMatchObject({ key: 'exchange:orders:ALL', endpoint: 'private', prompt: false });
    expect(topic.followUp).toBeUndefined();
    expect(() => channels.balances.topic(all)).toThrow(/name one, like BTC_USDT$/);
    expect(() => channels.ticker.topic(all)).toThrow(/name one, like BTC_USDT$/);
    expect(raw.orders.topic(all)).toEqual(topic);
  });
});

/** The reader of a private connection; every frame one second after the last. */
function reading(): (frame: string | Uint8Array | object, after?: number) => readonly Inbound[] {
  const read = privateProtocol.reader();
  let at = receivedAt;
  return (frame, after = 1_000) => {
    const isText = typeof frame === 'string' || frame instanceof Uint8Array;
    return read({ receivedAt: (at += after), data: isText ? frame : JSON.stringify(frame) });
  };
}

const fills = { biz: 'market', type: 'fills', product: 'BTC_USDT' };
const refusal = (remedy: string, code: string): object => ({ remedy, code, reason: expect.any(String) as string });

describe('the reader', () => {
  it('answers a ping with the same digits, however many', () => {
    expect(reading()('{"ping":1635065532000}')).toEqual([{ type: 'ping', reply: '{"pong":1635065532000}' }]);
    expect(reading()('{"ping":1635065532000123456}')).toEqual([
      { type: 'ping', reply: '{"pong":1635065532000123456}' },
    ]);
  });

  it.each([
    ['gzip', gzipSync],
    ['zlib', deflateSync],
    ['raw deflate', deflateRawSync],
    ['bytes of text', (text: string) => new TextEncoder().encode(text)],
    ['gzip in base64', (text: string) => gzipSync(text).toString('base64')],
  ] as const)('knows %s', (_, pack) => {
    const message = { id: '1', ...fills, data: [] };
    const packed = pack(JSON.stringify(message));
    expect(reading()(typeof packed === 'string' ? packed : new Uint8Array(packed))).toEqual([
      { type: 'data', topic: 'market:fills:BTC_USDT', body: message },
    ]);
  });

  it.each(['', '{', 'H4sI*', '{"biz":"market","type":"fills"}', '{"data":[]}'])(
    'calls %j no frame of the protocol',
    text => {
      expect(() => reading()(text)).toThrow(DecodeError);
    },
  );

  it.each(['null', '[]', '{}', '7', '{"channel":"subscribe"}'])(
    'takes note of %j, which is whole and unknown',
    text => {
      expect(reading()(text)).toEqual([
        { type: 'notice', text: `frame is no ping, answer or push: ${JSON.stringify(text)}` },
      ]);
    },
  );

  it.each([
    ['sub', 'accepted'],
    ['unsub', 'dropped'],
  ])('reads the answer to %s whatever its order and its code’s type', (event, type) => {
    for (const code of [200, '200']) {
      const frame = { code, event, status: 'OK', ...fills, type: 'orderbook', interval: 0, product: 'btc_usdt' };
      expect(reading()(frame)).toEqual([{ type, topics: ['market:orderbook:BTC_USDT:0'] }]);
    }
    expect(reading()({ event, code: 500, status: 'FAIL', ...fills })).toMatchObject([
      event === 'sub'
        ? { type: 'refused', topics: ['market:fills:BTC_USDT'], refusal: refusal('retry', '500') }
        : { type: 'dropped', topics: ['market:fills:BTC_USDT'] },
    ]);
  });

  it.each([
    ['flat', { event: 'sub', ...fills, zip: false }],
    ['renamed', { event: 'sub', biz: 'market', type: 'fills', pairCode: 'BTC_USDT', zip: false }],
    ['wrapped', { event: 'sub', para: { biz: 'market', type: 'fills', pairCode: 'btc_usdt' }, zip: true }],
  ])('finds the topic in an error that repeats the request, %s', (_, said) => {
    for (const code of [400, '400']) {
      const frame = { event: 'sub', code, msg: `Invalid request: ${JSON.stringify(said)}` };
      expect(reading()(frame)).toMatchObject([
        { type: 'refused', topics: ['market:fills:BTC_USDT'], refusal: refusal('never', '400') },
      ]);
    }
  });

  it.each([0, '0'])('finds the level %j of a book there', interval => {
    const said = JSON.stringify({ event: 'sub', biz: 'market', type: 'orderbook', pairCode: 'A_B', interval });
    const [answer] = reading()({ event: 'sub', code: '400', msg: `Invalid request: ${said}` });
    expect(answer).toMatchObject({ topics: ['market:orderbook:A_B:0'] });
  });

  it('leaves it to others whom an error means that repeats nothing', () => {
    const frame = { event: 'sub', code: 401, msg: 'Not logged in' };
    const guilty: readonly string[] = [];
    expect(reading()(frame)).toEqual([
      { type: 'rejected', request: {}, refusal: refusal('login', '401'), guilty, standing: [] },
    ]);
  });

  it.each([
    [{ code: 200, status: 'OK' }, { type: 'welcome' }],
    [{ code: '200' }, { type: 'welcome' }],
    [
      { code: 40006, msg: 'x' },
      { type: 'unwelcome', refusal: refusal('never', '40006') },
    ],
    [
      { code: '40008', msg: 'x' },
      { type: 'unwelcome', refusal: refusal('clock', '40008') },
    ],
    [{ code: 40004 }, { type: 'unwelcome', refusal: refusal('never', '40004') }],
    // It says nothing of the keys.
    [
      { code: 500, status: 'FAIL' },
      { type: 'complaint', refusal: refusal('reconnect', '500') },
    ],
    [
      { event: 'error', code: 40010 },
      { type: 'unwelcome', refusal: refusal('never', '40010') },
    ],
  ])('reads the answer to a login %j', (frame, wanted) => {
    expect(reading()({ event: 'login', ts: 1, ...frame })).toEqual([wanted]);
  });

  it('repeats no key and no signature', () => {
    const msg = 'Invalid request: {"event":"login","params":{"access_key":"KEY","access_sign":"SIGN"}}';
    expect(JSON.stringify(reading()({ event: 'login', code: 400, msg }))).not.toMatch(/KEY|SIGN/);
    // Nor where it is an event that nobody knows, or no event at all.
    expect(JSON.stringify(reading()({ event: 'jump', code: 400, msg }))).not.toMatch(/KEY|SIGN/);
    expect(JSON.stringify(reading()({ params: { access_key: 'KEY', access_sign: 'SIGN' } }))).not.toMatch(/KEY|SIGN/);
  });

  it('shows no key in a sentence about what it cannot read, nor in what is behind it', () => {
    const login = '{"event":"login","params":{"type":"api","access_key":"KEY","access_sign":"SIGN"';
    for (const text of [login, login.slice(0, -2), `{"biz":"exchange","msg":${login}}}}`]) {
      let cause: unknown;
      try {
        reading()(text);
      } catch (thrown) {
        cause = thrown;
      }
      expect(cause).toBeInstanceOf(DecodeError);
      expect(inspect(cause, { depth: 9 })).not.toMatch(/KEY|SIGN/);
    }
  });
});

describe('states that are asked for', () => {
  const key = 'exchange:orders:BTC_USDT';
  const named = { biz: 'exchange', type: 'orders', product: 'BTC_USDT' };
  const accepted = { event: 'sub', code: 200, ...named };
  const push = (id: string): object => ({ ...named, data: [{ order_id: id }] });
  const told = (inbounds: readonly Inbound[]): readonly unknown[] =>
    inbounds.map(one => (one.type === 'data' ? (one.body as { data: unknown }).data : one.type));

  it('come before the changes that came while they were under way', () => {
    const hear = reading();
    expect(told(hear(push('0')))).toEqual([[{ order_id: '0' }]]);
    expect(told(hear(accepted))).toEqual(['accepted']);
    expect(told(hear(push('1')))).toEqual([]);
    expect(told(hear({ ...accepted, event: 'req', data: [] }))).toEqual([[], [{ order_id: '1' }]]);
    expect(told(hear(push('2')))).toEqual([[{ order_id: '2' }]]);
    // Nobody waits for it: it keeps the line busy.
    expect(told(hear({ ...accepted, event: 'req', data: [] }))).toEqual(['pong']);
  });

  it('say nothing of a subscription that was never accepted', () => {
    const hear = reading();
    expect(told(hear({ ...accepted, event: 'req', data: [{ order_id: '1' }] }))).toEqual(['pong']);
    expect(told(hear(accepted))).toEqual(['accepted']);
    expect(told(hear({ ...accepted, event: 'req', data: [{ order_id: '1' }] }))).toEqual([[{ order_id: '1' }]]);
  });

  it('are not waited for longer than three seconds', () => {
    const hear = reading();
    hear(accepted);
    hear(push('1'));
    expect(told(hear({ ping: 1 }))).toEqual(['ping']);
    expect(told(hear({ ping: 2 }))).toEqual([[{ order_id: '1' }], 'ping']);
    expect(told(hear(push('2')))).toEqual([[{ order_id: '2' }]]);
  });

  it('are not waited for where fifty changes have come', () => {
    const hear = reading();
    hear(accepted);
    for (let i = 1; i < 50; i++) expect(hear(push(String(i)), 0)).toEqual([]);
    expect(hear(push('50'), 0)).toHaveLength(50);
    expect(hear(push('51'), 0)).toHaveLength(1);
  });

  it('are waited for anew where the topic is begun anew', () => {
    const hear = reading();
    hear(accepted);
    hear({ ...accepted, event: 'req', data: [] });
    hear({ ...accepted, event: 'unsub' });
    hear(accepted);
    expect(told(hear(push('1')))).toEqual([]);
    expect(told(hear({ ...accepted, event: 'req', data: [] }))).toEqual([[], [{ order_id: '1' }]]);
  });

  it.each([
    [1084, [[]]],
    ['1087', [[]]],
    [500, [[{ order_id: '1' }], 'refused']],
    [1049, [[{ order_id: '1' }], 'refused']],
    [1001, [[{ order_id: '1' }], 'complaint']],
  ])('may fail with %j', (code, wanted) => {
    const hear = reading();
    hear(accepted);
    hear(push('1'));
    const answer = told(hear({ ...accepted, event: 'req', code, status: 'FAIL' }));
    expect(answer.slice(0, wanted.length)).toEqual(wanted);
    expect(told(hear(push('2')))).toEqual([[{ order_id: '2' }]]);
  });

  it('send back to the login where that is lost', () => {
    const answer = reading()({ event: 'req', code: 401, msg: 'Not logged in' });
    expect(answer).toEqual([{ type: 'complaint', refusal: refusal('login', '401') }]);
  });

  it('are never asked for of all orders', () => {
    const hear = reading();
    const all = { ...named, product: 'all' };
    hear({ ...accepted, product: 'all' });
    expect(hear({ ...all, data: [] })).toEqual([
      { type: 'data', topic: key.replace('BTC_USDT', 'ALL'), body: { ...all, data: [] } },
    ]);
  });
});

describe('pushes that come too late', () => {
  const push = (sequence: number | string, interval = '0'): object => ({
    biz: 'market',
    type: 'orderbook',
    product: 'BTC_USDT',
    interval,
    data: { seq_id: sequence, bids: [], asks: [] },
  });
  const count = (...sequences: (number | string)[]): readonly number[] => {
    const hear = reading();
    return sequences.map(sequence => hear(push(sequence)).length);
  };

  it('are left out; what repeats, or jumps, is not', () => {
    expect(count(5, 5, 900, 899, 901)).toEqual([1, 1, 1, 0, 1]);
    expect(count('9007199254740993', '9007199254740992', '9007199254740994')).toEqual([1, 0, 1]);
  });

  it('are counted for each topic by itself', () => {
    const hear = reading();
    hear(push(9));
    expect(hear(push(3, '1'))).toHaveLength(1);
  });

  it('are no late ones where a third in a row is lower: the venue numbers anew', () => {
    expect(count(900, 1, 2, 3, 4, 2)).toEqual([1, 0, 0, 1, 1, 0]);
  });
});

describe('orders', () => {
  const row = {
    order_id: '1',
    product: 'BTC_USDT',
    side: 'buy',
    type: 'limit',
    price: '3.5',
    size: '2.00',
    funds: '1',
    filled_amount: '0.50',
    filled_size: '1.7500',
    status: '2',
    client_oid: 'mine',
  };
  const read = (change: object, more: object = {}): OrderUpdate => {
    const about = { ...request, venue: 'bge', topic: 'exchange:orders:BTC_USDT', receivedAt };
    const [update] = channels.orders.read({ data: [{ ...row, ...change }], ...more }, about);
    return update as OrderUpdate;
  };

  it.each([
    ['0', '0', 'open'],
    ['1', '0', 'open'],
    ['1', '0.5', 'partially-filled'],
    ['2', '0.5', 'partially-filled'],
    ['3', '2', 'filled'],
    ['4', '0', 'open'],
    ['4', '0.5', 'partially-filled'],
    ['5', '0.5', 'cancelled'],
    ['6', '0', 'rejected'],
    ['7', '0', 'open'],
    ['7', '0.5', 'partially-filled'],
    ['7', '2.0', 'filled'],
  ])('with the digit %s and %s filled are %s', (status, filled, wanted) => {
    expect(read({ status, filled_amount: filled }).rows[0]?.status).toBe(wanted);
    expect(read({ status: Number(status), filled_amount: filled }).rows[0]?.status).toBe(wanted);
  });

  it('have base and quote where one does not expect them', () => {
    expect(read({}).rows[0]).toMatchObject({ size: '2.00', filled: '0.50', averagePrice: '3.50', clientId: 'mine' });
    expect(read({ type: 'market' }).rows[0]).toMatchObject({ size: undefined, quoteSize: '1', price: undefined });
    expect(read({ type: 'market', side: 'sell' }).rows[0]).toMatchObject({ size: '2.00', quoteSize: undefined });
    expect(read({ type: 'market', funds: '0.0' }).rows[0]).toMatchObject({ size: '2.00', quoteSize: undefined });
  });

  it.each(['', '0', undefined])('have no id of the account where it is %j', id => {
    expect(read({ client_oid: id }).rows[0]?.clientId).toBeUndefined();
  });

  it('have their id under either name, and one of the two', () => {
    expect(read({ order_id: undefined, orders_id: '7' }).rows[0]?.id).toBe('7');
    expect(() => read({ order_id: undefined })).toThrow(SchemaError);
    expect(() => read({ status: '8' })).toThrow(/status "8" is not one of 0 to 7/);
  });

  it('are all there are in an answer, and not in a push', () => {
    expect(read({}).whole).toBe(false);
    expect(read({}, { event: 'req', ts: 5 })).toMatchObject({ whole: true, timestamp: 5 });
  });
});

describe('market data', () => {
  const about = { ...request, venue: 'bge', topic: 'topic', receivedAt };

  it('takes a row without a size for none, where it is the best', () => {
    const depth = { data: { bids: [['3', '0'], ['2', '1']], asks: [] }, interval: '6', id: '1690000000' }; // prettier-ignore
    expect(channels.quotes.read(depth, about)).toMatchObject([
      { bid: 2, bidSize: 1, ask: undefined, timestamp: 1_690_000_000_000, sequence: undefined },
    ]);
  });

  it('tells trades oldest first, whatever their order', () => {
    const row = (id: number, ts: number): object => ({ id, ts, price: '1', vol: '2', direction: 'sell' });
    const rows = channels.trades.read({ data: [row(12, 5), row(9, 5), row(10, 4)] }, about);
    expect(rows.map(trade => trade.id)).toEqual(['10', '9', '12']);
  });

  it('tells a fall as a ratio, and the turnover in quote', () => {
    const row = { id: 5, open: '7.13', close: '3.2713', high: '8', low: '3', vol: '2', filled_size: '9', change_percent: '-0.5412' }; // prettier-ignore
    for (const data of [row, [row]]) {
      const wanted = {
        change24h: -0.5412,
        volume24h: 2,
        turnover24h: 9,
        price: 3.2713,
        open24h: 7.13,
        timestamp: 5_000,
      };
      expect(channels.ticker.read({ data }, about)).toMatchObject([wanted]);
    }
  });
});
