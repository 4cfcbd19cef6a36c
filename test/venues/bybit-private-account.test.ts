import { describe, expect, it } from 'vitest';
import type { Channel, SymbolRequest } from '../../src/contract/channel.js';
import { FeedError } from '../../src/model/errors.js';
import { positionsReducer } from '../../src/state/positions.js';
import type { PositionsState } from '../../src/state/positions.js';
import { bybit } from '../../src/venues/bybit/index.js';

const { balances, positions } = bybit.channels;
const raw: Readonly<Record<string, Channel<'channel'>>> = bybit.raw;
const receivedAt = 1_800_000_000_000;

function contextOf(topic: string, request: Partial<SymbolRequest>) {
  return { venue: 'bybit', market: 'linear', symbol: '', ...request, topic, receivedAt };
}

function pushOf(topic: string, rows: readonly object[]): object {
  return { id: 'x', topic, creationTime: 1_700_000_000_123, data: rows };
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

describe('balances', () => {
  const coin = {
    ...{ coin: 'USDT', equity: '998.50', walletBalance: '1000.5', locked: '10', totalOrderIM: '5.25' },
    ...{ totalPositionIM: '100', unrealisedPnl: '-2', availableToWithdraw: '' },
  };
  const wallet = (rows: readonly object[], market = 'spot') =>
    balances.read(pushOf('wallet', rows), contextOf('wallet', { market }));
  const balanceOf = (change: object) =>
    wallet([{ accountType: 'UNIFIED', coin: [{ ...coin, ...change }] }]).flatMap(({ rows }) => rows)[0];

  it('are the equity, of which margin and spot orders hold a part', () => {
    const row = { accountType: 'UNIFIED', coin: [coin] };
    expect(wallet([row])).toEqual([
      {
        ...{ type: 'balance-update', venue: 'bybit', market: 'spot', timestamp: 1_700_000_000_123, receivedAt },
        whole: false,
        rows: [
          {
            ...{ type: 'balance', venue: 'bybit', market: 'spot', timestamp: 1_700_000_000_123, receivedAt },
            ...{ asset: 'USDT', total: '998.50', available: '883.25', held: '115.25', raw: coin },
          },
        ],
      },
    ]);
  });

  it('are told without the margin in portfolio margin, and without an equity where there is none', () => {
    expect(balanceOf({ totalOrderIM: '', totalPositionIM: '', locked: undefined })).toMatchObject({
      ...{ total: '998.50', available: '998.50', held: '0' },
    });
    expect(balanceOf({ equity: '', totalOrderIM: undefined })).toMatchObject({ total: '1000.5', available: '890.5' });
    expect(balanceOf({ equity: undefined, locked: '0' })).toMatchObject({ total: '1000.5' });
  });

  it('are never free below zero: other coins stand in for what lacks', () => {
    expect(balanceOf({ equity: '100' })).toMatchObject({ total: '100', available: '0', held: '115.25' });
    expect(balanceOf({ equity: '-5', locked: '0', totalOrderIM: '0', totalPositionIM: '0' })).toMatchObject({
      ...{ total: '-5', available: '0', held: '0' },
    });
  });

  it.each([
    ['UNIFIED', ['spot', 'linear', 'inverse', 'option']],
    [undefined, ['spot', 'linear', 'inverse', 'option']],
    ['SPOT', ['spot']],
    ['CONTRACT', ['linear', 'inverse']],
    ['FUND', []],
  ])('of an account of type %s are those of %j', (accountType, markets) => {
    expect(balances.markets.filter(market => wallet([{ accountType, coin: [coin] }], market).length > 0)).toEqual(
      markets,
    );
  });

  it('of several coins and accounts come together', () => {
    const rows = ['UNIFIED', 'SPOT', 'CONTRACT'].map(accountType => ({
      ...{
        accountType,
        coin: [
          { ...coin, coin: `a${accountType}` },
          { ...coin, coin: 'BTC' },
        ],
      },
    }));
    expect(wallet(rows).flatMap(update => update.rows.map(({ asset }) => asset))).toEqual([
      ...['AUNIFIED', 'BTC', 'ASPOT', 'BTC'],
    ]);
    expect(wallet([{ accountType: 'UNIFIED', coin: [] }])).toEqual([]);
  });

  it('have one topic, whatever the market, and know no symbols', () => {
    expect(balances.topic({ market: 'inverse', symbol: '' })).toEqual(
      balances.topic({ market: 'spot', symbol: 'default' }),
    );
    expect(balances.topic({ market: 'spot', symbol: '' })).toMatchObject({ key: 'wallet', args: 'wallet' });
    expect(messageOf(() => balances.topic({ market: 'spot', symbol: 'BTCUSDT' }))).toBe(
      'RangeError: channel wallet of bybit is told for the whole account: write "default", not "BTCUSDT"',
    );
  });

  it('say what does not fit', () => {
    expect(messageOf(() => balanceOf({ coin: undefined }))).toMatch(
      /^SchemaError: bybit wallet: data\.0\.coin\.0\.coin does/,
    );
    expect(messageOf(() => balanceOf({ locked: '1e5' }))).toBe(
      'SchemaError: bybit wallet: locked is "1e5", not a decimal',
    );
  });
});

const row = {
  ...{ category: 'linear', symbol: 'BTCUSDT', positionIdx: 0, side: 'Buy', size: '0.5', positionValue: '30000' },
  ...{ entryPrice: '60000', markPrice: '60100.5', liqPrice: '55000.1', leverage: '10', positionIM: '3000.1' },
  ...{ unrealisedPnl: '50.25', curRealisedPnl: '-1.5', cumRealisedPnl: '99', tradeMode: 0, seq: 8 },
  ...{ createdTime: '1600000000000', updatedTime: '1700000000100', openTime: 1_700_000_000_000 },
};
const updatesOf = (rows: readonly object[], request: Partial<SymbolRequest> = {}) =>
  positions.read(pushOf('position', rows), contextOf('position', request));
const positionsOf = (change: object) => {
  const told = { ...row, ...change };
  return updatesOf([told], { market: told.category }).flatMap(update => update.rows);
};
/** What is open and what has just been closed, after pushes of these rows. */
const after = (...pushes: readonly object[]) => {
  let state: PositionsState | undefined;
  let at = 1_700_000_000_100;
  for (const change of pushes) {
    const told = { ...row, updatedTime: String(at++), ...change };
    for (const update of updatesOf([told], { market: told.category })) state = positionsReducer(state, update);
  }
  const { open = [], closed = [] } = state?.emit[0] ?? {};
  return [open, closed].map(list => list.map(({ side, size }) => `${side} ${size}`));
};

describe('positions', () => {
  it('are read whole', () => {
    expect(updatesOf([row])).toEqual([
      {
        ...{ type: 'position-update', venue: 'bybit', market: 'linear', timestamp: 1_700_000_000_123, receivedAt },
        whole: false,
        rows: [
          {
            ...{ type: 'position', venue: 'bybit', market: 'linear', symbol: 'BTCUSDT', timestamp: 1_700_000_000_100 },
            ...{ receivedAt, side: 'long', size: '0.5', available: undefined, entryPrice: '60000' },
            ...{ markPrice: '60100.5', liquidationPrice: '55000.1', leverage: '10', marginMode: undefined },
            ...{ marginAsset: 'USDT', margin: '3000.1', unrealizedPnl: '50.25', realizedPnl: '-1.5' },
            ...{ createdAt: 1_700_000_000_000, updatedAt: 1_700_000_000_100, raw: row },
          },
          expect.objectContaining({ side: 'short', size: '0', entryPrice: undefined, realizedPnl: undefined }),
        ],
      },
    ]);
  });

  it('of one side are closed by what is flat, and by the other side', () => {
    expect(after({})).toEqual([['long 0.5'], []]);
    expect(after({}, { side: '', size: '0' })).toEqual([[], ['long 0']]);
    expect(after({ side: 'Sell' }, { side: 'None', size: '0' })).toEqual([[], ['short 0']]);
    expect(after({}, { side: 'Sell', size: '0.2' })).toEqual([['short 0.2'], ['long 0']]);
    expect(after({ side: '', size: '0' })).toEqual([[], []]);
  });

  it('of a hedged account stand beside each other', () => {
    const long = { positionIdx: 1 };
    const short = { positionIdx: 2, side: 'Sell', size: '0.3' };
    expect(after(long, short)).toEqual([['long 0.5', 'short 0.3'], []]);
    expect(after(long, short, { ...short, side: '', size: '0' })).toEqual([['long 0.5'], ['short 0']]);
    expect(positionsOf({ positionIdx: 2, side: '', size: '0' })).toMatchObject([{ side: 'short', size: '0' }]);
  });

  it('are told again at every order, which changes nothing', () => {
    expect(after({}, { updatedTime: '1700000000100' })).toEqual([['long 0.5'], []]);
  });

  it('tell nothing where Bybit writes zero or nothing for it', () => {
    const none = { entryPrice: '0', liqPrice: '', leverage: '', positionIM: '', openTime: 0, updatedTime: '' };
    expect(positionsOf({ ...none, unrealisedPnl: '', curRealisedPnl: undefined })[0]).toMatchObject({
      ...{ entryPrice: undefined, liquidationPrice: undefined, leverage: undefined, margin: undefined },
      ...{ createdAt: undefined, updatedAt: undefined, unrealizedPnl: undefined, realizedPnl: undefined },
      timestamp: 1_700_000_000_123,
    });
    expect(positionsOf({ liqPrice: '0' })[0]).toMatchObject({ liquidationPrice: undefined });
    expect(positionsOf({ liqPrice: '-1' })[0]).toMatchObject({ liquidationPrice: undefined });
  });

  it('on inverse are in base, though contracts are told', () => {
    const inverse = { category: 'inverse', symbol: 'BTCUSD', size: '600', positionValue: '0.01000000' };
    expect(positionsOf(inverse)[0]).toMatchObject({ size: '0.01000000', marginAsset: 'BTC' });
    expect(positionsOf({ ...inverse, size: '0', side: '', positionValue: '' })).toMatchObject([
      { size: '0' },
      { size: '0' },
    ]);
    expect(messageOf(() => positionsOf({ ...inverse, positionValue: '' }))).toBe(
      'SchemaError: bybit position: positionValue is "", not a decimal',
    );
  });

  it('are those of the market and the symbol that were asked for', () => {
    const rows = [row, { ...row, symbol: 'ETHUSDT' }, { ...row, category: 'inverse', symbol: 'BTCUSD' }];
    const symbolsOf = (request: Partial<SymbolRequest>) => [
      ...new Set(updatesOf(rows, request).flatMap(update => update.rows.map(({ symbol }) => symbol))),
    ];
    expect(symbolsOf({})).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(symbolsOf({ symbol: 'ETHUSDT' })).toEqual(['ETHUSDT']);
    expect(symbolsOf({ market: 'inverse' })).toEqual(['BTCUSD']);
    expect(symbolsOf({ market: 'option' })).toEqual([]);
    expect(positions.markets).toEqual(['linear', 'inverse', 'option']);
  });
});

describe('raw channels', () => {
  const read = (name: string, rows: readonly object[], request: Partial<SymbolRequest>) =>
    raw[name]?.read(pushOf(name, rows), contextOf(name, request)) ?? [];

  it('pass on the rows of the market and the symbol, as they are', () => {
    const rows = [row, { ...row, symbol: 'ETHUSDT', brandNew: 1 }, { ...row, category: 'option' }];
    expect(read('position', rows, { symbol: 'default' })).toEqual([
      {
        ...{ type: 'message', venue: 'bybit', market: 'linear', symbol: 'default', timestamp: 1_700_000_000_123 },
        ...{ receivedAt, channel: 'position', action: undefined, rows: rows.slice(0, 2) },
      },
    ]);
    expect(read('position', rows, { symbol: 'ETHUSDT' })).toMatchObject([{ rows: [{ brandNew: 1 }] }]);
    expect(read('position', rows, { market: 'inverse' })).toEqual([]);
  });

  it('share the topic of their kind', () => {
    for (const [name, channel] of [
      ['wallet', balances],
      ['order', bybit.channels.orders],
      ['execution', bybit.channels.fills],
      ['position', positions],
    ] as const) {
      expect(raw[name]?.topic({ market: 'linear', symbol: '' })).toEqual(
        channel.topic({ market: 'linear', symbol: '' }),
      );
      expect(raw[name]?.markets).toEqual(channel.markets);
    }
  });

  it.each([
    ['spot', 'dcp.spot'],
    ['linear', 'dcp.future'],
    ['inverse', 'dcp.future'],
    ['option', 'dcp.option'],
  ])('watch over the orders of %s by %s', (market, name) => {
    expect(raw['dcp']?.topic({ market, symbol: 'default' })).toMatchObject({ key: name, args: name, prompt: false });
  });

  it.each([
    'wallet',
    'greeks',
    'dcp',
    'spread.order',
    'spread.execution',
    'rfq.open.rfqs',
    'rfq.open.quotes',
    'rfq.open.trades',
  ])('refuse a symbol for %s', name => {
    const market = raw[name]?.markets[0] ?? '';
    expect(bybit.markets).toContain(market);
    expect(messageOf(() => raw[name]?.topic({ market, symbol: 'BTCUSDT' }))).toBe(
      `RangeError: channel ${name} of bybit is told for the whole account: write "default", not "BTCUSDT"`,
    );
  });

  it('tell strategies of all markets, or of one symbol', () => {
    const rows = ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      strategyId: symbol,
      strategyType: 'twap',
      category: 'UTA_USDT',
      symbol,
    }));
    expect(read('strategy', rows, { market: 'spot', symbol: 'default' })).toMatchObject([{ rows }]);
    expect(read('strategy', rows, { market: 'spot', symbol: 'ETHUSDT' })).toMatchObject([{ rows: rows.slice(1) }]);
    expect(read('strategy', rows, { market: 'spot', symbol: 'XRPUSDT' })).toEqual([]);
  });
});
