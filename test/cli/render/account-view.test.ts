import { describe, expect, it } from 'vitest';
import { changedRows, venueRows } from '../../../src/cli/account-rows.js';
import { accountLine, feesText } from '../../../src/cli/render/account-line.js';
import { accountLines, foldAccount } from '../../../src/cli/render/account-view.js';
import { createPaint } from '../../../src/cli/render/paint.js';
import type { AccountValue } from '../../../src/cli/account-rows.js';
import type { Balance, Balances, Fill, Position, Positions } from '../../../src/model/account.js';

const at = Date.UTC(2025, 1, 26, 12, 34, 56, 789);
const stamp = { venue: 'bitget', market: 'usdt-futures', timestamp: at, receivedAt: at + 5 } as const;
const room = { width: 80, height: 10, paint: createPaint(false) };

function aFill(id: string): Fill {
  const amounts = { price: '88650.10', size: '0.250', value: undefined, realizedPnl: undefined } as const;
  const fees = [{ asset: 'USDT', amount: '-0.5' }] as const;
  const ids = { id, orderId: 'o1', clientId: undefined };
  return {
    type: 'fill',
    ...stamp,
    symbol: 'BTCUSDT',
    ...ids,
    ...amounts,
    side: 'buy',
    liquidity: 'maker',
    fees,
    raw: id,
  };
}

function balances(...assets: readonly string[]): Balances {
  const rows = assets.map((asset): Balance => {
    return { type: 'balance', ...stamp, asset, total: undefined, available: '1.50', held: undefined, raw: asset };
  });
  return { type: 'balances', ...stamp, assets: Object.fromEntries(rows.map(row => [row.asset, row])), changed: rows };
}

const position: Position = {
  type: 'position',
  ...stamp,
  symbol: 'BTCUSDT',
  side: 'long',
  size: '0.5',
  available: undefined,
  entryPrice: '100.10',
  markPrice: undefined,
  liquidationPrice: undefined,
  leverage: undefined,
  marginMode: undefined,
  marginAsset: undefined,
  margin: undefined,
  unrealizedPnl: undefined,
  realizedPnl: undefined,
  createdAt: undefined,
  updatedAt: undefined,
  raw: 'p',
};

const gone: Positions = { type: 'positions', ...stamp, open: [], changed: [], closed: [position] };

describe('lines of an account', () => {
  it('have the exact text of the venue, and leave out what was not told', () => {
    expect(accountLine(aFill('f1'))).toMatch(
      /^\S+ BTCUSDT buy {3}88650\.10 × 0\.250 {2}maker {2}fee -0\.5 USDT {2}id f1 {2}order o1$/,
    );
    expect(changedRows(balances('BTC')).map(accountLine)).toEqual([expect.stringMatching(/^\S+ BTC available 1\.50$/)]);
  });

  it('tell a position that is gone, which has no row of the venue', () => {
    expect(changedRows(gone).map(accountLine)).toEqual([expect.stringMatching(/^\S+ BTCUSDT long {2}closed$/)]);
    expect(venueRows(gone)).toEqual([]);
    expect(venueRows({ ...gone, open: [position], changed: [position], closed: [] })).toEqual(['p']);
  });

  it('name several fees', () => {
    expect(
      feesText([
        { asset: 'BTC', amount: '0.1' },
        { asset: 'BGB', amount: '2' },
      ]),
    ).toBe('0.1 BTC + 2 BGB');
  });
});

describe('the view of an account', () => {
  const none: ReadonlyMap<string, AccountValue> = new Map();

  it('says that it waits, and that there is nothing', () => {
    expect(accountLines('orders', [], room)).toEqual(['waiting for the first orders']);
    expect(accountLines('positions', [gone], room)).toEqual(['no positions']);
  });

  it('counts what has no room', () => {
    const lines = accountLines('balances', [balances('A', 'B', 'C', 'D', 'E')], { ...room, height: 4 });
    expect(lines).toEqual(['asset  available', 'A           1.50', 'B           1.50', 'and 3 more']);
    expect(accountLines('balances', [balances('A', 'B', 'C')], { ...room, height: 4 })).toHaveLength(4);
  });

  it('keeps the latest state of each part, and the last fills, each once', () => {
    let shown = foldAccount(foldAccount(none, 'spot A', balances('A')), 'spot B', balances('B'));
    shown = foldAccount(shown, 'spot A', balances('C'));
    expect([...shown.values()].flatMap(value => venueRows(value))).toEqual(['C', 'B']);
    let fills = none;
    for (let i = 0; i < 70; i++) fills = foldAccount(fills, 'spot ', aFill(String(i)));
    fills = foldAccount(fills, 'spot ', aFill('69'));
    expect([...fills.values()].flatMap(value => venueRows(value))).toEqual(
      Array.from({ length: 60 }, (_, i) => String(i + 10)),
    );
  });
});
