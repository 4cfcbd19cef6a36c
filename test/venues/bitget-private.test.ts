import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel, SymbolRequest } from '../../src/contract/channel.js';
import type { Topic } from '../../src/contract/topic.js';
import type { EventOf, Kind } from '../../src/model/kinds.js';
import { FeedError } from '../../src/model/errors.js';
import { bitget } from '../../src/venues/bitget/index.js';

const folder = new URL('../fixtures/bitget/', import.meta.url);
const files = readdirSync(folder).filter(name => name.startsWith('v2-private-'));
const door = bitget.endpoints['private']?.protocol ?? bitget.protocol;
const { balances, orders, fills, positions } = bitget.channels;
const raw: Readonly<Record<string, Channel<'channel'>>> = bitget.raw;
const receivedAt = 1_800_000_000_000;

interface Envelope {
  readonly arg?: { readonly instType: string; readonly channel: string; readonly instId?: string };
  readonly action?: string;
  readonly event?: string;
}

/** Reads a frame as the private door does, and its body as the channel does. */
function readOf<K extends Kind>(channel: Channel<K>, frame: string, request: Partial<SymbolRequest> = {}) {
  const [inbound] = door.reader()({ receivedAt, data: frame });
  if (inbound?.type !== 'data') throw new Error(`no data: ${frame}`);
  const market = inbound.topic.slice(0, inbound.topic.indexOf(':')).toLowerCase();
  return channel.read(inbound.body, {
    venue: 'bitget',
    market,
    symbol: '',
    ...request,
    topic: inbound.topic,
    receivedAt,
  });
}

function pushOf(
  instType: string,
  channel: string,
  rows: readonly object[],
  name: object = { instId: 'default' },
): string {
  return JSON.stringify({ action: 'snapshot', arg: { instType, channel, ...name }, data: rows, ts: 1_700_000_000_123 });
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (cause) {
    if (cause instanceof FeedError || cause instanceof RangeError) return `${cause.name}: ${cause.message}`;
    throw cause;
  }
  return 'nothing';
}

/** The kinds that are made of a channel of this name. */
const kinds: Readonly<Record<string, Channel>> = {
  account: balances,
  'account-crossed': balances,
  orders,
  'orders-crossed': orders,
  fill: fills,
  positions: positions,
};

describe.each(files)('%s', file => {
  const [head = '', ...frames] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  it.each(frames.map((frame, i) => ({ line: i + 2, frame })))('line $line is read without a problem', ({ frame }) => {
    const { action, arg } = JSON.parse(frame) as Envelope;
    const [inbound, ...rest] = door.reader()({ receivedAt, data: frame });
    expect(rest).toEqual([]);
    if (action === undefined) {
      expect(inbound).toMatchSnapshot();
      return;
    }
    if (inbound?.type !== 'data' || arg === undefined) throw new Error('no data');
    const name = arg.channel;
    const channels = [kinds[name], raw[name]].filter(channel => channel !== undefined);
    expect(channels.at(-1)).toBe(raw[name]);
    for (const channel of channels) {
      const events = readOf(channel, frame, { symbol: arg.instId === 'default' ? '' : (arg.instId ?? '') });
      expect(events).not.toEqual([]);
      expect({ kind: channel.kind, topic: inbound.topic, events }).toMatchSnapshot();
    }
  });
});

it('has a frame of every private channel', () => {
  const seen = new Set(
    files.flatMap(file =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/"channel":"([^"]+)"/g)].map(m => m[1]),
    ),
  );
  const privates = Object.keys(raw).filter(
    name => raw[name]?.topic({ market: marketOf(name), symbol: symbolOf(name) }).endpoint === 'private',
  );
  expect(privates).toHaveLength(12);
  expect(privates.filter(name => !seen.has(name))).toEqual([]);
});

function marketOf(name: string): string {
  return raw[name]?.markets[0] ?? '';
}

function symbolOf(name: string): string {
  return /^orders-(crossed|isolated)$/.test(name) ? 'BTCUSDT' : '';
}

