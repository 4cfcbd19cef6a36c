import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel, ReadContext } from '../../src/contract/channel.js';
import type { Inbound } from '../../src/contract/inbound.js';
import type { Protocol } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import { DecodeError, FeedError } from '../../src/model/errors.js';
import { createBackoff, delayOf } from '../../src/operators/backoff.js';
import { bookReducer } from '../../src/state/book.js';
import type { BookState } from '../../src/state/book.js';
import { bitgetV1 } from '../../src/venues/bitget-v1/index.js';

const { channels, raw, endpoints } = bitgetV1;
const guide: Protocol = bitgetV1.protocol;
const official = protocolOf('official');
const officialPrivate = protocolOf('official-private');
const folder = new URL('../fixtures/bitget-v1/', import.meta.url);
const credentials = { apiKey: 'test-key', secret: 'test-secret', passphrase: 'test-passphrase' };

function protocolOf(endpoint: 'official' | 'official-private'): Protocol {
  const { protocol } = endpoints[endpoint] ?? {};
  if (protocol === undefined) throw new Error(`${endpoint} has no protocol`);
  return protocol;
}

function linesOf(name: string): readonly string[] {
  return readFileSync(new URL(`${name}.jsonl`, folder), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
}

function hear(protocol: Protocol, frame: object | string): readonly Inbound[] {
  const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
  return protocol.reader()({ receivedAt: 1, data });
}

function contextOf(topic: Topic, market = 'spot', symbol = ''): ReadContext {
  return { venue: 'bitget-v1', market, symbol, topic: topic.key, receivedAt: 1 };
}

/** What a channel makes of a frame, routed as the session routes it. */
function read<M extends string>(
  channel: Channel<never, M> | object,
  protocol: Protocol,
  request: { readonly market: string; readonly symbol: string; readonly dialect?: string },
  frame: object | string,
): readonly unknown[] {
  const some = channel as unknown as Channel;
  const topic = some.topic(request);
  return hear(protocol, frame).flatMap(inbound =>
    inbound.type === 'data' && inbound.topic === topic.key
      ? some.read(inbound.body, contextOf(topic, request.market, request.symbol))
      : [],
  );
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (cause) {
    if (cause instanceof FeedError) return `${cause.code}: ${cause.message}`;
    throw cause;
  }
  return 'nothing';
}

const spot = { market: 'spot', symbol: '' } as const;
const spotBtc = { market: 'spot', symbol: 'BTCUSDT' } as const;
const margin = { market: 'margin', symbol: '' } as const;
const inOfficial = { ...spot, dialect: 'official' } as const;

const asked = { id: '1', now: 0, credentials: undefined };

describe('the login', () => {
  // Computed apart from this code, with openssl.
  it('of the guide is signed as hex over ms, byte for byte', () => {
    expect(guide.login?.({ now: 1_700_000_000_000, credentials })).toBe(
      '{"op":"login","args":[{"apiKey":"test-key","passphrase":"test-passphrase","timestamp":"1700000000000","sign":"7e1d6d563faa55703c94671f660e1e6dfb8f99bb59c4aefe9c0632c2ec13780a"}]}',
    );
  });

  it('of the exchange is signed as base64 over seconds, byte for byte', () => {
    expect(officialPrivate.login?.({ now: 1_700_000_000_999, credentials })).toBe(
      '{"op":"login","args":[{"apiKey":"test-key","passphrase":"test-passphrase","timestamp":"1700000000","sign":"QKXMEacdjBcrVZaxWVJypn62KNrQGzBErbiQtYn6KO8="}]}',
    );
  });

  it('has the members of the guide’s own, in its order', () => {
    const [shown = ''] = linesOf('guide-private');
    const own = guide.login?.({ now: 1_621_441_751_927, credentials }) ?? '';
    const shape = (text: string): string => text.replace(/:"[^"]*"/g, ':…');
    expect(shape(own)).toBe(shape(shown));
    expect(own).toContain('"timestamp":"1621441751927"');
  });

  it('is no part of the public door', () => {
    expect(official.login).toBeUndefined();
    expect(endpoints).toMatchObject({
      guide: { private: true },
      official: { private: false },
      'official-private': { private: true },
    });
  });

  it.each([[{ event: 'login' }], [{ event: 'login', code: 0 }], [{ event: 'login', code: '0', msg: '' }]])(
    'is granted with %j',
    frame => {
      expect(hear(guide, frame)).toEqual([{ type: 'welcome' }]);
      expect(hear(officialPrivate, frame)).toEqual([{ type: 'welcome' }]);
    },
  );

  it.each([
    [
      '30005',
      'never',
      'check the API key, the secret key and the passphrase, and whether the key is a demo key or one of',
    ],
    [
      '30011',
      'never',
      'API key: check that it is whole, and whether the key is a demo key or one of another environment',
    ],
    [
      '30012',
      'never',
      'passphrase: check the one that was chosen when the key was made, and whether the key is a demo key',
    ],
    ['30013', 'clock', 'clock of this machine'],
    ['30014', 'clock', 'clock of this machine'],
    ['30015', 'never', 'secret key'],
  ])('is refused by the exchange with %s, mended by %s', (code, remedy, hint) => {
    for (const frame of [
      { event: 'error', code, msg: 'error' },
      { event: 'error', code: Number(code), msg: 'error' },
      { event: 'login', code, msg: 'error' },
    ]) {
      const reason = expect.stringContaining(hint) as string;
      expect(hear(officialPrivate, frame)).toEqual([{ type: 'unwelcome', refusal: { code, remedy, reason } }]);
    }
  });

  it('is refused where the answer names it, whatever the code', () => {
    expect(hear(officialPrivate, { event: 'error', code: 30003, msg: 'INVALID op:login', op: 'login' })).toMatchObject([
      { type: 'unwelcome', refusal: { code: '30003', remedy: 'never' } },
    ]);
  });

  it('does not come back in a complaint', () => {
    const text = guide.login?.({ now: 1_700_000_000_000, credentials }) ?? '';
    const told: string[] = [];
    for (const protocol of [guide, officialPrivate]) {
      for (const msg of [
        text,
        JSON.stringify(text),
        'login {apiKey=test-key, passphrase=test-passphrase, sign=7e1d}',
      ]) {
        told.push(JSON.stringify(hear(protocol, { event: 'error', code: 30002, msg: `Unrecognized request:${msg}` })));
        told.push(JSON.stringify(hear(protocol, { event: 'note', msg })));
        told.push(messageOf(() => hear(protocol, `oops ${msg}`)));
      }
      told.push(JSON.stringify(hear(protocol, text)));
    }
    expect(told.join('\n')).not.toMatch(/test-|7e1d|1700000000/);
    expect(told[0]).toContain('Unrecognized request:');
  });
});

describe('the guide’s dialect', () => {
  const requests = linesOf('guide-private').filter(line => line.includes('"op":"subscribe"'));

  it('subscribes as the guide does, byte for byte', () => {
    const topics = [
      channels.balances.topic(spot),
      channels.orders.topic(spotBtc),
      channels.fills.topic(spotBtc),
      channels.positions.topic({ market: 'margin', symbol: 'BTCUSDT' }),
    ];
    expect(topics.map(topic => guide.subscribe([topic], asked))).toEqual(requests);
    expect(topics.map(topic => topic.endpoint)).toEqual(['guide', 'guide', 'guide', 'guide']);
    expect(guide.unsubscribe(topics.slice(0, 1), asked)).toBe(
      '{"op":"unsubscribe","args":[{"channel":"account","instType":"SPOT"}]}',
    );
  });

  it('leaves the symbol out where all are meant', () => {
    expect(channels.orders.topic(spot).args).toEqual({ channel: 'orders', instType: 'SPOT' });
    expect(channels.fills.topic({ ...spot, symbol: 'default' }).args).toEqual({ channel: 'trades', instType: 'SPOT' });
    expect(channels.positions.topic(margin).args).toEqual({ channel: 'positions', instType: 'MARGIN' });
  });

  it('pings in JSON every 20 s, and takes three answers', () => {
    expect(guide.heartbeat).toMatchObject({ every: 20_000, text: '{"op":"ping"}' });
    for (const frame of ['pong', '{"event":"pong"}', '{"op":"pong"}']) {
      expect(hear(guide, frame)).toEqual([{ type: 'pong' }]);
    }
    expect(hear(guide, '{"op":"ping"}')).toEqual([{ type: 'ping', reply: '{"op":"pong"}' }]);
  });

  it('comes back after 5, 10, 20, 40 and 80 s, and no more', () => {
    const backoff = createBackoff(guide.reconnection);
    const delays = Array.from({ length: backoff.maxAttempts }, (_, i) => delayOf(backoff, i + 1, 0.5));
    expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 80_000]);
  });

  it('sends one subscription a message, as the guide does, less than ten a second', () => {
    expect(guide.limits.topicsPerMessage).toBe(1);
    for (const { messages, per } of guide.limits.messages) expect(messages / per).toBeLessThan(10 / 1_000);
  });

  it.each([
    ['40001', 'unwelcome', 'never', 'Invalid signature'],
    ['40002', 'complaint', 'reconnect', 'Connection limit exceeded'],
    ['40003', 'rejected', 'never', 'Invalid subscription'],
    ['40004', 'complaint', 'pause', 'Rate limit exceeded'],
    ['40005', 'complaint', 'login', 'Not logged in'],
  ])('reads %s as %s, mended by %s', (code, type, remedy, msg) => {
    const reason = expect.stringMatching(new RegExp(`^.+: ${msg}$`)) as string;
    const unnamed = type === 'rejected' ? { request: {}, guilty: [], standing: [] } : {};
    const inbound = [{ type, refusal: { code, remedy, reason }, ...unnamed }];
    expect(hear(guide, { event: 'error', code, msg })).toEqual(inbound);
    // The guide's own reader looks for errors in `action`.
    expect(hear(guide, { action: 'error', code, msg })).toEqual(inbound);
    // The exchange has no such codes.
    expect(hear(officialPrivate, { event: 'error', code, msg })).toMatchObject([{ refusal: { remedy: 'retry' } }]);
  });

  it('ties an error to its topic where it names one', () => {
    const arg = { channel: 'orders', instType: 'SPOT' };
    expect(hear(guide, { event: 'error', code: '40003', msg: 'x', arg })).toMatchObject([
      { type: 'refused', topics: ['SPOT:orders:DEFAULT'], refusal: { remedy: 'never' } },
    ]);
  });

  it('takes acceptances if they come, and does not wait for them', () => {
    expect(guide.acknowledges).toBe(false);
    const arg = { channel: 'account', instType: 'SPOT' };
    const { key } = channels.balances.topic(spot);
    expect(hear(guide, { event: 'subscribe', arg })).toEqual([{ type: 'accepted', topics: [key] }]);
    expect(hear(guide, { event: 'subscribe', arg: [arg] })).toEqual([{ type: 'accepted', topics: [key] }]);
    expect(hear(guide, { event: 'subscribe', args: [arg] })).toEqual([{ type: 'accepted', topics: [key] }]);
    expect(hear(guide, { event: 'unsubscribe', arg })).toEqual([{ type: 'dropped', topics: [key] }]);
  });

  const frame = (channel: string): string =>
    linesOf('guide-private').find(line => line.includes('"data"') && line.includes(`"channel":"${channel}"`)) ?? '';
  const changed = (channel: string, row: object, action?: string): object => {
    const message = JSON.parse(frame(channel)) as { action: string; data: [object] };
    return { ...message, action: action ?? message.action, data: [{ ...message.data[0], ...row }] };
  };
  const all = (channel: string): object => {
    const message = JSON.parse(frame(channel)) as { arg: { instId?: string } };
    const { instId: _, ...arg } = message.arg;
    return { ...message, arg };
  };

  it('reads balances', () => {
    expect(read(channels.balances, guide, spot, frame('account'))).toMatchObject([
      {
        type: 'balance-update',
        whole: true,
        venue: 'bitget-v1',
        market: 'spot',
        timestamp: 1_621_441_751_927,
        rows: [
          {
            asset: 'BTC',
            available: '1.23456789',
            held: '0.12345678',
            total: '1.35802467',
            timestamp: 1_621_441_751_927,
            raw: { usdValue: '45678.12' },
          },
        ],
      },
    ]);
    expect(read(channels.balances, guide, spot, changed('account', { locked: '0.5' }, 'update'))).toMatchObject([
      { whole: false, rows: [{ held: '0.62345678', total: '1.85802467' }] },
    ]);
    const ofUsdt = { ...spot, symbol: 'USDT' };
    expect(read(channels.balances, guide, ofUsdt, frame('account'))).toMatchObject([{ whole: true, rows: [] }]);
  });

  it('reads orders, of one symbol and of all', () => {
    const order = {
      id: '123456789',
      symbol: 'BTCUSDT',
      side: 'buy',
      orderType: 'limit',
      price: '30000',
      size: '0.001',
      filled: '0.0005',
      status: 'partially-filled',
      updatedAt: 1_621_441_751_927,
      averagePrice: undefined,
      fees: [],
    };
    const update = { type: 'order-update', whole: false, timestamp: 1_621_441_751_927, rows: [order] };
    expect(read(channels.orders, guide, spotBtc, frame('orders'))).toMatchObject([update]);
    expect(read(channels.orders, guide, spot, all('orders'))).toMatchObject([update]);
    expect(read(channels.orders, guide, spot, frame('orders'))).toEqual([]);
    expect(read(channels.orders, guide, spotBtc, changed('orders', {}, 'snapshot'))).toMatchObject([{ whole: true }]);
  });

  it.each([
    ['new', 'open'],
    ['live', 'open'],
    ['init', 'open'],
    ['partially_filled', 'partially-filled'],
    ['partial-fill', 'partially-filled'],
    ['filled', 'filled'],
    ['FILLED', 'filled'],
    ['full-fill', 'filled'],
    ['cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
    ['rejected', 'rejected'],
    ['expired', 'expired'],
  ])('reads the status %s as %s', (status, ours) => {
    expect(read(channels.orders, guide, spotBtc, changed('orders', { status }))).toMatchObject([
      { rows: [{ status: ours }] },
    ]);
  });

  it('reads market orders without a price', () => {
    const market = changed('orders', { orderType: 'market', price: '0' });
    expect(read(channels.orders, guide, spotBtc, market)).toMatchObject([
      { rows: [{ orderType: 'market', price: undefined, size: '0.001' }] },
    ]);
    expect(read(channels.orders, guide, spotBtc, changed('orders', { orderType: 'stop' }))).toMatchObject([
      { rows: [{ orderType: 'other', price: '30000' }] },
    ]);
  });

  it('reads fills', () => {
    const fill = {
      type: 'fill',
      id: '123456789',
      orderId: '123456789',
      symbol: 'BTCUSDT',
      side: 'buy',
      price: '30000',
      size: '0.0005',
      fees: [{ asset: 'BTC', amount: '0.00001' }],
      timestamp: 1_621_441_751_927,
      liquidity: undefined,
    };
    expect(read(channels.fills, guide, spotBtc, frame('trades'))).toMatchObject([fill]);
    expect(read(channels.fills, guide, spot, all('trades'))).toMatchObject([fill]);
  });

  it('reads positions: the sign is the side, a snapshot is all', () => {
    const btc = { market: 'margin', symbol: 'BTCUSDT' };
    const position = {
      symbol: 'BTCUSDT',
      side: 'long',
      size: '0.5',
      entryPrice: '30000',
      markPrice: '31000',
      liquidationPrice: '25000',
      leverage: '3',
      marginMode: 'isolated',
      unrealizedPnl: '500',
    };
    const update = { type: 'position-update', market: 'margin', whole: true, timestamp: 1_621_441_751_927 };
    expect(read(channels.positions, guide, btc, frame('positions'))).toMatchObject([{ ...update, rows: [position] }]);
    expect(read(channels.positions, guide, margin, all('positions'))).toMatchObject([{ ...update, rows: [position] }]);
    expect(read(channels.positions, guide, btc, changed('positions', { positionAmt: '-0.50' }))).toMatchObject([
      { rows: [{ side: 'short', size: '0.50' }] },
    ]);
    expect(
      read(channels.positions, guide, btc, changed('positions', { marginType: 'crossed', liquidationPrice: '0' })),
    ).toMatchObject([{ rows: [{ marginMode: 'cross', liquidationPrice: undefined }] }]);
    const none = { ...(JSON.parse(frame('positions')) as object), data: [] };
    expect(read(channels.positions, guide, btc, none)).toMatchObject([{ whole: true, rows: [], timestamp: undefined }]);
    expect(read(channels.positions, guide, btc, changed('positions', {}, 'update'))).toMatchObject([{ whole: false }]);
  });

  it.each([
    ['account', { available: 'much' }, 'available is "much", not a decimal'],
    ['account', { frozen: '1e-7' }, 'frozen is "1e-7", not a decimal'],
    ['account', { locked: '' }, 'locked is "", not a decimal'],
    ['account', { locked: undefined }, 'data.0.locked does not fit'],
    ['orders', { status: 'lost' }, 'status is "lost", not one of init, new'],
    ['orders', { side: 'both' }, 'data.0.side does not fit'],
    ['orders', { remainingQuantity: 'x' }, 'remainingQuantity is "x", not a decimal'],
    ['trades', { price: '' }, 'price is "", not a decimal'],
    ['trades', { fee: undefined }, 'data.0.fee does not fit'],
    ['positions', { marginType: 'shared' }, 'marginType is "shared", not one of isolated, cross, crossed'],
    ['positions', { positionAmt: 'NaN' }, 'positionAmt is "NaN", not a decimal'],
    ['positions', { timestamp: 'today' }, 'timestamp is "today", not a number'],
  ])('says of %s with %j what does not fit', (channel, row, words) => {
    const [one, request] = {
      account: [channels.balances, spot] as const,
      orders: [channels.orders, spotBtc] as const,
      trades: [channels.fills, spotBtc] as const,
      positions: [channels.positions, { market: 'margin', symbol: 'BTCUSDT' }] as const,
    }[channel] ?? [channels.balances, spot];
    expect(messageOf(() => read(one, guide, request, changed(channel, row)))).toMatch(
      new RegExp(`^SCHEMA: bitget-v1 [A-Z]+:${channel}:[A-Z]+: ${words.replace(/[.[\]]/g, '\\$&')}`),
    );
  });

  it('has all four channels under their own names', () => {
    const topicOf = (channel: object): string => (channel as Channel).topic(spotBtc).key;
    expect([raw.account, raw.orders, raw.trades, raw.positions].map(topicOf)).toEqual([
      'SPOT:account:DEFAULT',
      'SPOT:orders:BTCUSDT',
      'SPOT:trades:BTCUSDT',
      'MARGIN:positions:BTCUSDT',
    ]);
    expect(read(raw.trades, guide, spotBtc, frame('trades'))).toMatchObject([
      { type: 'message', channel: 'trades', action: 'update', rows: [{ feeCurrency: 'BTC' }] },
    ]);
    expect(read(raw.account, guide, spot, frame('account'))).toMatchObject([{ rows: [{ coinId: 'BTC' }] }]);
  });
});

