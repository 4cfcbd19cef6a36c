import { describe, expect, it } from 'vitest';
import type { Channel, ReadContext } from '../../src/contract/channel.js';
import { SchemaError } from '../../src/model/errors.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { marketOf } from '../../src/venues/backpack/markets.js';
import { digitsOf, msOfDate, msOfMicros } from '../../src/venues/backpack/time.js';

const { channels } = backpack;
const E = 1_788_367_430_247_999;
const T = 1_788_367_430_246_081;

/** Reads an event as the channel does; the context is that of a call for this very symbol, or of the one given. */
function read(channel: Channel | object, stream: string, data: object, wanted: Partial<ReadContext> = {}): unknown[] {
  const { s = '' } = data as { readonly s?: string };
  const context = { venue: 'backpack', market: marketOf(s), symbol: s, topic: stream, receivedAt: 1, ...wanted };
  return [...(channel as Channel).read({ stream, data }, context)];
}

describe('times of Backpack', () => {
  it('are microseconds, of which we keep the milliseconds', () => {
    expect(msOfMicros(E, 'E')).toBe(1_788_367_430_247);
    expect(msOfMicros('1788367430247999', 'E')).toBe(1_788_367_430_247);
    for (const wrong of ['', '1e3', 'x', NaN]) expect(() => msOfMicros(wrong, 'E')).toThrow(RangeError);
  });

  it('are dates in candles, in UTC without saying so', () => {
    expect(msOfDate('2026-09-02T16:44:00', 't')).toBe(Date.UTC(2026, 8, 2, 16, 44));
    for (const wrong of ['', '2026-09-02', '1788367430', '2026-09-02T16:44:00+02:00', '2026-13-02T16:44:00'])
      expect(() => msOfDate(wrong, 't')).toThrow(RangeError);
  });

  it.each([
    [
      'trades',
      channels.trades,
      'trade.SOL_USDC',
      { s: 'SOL_USDC', E, T: 1_788_367_430_246_000, p: '1', q: '1', t: 1, m: true },
      1_788_367_430_246,
    ],
    ['quotes', channels.quotes, 'bookTicker.SOL_USDC', { s: 'SOL_USDC', E, T, u: 1 }, 1_788_367_430_246],
    ['book', channels.book, 'depth.SOL_USDC', { s: 'SOL_USDC', E, T, U: 1, u: 1, a: [], b: [] }, 1_788_367_430_246],
    ['ticker', channels.ticker, 'ticker.SOL_USDC', { s: 'SOL_USDC', E }, 1_788_367_430_247],
    [
      'openInterest',
      channels.openInterest,
      'openInterest.SOL_USDC_PERP',
      { s: 'SOL_USDC_PERP', E, o: '7' },
      1_788_367_430_247,
    ],
    [
      'liquidations',
      channels.liquidations,
      'liquidation',
      { s: 'SOL_USDC_PERP', E, T: 567, S: 'Ask', p: '1', q: '1' },
      1_788_367_430_247,
    ],
  ])('%s have the engine’s where it is told, else that of the event', (_, channel, stream, data, timestamp) => {
    expect(read(channel, stream, { e: 'x', ...data })).toMatchObject([{ timestamp }]);
  });

  it('are milliseconds where the next funding is', () => {
    const data = {
      e: 'markPrice',
      s: 'SOL_USDC_PERP',
      E,
      T,
      p: '98.94',
      f: '-0.0000125',
      i: '98.9',
      n: 1_788_368_400_000,
    };
    expect(read(channels.fundingRate, 'markPrice.SOL_USDC_PERP', data)).toMatchObject([
      { type: 'funding-rate', rate: -0.000_012_5, nextFundingTime: 1_788_368_400_000, timestamp: 1_788_367_430_246 },
    ]);
    const { f: _, i: __, n: ___, ...bare } = data;
    expect(read(channels.fundingRate, 'markPrice.X_PERP', bare)).toEqual([]);
    expect(read(channels.markPrice, 'markPrice.X_PERP', bare)).toMatchObject([{ price: 98.94, indexPrice: undefined }]);
  });

  it('of a first book may be milliseconds, as the page prints them', () => {
    const seed = channels.book.seed;
    const context = { venue: 'backpack', market: 'spot', symbol: 'SOL_USDC', topic: 'depth.SOL_USDC', receivedAt: 1 };
    const body = {
      asks: [
        ['21.9', '500.123'],
        ['22.1', '2'],
      ],
      bids: [
        ['20.12', '255'],
        ['20.5', '499'],
      ],
      lastUpdateId: '1684026955123',
    };
    for (const timestamp of [1_684_026_955_123, 1_684_026_955_123_456]) {
      expect(seed?.read({ ...body, timestamp }, context)).toMatchObject([
        {
          type: 'book-snapshot',
          timestamp: 1_684_026_955_123,
          sequence: '1684026955123',
          bids: [{ level: [20.5, 499] }, { level: [20.12, 255] }],
          asks: [{ level: [21.9, 500.123] }, { level: [22.1, 2] }],
        },
      ]);
    }
    expect(seed?.read({ ...body, lastUpdateId: 7, timestamp: 1 }, context)).toMatchObject([{ sequence: '7' }]);
    expect(() => seed?.read({ code: 'X' }, context)).toThrow(SchemaError);
    expect(() => seed?.read({ ...body, lastUpdateId: 'x', timestamp: 1 }, context)).toThrow(SchemaError);
  });
});