describe('the names of topics', () => {
  const argOf = ({ args }: Topic): unknown => args;

  it.each([
    ['account', 'spot', { coin: 'default' }],
    ['account', 'usdt-futures', { coin: 'default' }],
    ['orders', 'spot', { instId: 'default' }],
    ['orders', 'coin-futures', { instId: 'default' }],
    ['orders-algo', 'spot', { instId: 'default' }],
    ['fill', 'usdc-futures', { instId: 'default' }],
    ['positions', 'usdt-futures', { instId: 'default' }],
    ['positions-history', 'usdt-futures', { instId: 'default' }],
    ['adl-noti', 'usdt-futures', { instId: 'default' }],
    ['equity', 'usdt-futures', {}],
    ['account-crossed', 'margin', { coin: 'default' }],
    ['account-isolated', 'margin', { coin: 'default' }],
  ])('ask %s of %s as a whole by %j', (channel, market, name) => {
    for (const symbol of ['', 'default']) {
      const topic = raw[channel]?.topic({ market, symbol });
      expect(topic).toMatchObject({ endpoint: 'private', key: `${market.toUpperCase()}:${channel}:DEFAULT` });
      expect(topic?.args).toEqual({ instType: market.toUpperCase(), channel, ...name });
    }
  });

  it.each([
    ['orders', 'spot'],
    ['fill', 'spot'],
    ['orders-crossed', 'margin'],
    ['orders-isolated', 'margin'],
  ])('ask %s of %s by symbol', (channel, market) => {
    const topic = raw[channel]?.topic({ market, symbol: 'BTCUSDT' });
    expect(topic?.key).toBe(`${market.toUpperCase()}:${channel}:BTCUSDT`);
    expect(topic?.args).toEqual({ instType: market.toUpperCase(), channel, instId: 'BTCUSDT' });
  });

  it.each(['account', 'orders', 'orders-algo', 'positions', 'positions-history', 'equity', 'adl-noti'])(
    'refuse a symbol for %s of futures',
    channel => {
      expect(messageOf(() => raw[channel]?.topic({ market: 'usdt-futures', symbol: 'BTCUSDT' }))).toBe(
        `RangeError: channel ${channel} of bitget is told for all symbols together: write "default", not "BTCUSDT"`,
      );
    },
  );

  it('say that margin orders need a symbol', () => {
    for (const symbol of ['', 'default']) {
      expect(messageOf(() => orders.topic({ market: 'margin', symbol }))).toBe(
        'RangeError: channel orders-crossed of bitget is told by symbol: name one, like BTCUSDT',
      );
    }
  });

  it('refuse a market that is none', () => {
    expect(messageOf(() => balances.topic({ market: 'moon' as 'spot', symbol: '' }))).toMatch(
      /^RangeError: market "moon" is not one of bitget: spot, /,
    );
  });

  it('are those that the acknowledgements and the pushes have, whatever they are echoed by', () => {
    const equity = raw['equity']?.topic({ market: 'usdt-futures', symbol: '' }).key;
    expect(
      [
        '{"event":"subscribe","arg":{"instType":"USDT-FUTURES","channel":"equity","instId":"default"}}',
        '{"event":"subscribe","arg":{"instType":"USDT-FUTURES","channel":"equity"}}',
        '{"event":"subscribe","arg":{"instType":"usdt-futures","channel":"equity","coin":"default"}}',
      ].flatMap(data => door.reader()({ receivedAt, data })),
    ).toEqual(Array(3).fill({ type: 'accepted', topics: [equity] }));
    expect(
      door.reader()({
        receivedAt,
        data: '{"action":"snapshot","arg":{"instType":"USDT-FUTURES","channel":"equity"},"data":[]}',
      }),
    ).toMatchObject([{ type: 'data', topic: equity }]);
  });

  it('ask for the account kinds once for all symbols, where no symbol can be asked for', () => {
    const futures = 'usdt-futures' as const;
    for (const symbol of ['', 'default', 'BTCUSDT']) {
      expect(argOf(orders.topic({ market: futures, symbol }))).toEqual({
        ...{ instType: 'USDT-FUTURES', channel: 'orders', instId: 'default' },
      });
      expect(argOf(positions.topic({ market: futures, symbol }))).toMatchObject({
        channel: 'positions',
        instId: 'default',
      });
      expect(argOf(fills.topic({ market: futures, symbol }))).toMatchObject({ channel: 'fill', instId: 'default' });
      expect(argOf(fills.topic({ market: 'spot', symbol }))).toMatchObject({ channel: 'fill', instId: 'default' });
    }
    expect(argOf(orders.topic({ market: 'spot', symbol: '' }))).toMatchObject({ instId: 'default' });
    expect(argOf(orders.topic({ market: 'spot', symbol: 'BTCUSDT' }))).toMatchObject({ instId: 'BTCUSDT' });
    expect(argOf(orders.topic({ market: 'margin', symbol: 'BTCUSDT' }))).toMatchObject({ channel: 'orders-crossed' });
    expect(argOf(balances.topic({ market: 'margin', symbol: '' }))).toMatchObject({ channel: 'account-crossed' });
  });

  it('expect a first push where one is sure to come, and no other', () => {
    const prompt = Object.entries(raw)
      .map(([name, channel]) => [name, channel.topic({ market: marketOf(name), symbol: symbolOf(name) })] as const)
      .filter(([, topic]) => topic.endpoint === 'private' && topic.prompt)
      .map(([name]) => name);
    expect(prompt).toEqual(['account', 'positions']);
    expect(balances.topic({ market: 'spot', symbol: '' })).toMatchObject({ prompt: true, incremental: true });
    expect(balances.topic({ market: 'margin', symbol: '' })).toMatchObject({ prompt: false, incremental: true });
    expect(positions.topic({ market: 'usdt-futures', symbol: '' })).toMatchObject({ prompt: true, incremental: true });
    expect(orders.topic({ market: 'spot', symbol: '' })).toMatchObject({ prompt: false, incremental: false });
    expect(fills.topic({ market: 'spot', symbol: '' })).toMatchObject({ prompt: false, incremental: false });
  });

  it('are asked for in one message', () => {
    const topics = [
      balances.topic({ market: 'spot', symbol: '' }),
      raw['equity']?.topic({ market: 'usdt-futures', symbol: '' }),
    ];
    const asked = topics.filter(topic => topic !== undefined);
    expect(door.subscribe(asked, { id: '1', now: 0, credentials: undefined })).toBe(
      '{"op":"subscribe","args":[{"instType":"SPOT","channel":"account","coin":"default"},{"instType":"USDT-FUTURES","channel":"equity"}]}',
    );
  });
});