describe('the official dialect of an account', () => {
  it('asks in the exchange’s words', () => {
    const topics = [
      channels.balances.topic(inOfficial),
      channels.orders.topic({ ...spotBtc, dialect: 'official' }),
      channels.orders.topic(inOfficial),
    ];
    expect(officialPrivate.subscribe(topics, asked)).toBe(
      '{"op":"subscribe","args":[{"instType":"SPBL","channel":"account","instId":"default"},{"instType":"SPBL","channel":"orders","instId":"BTCUSDT_SPBL"},{"instType":"SPBL","channel":"orders","instId":"default"}]}',
    );
    expect(new Set(topics.map(topic => topic.endpoint))).toEqual(new Set(['official-private']));
    expect(channels.fills.topic(inOfficial)).toEqual(channels.orders.topic(inOfficial));
    expect(officialPrivate.heartbeat.text).toBe('ping');
    expect(officialPrivate.acknowledges).toBe(true);
    expect(officialPrivate.reconnection).toBeUndefined();
  });

  it('reads balances: what is free, and nothing that was not told', () => {
    const [frame = ''] = linesOf('v1-spot-account-ccxt');
    expect(read(channels.balances, officialPrivate, inOfficial, frame)).toMatchObject([
      {
        type: 'balance-update',
        whole: false,
        timestamp: undefined,
        rows: [
          { asset: 'LTC', available: '0.1060938000000000', total: undefined, held: undefined },
          { asset: 'USDT', available: '13.4498240000000000', total: undefined, held: undefined },
        ],
      },
    ]);
    expect(read(channels.balances, officialPrivate, { ...inOfficial, symbol: 'LTC' }, frame)).toMatchObject([
      { rows: [{ asset: 'LTC' }] },
    ]);
  });

  const [docs = ''] = linesOf('v1-spot-orders-docs');
  const order = (row: object): object => {
    const message = JSON.parse(docs) as { data: [object] };
    return { ...message, data: [{ ...message.data[0], ...row }] };
  };

  it('reads a new order', () => {
    expect(read(channels.orders, officialPrivate, inOfficial, docs)).toMatchObject([
      {
        type: 'order-update',
        whole: false,
        timestamp: 1_678_789_919_603,
        rows: [
          {
            id: '10194123402951243161',
            clientId: 'b712d4e8-bec1-4124-ae83-e7aa44cfcdd2',
            symbol: 'ETHUSDT',
            side: 'buy',
            orderType: 'limit',
            price: '1572.62',
            size: '0.0040',
            quoteSize: undefined,
            filled: '0.0000',
            averagePrice: undefined,
            status: 'open',
            timeInForce: 'gtc',
            fees: [],
            createdAt: 1_678_789_919_603,
            updatedAt: 1_678_789_919_603,
          },
        ],
      },
    ]);
    expect(read(channels.fills, officialPrivate, inOfficial, docs)).toEqual([]);
  });

  it('hands orders to the symbol that they were asked for, though they come as of all', () => {
    const message = JSON.parse(docs) as { data: [object] };
    const both = { ...message, data: [message.data[0], { ...message.data[0], instId: 'BTCUSDT_SPBL', ordId: '7' }] };
    expect(hear(officialPrivate, both).map(inbound => inbound.type === 'data' && inbound.topic)).toEqual([
      'SPBL:orders:DEFAULT',
      'SPBL:orders:ETHUSDT_SPBL',
      'SPBL:orders:BTCUSDT_SPBL',
    ]);
    const asked = { ...spotBtc, dialect: 'official' };
    expect(read(channels.orders, officialPrivate, asked, both)).toMatchObject([
      { rows: [{ id: '7', symbol: 'BTCUSDT' }] },
    ]);
    expect(read(channels.orders, officialPrivate, inOfficial, both)).toMatchObject([{ rows: [{}, { id: '7' }] }]);
  });

  it('tells what a market order spends', () => {
    const buy = order({ ordType: 'market', px: '0', sz: '6.29', notional: '6.29' });
    expect(read(channels.orders, officialPrivate, inOfficial, buy)).toMatchObject([
      { rows: [{ orderType: 'market', price: undefined, size: undefined, quoteSize: '6.29' }] },
    ]);
    const sell = order({ ordType: 'market', side: 'sell', px: '0', sz: '0.5' });
    expect(read(channels.orders, officialPrivate, inOfficial, sell)).toMatchObject([
      { rows: [{ price: undefined, size: '0.5', quoteSize: undefined }] },
    ]);
  });

  it.each([
    ['init', 'open'],
    ['new', 'open'],
    ['partial-fill', 'partially-filled'],
    ['full-fill', 'filled'],
    ['cancelled', 'cancelled'],
  ])('reads the status %s as %s', (status, ours) => {
    expect(read(channels.orders, officialPrivate, inOfficial, order({ status }))).toMatchObject([
      { rows: [{ status: ours }] },
    ]);
  });

  it.each([
    ['post_only', 'post-only'],
    ['fok', 'fok'],
    ['ioc', 'ioc'],
    ['whatever', undefined],
  ])('reads the force %s as %s', (force, ours) => {
    expect(read(channels.orders, officialPrivate, inOfficial, order({ force }))).toMatchObject([
      { rows: [{ timeInForce: ours }] },
    ]);
  });

  it('reads what a live order paid, and its fill: paid is positive', () => {
    const [accepted = '', filled = ''] = linesOf('v1-mix-orders-live');
    const bodyOf = (frame: string): unknown => JSON.parse(frame);
    const topic = channels.orders.topic(inOfficial);
    expect(channels.orders.read(bodyOf(accepted), contextOf(topic))).toMatchObject([
      { rows: [{ status: 'open', fees: [], filled: '0', averagePrice: undefined, price: undefined }] },
    ]);
    expect(channels.fills.read(bodyOf(accepted), contextOf(topic))).toEqual([]);
    expect(channels.orders.read(bodyOf(filled), contextOf(topic))).toMatchObject([
      {
        rows: [
          {
            status: 'filled',
            filled: '0.006',
            size: '0.006',
            averagePrice: '19291.5',
            fees: [{ asset: 'USDT', amount: '0.0694494' }],
          },
        ],
      },
    ]);
    expect(channels.fills.read(bodyOf(filled), contextOf(topic))).toMatchObject([
      {
        id: '966997945314107393',
        orderId: '966997945209217028',
        clientId: '966997945246965852',
        price: '19291.5',
        size: '0.006',
        liquidity: 'taker',
        fees: [{ asset: 'USDT', amount: '0.0694494' }],
        timestamp: 1_666_276_196_792,
      },
    ]);
  });

  it('says which fill has no price', () => {
    const broken = order({ tradeId: '1', fillSz: '1' });
    expect(messageOf(() => read(channels.fills, officialPrivate, inOfficial, broken))).toBe(
      'SCHEMA: bitget-v1 SPBL:orders:DEFAULT: fillPx is "", not a decimal',
    );
  });

  it('has two channels under their own names', () => {
    expect(raw.account.topic(inOfficial)).toEqual(channels.balances.topic(inOfficial));
    expect(read(raw.orders, officialPrivate, inOfficial, docs)).toMatchObject([
      { type: 'message', channel: 'orders', action: 'snapshot', rows: [{ clOrdId: expect.any(String) as string }] },
    ]);
  });
});