describe('numbers of Backpack', () => {
  it('are whole at any length', () => {
    expect([digitsOf(7, 'u'), digitsOf('111063070525358080', 'u')]).toEqual(['7', '111063070525358080']);
    for (const wrong of [1.5, -1, 1e30, '', '1.0', 'x']) expect(() => digitsOf(wrong, 'u')).toThrow(RangeError);
    const data = { e: 'depth', s: 'SOL_USDC', E, T, a: [], b: [], U: '9007199254740993', u: '9007199254740999' };
    expect(read(channels.book, 'depth.SOL_USDC', data)).toMatchObject([
      { previous: '9007199254740992', sequence: '9007199254740999' },
    ]);
    expect(read(channels.book, 'depth.SOL_USDC', { ...data, U: 1, u: 1 })).toMatchObject([
      { previous: undefined, sequence: '1' },
    ]);
  });

  it('have no id where a trade’s is zero', () => {
    const data = { e: 'trade', s: 'SOL_USDC', E, T, p: '18.68', q: '0.122', m: true };
    expect(read(channels.trades, 'trade.SOL_USDC', { ...data, t: 0 })).toMatchObject([{ id: undefined, side: 'sell' }]);
    expect(read(channels.trades, 'trade.SOL_USDC', { ...data, t: 12, m: false })).toMatchObject([
      { id: '12', side: 'buy' },
    ]);
  });

  it('are missing on a side that is empty', () => {
    const data = { e: 'bookTicker', s: 'SOL_USDC', E, T, a: null, A: null, b: '1.0', B: '2.0', u: '5' };
    expect(read(channels.quotes, 'bookTicker.SOL_USDC', data)).toMatchObject([
      { bid: 1, bidSize: 2, ask: undefined, askSize: undefined, sequence: '5' },
    ]);
  });
});

describe('candles of Backpack', () => {
  const data = {
    ...{ e: 'kline', E, s: 'SOL_USDC', t: '2026-09-02T16:44:00', T: '2026-09-02T16:45:00', n: 1, X: false },
    ...{ o: '98.98', h: '98.99', l: '98.97', c: '98.980000000', v: '5.14' },
  };

  it('have their interval from the name of the stream', () => {
    expect(read(channels.candles, 'kline.1month.SOL_USDC', data)).toMatchObject([
      { interval: '1M', start: Date.UTC(2026, 8, 2, 16, 44), open: 98.98, close: 98.98, volume: 5.14, closed: false },
    ]);
    expect(() => read(channels.candles, 'kline.9m.SOL_USDC', data)).toThrow(SchemaError);
  });

  it('are not told where nothing was traded', () => {
    const empty = { ...data, o: null, h: null, l: null, c: null, v: null, n: 0, X: true };
    expect(read(channels.candles, 'kline.1m.SOL_USDC', empty)).toEqual([]);
    expect(() => read(channels.candles, 'kline.1m.SOL_USDC', { ...data, o: null })).toThrow('o is "", not a number');
  });
});

describe('liquidations of Backpack', () => {
  it('are told of the symbol that is meant', () => {
    const data = { e: 'liquidation', E, T, S: 'Bid', s: 'SOL_USDC_PERP', p: '18.70', q: '10' };
    const perp = { market: 'perp' } as const;
    expect(read(channels.liquidations, 'liquidation', data)).toMatchObject([{ side: 'buy', price: 18.7, size: 10 }]);
    expect(read(channels.liquidations, 'liquidation', data, { ...perp, symbol: 'BTC_USDC_PERP' })).toEqual([]);
    expect(read(channels.liquidations, 'liquidation', data, { ...perp, symbol: 'default' })).toMatchObject([
      { symbol: 'SOL_USDC_PERP' },
    ]);
  });
});