describe('balances', () => {
  const spot = {
    coin: 'usdt',
    available: '0.10',
    frozen: '7',
    locked: '0.001',
    limitAvailable: '5',
    uTime: '1700000000000',
  };
  const futures = { marginCoin: 'USDT', available: '26.14309528', frozen: '5.36581500', equity: '26.14309528' };
  const account = (instType: string, row: object): readonly EventOf<'balances'>[] =>
    readOf(balances, pushOf(instType, 'account', [row], { coin: 'default' }));

  it('on spot are what is free, frozen and locked, added exactly', () => {
    expect(account('SPOT', spot)).toMatchObject([
      {
        type: 'balance-update',
        whole: false,
        market: 'spot',
        timestamp: 1_700_000_000_123,
        rows: [{ asset: 'USDT', total: '7.101', available: '0.10', held: '7.001', timestamp: 1_700_000_000_000 }],
      },
    ]);
  });

  it('on spot may come without what is locked', () => {
    const { locked: _, ...without } = spot;
    expect(account('SPOT', without)).toMatchObject([{ rows: [{ total: '7.10', held: '7' }] }]);
  });

  it('on futures are equity, what orders can use, and what they hold', () => {
    expect(account('USDT-FUTURES', { ...futures, maxOpenPosAvailable: '20.77728028' })).toMatchObject([
      { rows: [{ asset: 'USDT', total: '26.14309528', available: '20.77728028', held: '5.36581500' }] },
    ]);
    expect(account('USDT-FUTURES', futures)).toMatchObject([{ rows: [{ available: '26.14309528' }] }]);
    const { equity: _, ...without } = futures;
    expect(account('USDT-FUTURES', without)).toMatchObject([
      { rows: [{ total: undefined, timestamp: 1_700_000_000_123 }] },
    ]);
  });

  it('on margin are those of the cross account', () => {
    const row = { coin: 'BTC', available: '0.1', frozen: '0.02', borrow: '5', interest: '1', coupon: '0', id: '1' };
    expect(readOf(balances, pushOf('MARGIN', 'account-crossed', [row], { coin: 'default' }))).toMatchObject([
      { whole: false, rows: [{ market: 'margin', asset: 'BTC', total: '0.12', available: '0.1', held: '0.02' }] },
    ]);
  });

  it('are never whole, not even the first time, and may be none', () => {
    expect(readOf(balances, pushOf('SPOT', 'account', [], { coin: 'default' }))).toMatchObject([
      { whole: false, rows: [] },
    ]);
  });

  it.each([
    ['available', 'abc'],
    ['frozen', ''],
    ['locked', '1e5'],
  ])('say that %s is %j', (field, value) => {
    expect(messageOf(() => account('SPOT', { ...spot, [field]: value }))).toBe(
      `SchemaError: bitget SPOT:account:DEFAULT: ${field} is ${JSON.stringify(value)}, not a decimal`,
    );
  });

  it('say what is missing', () => {
    expect(messageOf(() => account('SPOT', { ...spot, coin: undefined }))).toMatch(/: data\.0\.coin does not fit/);
    expect(messageOf(() => account('USDT-FUTURES', { ...futures, marginCoin: undefined }))).toMatch(
      /: data\.0\.marginCoin does not fit/,
    );
  });
});

