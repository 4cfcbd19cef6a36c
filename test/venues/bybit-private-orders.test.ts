import { describe, expect, it } from 'vitest';
import type { SymbolRequest } from '../../src/contract/channel.js';
import type { Order } from '../../src/model/account.js';
import { FeedError } from '../../src/model/errors.js';
import { ordersReducer } from '../../src/state/orders.js';
import { bybit } from '../../src/venues/bybit/index.js';
import { privateProtocol } from '../../src/venues/bybit/private-protocol.js';

const { orders, fills } = bybit.channels;
const receivedAt = 1_800_000_000_000;

function contextOf(topic: string, request: Partial<SymbolRequest>) {
  return { venue: 'bybit', market: 'linear', symbol: '', ...request, topic, receivedAt };
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

const orderRow = {
  ...{ category: 'linear', symbol: 'BTCUSDT', orderId: 'o1', orderLinkId: 'mine', side: 'Buy', positionIdx: 0 },
  ...{ orderStatus: 'New', orderType: 'Limit', timeInForce: 'GTC', price: '60000.50', qty: '0.010', avgPrice: '' },
  ...{ cumExecQty: '0', cumExecValue: '0', cumExecFee: '0', cumFeeDetail: {}, feeCurrency: '', reduceOnly: false },
  ...{ createdTime: '1700000000000', updatedTime: '1700000000100' },
};
const updatesOf = (rows: readonly object[], request: Partial<SymbolRequest> = {}) =>
  orders.read({ topic: 'order', creationTime: 1_700_000_000_123, data: rows }, contextOf('order', request));
const orderOf = (change: object): Order | undefined => {
  const row = { ...orderRow, ...change };
  return updatesOf([row], { market: row.category }).flatMap(({ rows }) => rows)[0];
};

describe('orders', () => {
  it('are read whole', () => {
    expect(updatesOf([orderRow])).toEqual([
      {
        ...{ type: 'order-update', venue: 'bybit', market: 'linear', timestamp: 1_700_000_000_123, receivedAt },
        whole: false,
        rows: [
          {
            ...{ type: 'order', venue: 'bybit', market: 'linear', symbol: 'BTCUSDT' },
            ...{ timestamp: 1_700_000_000_100, receivedAt, id: 'o1', clientId: 'mine', side: 'buy' },
            ...{ orderType: 'limit', price: '60000.50', size: '0.010', quoteSize: undefined, filled: '0' },
            ...{ averagePrice: undefined, status: 'open', timeInForce: 'gtc', reduceOnly: false },
            ...{ positionSide: undefined, fees: [], createdAt: 1_700_000_000_000, updatedAt: 1_700_000_000_100 },
            raw: orderRow,
          },
        ],
      },
    ]);
  });

  it('of all markets share a topic, and each request gets its own', () => {
    const markets = ['spot', 'linear', 'inverse', 'option'] as const;
    const topics = markets.flatMap(market => ['', 'BTCUSDT'].map(symbol => orders.topic({ market, symbol })));
    expect(new Set(topics.map(topic => JSON.stringify(topic))).size).toBe(1);
    expect(topics[0]).toEqual({ key: 'order', endpoint: 'private', args: 'order', incremental: false, prompt: false });

    const rows = markets.flatMap(category =>
      ['BTCUSDT', 'ETHUSDT'].map(symbol => ({ ...orderRow, category, symbol, orderId: `${category} ${symbol}` })),
    );
    const idsOf = (request: Partial<SymbolRequest>) =>
      updatesOf(rows, request).flatMap(update => update.rows.map(({ id, market }) => `${market}: ${id}`));
    expect(idsOf({ market: 'spot' })).toEqual(['spot: spot BTCUSDT', 'spot: spot ETHUSDT']);
    expect(idsOf({ market: 'linear', symbol: 'ETHUSDT' })).toEqual(['linear: linear ETHUSDT']);
    expect(idsOf({ market: 'option', symbol: 'default' })).toHaveLength(2);
    expect(updatesOf(rows, { market: 'spot', symbol: 'XRPUSDT' })).toEqual([]);
  });

  it.each([
    ['New', '0', 'open'],
    ['Created', '0', 'open'],
    ['Untriggered', '0', 'open'],
    ['Triggered', '0', 'open'],
    ['New', '0.004', 'partially-filled'],
    ['PartiallyFilled', '0.004', 'partially-filled'],
    ['Filled', '0.010', 'filled'],
    ['Cancelled', '0', 'cancelled'],
    ['Cancelled', '0.004', 'cancelled'],
    ['PartiallyFilledCanceled', '0.004', 'cancelled'],
    ['Deactivated', '0', 'cancelled'],
    ['Rejected', '0', 'rejected'],
    ['Rejected', '0.004', 'cancelled'],
  ])('that are %s with %s filled are %s', (orderStatus, cumExecQty, status) => {
    expect(orderOf({ orderStatus, cumExecQty })).toMatchObject({ status, filled: cumExecQty });
  });

  it.each([
    ['0', '0.010', 'open'],
    ['0.004', '0.010', 'partially-filled'],
    ['0.010', '0.010', 'filled'],
    ['0.0100', '0.010', 'filled'],
    ['0.004', '', 'partially-filled'],
  ])('of an unknown status with %s of %s filled are %s, and the word stands in the row', (cumExecQty, qty, status) => {
    expect(orderOf({ orderStatus: 'Paused', cumExecQty, qty })).toMatchObject({
      status,
      raw: { orderStatus: 'Paused' },
    });
  });

  it('that are filled stay so when somebody tries to cancel them too late', () => {
    const filled = { orderStatus: 'Filled', cumExecQty: '0.010', cumExecValue: '600', avgPrice: '60000' };
    const late = { ...filled, cancelType: 'CancelByUser', rejectReason: 'EC_OrigClOrdIDDoesNotExist' };
    const told = [{}, filled, late].flatMap(change => updatesOf([{ ...orderRow, ...change }]));
    const states = told.reduce<ReturnType<typeof ordersReducer>[]>(
      (all, update) => [...all, ordersReducer(all.at(-1), update)],
      [],
    );
    expect(states.map(state => Object.keys(state?.open ?? {}))).toEqual([['o1'], [], []]);
    expect(states[2]).toBe(states[1]);
    expect(states[1]?.emit[0]?.changed).toMatchObject([{ status: 'filled', averagePrice: '60000' }]);
  });

  it.each([
    ['GTC', 'gtc'],
    ['IOC', 'ioc'],
    ['FOK', 'fok'],
    ['PostOnly', 'post-only'],
    ['RPI', 'post-only'],
    ['GTD', undefined],
    [undefined, undefined],
  ])('stand for %s: %s', (timeInForce, ours) => {
    expect(orderOf({ timeInForce })?.timeInForce).toBe(ours);
  });

  it('tell no price where they are market orders, and an average only where there is one', () => {
    expect(orderOf({ orderType: 'Market', avgPrice: '0' })).toMatchObject({
      ...{ orderType: 'market', price: undefined, averagePrice: undefined, size: '0.010' },
    });
    expect(orderOf({ orderType: 'UNKNOWN', price: '' })).toMatchObject({ orderType: 'other', price: undefined });
  });

  it.each([
    ['spot', 'Market', 'Buy', 'quoteCoin', 'quote'],
    ['spot', 'Market', 'Buy', 'baseCoin', 'base'],
    ['spot', 'Market', 'Buy', '', 'quote'],
    ['spot', 'Market', 'Buy', undefined, 'quote'],
    ['spot', 'Market', 'Sell', '', 'base'],
    ['spot', 'Market', 'Sell', 'quoteCoin', 'quote'],
    ['spot', 'Limit', 'Buy', '', 'base'],
    ['linear', 'Market', 'Buy', '', 'base'],
    ['option', 'Market', 'Buy', '', 'base'],
    ['inverse', 'Limit', 'Sell', '', 'quote'],
  ])('on %s, %s, %s, in units of %j are for an amount of %s', (category, orderType, side, marketUnit, unit) => {
    expect(orderOf({ category, orderType, side, marketUnit })).toMatchObject(
      unit === 'quote' ? { size: undefined, quoteSize: '0.010' } : { size: '0.010', quoteSize: undefined },
    );
  });

  it('on inverse tell what was filled in base, not in contracts', () => {
    const row = { category: 'inverse', symbol: 'BTCUSD', qty: '600', cumExecQty: '300', cumExecValue: '0.00500000' };
    expect(
      orderOf({ ...row, orderStatus: 'PartiallyFilled', avgPrice: '60000', cumExecFee: '0.00000275' }),
    ).toMatchObject({
      ...{ quoteSize: '600', filled: '0.00500000', status: 'partially-filled' },
      fees: [{ asset: 'BTC', amount: '0.00000275' }],
    });
    expect(orderOf({ ...row, cumExecQty: '0', cumExecValue: '' })).toMatchObject({ filled: '0' });
    expect(messageOf(() => orderOf({ ...row, cumExecValue: '' }))).toBe(
      'SchemaError: bybit order: cumExecValue is "", not a decimal',
    );
  });

  it('know positions everywhere but on spot', () => {
    expect(orderOf({ category: 'spot', reduceOnly: false })?.reduceOnly).toBeUndefined();
    expect(orderOf({ reduceOnly: true, positionIdx: 1 })).toMatchObject({ reduceOnly: true, positionSide: 'long' });
    expect(orderOf({ positionIdx: '2' })).toMatchObject({ positionSide: 'short' });
  });

  it.each([
    [
      'spot',
      { cumFeeDetail: { USDT: '0.0049', MNT: '0' }, cumExecFee: '9', feeCurrency: 'USDT' },
      { USDT: '0.0049', MNT: '0' },
    ],
    ['spot', { cumFeeDetail: undefined, cumExecFee: '0.0413', feeCurrency: 'USDT' }, { USDT: '0.0413' }],
    ['spot', { cumFeeDetail: '', cumExecFee: '0.0413', feeCurrency: '' }, {}],
    ['linear', { cumFeeDetail: { USDT: '0.33' }, cumExecFee: '0.33' }, { USDT: '0.33' }],
    ['linear', { cumFeeDetail: null, cumExecFee: '-0.06', feeCurrency: null }, { USDT: '-0.06' }],
    ['option', { cumFeeDetail: { MNT: '0.0024' }, cumExecFee: '0.35' }, { USDT: '0.35' }],
    ['option', { cumFeeDetail: { MNT: '0.0024' }, cumExecFee: '' }, { MNT: '0.0024' }],
  ])('on %s tell fees from %j', (category, told, fees) => {
    const symbol = category === 'option' ? 'BTC-13FEB25-89000-P-USDT' : 'BTCUSDT';
    const order = orderOf({ category, symbol, orderStatus: 'Filled', cumExecQty: '0.010', ...told });
    expect(order?.fees).toEqual(Object.entries(fees).map(([asset, amount]) => ({ asset, amount })));
    expect(orderOf({ category, symbol, ...told })?.fees).toEqual([]);
  });

  it('may spell things as other years did, and hold what nobody knows', () => {
    const odd = {
      tpSlMode: 'Full',
      tpslMode: undefined,
      smpGroup: '0',
      updatedTime: '',
      createdTime: 1_700_000_000_000,
    };
    expect(orderOf({ ...odd, cumExecQty: '', orderLinkId: '', brandNew: { deep: [1] } })).toMatchObject({
      ...{ updatedAt: undefined, timestamp: 1_700_000_000_123, createdAt: 1_700_000_000_000, filled: '0' },
      clientId: undefined,
    });
    expect(
      orders.read({ topic: 'order', creationTime: '1700000000123', data: [orderRow] }, contextOf('order', {})),
    ).toMatchObject([{ timestamp: 1_700_000_000_123 }]);
  });

  it.each(['category', 'symbol', 'orderId', 'side', 'orderStatus', 'orderType', 'cumExecQty'])('need %s', field => {
    expect(messageOf(() => updatesOf([{ ...orderRow, [field]: undefined }]))).toMatch(
      new RegExp(`^SchemaError: bybit order: data\\.0\\.${field} does not fit`),
    );
  });
});

const fillRow = {
  ...{ category: 'linear', symbol: 'BTCUSDT', orderId: 'o1', orderLinkId: '', side: 'Sell', execId: 'e1' },
  ...{
    execType: 'Trade',
    execPrice: '60000.5',
    execQty: '0.010',
    execValue: '600.005',
    execFee: '0.33',
    isMaker: false,
  },
  ...{ feeCurrency: '', execPnl: '1.25', execTime: '1700000000100', extraFees: '', seq: 7 },
};
const fillsOf = (rows: readonly object[], request: Partial<SymbolRequest> = {}) =>
  fills.read({ topic: 'execution', creationTime: 1_700_000_000_123, data: rows }, contextOf('execution', request));
const fillOf = (change: object) => {
  const row = { ...fillRow, ...change };
  return fillsOf([row], { market: row.category })[0];
};

describe('fills', () => {
  it('are read whole', () => {
    expect(fillsOf([fillRow])).toEqual([
      {
        ...{
          type: 'fill',
          venue: 'bybit',
          market: 'linear',
          symbol: 'BTCUSDT',
          timestamp: 1_700_000_000_100,
          receivedAt,
        },
        ...{ id: 'e1', orderId: 'o1', clientId: undefined, side: 'sell', price: '60000.5', size: '0.010' },
        ...{ value: '600.005', liquidity: 'taker', fees: [{ asset: 'USDT', amount: '0.33' }], realizedPnl: '1.25' },
        raw: fillRow,
      },
    ]);
  });

  it.each([
    ['Trade', 1],
    ['AdlTrade', 1],
    ['BustTrade', 1],
    ['BlockTrade', 1],
    ['MovePosition', 1],
    ['FutureSpread', 1],
    [undefined, 1],
    ['Funding', 0],
    ['Delivery', 0],
    ['Settle', 0],
    ['CorporateAction', 0],
    ['UNKNOWN', 0],
  ])('of type %s are %i', (execType, count) => {
    expect(fillsOf([{ ...fillRow, execType }])).toHaveLength(count);
  });

  it('of an unknown type are told to be so, but to those who asked for them only', () => {
    const rows = [{ ...fillRow, execType: 'Gift' }];
    expect(messageOf(() => fillsOf(rows))).toMatch(
      /^SchemaError: bybit execution: execType "Gift" of execution e1 is not one of Trade, /,
    );
    expect(fillsOf(rows, { market: 'spot' })).toEqual([]);
    expect(fillsOf(rows, { symbol: 'ETHUSDT' })).toEqual([]);
  });

  it('of several orders come in one push, the oldest first', () => {
    const rows = [
      { ...fillRow, execId: 'b', execTime: '1700000000200' },
      { ...fillRow, execId: 'a', orderId: 'o2' },
      { ...fillRow, execId: 'other', category: 'spot' },
      { ...fillRow, execId: 'c', execTime: '' },
    ];
    expect(fillsOf(rows).map(({ id, timestamp }) => [id, timestamp])).toEqual([
      ['a', 1_700_000_000_100],
      ['c', 1_700_000_000_123],
      ['b', 1_700_000_000_200],
    ]);
  });

  it.each([
    ['linear', 'BTCUSDT', '', 'USDT'],
    ['linear', '1000PEPEUSDT', '', 'USDT'],
    ['linear', 'BTCUSDT-21FEB25', '', 'USDT'],
    ['linear', 'BTCPERP', '', 'USDC'],
    ['linear', 'BTC-26DEC25', '', 'USDC'],
    ['linear', 'BTCUSDT', 'MNT', 'MNT'],
    ['inverse', 'BTCUSD', '', 'BTC'],
    ['inverse', 'BTCUSDU23', undefined, 'BTC'],
    ['option', 'BTC-6JAN23-17500-C', '', 'USDC'],
    ['option', 'BTC-13FEB25-89000-P-USDT', '', 'USDT'],
    ['spot', 'BTCUSDT', 'BTC', 'BTC'],
    ['spot', 'BTCUSDT', '', undefined],
    ['linear', 'ODDNAME', '', undefined],
    ['inverse', 'ODDNAME', '', undefined],
    ['option', 'ODDNAME', '', undefined],
  ])('on %s of %s in %j are charged in %s', (category, symbol, feeCurrency, asset) => {
    const fees = asset === undefined ? [] : [{ asset, amount: '0.33' }];
    expect(fillOf({ category, symbol, feeCurrency })?.fees).toEqual(fees);
  });

  it('tell taxes with the fee, and rebates as such', () => {
    const tax = { feeCoin: 'USDT', feeType: 'GST', subFeeType: 'IND_GST', feeRate: '0.0000675', fee: '0.006403779' };
    expect(fillOf({ execFee: '26.3725275', extraFees: [tax, { ...tax, feeCoin: 'IDR', fee: '5' }] })?.fees).toEqual([
      { asset: 'USDT', amount: '26.378931279' },
      { asset: 'IDR', amount: '5' },
    ]);
    expect(fillOf({ execFee: '-0.06', isMaker: true })).toMatchObject({
      ...{ liquidity: 'maker', fees: [{ asset: 'USDT', amount: '-0.06' }] },
    });
    expect(fillOf({ execFee: '', isMaker: undefined })).toMatchObject({ fees: [], liquidity: undefined });
  });

  it('on inverse are in base, though contracts are told', () => {
    expect(fillOf({ category: 'inverse', symbol: 'BTCUSD', execQty: '600', execValue: '0.01000000' })).toMatchObject({
      ...{ size: '0.01000000', value: '600' },
    });
  });

  it('on spot realise nothing', () => {
    expect(fillOf({ category: 'spot', feeCurrency: 'USDT' })).toMatchObject({
      realizedPnl: undefined,
      value: '600.005',
    });
  });
});

describe('rows that cannot be read', () => {
  const pushOf = (topic: string, ...rows: readonly unknown[]): string =>
    JSON.stringify({ id: 'x', topic, creationTime: 1_700_000_000_123, data: rows });
  const bodiesOf = (frame: string): readonly { readonly data: readonly unknown[] }[] =>
    privateProtocol
      .reader()({ receivedAt, data: frame })
      .map(inbound => {
        if (inbound.type !== 'data') throw new Error(`no data: ${JSON.stringify(inbound)}`);
        expect(inbound.topic).toBe((JSON.parse(frame) as { readonly topic: string }).topic);
        return inbound.body as { readonly data: readonly unknown[] };
      });

  it('cost none of the fills beside them, and are told by themselves', () => {
    const [gift, torn] = [
      { ...fillRow, execId: 'g', execType: 'Gift' },
      { ...fillRow, execId: 't', side: 'Both' },
    ];
    const frame = pushOf('execution', gift, fillRow, torn, { ...fillRow, execId: 'e2' });
    const read = bodiesOf(frame).map(body => {
      try {
        return fills.read(body, contextOf('execution', {})).map(({ id }) => id);
      } catch (cause) {
        return cause instanceof FeedError ? cause.message : cause;
      }
    });
    expect(read).toEqual([
      ['e1', 'e2'],
      expect.stringMatching(/^bybit execution: execType "Gift" of execution g is not one of Trade, /),
      expect.stringMatching(/^bybit execution: data\.0\.side does not fit/),
    ]);
  });

  it.each([
    ['order', orderRow, { side: 'Both' }],
    ['position', { category: 'linear', symbol: 'BTCUSDT', size: '1', side: 'Buy' }, { size: 1 }],
  ])('cost none of the rows of %s beside them', (topic, row, change) => {
    const odd = { ...row, ...change };
    expect(bodiesOf(pushOf(topic, row, odd, row)).map(({ data }) => data)).toEqual([[row, row], [odd]]);
    expect(bodiesOf(pushOf(topic, row, 7)).map(({ data }) => data)).toEqual([[row], [7]]);
    expect(bodiesOf(pushOf(topic, odd, odd)).map(({ data }) => data)).toEqual([[odd], [odd]]);
  });

  it('change nothing where there are none, where they are alone, and in other topics', () => {
    const frames = [
      pushOf('order', orderRow, { ...orderRow, orderStatus: 'Paused' }),
      pushOf('execution', fillRow, { ...fillRow, execType: undefined }),
      pushOf('execution', { ...fillRow, execType: 'Gift' }),
      pushOf('wallet', 7, 8),
      '{"topic":"order","data":7}',
    ];
    for (const frame of frames) expect(bodiesOf(frame)).toEqual([JSON.parse(frame)]);
  });
});
