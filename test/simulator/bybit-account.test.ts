import { describe, expect, it } from 'vitest';
import type { AccountTruth } from '../../src/simulator/accounts.js';
import { bybitListings, contractsPerCoin } from '../../src/venues/bybit/counterpart-listings.js';
import { LATER, login, playBybit, samplesOf, shapeOf, subscribe } from './bybit-listener.js';
import type { Listener, Parsed } from './bybit-listener.js';

type Row = Readonly<Record<string, string>>;

const rowsOf = (frames: readonly Parsed[]): readonly Row[] => frames.flatMap(frame => frame['data'] as readonly Row[]);
const sample = (name: string): Row => {
  const [frame] = samplesOf('private').get(name) ?? [];
  return (frame?.['data'] as readonly Row[])[0] as Row;
};
const shapes = (row: object): Record<string, unknown> => shapeOf(row) as Record<string, unknown>;

interface Told {
  readonly client: Listener;
  readonly truth: AccountTruth;
}

/** What an account is told in so long, and what is really so. */
function live(duration: number, ...requests: readonly (readonly string[])[]): Told {
  const clients: Listener[] = [];
  const truths: AccountTruth[] = [];
  playBybit(duration, { seed: 'bybit' }, ({ exchange, come, at }) => {
    const client = come('private');
    clients.push(client);
    at(0, () => {
      client.say(login(LATER));
    });
    requests.forEach((topics, i) => {
      at(10 + i, () => {
        client.say(subscribe(topics));
      });
    });
    at(duration, () => truths.push(exchange.account()));
  });
  return { client: clients[0] as Listener, truth: truths[0] as AccountTruth };
}

/** A size as the wire has it: contracts on inverse. */
function wired(market: string, symbol: string, size: string): number {
  const listing = bybitListings.find(one => one.market === market && one.symbol === symbol);
  return listing === undefined || market !== 'inverse'
    ? Number(size)
    : Math.round(Number(size) * contractsPerCoin(listing));
}

const ALL = ['wallet', 'order', 'execution', 'execution.fast', 'position', 'greeks', 'dcp.future'];
const { client, truth } = live(180_000, ALL);
const orders = rowsOf(client.of('order'));
const executions = rowsOf(client.of('execution'));
const CATEGORIES = ['spot', 'linear', 'inverse'] as const;

