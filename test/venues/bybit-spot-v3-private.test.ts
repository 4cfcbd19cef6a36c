import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SymbolRequest } from '../../src/contract/channel.js';
import type { Balance, Fill, Order } from '../../src/model/account.js';
import { SchemaError } from '../../src/model/errors.js';
import { bybitSpotV3 } from '../../src/venues/bybit-spot-v3/index.js';

const { balances, orders, fills } = bybitSpotV3.channels;
const folder = new URL('../fixtures/bybit-spot-v3/', import.meta.url);

interface Push {
  readonly topic: string;
  readonly data: readonly [Readonly<Record<string, unknown>>];
}

/** A documented push with other fields in its row. */
function pushOf(file: string, topic: string, changes: object = {}): Push {
  const line = readFileSync(new URL(`${file}.jsonl`, folder), 'utf8')
    .trim()
    .split('\n')
    .find(text => text.includes(`"topic":"${topic}"`));
  const push = JSON.parse(line ?? '') as Push;
  return { ...push, data: [{ ...push.data[0], ...changes }] };
}

const contextOf = (topic: string, symbol: string) => {
  const request: SymbolRequest<'spot'> = { market: 'spot', symbol };
  return { venue: 'bybit-spot-v3', ...request, topic, receivedAt: 2 };
};
const order = (changes: object = {}, symbol = ''): Order | undefined => {
  const [update] = orders.read(pushOf('private-docs-2022', 'order', changes), contextOf('order', symbol));
  return update?.rows[0];
};

describe('balances', () => {
  it('are of the assets that changed', () => {
    const push = pushOf('outboundAccountInfo-docs', 'outboundAccountInfo');
    const [update] = balances.read(push, contextOf('outboundAccountInfo', ''));
    expect(update).toMatchObject({ type: 'balance-update', whole: false, timestamp: 1_662_107_217_640 });
    expect(update?.rows).toEqual([
      {
        ...{ type: 'balance', venue: 'bybit-spot-v3', market: 'spot', timestamp: 1_662_107_217_640, receivedAt: 2 },
        ...{ asset: 'USDT', total: '378.38754174', available: '176.81254174', held: '201.575' },
        raw: { a: 'USDT', f: '176.81254174', l: '201.575' },
      },
    ] satisfies readonly Balance[]);
  });

  it('tell each event of a push', () => {
    const push = pushOf('outboundAccountInfo-docs', 'outboundAccountInfo');
    const both = { ...push, data: [...push.data, { ...push.data[0], E: '1662107217999', B: [] }] };
    const updates = balances.read(both, contextOf('outboundAccountInfo', ''));
    expect(updates.map(({ timestamp, rows }) => [timestamp, rows.length])).toEqual([
      [1_662_107_217_640, 1],
      [1_662_107_217_999, 0],
    ]);
  });
});