describe('accounts of Backpack', () => {
  const order = {
    ...{ e: 'orderAccepted', E, T, s: 'SOL_USDC_PERP', i: '59887375336', S: 'Bid', o: 'LIMIT', f: 'GTC', X: 'New' },
    ...{
      q: '20.03',
      Q: '3568.3445',
      p: '178.15',
      z: '0',
      Z: '0',
      r: true,
      y: false,
      t: null,
      V: 'RejectTaker',
      O: 'USER',
    },
  };
  const rowOf = (data: object): unknown => {
    const [update] = read(channels.orders, 'account.orderUpdate', data) as { rows: unknown[] }[];
    return update?.rows[0];
  };

  it('have orders', () => {
    expect(rowOf(order)).toMatchObject({
      ...{ id: '59887375336', clientId: undefined, side: 'buy', orderType: 'limit', price: '178.15', size: '20.03' },
      ...{ quoteSize: undefined, filled: '0', averagePrice: undefined, status: 'open', timeInForce: 'gtc' },
      ...{ reduceOnly: true, positionSide: undefined, fees: [], updatedAt: 1_788_367_430_246, createdAt: undefined },
    });
    const filled = { ...order, c: 4_294_967_295, z: '3', Z: '534.45', X: 'PartiallyFilled', y: true, s: 'SOL_USDC' };
    expect(rowOf(filled)).toMatchObject({
      ...{ clientId: '4294967295', averagePrice: '178.15', timeInForce: 'post-only', reduceOnly: undefined },
    });
  });

  it.each([
    ['New', 'open'],
    ['PartiallyFilled', 'partially-filled'],
    ['Filled', 'filled'],
    ['Cancelled', 'cancelled'],
    ['Expired', 'expired'],
    ['TriggerPending', 'open'],
    ['Triggered', 'open'],
    ['TriggerFailed', 'rejected'],
  ])('have orders that are %s, which is %s', (X, status) => {
    expect(rowOf({ ...order, X })).toMatchObject({ status });
  });

  it('say which words of an order they know', () => {
    expect(() => rowOf({ ...order, X: 'Odd' })).toThrow(
      /account\.orderUpdate: X is "Odd", not one of New, PartiallyFilled/,
    );
    expect(rowOf({ ...order, o: 'Limit', f: 'XYZ' })).toMatchObject({ orderType: 'limit', timeInForce: undefined });
    expect(rowOf({ ...order, o: 'TWAP' })).toMatchObject({ orderType: 'other' });
  });

  it('have orders for an amount of quote, and orders that wait', () => {
    const { q: _, p: __, ...rest } = { ...order, o: 'MARKET' };
    expect(rowOf({ ...rest, Q: '100' })).toMatchObject({ size: undefined, quoteSize: '100', price: undefined });
    const waiting = { ...order, q: '0', Q: '0', X: 'TriggerPending', e: 'triggerPlaced' };
    expect(rowOf({ ...waiting, Y: '20.03' })).toMatchObject({ size: '20.03', quoteSize: undefined });
    expect(rowOf({ ...waiting, Y: '80%' })).toMatchObject({ size: undefined, quoteSize: undefined });
    expect(rowOf(waiting)).toMatchObject({ size: undefined, quoteSize: undefined });
  });

  const fill = {
    ...order,
    e: 'orderFill',
    X: 'Filled',
    t: 567,
    l: '1.23',
    L: '20',
    m: true,
    n: '-0.002',
    N: 'USDC',
    z: '1.23',
    Z: '24.6',
  };

  it('have fills, which are events of orders', () => {
    expect(read(channels.fills, 'account.orderUpdate', fill)).toMatchObject([
      {
        ...{
          type: 'fill',
          id: '567',
          orderId: '59887375336',
          side: 'buy',
          price: '20',
          size: '1.23',
          value: undefined,
        },
        ...{ liquidity: 'maker', fees: [{ asset: 'USDC', amount: '-0.002' }], realizedPnl: undefined },
      },
    ]);
    expect(read(channels.fills, 'account.orderUpdate', order)).toEqual([]);
    expect(read(channels.fills, 'account.orderUpdate', { ...fill, n: undefined, N: undefined })).toMatchObject([
      { fees: [] },
    ]);
    expect(() => read(channels.fills, 'account.orderUpdate', { ...fill, t: null })).toThrow(SchemaError);
  });

  it('tell what an order has paid as long as one fill made all of it', () => {
    expect(rowOf(fill)).toMatchObject({ fees: [{ asset: 'USDC', amount: '-0.002' }] });
    expect(rowOf({ ...fill, z: '2' })).toMatchObject({ fees: [] });
    expect(rowOf({ ...fill, N: undefined })).toMatchObject({ fees: [] });
  });

  it('tell each product line, and each symbol, its own', () => {
    for (const channel of [channels.orders, channels.fills]) {
      expect(read(channel, 'account.orderUpdate', fill, { market: 'spot', symbol: '' })).toEqual([]);
      expect(read(channel, 'account.orderUpdate', fill, { market: 'perp', symbol: '' })).toHaveLength(1);
      expect(read(channel, 'account.orderUpdate', fill, { market: 'perp', symbol: 'default' })).toHaveLength(1);
      expect(read(channel, 'account.orderUpdate', fill, { market: 'perp', symbol: 'BTC_USDC_PERP' })).toEqual([]);
    }
  });

  const position = {
    ...{
      e: 'positionAdjusted',
      E,
      T,
      s: 'ETH_USDC_PERP',
      b: '4238.479',
      B: '4236.36',
      M: '4235.88',
      P: '-0.000473',
      p: '0',
    },
    ...{ q: '-0.0010', Q: '0.0010', n: '4.2', f: '0.02', m: '0.0125', i: 5_411_399_049, l: '0' },
  };
  const sides = (data: unknown): unknown => {
    const context = { venue: 'backpack', market: 'perp', symbol: '', topic: 'account.positionUpdate', receivedAt: 1 };
    return channels.positions
      .read({ stream: 'account.positionUpdate', data }, context)
      .flatMap(({ rows }) => rows.map(({ symbol, side, size }) => [symbol, side, size].join(' ')));
  };

  it('have positions on one side, whatever was known of the other', () => {
    expect(sides(position)).toEqual(['ETH_USDC_PERP long 0', 'ETH_USDC_PERP short 0.0010']);
    expect(sides({ ...position, q: '0.0010' })).toEqual(['ETH_USDC_PERP long 0.0010', 'ETH_USDC_PERP short 0']);
    expect(sides({ ...position, q: '0.0000' })).toEqual(['ETH_USDC_PERP long 0.0000', 'ETH_USDC_PERP short 0.0000']);
    expect(sides({ ...position, s: 'SOL_USDC' })).toEqual([]);
  });

  it('have positions as they stand, one or several, without an event; numbers will do', () => {
    const { e: _, ...standing } = position;
    expect(sides([standing, { ...standing, s: 'BTC_USDC_PERP', q: 5 }])).toEqual([
      ...['ETH_USDC_PERP long 0', 'ETH_USDC_PERP short 0.0010', 'BTC_USDC_PERP long 5', 'BTC_USDC_PERP short 0'],
    ]);
    expect(sides([])).toEqual([]);
    const [update] = read(channels.positions, 'account.positionUpdate', standing) as { rows: unknown[] }[];
    expect(update?.rows[1]).toMatchObject({
      ...{ entryPrice: '4236.36', markPrice: '4235.88', liquidationPrice: undefined, unrealizedPnl: '-0.000473' },
      ...{ realizedPnl: '0', leverage: undefined, marginMode: undefined, available: undefined },
    });
    const { l: __, ...without } = { ...standing };
    expect(read(channels.positions, 'account.positionUpdate', without)).toHaveLength(1);
  });

  it('have balances; what is staked is held', () => {
    const data = { e: 'balanceUpdate', E, T, a: 'SOL', A: '10.5', L: '20', S: '0.25' };
    const context = { market: 'spot', symbol: '' };
    expect(read(channels.balances, 'account.balanceUpdate', data, context)).toMatchObject([
      { whole: false, rows: [{ asset: 'SOL', available: '10.5', held: '20.25', total: '30.75' }] },
    ]);
    const { S: _, ...bare } = data;
    expect(read(channels.balances, 'account.balanceUpdate', bare, context)).toMatchObject([
      { rows: [{ held: '20', total: '30.5' }] },
    ]);
  });
});