describe('orders on spot', () => {
  const row = {
    ...{ instId: 'BTCUSDT', orderId: '1', clientOid: 'mine', price: '35000.00', size: '7.0000', newSize: '0.0002' },
    ...{ orderType: 'limit', force: 'gtc', side: 'buy', accBaseVolume: '0.0000', priceAvg: '0.00', status: 'live' },
    ...{ cTime: '1700000000000', uTime: '1700000000100', feeDetail: [] as object[] },
  };
  const orderOf = (change: object): unknown =>
    readOf(orders, pushOf('SPOT', 'orders', [{ ...row, ...change }])).flatMap(({ rows }) => rows)[0];

  it('are read whole', () => {
    expect(orderOf({})).toEqual({
      ...{
        type: 'order',
        venue: 'bitget',
        market: 'spot',
        symbol: 'BTCUSDT',
        timestamp: 1_700_000_000_100,
        receivedAt,
      },
      ...{ id: '1', clientId: 'mine', side: 'buy', orderType: 'limit', price: '35000.00', size: '0.0002' },
      ...{ quoteSize: undefined, filled: '0.0000', averagePrice: undefined, status: 'open', timeInForce: 'gtc' },
      ...{ reduceOnly: undefined, positionSide: undefined, fees: [] },
      ...{ createdAt: 1_700_000_000_000, updatedAt: 1_700_000_000_100, raw: row },
    });
  });

  it.each([
    ['a limit buy', {}, { size: '0.0002', quoteSize: undefined }],
    ['a limit buy of before the new field', { newSize: undefined }, { size: undefined, quoteSize: '7.0000' }],
    ['a limit sell', { side: 'sell', size: '0.5', newSize: '0.6' }, { size: '0.6', quoteSize: undefined }],
    [
      'a limit sell of before',
      { side: 'sell', size: '0.5', newSize: undefined },
      { size: '0.5', quoteSize: undefined },
    ],
    [
      'a market buy',
      { orderType: 'market', price: undefined, size: '8.0000', newSize: '8.0', notional: '8.000000' },
      { size: undefined, quoteSize: '8.000000', price: undefined },
    ],
    [
      'a market buy without its worth',
      { orderType: 'market', size: '8.0000', newSize: '8.0' },
      { size: undefined, quoteSize: '8.0' },
    ],
    [
      'a market buy of before, without its worth',
      { orderType: 'market', size: '8.0000', newSize: undefined },
      { size: undefined, quoteSize: '8.0000' },
    ],
    [
      'a market sell',
      { orderType: 'market', side: 'sell', price: '0', size: '0.4', newSize: '0.4' },
      { size: '0.4', quoteSize: undefined, price: undefined },
    ],
    [
      'one that tells no size',
      { side: 'sell', size: undefined, newSize: undefined },
      { size: undefined, quoteSize: undefined },
    ],
  ])('tell the size of %s in the right units', (_, change, told) => {
    expect(orderOf(change)).toMatchObject(told);
  });

  it('are not taken for their latest fill', () => {
    const fill = { fillPrice: '35100', baseVolume: '0.0001', fillFee: '-0.07', fillFeeCoin: 'BTC', tradeScope: 'T' };
    expect(
      orderOf({
        ...{ ...fill, accBaseVolume: '0.0002', priceAvg: '35050.00', status: 'filled' },
        feeDetail: [{ feeCoin: 'BTC', fee: '-0.00000018' }],
      }),
    ).toMatchObject({
      ...{ filled: '0.0002', averagePrice: '35050.00', status: 'filled' },
      fees: [{ asset: 'BTC', amount: '0.00000018' }],
    });
  });

  it.each([
    ['live', 'open'],
    ['partially_filled', 'partially-filled'],
    ['filled', 'filled'],
    ['cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
  ])('that are %s are %s', (word, status) => {
    expect(orderOf({ status: word })).toMatchObject({ status });
  });

  it('of an unknown status are told to be so', () => {
    expect(messageOf(() => orderOf({ status: 'init' }))).toBe(
      'SchemaError: bitget SPOT:orders:DEFAULT: status "init" is not one of live, partially_filled, filled, cancelled, canceled',
    );
  });

  it.each([
    ['gtc', 'gtc'],
    ['ioc', 'ioc'],
    ['fok', 'fok'],
    ['post_only', 'post-only'],
    ['', undefined],
    [undefined, undefined],
  ])('with force %s stand %s', (force, timeInForce) => {
    expect(orderOf({ force })).toMatchObject({ timeInForce });
  });

  it('without an id of their own or a time have none', () => {
    expect(orderOf({ clientOid: '', uTime: undefined, cTime: '' })).toMatchObject({
      ...{ clientId: undefined, updatedAt: undefined, createdAt: undefined, timestamp: 1_700_000_000_123 },
    });
  });

  it('of other sorts are called so', () => {
    expect(orderOf({ orderType: 'iceberg' })).toMatchObject({ orderType: 'other', price: '35000.00' });
  });

  it('may be cancelled with a reason that no page knows', () => {
    expect(orderOf({ status: 'cancelled', cancelReason: 'normal_cancel', somethingNew: [1] })).toMatchObject({
      status: 'cancelled',
    });
  });

  it('of other symbols are left out, and a push of others alone says nothing', () => {
    const frame = pushOf('SPOT', 'orders', [row, { ...row, instId: 'ETHUSDT', orderId: '2' }]);
    const idsFor = (symbol: string): unknown =>
      readOf(orders, frame, { symbol }).map(({ rows }) => rows.map(({ id }) => id));
    expect(idsFor('')).toEqual([['1', '2']]);
    expect(idsFor('default')).toEqual([['1', '2']]);
    expect(idsFor('ETHUSDT')).toEqual([['2']]);
    expect(idsFor('SOLUSDT')).toEqual([]);
  });
});

describe('orders on futures', () => {
  const row = {
    ...{
      instId: 'BTCUSDT',
      orderId: '1',
      price: '35000',
      size: '0.003',
      orderType: 'limit',
      force: 'gtc',
      side: 'buy',
    },
    ...{
      accBaseVolume: '0.001',
      priceAvg: '34999.5',
      status: 'partially_filled',
      posMode: 'hedge_mode',
      posSide: 'long',
    },
    ...{ tradeSide: 'open', reduceOnly: 'no', feeDetail: [{ feeCoin: 'USDT', fee: '-0.0210' }] },
    ...{ cTime: '1700000000000', uTime: '1700000000100' },
  };
  const orderOf = (change: object): unknown =>
    readOf(orders, pushOf('USDT-FUTURES', 'orders', [{ ...row, ...change }])).flatMap(({ rows }) => rows)[0];

  it('have a position and fees that were paid', () => {
    expect(orderOf({})).toMatchObject({
      ...{ side: 'buy', size: '0.003', quoteSize: undefined, filled: '0.001', averagePrice: '34999.5' },
      ...{ positionSide: 'long', reduceOnly: false, fees: [{ asset: 'USDT', amount: '0.0210' }] },
    });
    expect(orderOf({ reduceOnly: 'YES' })).toMatchObject({ reduceOnly: true });
  });

  it('have one fee per asset, and a rebate is negative', () => {
    const feeDetail = [
      { feeCoin: 'USDT', fee: '-0.02' },
      { feeCoin: 'BGB', fee: '0.5' },
      { feeCoin: 'USDT', fee: '-0.001' },
    ];
    expect(orderOf({ feeDetail })).toMatchObject({
      fees: [
        { asset: 'USDT', amount: '0.021' },
        { asset: 'BGB', amount: '-0.5' },
      ],
    });
  });

  it.each(['0.00000000', '-0.162003'])('that were never filled have no fee, though one of %s is listed', fee => {
    const unfilled = { accBaseVolume: '0', priceAvg: undefined, feeDetail: [{ feeCoin: 'USDT', fee }] };
    expect(orderOf({ ...unfilled, status: 'live' })).toMatchObject({ fees: [], averagePrice: undefined });
    expect(orderOf({ ...unfilled, status: 'canceled' })).toMatchObject({ fees: [], status: 'cancelled' });
  });

  it('at any price have none', () => {
    expect(orderOf({ orderType: 'market', price: '0' })).toMatchObject({ orderType: 'market', price: undefined });
  });

  it.each([
    ['long', 'open', 'buy'],
    ['long', 'close', 'sell'],
    ['short', 'open', 'sell'],
    ['short', 'close', 'buy'],
    ['long', 'reduce_close_long', 'sell'],
    ['short', 'burst_close_short', 'buy'],
    ['long', 'dte_sys_adl_close_long', 'sell'],
  ])('of a hedged account that are %s and %s are a %s, whatever their side says', (posSide, tradeSide, side) => {
    for (const told of ['buy', 'sell']) {
      expect(orderOf({ posSide, tradeSide, side: told })).toMatchObject({ side, positionSide: posSide });
      expect(orderOf({ posSide, tradeSide, side: told, posMode: 'hedge-mode' })).toMatchObject({ side });
    }
  });

  it.each([
    [{ posSide: 'net', tradeSide: 'sell_single', side: 'sell' }],
    [{ posSide: 'net', tradeSide: 'close', side: 'sell' }],
    [{ posSide: 'long', tradeSide: 'open', side: 'sell' }],
    [{ posSide: undefined, tradeSide: undefined, side: 'sell' }],
  ])('of a one-way account belong to no side: %j', change => {
    expect(orderOf({ posMode: 'one_way_mode', ...change })).toMatchObject({ side: 'sell', positionSide: undefined });
  });

  it('of other symbols are left out', () => {
    const frame = pushOf('USDT-FUTURES', 'orders', [row]);
    expect(readOf(orders, frame, { symbol: 'ETHUSDT' })).toEqual([]);
    expect(readOf(orders, frame, { symbol: 'BTCUSDT' })).toHaveLength(1);
  });
});

describe('orders on margin', () => {
  const row = {
    ...{ orderId: '1', clientOid: 'mine', orderType: 'limit', force: 'gtc', side: 'buy', status: 'partially_filled' },
    ...{ price: '35000.000000000', baseSize: '0.000300000', quoteSize: '10.500000000', baseVolume: '0.000200000' },
    ...{ fillPrice: '34999.000000000', fillTotalAmount: '6.9998', loanType: 'auto-loan-and-repay' },
    ...{ feeDetail: [{ feeCoin: 'BTC', deduction: 'no', totalDeductionFee: '0', totalFee: '0.0000002' }] },
    cTime: '1700000000000',
  };
  const orderOf = (change: object): unknown =>
    readOf(orders, pushOf('MARGIN', 'orders-crossed', [{ ...row, ...change }], { instId: 'BTCUSDT' }), {
      symbol: 'BTCUSDT',
    }).flatMap(({ rows }) => rows)[0];

  it('have their symbol from the argument, and totals in the fields that are of a fill elsewhere', () => {
    expect(orderOf({})).toMatchObject({
      ...{ symbol: 'BTCUSDT', market: 'margin', size: '0.000300000', quoteSize: undefined, filled: '0.000200000' },
      ...{ averagePrice: '34999.000000000', fees: [{ asset: 'BTC', amount: '0.0000002' }], reduceOnly: undefined },
      ...{ updatedAt: undefined, timestamp: 1_700_000_000_123, createdAt: 1_700_000_000_000 },
    });
  });

  it('at any price spend quote or sell base', () => {
    const market = { orderType: 'market', price: '0.000000000' };
    expect(orderOf({ ...market, baseSize: '0.000000000' })).toMatchObject({
      ...{ price: undefined, size: undefined, quoteSize: '10.500000000' },
    });
    expect(orderOf({ ...market, side: 'sell', quoteSize: '0.000000000' })).toMatchObject({
      ...{ size: '0.000300000', quoteSize: undefined },
    });
  });

  it('that were not filled have neither price nor fee', () => {
    expect(orderOf({ baseVolume: '0.000000000', fillPrice: '0.000000000' })).toMatchObject({
      ...{ filled: '0.000000000', averagePrice: undefined, fees: [] },
    });
  });
});

describe('fills', () => {
  const common = { symbol: 'LTCUSDT', orderId: '1', side: 'buy', orderType: 'market', tradeScope: 'taker', uTime: '1' };
  const fee = (totalFee: string): object => ({ feeCoin: 'USDT', deduction: 'no', totalDeductionFee: '0', totalFee });
  const spot = {
    ...common,
    tradeId: '7',
    priceAvg: '81.069',
    size: '0.074',
    amount: '5.999106',
    cTime: '1700000000000',
  };
  const futures = {
    ...{ ...common, tradeId: '8', price: '80.87', baseVolume: '0.1', quoteVolume: '8.087', profit: '-1.5' },
    ...{ clientOid: 'mine', posMode: 'hedge_mode', tradeSide: 'close', cTime: '1700000000000' },
  };
  const fillOf = (instType: string, row: object): unknown => readOf(fills, pushOf(instType, 'fill', [row]))[0];

  it('on spot cost what they say', () => {
    expect(fillOf('SPOT', { ...spot, feeDetail: [fee('0.000074')] })).toMatchObject({
      ...{ type: 'fill', market: 'spot', symbol: 'LTCUSDT', id: '7', orderId: '1', clientId: undefined, side: 'buy' },
      ...{ price: '81.069', size: '0.074', value: '5.999106', liquidity: 'taker', realizedPnl: undefined },
      ...{ timestamp: 1_700_000_000_000, fees: [{ asset: 'USDT', amount: '0.000074' }] },
    });
  });

  it('on futures cost what they say with the sign turned', () => {
    expect(fillOf('USDT-FUTURES', { ...futures, feeDetail: [fee('-0.0048522')] })).toMatchObject({
      ...{
        market: 'usdt-futures',
        id: '8',
        clientId: 'mine',
        side: 'buy',
        price: '80.87',
        size: '0.1',
        value: '8.087',
      },
      ...{ realizedPnl: '-1.5', fees: [{ asset: 'USDT', amount: '0.0048522' }] },
    });
    expect(fillOf('USDT-FUTURES', { ...futures, feeDetail: [fee('0')] })).toMatchObject({ fees: [{ amount: '0' }] });
  });

  it.each([
    ['taker', 'taker'],
    ['maker', 'maker'],
    ['marker', 'maker'],
    ['T', undefined],
    [undefined, undefined],
  ])('of scope %s are those of a %s', (tradeScope, liquidity) => {
    expect(fillOf('SPOT', { ...spot, tradeScope })).toMatchObject({ liquidity, fees: [] });
  });

  it('come oldest first, those of one moment as they were sent', () => {
    const frame = pushOf('SPOT', 'fill', [
      { ...spot, tradeId: 'c', cTime: '1700000000002' },
      { ...spot, tradeId: 'b', cTime: '1700000000001' },
      { ...spot, tradeId: 'a', cTime: '1700000000001' },
    ]);
    expect(readOf(fills, frame).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('of other symbols are left out', () => {
    const frame = pushOf('SPOT', 'fill', [spot, { ...spot, symbol: 'BTCUSDT', tradeId: '9' }]);
    expect(readOf(fills, frame, { symbol: 'BTCUSDT' }).map(({ id }) => id)).toEqual(['9']);
  });

  it('must have a price and a size, each product line in its own words', () => {
    expect(messageOf(() => fillOf('SPOT', { ...futures, size: '1' }))).toMatch(/: priceAvg is "", not a decimal$/);
    expect(messageOf(() => fillOf('USDT-FUTURES', { ...futures, baseVolume: undefined }))).toMatch(
      /: baseVolume is "", not a decimal$/,
    );
  });
});

describe('positions', () => {
  const row = {
    ...{
      posId: '926036334386778112',
      instId: 'BTCUSDT',
      marginCoin: 'USDT',
      marginSize: '2.19245',
      marginMode: 'crossed',
    },
    ...{ holdSide: 'long', posMode: 'hedge_mode', total: '0.001', available: '0.0004', frozen: '0.0006' },
    ...{ openPriceAvg: '43849', leverage: 20, achievedProfits: '0', unrealizedPL: '-0.0032', markPrice: '43845.8' },
    ...{ liquidationPrice: '17629.684814834', cTime: '1652331666985', uTime: '1701913016923', totalFee: '' },
  };
  const positionOf = (change: object): unknown =>
    readOf(positions, pushOf('USDT-FUTURES', 'positions', [{ ...row, ...change }])).flatMap(({ rows }) => rows)[0];

  it('are read whole', () => {
    expect(positionOf({})).toEqual({
      ...{ type: 'position', venue: 'bitget', market: 'usdt-futures', symbol: 'BTCUSDT', receivedAt },
      ...{ timestamp: 1_701_913_016_923, side: 'long', size: '0.001', available: '0.0004', entryPrice: '43849' },
      ...{ markPrice: '43845.8', liquidationPrice: '17629.684814834', leverage: '20', marginMode: 'cross' },
      ...{ marginAsset: 'USDT', margin: '2.19245', unrealizedPnl: '-0.0032', realizedPnl: '0' },
      ...{ createdAt: undefined, updatedAt: 1_701_913_016_923, raw: row },
    });
  });

  it.each([20, '20', 12.5, '12.5'])('take a leverage of %j', leverage => {
    expect(positionOf({ leverage })).toMatchObject({ leverage: String(leverage) });
  });

  it.each([
    ['crossed', 'cross'],
    ['isolated', 'isolated'],
    ['fixed', 'isolated'],
    ['', undefined],
  ])('with margin %s are %s', (marginMode, ours) => {
    expect(positionOf({ marginMode })).toMatchObject({ marginMode: ours });
  });

  it.each(['0', '-12.5', ''])('that cannot be liquidated have no price for it: %j', liquidationPrice => {
    expect(positionOf({ liquidationPrice })).toMatchObject({ liquidationPrice: undefined });
  });

  it('may be told without a mark price', () => {
    expect(positionOf({ markPrice: undefined })).toMatchObject({ markPrice: undefined });
  });

  it('have a side in one-way mode too, and no other than these two', () => {
    expect(positionOf({ posMode: 'one_way_mode', holdSide: 'short' })).toMatchObject({ side: 'short' });
    expect(messageOf(() => positionOf({ holdSide: 'net' }))).toMatch(
      /^SchemaError: .*: data\.0\.holdSide does not fit/,
    );
  });

  it('are all there are, and none where nothing is told', () => {
    const stamp = { type: 'position-update', market: 'usdt-futures', timestamp: 1_700_000_000_123, whole: true };
    expect(readOf(positions, pushOf('USDT-FUTURES', 'positions', [row]))).toMatchObject([stamp]);
    expect(readOf(positions, pushOf('USDT-FUTURES', 'positions', []))).toMatchObject([{ ...stamp, rows: [] }]);
  });

  it('of one symbol are all of that symbol, and none where there are others only', () => {
    const frame = pushOf('USDT-FUTURES', 'positions', [row, { ...row, instId: 'ETHUSDT' }]);
    const symbolsFor = (symbol: string): unknown =>
      readOf(positions, frame, { symbol }).map(({ whole, rows }) => [whole, rows.map(one => one.symbol)]);
    expect(symbolsFor('')).toEqual([[true, ['BTCUSDT', 'ETHUSDT']]]);
    expect(symbolsFor('ETHUSDT')).toEqual([[true, ['ETHUSDT']]]);
    expect(symbolsFor('SOLUSDT')).toEqual([[true, []]]);
  });
});

describe('raw channels', () => {
  it('keep the rows as they are, unknown fields too', () => {
    const rows = [{ btcEquity: '0.0021', usdtEquity: 13.9, somethingNew: { deep: [1] } }];
    expect(readOf(raw['equity'] as Channel<'channel'>, pushOf('USDT-FUTURES', 'equity', rows, {}))).toEqual([
      {
        ...{ type: 'message', venue: 'bitget', market: 'usdt-futures', symbol: '', timestamp: 1_700_000_000_123 },
        ...{ receivedAt, channel: 'equity', action: 'snapshot', rows },
      },
    ]);
  });

  it('tell an account in either shape', () => {
    const account = raw['account'] as Channel<'channel'>;
    expect(messageOf(() => readOf(account, pushOf('SPOT', 'account', [{ available: '1', frozen: '0' }], {})))).toMatch(
      /^SchemaError: bitget SPOT:account:DEFAULT: data\.0 does not fit/,
    );
  });
});