describe('orders', () => {
  it('spend an amount of quote, and are cancelled where a remainder is too little', () => {
    expect(order()).toMatchObject({
      symbol: 'BTCUSDT',
      id: '1238261807653647872',
      clientId: 'spotx008',
      side: 'buy',
      orderType: 'market',
      price: undefined,
      size: undefined,
      quoteSize: '20',
      filled: '0.001007',
      averagePrice: '19842.02',
      status: 'cancelled',
      timeInForce: 'gtc',
      fees: [{ asset: 'BTC', amount: '0' }],
      createdAt: 1_662_348_310_368,
      updatedAt: 1_662_348_310_441,
      timestamp: 1_662_348_310_441,
    } satisfies Partial<Order>);
  });

  it.each([
    ['LIMIT', 'GTC', { orderType: 'limit', price: '19000.5', size: '20', timeInForce: 'gtc' }],
    ['LIMIT', 'IOC', { orderType: 'limit', price: '19000.5', size: '20', timeInForce: 'ioc' }],
    ['LIMIT', 'FOK', { orderType: 'limit', price: '19000.5', size: '20', timeInForce: 'fok' }],
    ['LIMIT_MAKER', 'GTC', { orderType: 'limit', price: '19000.5', size: '20', timeInForce: 'post-only' }],
    ['MARKET_OF_BASE', 'GTC', { orderType: 'market', price: undefined, size: '20', quoteSize: undefined }],
    ['MARKET_OF_QUOTE', 'GTC', { orderType: 'market', price: undefined, size: undefined, quoteSize: '20' }],
    ['SOMETHING', 'GTX', { orderType: 'other', timeInForce: undefined }],
  ])('of type %s, %s', (o, f, wanted) => {
    expect(order({ o, f, p: '19000.5' })).toMatchObject(wanted);
  });

  it.each([
    ['NEW', '0', 'open'],
    ['PENDING_NEW', '0', 'open'],
    ['PENDING_CANCEL', '0', 'open'],
    ['PENDING_CANCEL', '0.5', 'partially-filled'],
    ['PARTIALLY_FILLED', '0.5', 'partially-filled'],
    ['FILLED', '1', 'filled'],
    ['CANCELED', '0', 'cancelled'],
    ['PARTIALLY_FILLED_CANCELED', '0.5', 'cancelled'],
    ['REJECTED', '0', 'rejected'],
  ])('%s with %s filled are %s', (X, z, status) => {
    expect(order({ X, z })?.status).toBe(status);
  });

  it('never stand as open for a word that nobody knows', () => {
    const act = (): unknown => order({ X: 'SUSPENDED' });
    expect(act).toThrow(SchemaError);
    expect(act).toThrow(/bybit-spot-v3 order: status X is "SUSPENDED", not one of PENDING_CANCEL, NEW, /);
  });

  it('tell a fee as long as one fill made it', () => {
    expect(order({ l: '0.5', z: '0.50', n: '0.0005', N: 'btc' })?.fees).toEqual([{ asset: 'BTC', amount: '0.0005' }]);
    // That of the last fill alone, and more was filled before.
    expect(order({ l: '0.5', z: '0.75', n: '0.0005', N: 'BTC' })?.fees).toEqual([]);
    expect(order({ l: '0', z: '0', n: '0', N: '' })?.fees).toEqual([]);
    expect(order({ l: '0', z: '0', n: '0', N: 'BTC' })?.fees).toEqual([]);
  });

  it('have no average price before a fill, and no client id where none was given', () => {
    expect(order({ z: '0', Z: '0', c: '' })).toMatchObject({ averagePrice: undefined, clientId: undefined });
  });

  it('are those of the symbol that was asked for', () => {
    expect(order({}, 'BTCUSDT')?.symbol).toBe('BTCUSDT');
    expect(order({}, 'default')?.symbol).toBe('BTCUSDT');
    expect(orders.read(pushOf('private-docs-2022', 'order'), contextOf('order', 'ETHUSDT'))).toEqual([]);
  });

  it.each(['E', 's', 'S', 'o', 'q', 'p', 'X', 'i', 'z', 'Z', 'O'])('need the field %s', field => {
    expect(() => order({ [field]: undefined })).toThrow(SchemaError);
  });
});

describe('fills', () => {
  it('are read without a fee, which the order tells', () => {
    const push = pushOf('ticketInfo-docs', 'ticketInfo');
    expect(fills.read(push, contextOf('ticketInfo', ''))).toMatchObject([
      {
        symbol: 'BTCUSDT',
        id: '2100000000002220938',
        orderId: '1238261807653647872',
        clientId: 'spotx008',
        side: 'buy',
        price: '19842.02',
        size: '0.001007',
        value: undefined,
        liquidity: 'taker',
        fees: [],
        timestamp: 1_662_348_310_373,
      } satisfies Partial<Fill>,
    ]);
    expect(fills.read(push, contextOf('ticketInfo', 'ETHUSDT'))).toEqual([]);
  });

  it('come oldest first', () => {
    const push = pushOf('ticketInfo-docs', 'ticketInfo', { m: true });
    const two = { ...push, data: [push.data[0], { ...push.data[0], T: '7', t: '1662348310000' }] };
    const read = fills.read(two, contextOf('ticketInfo', ''));
    expect(read.map(({ id, liquidity }) => [id, liquidity])).toEqual([
      ['7', 'maker'],
      ['2100000000002220938', 'maker'],
    ]);
  });
});