describe('an account', () => {
  it('is not told how it stood before', () => {
    const clients: Listener[] = [];
    playBybit(5_000, { tick: 0 }, ({ exchange, come, at }) => {
      const [early, late] = [come('private'), come('private')];
      clients.push(late);
      for (const one of [early, late])
        at(0, () => {
          one.say(login(LATER));
        });
      at(10, () => {
        early.say(subscribe(ALL));
      });
      at(100, () => {
        exchange.step(300);
      });
      at(200, () => {
        late.say(subscribe(ALL));
      });
      at(4_000, () => {
        expect(exchange.account().orders('linear').length).toBeGreaterThan(5);
      });
    });
    expect(clients[0]?.received).toHaveLength(2);
  });

  it('is told of all its product lines in one topic', () => {
    expect(new Set(orders.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
    expect(new Set(executions.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
    expect(new Set(rowsOf(client.of('position')).map(({ category }) => category))).toEqual(
      new Set(['linear', 'inverse']),
    );
    expect(client.of('greeks')).toEqual([]);
    expect(client.of('dcp.future')).toEqual([]);
  });

  it('is told of one of them where a category is named', () => {
    const topics = ['order.inverse', 'execution.inverse', 'execution.fast.inverse', 'position.inverse', 'order.option'];
    const told = live(60_000, topics).client;
    for (const topic of topics.slice(0, 4)) {
      const rows = rowsOf(told.of(topic));
      expect(rows.length).toBeGreaterThan(3);
      expect(new Set(rows.map(({ category }) => category))).toEqual(new Set(['inverse']));
    }
    expect(told.frames().filter(({ topic }) => topic !== undefined && !topics.includes(topic))).toEqual([]);
  });

  it('hears both, twice, where both forms are asked for one after the other', () => {
    const told = live(30_000, ['order'], ['order.linear']).client;
    const linear = rowsOf(told.of('order')).filter(({ category }) => category === 'linear');
    expect(linear.length).toBeGreaterThan(5);
    expect(rowsOf(told.of('order.linear'))).toEqual(linear);
  });
});

describe('rows look like the documented ones', () => {
  it('wallet', () => {
    const { coin, ...account } = rowsOf(client.of('wallet'))[0] as Row & { coin: unknown };
    const { coin: documented, ...rest } = sample('v5.private.wallet.push') as Row & { coin: unknown };
    expect(shapes(account)).toEqual(shapes(rest));
    expect(shapeOf(coin)).toEqual(shapeOf(documented));
  });

  it('position, with the time that the page has and its sample has not', () => {
    const { openTime, ...row } = rowsOf(client.of('position'))[0] as Row;
    expect(typeof openTime).toBe('number');
    expect(shapes(row)).toEqual(shapes(sample('v5.private.position.push')));
  });

  it('execution, and the fast one', () => {
    const { extraFees, ...row } = executions[0] as Row;
    const { extraFees: _, ...documented } = sample('v5.private.execution.push');
    expect(extraFees).toBe('');
    expect(shapes(row)).toEqual(shapes(documented));
    expect(shapes(rowsOf(client.of('execution.fast'))[0] as Row)).toEqual(
      shapes(sample('v5.private.execution.fast.push')),
    );
    expect(client.of('execution.fast')[0]).not.toHaveProperty('id');
  });

  it('order', () => {
    const spot = orders.find(({ category, orderStatus }) => category === 'spot' && orderStatus === 'Filled');
    const linear = orders.find(({ category, orderStatus }) => category === 'linear' && orderStatus === 'Filled');
    const added = (row: object | undefined, documented: object): readonly string[] => {
      const { cumFeeDetail: mine, smpGroup: group, ...rest } = shapes(row ?? {});
      const { cumFeeDetail: theirs, smpGroup: __, ...told } = shapes(documented);
      expect(Object.values(mine as object)).toEqual(Object.values((theirs ?? mine) as object));
      expect(group).toBe('number');
      expect(rest).toMatchObject(told);
      return Object.keys(rest).filter(key => !(key in told));
    };
    expect(added(spot, sample('capture.v5.private.order.spot.filled.2026'))).toEqual([]);
    expect(added(linear, sample('v5.private.order.push'))).toEqual([
      'createType',
      'isLeverage',
      'marketUnit',
      'slippageTolerance',
      'slippageToleranceType',
    ]);
  });
});

describe('orders and fills', () => {
  it('are the account’s own, each order in its last state', () => {
    for (const market of CATEGORIES) {
      const last = new Map(orders.filter(({ category }) => category === market).map(row => [row['orderId'], row]));
      const real = truth.orders(market);
      expect(real.length).toBeGreaterThan(20);
      expect(last.size).toBe(real.length);
      for (const order of real) {
        const row = last.get(order.id);
        expect(row).toMatchObject({
          symbol: order.symbol,
          orderLinkId: order.clientId,
          side: order.side === 'buy' ? 'Buy' : 'Sell',
          avgPrice: order.averagePrice ?? '',
          positionIdx: { long: 1, short: 2, none: 0 }[order.positionSide ?? 'none'],
        });
        expect(Number(row?.['cumExecQty'])).toBe(wired(market, order.symbol, order.filled));
        if (order.size !== undefined) expect(Number(row?.['qty'])).toBe(wired(market, order.symbol, order.size));
        else expect(row).toMatchObject({ qty: order.quoteSize, marketUnit: 'quoteCoin', orderType: 'Market' });
        if (order.price !== undefined) expect(row).toMatchObject({ price: order.price, orderType: 'Limit' });
      }
      const fills = executions.filter(({ category }) => category === market);
      expect(fills.map(({ execId }) => execId)).toEqual(truth.fills(market).map(({ id }) => id));
    }
  });

  it('add up: what was filled is the sum of its fills, and the rest is left', () => {
    const last = new Map(orders.map(row => [row['orderId'], row]));
    for (const [id, row] of last) {
      const filled = executions
        .filter(({ orderId }) => orderId === id)
        .reduce((all, { execQty }) => all + Number(execQty), 0);
      expect(Number(row['cumExecQty'])).toBeCloseTo(filled, 7);
      const isOpen = row['orderStatus'] === 'New' || row['orderStatus'] === 'PartiallyFilled';
      if (!isOpen) expect(row['leavesQty']).toBe('0');
      else if (row['marketUnit'] !== 'quoteCoin')
        expect(Number(row['leavesQty'])).toBeCloseTo(Number(row['qty']) - filled, 7);
      if (row['orderStatus'] === 'Filled' && row['marketUnit'] !== 'quoteCoin')
        expect(Number(row['cumExecQty'])).toBe(Number(row['qty']));
    }
  });

  it('are whole contracts on inverse, worth coins', () => {
    const inverse = executions.filter(({ category }) => category === 'inverse');
    for (const { execQty, execValue, execPrice, feeCurrency, symbol } of inverse) {
      expect(execQty).toMatch(/^[1-9]\d*$/);
      expect(Number(execQty) / Number(execPrice) / Number(execValue)).toBeCloseTo(1, 1);
      expect(symbol).toContain(feeCurrency);
    }
    for (const row of orders.filter(({ category }) => category === 'inverse')) {
      for (const name of ['qty', 'cumExecQty', 'leavesQty'] as const) expect(row[name]).toMatch(/^\d+$/);
    }
  });

  it('bring a fill in all its messages', () => {
    const fast = rowsOf(client.of('execution.fast'));
    expect(fast.map(({ execId }) => execId)).toEqual(executions.map(({ execId }) => execId));
    for (const row of fast) {
      if (String(row['isMaker']) === 'true') expect(row['orderLinkId']).toBe('');
      else expect(row['orderLinkId']).not.toBe('');
    }
    for (const { orderId, execTime } of executions) {
      expect(orders.some(row => row['orderId'] === orderId && row['updatedTime'] === execTime)).toBe(true);
    }
  });

  it('are told twice where a cancellation came too late', () => {
    const filled = orders.filter(({ orderStatus }) => orderStatus === 'Filled');
    const twice = filled.filter(({ rejectReason }) => rejectReason === 'EC_OrigClOrdIDDoesNotExist');
    expect(twice.length).toBeGreaterThan(0);
    expect(twice.length).toBeLessThan(filled.length / 4);
    for (const row of twice) {
      expect(row['cancelType']).toBe('CancelByUser');
      const [first] = filled.filter(({ orderId }) => orderId === row['orderId']);
      expect(first).toMatchObject({ rejectReason: 'EC_NoError', cancelType: 'UNKNOWN' });
      expect({ ...row, cancelType: '', rejectReason: '' }).toEqual({ ...first, cancelType: '', rejectReason: '' });
    }
  });

  it('have a word for what was filled in part, on spot only', () => {
    const words = (category: string): ReadonlySet<string | undefined> =>
      new Set(orders.filter(row => row['category'] === category).map(({ orderStatus }) => orderStatus));
    expect([...words('spot')]).toEqual(expect.arrayContaining(['New', 'PartiallyFilled', 'Filled', 'Cancelled']));
    expect(words('linear').has('PartiallyFilledCanceled')).toBe(false);
    for (const row of orders.filter(({ orderStatus }) => orderStatus === 'PartiallyFilledCanceled')) {
      expect(Number(row['cumExecQty'])).toBeGreaterThan(0);
    }
  });
});

describe('positions', () => {
  const rows = rowsOf(client.of('position'));

  it('are told at every order that might change one, both sides of it', () => {
    const frames = client.of('position');
    for (const frame of frames) {
      expect((frame['data'] as readonly Row[]).map(({ positionIdx }) => positionIdx)).toEqual([1, 2]);
    }
    const told = new Set(
      frames.map(frame => `${(frame['data'] as readonly Row[])[0]?.['symbol']} ${String(frame['creationTime'])}`),
    );
    for (const { category, symbol, updatedTime } of orders) {
      if (category === 'spot') continue;
      expect(told.has(`${symbol} ${updatedTime}`)).toBe(true);
    }
  });

  it('are at last those that there are', () => {
    for (const market of ['linear', 'inverse'] as const) {
      const last = new Map(
        rows.filter(({ category }) => category === market).map(row => [`${row['symbol']} ${row['positionIdx']}`, row]),
      );
      const open = [...last.values()].filter(({ side }) => side !== '');
      const real = truth.positions(market);
      expect(open).toHaveLength(real.length);
      for (const position of real) {
        const row = last.get(`${position.symbol} ${position.side === 'long' ? 1 : 2}`);
        expect(row).toMatchObject({
          side: position.side === 'long' ? 'Buy' : 'Sell',
          entryPrice: position.entryPrice,
          leverage: position.leverage,
        });
        expect(Number(row?.['size'])).toBe(wired(market, position.symbol, position.size));
      }
    }
    expect(rows.some(({ side, size }) => side === '' && size === '0')).toBe(true);
  });
});

describe('the wallet', () => {
  it('has at last what the account has, in one purse for all product lines', () => {
    const coins = new Map<string, Row>();
    for (const { coin } of rowsOf(client.of('wallet')) as unknown as readonly { coin: readonly Row[] }[]) {
      for (const row of coin) coins.set(row['coin'] ?? '', row);
    }
    for (const market of CATEGORIES) {
      for (const { asset, total, held } of truth.balances(market)) {
        const row = coins.get(asset);
        // What has not changed was not told.
        if (row === undefined) continue;
        expect([asset, Number(row['equity']), Number(row['locked'])]).toEqual([asset, Number(total), Number(held)]);
        expect(Number(row['walletBalance']) + Number(row['unrealisedPnl'])).toBeCloseTo(Number(total), 7);
      }
    }
    expect(coins.size).toBeGreaterThan(2);
  });
});