describe('the public side', () => {
  const eos = { market: 'spot', symbol: 'EOSUSDT' } as const;

  it('asks in the exchange’s words, which are the default here', () => {
    const topics = [channels.ticker.topic(eos), channels.trades.topic({ ...eos, dialect: 'official' })];
    expect(official.subscribe(topics, asked)).toBe(
      '{"op":"subscribe","args":[{"instType":"SP","channel":"ticker","instId":"EOSUSDT"},{"instType":"SP","channel":"trade","instId":"EOSUSDT"}]}',
    );
    const keys = [
      channels.book.topic(eos),
      channels.book.topic({ ...eos, depth: 5 }),
      channels.book.topic({ ...eos, depth: 15 }),
      channels.candles.topic({ ...eos, interval: '4h' }),
      channels.candles.topic({ ...eos, interval: '1D' }),
    ].map(({ key, endpoint, prompt }) => `${endpoint} ${key} ${prompt}`);
    expect(keys).toEqual([
      'official SP:books:EOSUSDT true',
      'official SP:books5:EOSUSDT true',
      'official SP:books15:EOSUSDT true',
      'official SP:candle4H:EOSUSDT true',
      'official SP:candle1D:EOSUSDT true',
    ]);
  });

  it('knows its topics by the lower-case echo', () => {
    const keys = linesOf('v1-spot-subscribe-acks').map(line => hear(official, line));
    expect(keys[0]).toEqual([{ type: 'accepted', topics: ['SP:books:CULTUSDT'] }]);
    expect(keys[7]).toEqual([{ type: 'accepted', topics: ['SP:ticker:EOSUSDT'] }]);
  });

  it('reads a refusal, and whose it is', () => {
    expect(hear(official, linesOf('v1-spot-error-30001-bbgo')[0] ?? '')).toMatchObject([
      { type: 'refused', topics: ['SP:books5:BTCUSDT-'], refusal: { code: '30001', remedy: 'never' } },
    ]);
    expect(hear(official, { event: 'error', code: 30001, msg: 'without arg' })).toMatchObject([
      { type: 'rejected', request: {}, refusal: { remedy: 'never' } },
    ]);
    expect(hear(official, { event: 'error', code: 39999, msg: '' })).toMatchObject([
      { refusal: { code: '39999', reason: 'undocumented code', remedy: 'retry' } },
    ]);
  });

  it('reads tickers', () => {
    const [frame = ''] = linesOf('v1-spot-ticker-EOSUSDT');
    const told = { price: 2.4383, bid: 2.4367, ask: 2.4409, volume24h: 145518.8442, timestamp: 1_649_290_076_034 };
    expect(read(channels.ticker, official, eos, frame)).toMatchObject([
      { type: 'ticker', symbol: 'EOSUSDT', ...told, bidSize: undefined, openUtc: undefined },
    ]);
    const later = frame.replace('"labeId":0', '"labeId":0,"openUtc":"2.5","chgUTC":"-0.02","bidSz":"7","askSz":"8"');
    expect(read(channels.ticker, official, eos, later)).toMatchObject([
      { ...told, bidSize: 7, askSize: 8, openUtc: 2.5, changeUtc: -0.02 },
    ]);
  });

  it('reads trades oldest first, without ids', () => {
    const [first = '', second = ''] = linesOf('v1-spot-trade-EOSUSDT');
    const told = read(channels.trades, official, eos, first) as readonly { readonly timestamp: number }[];
    const times = told.map(trade => trade.timestamp);
    expect(times).toHaveLength(50);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ id: undefined, price: 2.4383, size: 2.0507, side: 'buy' });
    expect(read(channels.trades, official, eos, second)).toMatchObject([
      { timestamp: 1_649_290_080_017, price: 2.4421 },
    ]);
  });

  it('keeps the order of trades of one ms', () => {
    const arg = { instType: 'sp', channel: 'trade', instId: 'EOSUSDT' };
    const data = ['3', '2', '1'].map(size => ['1649290080017', '2', size, 'sell']);
    expect(read(channels.trades, official, eos, { action: 'update', arg, data })).toMatchObject(
      [1, 2, 3].map(size => ({ size })),
    );
  });

  it('reads candles of six columns', () => {
    const arg = { instType: 'sp', channel: 'candle1H', instId: 'EOSUSDT' };
    const data = [
      ['1649286000000', '2.5', '2.6', '2.4', '2.45', '100.5'],
      ['1649289600000', '2.45', '2.46', '2.43', '2.44', '7'],
    ];
    const request = { ...eos, interval: '1h' };
    const row = { interval: '1h', start: 1_649_289_600_000, close: 2.44, volume: 7, turnover: undefined };
    expect(read(channels.candles, official, request, { action: 'snapshot', arg, data })).toMatchObject([
      { type: 'candle-snapshot', rows: [{ start: 1_649_286_000_000 }, row] },
    ]);
    expect(read(channels.candles, official, request, { action: 'update', arg, data: data.slice(1) })).toMatchObject([
      { type: 'candle-row', ...row, closed: undefined },
    ]);
    expect(read(raw.candle1H, official, eos, { action: 'update', arg, data })).toMatchObject([
      { channel: 'candle1H', rows: data },
    ]);
  });

  describe('along the capture of AVAXUSDT', () => {
    const avax = { market: 'spot', symbol: 'AVAXUSDT' } as const;
    const topic = channels.book.topic(avax);
    const events = linesOf('v1-spot-books-AVAXUSDT').flatMap(line => {
      const [inbound] = hear(official, line);
      if (inbound?.type !== 'data' || inbound.topic !== topic.key) throw new Error('no data');
      return channels.book.read(inbound.body, contextOf(topic, 'spot', 'AVAXUSDT'));
    });

    it('adds up to the checksum of each push, the snapshot’s too', () => {
      let state: BookState | undefined;
      let checked = 0;
      for (const event of events) {
        state = bookReducer(state, event);
        if (state === undefined) throw new Error('no book');
        expect(event.checksum).toEqual(expect.any(Number));
        channels.book.verify?.(state, event);
        checked++;
      }
      expect(checked).toBe(7);
      expect(events[0]).toMatchObject({ type: 'book-snapshot', window: undefined });
    });

    it('says so where a level was missed', () => {
      const [first, , third] = events;
      if (first === undefined || third === undefined) throw new Error('too short');
      const state = bookReducer(bookReducer(undefined, first), third);
      if (state === undefined) throw new Error('no book');
      expect(messageOf(() => channels.book.verify?.(state, third))).toMatch(
        /^CHECKSUM: bitget-v1 spot AVAXUSDT: book adds up to -?\d+, the venue says -?\d+$/,
      );
    });

    it('asks no checksum of books of a fixed depth', () => {
      const frame = (linesOf('v1-spot-books-AVAXUSDT')[0] ?? '').replace('"channel":"books"', '"channel":"books5"');
      expect(read(channels.book, official, { ...avax, depth: 5 } as typeof avax, frame)).toMatchObject([
        { type: 'book-snapshot', checksum: undefined },
      ]);
    });
  });
});

describe('what cannot be asked for', () => {
  const wrong = (value: unknown): never => value as never;
  it.each<[string, () => unknown]>([
    [
      'dialect "klingon" is not one of bitget-v1: guide, official',
      () => channels.balances.topic({ ...spot, dialect: wrong('klingon') }),
    ],
    [
      'channel positions of bitget-v1 exists in the dialect guide only',
      () => channels.positions.topic({ ...margin, dialect: wrong('official') }),
    ],
    [
      'channel trades of bitget-v1 exists in the dialect guide only',
      () => raw.trades.topic({ ...spot, dialect: wrong('official') }),
    ],
    [
      'channel ticker of bitget-v1 exists in the dialect official only',
      () => channels.ticker.topic({ ...spotBtc, dialect: wrong('guide') }),
    ],
    [
      'channel books5 of bitget-v1 exists in the dialect official only',
      () => raw.books5.topic({ ...spotBtc, dialect: wrong('guide') }),
    ],
    [
      'depth 1 is not one of bitget-v1: 5, 15, or none for the full book',
      () => channels.book.topic({ ...spotBtc, depth: wrong(1) }),
    ],
    [
      'interval "3m" is not one of bitget-v1: 1m, 5m, 15m, 30m, 1h, 4h, 12h, 1d, 1w',
      () => channels.candles.topic({ ...spotBtc, interval: wrong('3m') }),
    ],
    ['symbol is empty: bitget-v1 writes symbols like BTCUSDT', () => bitgetV1.instrument(' ')],
    [
      'symbol "BTCUSDT_UMCBL" is not one of bitget-v1: write BTCUSDT or BTCUSDT_SPBL (the stream is spot only)',
      () => bitgetV1.instrument('BTCUSDT_UMCBL'),
    ],
  ])('%s', (words, act) => {
    expect(act).toThrow(new RangeError(words));
  });

  it('is no symbol that users write', () => {
    expect(bitgetV1.instrument(' btcusdt ')).toEqual({ symbol: 'BTCUSDT', market: undefined });
    expect(bitgetV1.instrument('BTCUSDT_SPBL')).toEqual({ symbol: 'BTCUSDT', market: 'spot' });
    expect(bitgetV1.instrument('default')).toEqual({ symbol: 'default', market: undefined });
  });
});

describe('the clock', () => {
  it.each([
    [{ code: '00000', data: { serverTime: '1688008631614' } }, 1_688_008_631_614],
    [{ data: { serverTime: 1_688_008_631_614 } }, 1_688_008_631_614],
    [{ data: { serverTime: 'soon' } }, undefined],
    [{ data: null }, undefined],
    [null, undefined],
    ['1688008631614', undefined],
  ])('reads %j as %s', (body, time) => {
    expect(bitgetV1.serverTime?.read(body)).toBe(time);
  });
});

describe.each(readdirSync(folder).filter(name => !name.startsWith('v1-mix')))('%s', file => {
  const [head = '', ...frames] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
  const protocols = file.startsWith('guide') ? [guide] : [official, officialPrivate];

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
  });

  it.each(frames.map((frame, i) => ({ line: i + 2, frame })))('line $line is read without a problem', ({ frame }) => {
    for (const protocol of protocols) {
      const told = hear(protocol, frame).map(inbound => {
        if (inbound.type !== 'data') return inbound;
        const readers = [...Object.values(channels), ...Object.values(raw)] as readonly Channel[];
        const topics = readers.filter(channel => nameOf(channel, inbound.topic) === inbound.topic);
        expect(topics.length).toBeGreaterThan(0);
        const context = { venue: 'bitget-v1', market: 'spot', symbol: '', topic: inbound.topic, receivedAt: 1 };
        return topics.map(channel => ({ kind: channel.kind, events: channel.read(inbound.body, context).length }));
      });
      expect(told).toMatchSnapshot();
    }
  });
});

/** The key that a channel gives the topic of the same symbol, market and dialect; undefined where it has none. */
function nameOf(channel: Channel, key: string): string | undefined {
  const [instType = '', name = '', instId = ''] = key.split(':');
  const symbol = instId === 'DEFAULT' ? '' : bitgetV1.instrument(instId).symbol;
  const dialect = instType === 'SPOT' || instType === 'MARGIN' ? 'guide' : 'official';
  const market = instType === 'MARGIN' ? 'margin' : 'spot';
  if (!channel.markets.includes(market)) return undefined;
  const depth = /^books(\d+)$/.exec(name)?.[1];
  const request = { market, symbol, dialect, interval: '1m', ...(depth === undefined ? {} : { depth: Number(depth) }) };
  try {
    return channel.topic(request).key;
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

describe('noise', () => {
  it.each([guide, official, officialPrivate])('is a DecodeError', protocol => {
    for (const noise of [
      '',
      '{',
      '[1,2',
      'hello',
      'null',
      '7',
      '"text"',
      '[]',
      '{}',
      '{"a":1}',
      '{"action":"update"}',
    ]) {
      expect(() => hear(protocol, noise), noise).toThrow(DecodeError);
    }
    expect(() => protocol.reader()({ receivedAt: 1, data: new Uint8Array([1, 2, 3]) })).toThrow(DecodeError);
  });
});
