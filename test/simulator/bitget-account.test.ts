import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { demoCredentials, simulate } from '../../src/simulator/index.js';
import type { Exchange, Simulation } from '../../src/simulator/index.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';
import { until } from '../support/until.js';
import { loginText, parse, PRIVATE, PUBLIC, virtually } from './naive-client.js';
import type { NaiveClient, Parsed } from './naive-client.js';

type Row = Readonly<Record<string, string>>;
type Argument = Readonly<Record<string, string>>;
type Options = Parameters<typeof virtually>[1];

const ask = (...args: readonly Argument[]): string => JSON.stringify({ op: 'subscribe', args });
const by = (instType: string, channel: string, instId = 'default'): Argument => ({ instType, channel, instId });
const coin = (instType: string, channel: string): Argument => ({ instType, channel, coin: 'default' });

/** What one client hears that says these things at 0, after a login if it is wanted. */
function hear(
  duration: number,
  texts: readonly string[],
  options: Options = {},
  path = PRIVATE,
): { readonly client: NaiveClient; readonly exchange: Exchange } {
  const clients: NaiveClient[] = [];
  const exchange = virtually(duration, options, play => {
    const client = play.client(path);
    clients.push(client);
    for (const [i, text] of texts.entries()) {
      play.at(i, () => {
        client.say(text);
      });
    }
  });
  const [client] = clients;
  if (client === undefined) throw new Error('nobody came');
  return { client, exchange };
}

const rowsOf = (frame: Parsed): readonly Row[] => (frame.data ?? []) as unknown as readonly Row[];
const pushes = (client: NaiveClient, channel: string, instType?: string): readonly Parsed[] =>
  client
    .parsed()
    .filter(
      ({ action, arg }) =>
        action !== undefined && arg?.channel === channel && arg.instType === (instType ?? arg.instType),
    );

describe('the login', () => {
  const vector = { apiKey: 'k', secret: 'test-secret', passphrase: 'p' };
  const frame = (timestamp: string, sign: string): string =>
    JSON.stringify({ op: 'login', args: [{ apiKey: 'k', passphrase: 'p', timestamp, sign }] });
  const answerAt = (now: number, text: string, options: Options = {}): readonly string[] =>
    hear(10, [text], { accounts: [vector], clockOffset: now, ...options }).client.texts();

  it.each([
    ['seconds', '1700000000', 'QKXMEacdjBcrVZaxWVJypn62KNrQGzBErbiQtYn6KO8='],
    ['milliseconds', '1700000000000', 'fh1tVj+qVXA8lGcfZg4ebfuPmbtZxK7+nAYywuwTeAo='],
  ])('takes the vector in %s', (_, timestamp, sign) => {
    expect(answerAt(1_700_000_000_000, frame(timestamp, sign))).toEqual(['{"event":"login","code":0}']);
    expect(answerAt(1_700_000_000_000, frame(timestamp, sign), { codeType: 'string' })).toEqual([
      '{"event":"login","code":"0","msg":""}',
    ]);
  });

  it('takes hex only where it is told to', () => {
    const text = frame('1700000000', '40a5cc11a71d8c172b5596b1595272a67eb628dad01b3044adb890b589fa28ef');
    expect(answerAt(1_700_000_000_000, text)).toEqual(['{"event":"error","code":30015,"msg":"Invalid sign"}']);
    expect(answerAt(1_700_000_000_000, text, { hexSign: true })).toEqual(['{"event":"login","code":0}']);
  });

  it('takes a number for a time, and seconds with a fraction', () => {
    const text = loginText('1700000000.25', vector).replace('"1700000000.25"', '1700000000.25');
    expect(answerAt(1_700_000_000_000, text)).toEqual(['{"event":"login","code":0}']);
  });

  it.each([
    ['another key', loginText(0, { apiKey: 'demo-of-elsewhere' }), 30011],
    ['another passphrase', loginText(0, { passphrase: 'no' }), 30012],
    ['no time', loginText('soon'), 30013],
    ['an old time', loginText(1), 30014],
    ['another secret', loginText(0, { secret: 'no' }), 30015],
    ['nothing', '{"op":"login","args":[]}', 30011],
  ])('refuses %s, and hangs up a second later', (_, text, code) => {
    const clockOffset = code === 30014 ? 31_001 : 0;
    const { client } = hear(1_100, [text], { clockOffset });
    expect(client.parsed()).toEqual([expect.objectContaining({ event: 'error', code })]);
    expect(client.closed).toEqual([undefined]);
    expect(hear(990, [text], { clockOffset }).client.closed).toEqual([undefined]);
  });

  it('leaves the line open where it is told to, and hangs up at once where it is told that', () => {
    const times: number[][] = [Infinity, 0].map(loginCloses => {
      const found: number[] = [];
      virtually(3_000, { loginCloses }, ({ at, client }) => {
        const one = client(PRIVATE);
        one.say(loginText(1_000));
        for (const time of [5, 2_900]) {
          at(time, () => {
            found.push(one.closed.length);
          });
        }
      });
      return found;
    });
    expect(times).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('bears a clock within the window', () => {
    expect(hear(10, [loginText(0)], { clockOffset: 30_000 }).client.texts()).toEqual(['{"event":"login","code":0}']);
    expect(
      hear(10, [loginText(0)], { clockOffset: 30_001 })
        .client.texts()
        .join(),
    ).toContain('30014');
  });

  it('is for the private door', () => {
    const { client } = hear(10, [loginText(0)], {}, PUBLIC);
    expect(client.texts()).toEqual(['{"event":"error","code":30003,"msg":"INVALID op:login"}']);
  });

  it('comes before the channels', () => {
    const { client } = hear(3_000, [ask(by('SPOT', 'orders'))]);
    expect(client.texts()).toEqual([
      '{"event":"error","arg":{"instType":"SPOT","channel":"orders","instId":"default"},"code":30004,"msg":"User not logged in/User must be logged in","op":"subscribe"}',
    ]);
  });

  it('counts from its answer on, not before', () => {
    const { client } = hear(500, [loginText(0), ask(coin('SPOT', 'account'))], { ackDelay: 100, seed: 3 });
    expect(client.parsed().map(({ event, code }) => `${event} ${code}`)).toContain('error 30004');
  });

  it('names one account of several, each with a fate of its own', () => {
    const other = { apiKey: 'b', secret: 's', passphrase: 'p' };
    const { exchange, client } = hear(5_000, [loginText(0, other), ask(by('SPOT', 'orders'))], {
      accounts: [demoCredentials, other],
    });
    expect(exchange.account('b').orders().length).toBeGreaterThan(3);
    expect(exchange.account().orders()).toEqual([]);
    expect(rowsOf(pushes(client, 'orders')[0] ?? {})[0]?.['orderId']).toBe(exchange.account('b').orders()[0]?.id);
    expect(() => exchange.account('c')).toThrow('account "c" is none of this exchange');
    expect(() => exchange.account('b').fills('nowhere')).toThrow(RangeError);
  });

  it('refuses keys that cannot be told apart', () => {
    expect(() => hear(1, [], { accounts: [demoCredentials, demoCredentials] })).toThrow('twice');
    expect(() => hear(1, [], { accounts: [{ apiKey: 'a', secret: '', passphrase: '' }] })).toThrow('not empty');
  });
});

describe('the arguments', () => {
  it.each([
    [coin('SPOT', 'account'), coin('SPOT', 'account')],
    [coin('usdt-futures', 'account'), coin('USDT-FUTURES', 'account')],
    [{ instType: 'USDT-FUTURES', channel: 'equity' }, by('USDT-FUTURES', 'equity')],
    [by('SPOT', 'orders', 'btcusdt'), by('SPOT', 'orders', 'BTCUSDT')],
    [by('COIN-FUTURES', 'orders'), by('COIN-FUTURES', 'orders')],
    [by('USDT-FUTURES', 'fill', 'BTCUSDT'), by('USDT-FUTURES', 'fill', 'BTCUSDT')],
    [by('SPOT', 'orders-algo'), by('SPOT', 'orders-algo')],
    [by('USDC-FUTURES', 'positions'), by('USDC-FUTURES', 'positions')],
    [by('USDT-FUTURES', 'positions-history'), by('USDT-FUTURES', 'positions-history')],
    [by('USDT-FUTURES', 'adl-noti'), by('USDT-FUTURES', 'adl-noti')],
    [coin('MARGIN', 'account-crossed'), coin('MARGIN', 'account-crossed')],
    [coin('MARGIN', 'account-isolated'), coin('MARGIN', 'account-isolated')],
    [by('MARGIN', 'orders-crossed', 'BTCUSDT'), by('MARGIN', 'orders-crossed', 'BTCUSDT')],
    [by('MARGIN', 'orders-isolated', 'BTCUSDT'), by('MARGIN', 'orders-isolated', 'BTCUSDT')],
  ])('%j is acknowledged', (argument, echo) => {
    const { client } = hear(5, [loginText(0), ask(argument)]);
    expect(client.parsed()[1]).toEqual({ event: 'subscribe', arg: echo });
  });

  it.each([
    [by('USDT-FUTURES', 'orders', 'BTCUSDT'), 30001],
    [by('USDT-FUTURES', 'positions', 'BTCUSDT'), 30001],
    [by('SPOT', 'orders', 'NOPEUSDT'), 30001],
    [by('MARGIN', 'orders-crossed'), 30001],
    [by('SPOT', 'positions'), 30016],
    [by('SPOT', 'account'), 30016],
    [coin('SPOT', 'orders'), 30016],
    [by('MARGIN', 'orders', 'BTCUSDT'), 30016],
    [by('SPOT', 'ticker', 'BTCUSDT'), 30016],
    [by('mc', 'orders'), 30016],
  ])('%j is refused with %i', (argument, code) => {
    const { client } = hear(5, [loginText(0), ask(argument)]);
    expect(client.parsed()[1]).toMatchObject({ event: 'error', code, op: 'subscribe' });
    expect(client.texts()).toHaveLength(2);
  });
});

describe('the first push', () => {
  it.each([
    [coin('SPOT', 'account'), 4],
    [coin('USDT-FUTURES', 'account'), 1],
    [coin('COIN-FUTURES', 'account'), 2],
    [coin('MARGIN', 'account-crossed'), 4],
    [coin('MARGIN', 'account-isolated'), 2],
    [by('USDT-FUTURES', 'positions'), 0],
  ])('of %j has %i rows', (argument, rows) => {
    const { client } = hear(50, [loginText(0), ask(argument)]);
    const [push, ...rest] = client.parsed().slice(2);
    expect(push).toMatchObject({ action: 'snapshot', arg: argument });
    expect(push?.data).toHaveLength(rows);
    expect(rest).toEqual([]);
  });

  it.each([
    { instType: 'USDT-FUTURES', channel: 'equity' },
    by('SPOT', 'orders'),
    by('USDT-FUTURES', 'fill'),
    by('USDT-FUTURES', 'positions-history'),
    by('USDT-FUTURES', 'orders-algo'),
  ])('of %j does not exist', argument => {
    const { client } = hear(50, [loginText(0), ask(argument)]);
    expect(client.texts()).toHaveLength(2);
  });

  it('comes again with a second request', () => {
    const { client } = hear(50, [loginText(0), ask(coin('SPOT', 'account')), ask(coin('SPOT', 'account'))]);
    expect(client.parsed().map(({ event, action }) => event ?? action)).toEqual([
      ...['login', 'subscribe', 'snapshot', 'subscribe', 'snapshot'],
    ]);
  });
});

const latest = (client: NaiveClient, channel: string, key: string): Map<string, Row> => {
  const rows = new Map<string, Row>();
  for (const frame of pushes(client, channel)) for (const row of rowsOf(frame)) rows.set(row[key] ?? '', row);
  return rows;
};
const minus = (text: string | undefined): string => (text?.startsWith('-') === true ? text.slice(1) : `-${text}`);

describe('a spot account on the wire', () => {
  const { client, exchange } = hear(30_000, [
    loginText(0),
    ask(coin('SPOT', 'account'), by('SPOT', 'orders'), by('SPOT', 'fill'), by('SPOT', 'fill', 'ETHUSDT')),
  ]);
  const truth = exchange.account();

  it('has the true balances in the end', () => {
    const rows = latest(client, 'account', 'coin');
    expect(truth.balances().map(({ asset, available, held }) => [asset, available, held])).toEqual(
      truth.balances().map(({ asset }) => [asset, rows.get(asset)?.['available'], rows.get(asset)?.['frozen']]),
    );
    expect(
      pushes(client, 'account')
        .slice(1)
        .every(frame => (frame.data?.length ?? 9) < 3),
    ).toBe(true);
  });

  it('tells every order until its end', () => {
    const rows = latest(client, 'orders', 'orderId');
    const words = { open: 'live', 'partially-filled': 'partially_filled', filled: 'filled', cancelled: 'cancelled' };
    expect(truth.orders().length).toBeGreaterThan(30);
    expect([...rows.values()].map(row => [row['orderId'], row['status'], row['accBaseVolume'], row['uTime']])).toEqual(
      truth.orders().map(one => [one.id, words[one.status as 'open'], one.filled, String(one.updatedAt)]),
    );
    for (const order of truth.orders()) {
      const row = rows.get(order.id);
      expect(row?.['price']).toBe(order.price);
      if (order.side === 'buy' && order.orderType === 'market') {
        expect([row?.['size'], row?.['newSize'], row?.['notional']]).toEqual([
          order.quoteSize,
          order.quoteSize,
          order.quoteSize,
        ]);
      } else expect(row?.['newSize']).toBe(order.size);
    }
  });

  it('tells each fill once, with a positive fee, and beside its order with a negative one', () => {
    const all = pushes(client, 'fill')
      .filter(({ arg }) => arg?.instId === 'default')
      .flatMap(rowsOf);
    expect(
      all.map(row => [row['tradeId'], row['orderId'], row['priceAvg'], row['size'], row['amount'], row['tradeScope']]),
    ).toEqual(truth.fills().map(one => [one.id, one.orderId, one.price, one.size, one.value, one.liquidity]));
    const details = all.map(row => (row['feeDetail'] as unknown as Row[])[0]);
    expect(details.map(one => one?.['totalFee'])).toEqual(truth.fills().map(one => one.fees[0]?.amount));
    const beside = pushes(client, 'orders')
      .flatMap(rowsOf)
      .filter(row => row['tradeId'] !== undefined);
    expect(beside.map(row => [row['tradeId'], row['fillFee'], row['tradeScope']])).toEqual(
      truth.fills().map(one => [one.id, minus(one.fees[0]?.amount), one.liquidity === 'maker' ? 'M' : 'T']),
    );
  });

  it('tells only the symbol that was asked for', () => {
    const some = pushes(client, 'fill')
      .filter(({ arg }) => arg?.instId === 'ETHUSDT')
      .flatMap(rowsOf);
    expect(some.map(row => row['tradeId'])).toEqual(
      truth
        .fills()
        .filter(one => one.symbol === 'ETHUSDT')
        .map(one => one.id),
    );
    expect(some.length).toBeGreaterThan(3);
  });

  it('says snapshot each time', () => {
    expect(new Set(client.parsed().flatMap(({ action }) => (action === undefined ? [] : [action])))).toEqual(
      new Set(['snapshot']),
    );
  });
});

describe.each(['usdt-futures', 'usdc-futures', 'coin-futures'])('a %s account on the wire', market => {
  const instType = market.toUpperCase();
  const channels = ['orders', 'fill', 'positions', 'positions-history'].map(channel => by(instType, channel));
  const { client, exchange } = hear(40_000, [
    loginText(0),
    ask(coin(instType, 'account'), { instType, channel: 'equity' }, ...channels),
  ]);
  const truth = exchange.account();

  it('has the true balances in the end', () => {
    const rows = latest(client, 'account', 'marginCoin');
    expect(truth.balances(market).map(row => [row.asset, row.available, row.held, row.total])).toEqual(
      [...rows.values()].map(row => [row['marginCoin'], row['available'], row['frozen'], row['equity']]),
    );
  });

  it('tells all positions each time, and none where there are none', () => {
    const frames = pushes(client, 'positions');
    expect(frames[0]?.data).toEqual([]);
    expect(frames.slice(1).some(frame => frame.data?.length === 0)).toBe(true);
    expect(
      rowsOf(frames.at(-1) ?? {}).map(row => [row['instId'], row['holdSide'], row['total'], row['available']]),
    ).toEqual(truth.positions(market).map(row => [row.symbol, row.side, row.size, row.available]));
    for (const row of frames.flatMap(rowsOf)) {
      expect(typeof row['leverage']).toBe('number');
      expect(Number(row['available']) + Number(row['frozen'])).toBeCloseTo(Number(row['total']), 8);
    }
  });

  it('takes the same slot again', () => {
    const slots = new Map<string, Set<string>>();
    for (const row of pushes(client, 'positions').flatMap(rowsOf)) {
      const key = `${row['instId']} ${row['holdSide']}`;
      slots.set(key, (slots.get(key) ?? new Set()).add(row['posId'] ?? ''));
    }
    expect([...slots.values()].every(ids => ids.size === 1)).toBe(true);
  });

  it('tells fills with negative fees and what they realised', () => {
    const rows = pushes(client, 'fill').flatMap(rowsOf);
    const details = rows.map(row => (row['feeDetail'] as unknown as Row[])[0]?.['totalFee']);
    expect(rows.map((row, i) => [row['tradeId'], row['baseVolume'], row['profit'], details[i]])).toEqual(
      truth.fills(market).map(one => [one.id, one.size, one.realizedPnl, minus(one.fees[0]?.amount)]),
    );
    expect(new Set(rows.map(row => row['tradeSide']))).toEqual(new Set(['open', 'close']));
  });

  it('tells what is over once, when it is over', () => {
    const over = pushes(client, 'positions-history').flatMap(rowsOf);
    expect(over.length).toBeGreaterThan(2);
    expect(over.every(row => row['openSize'] === row['closeSize'])).toBe(true);
  });

  it('tells orders in the words of futures', () => {
    const rows = latest(client, 'orders', 'orderId');
    const ends = new Set([...rows.values()].map(row => row['status']));
    expect(ends).toContain('canceled');
    expect(ends).not.toContain('cancelled');
    const market0 = [...rows.values()].find(row => row['orderType'] === 'market');
    expect(market0?.['price']).toBe('0');
    const unfilled = [...rows.values()].find(
      row => row['accBaseVolume'] === '0.0000' || Number(row['accBaseVolume']) === 0,
    );
    expect(unfilled).not.toHaveProperty('priceAvg');
    expect(unfilled).not.toHaveProperty('tradeId');
  });

  it('repeats neither instId nor coin beside its equity', () => {
    expect(pushes(client, 'equity')[0]?.arg).toEqual({ instType, channel: 'equity' });
  });

  it('keeps the order of frames of an opening and of a closing', () => {
    const heard = client.received.flatMap(({ at, text }) => parse(text).map(frame => ({ at, frame })));
    const moments = new Map<number, string[]>();
    for (const { at, frame } of heard) {
      const channel = frame.arg?.channel ?? '';
      if (frame.action !== undefined && channel !== 'equity') moments.set(at, [...(moments.get(at) ?? []), channel]);
    }
    const stories = new Set([...moments.values()].map(one => one.join(' ')));
    expect(stories).toContain('positions orders account');
    expect(stories).toContain('orders positions account');
    expect(stories).toContain('orders fill account positions');
    expect(stories).toContain('orders fill account positions positions-history');
  });
});

describe('margin accounts on the wire', () => {
  const { client, exchange } = hear(30_000, [
    loginText(0),
    ask(coin('MARGIN', 'account-crossed'), coin('MARGIN', 'account-isolated')),
    ask(by('MARGIN', 'orders-crossed', 'BTCUSDT'), by('MARGIN', 'orders-isolated', 'BTCUSDT')),
  ]);

  it.each([
    ['crossed', 'margin'],
    ['isolated', 'margin-isolated'],
  ])('have the true balances and orders in the end: %s', (name, market) => {
    const truth = exchange.account();
    const rows = latest(client, `account-${name}`, 'coin');
    expect(truth.balances(market).map(row => [row.asset, row.available, row.held])).toEqual(
      truth.balances(market).map(({ asset }) => [asset, rows.get(asset)?.['available'], rows.get(asset)?.['frozen']]),
    );
    const orders = latest(client, `orders-${name}`, 'orderId');
    const expected = truth.orders(market).filter(one => one.symbol === 'BTCUSDT');
    expect(expected.length).toBeGreaterThan(3);
    expect([...orders.values()].map(row => [row['orderId'], row['baseVolume']])).toEqual(
      expected.map(one => [one.id, one.filled]),
    );
    expect([...orders.values()].every(row => !('instId' in row))).toBe(true);
  });
});

describe('the account', () => {
  it('has the same fate with the same seed', () => {
    const once = (seed: number): readonly string[] =>
      hear(5_000, [loginText(0), ask(by('SPOT', 'orders'))], { seed }).client.texts();
    expect(once(4)).toEqual(once(4));
    expect(once(4)).not.toEqual(once(5));
  });

  it('rests while nobody listens, and goes on afterwards', () => {
    const counts: number[] = [];
    virtually(20_000, {}, ({ exchange, at, client }) => {
      const one = client(PRIVATE);
      one.say(loginText(0));
      at(1, () => {
        one.say(ask(by('SPOT', 'orders')));
      });
      at(8_000, () => {
        one.leave();
      });
      for (const time of [8_001, 12_000]) at(time, () => counts.push(exchange.account().orders().length));
      at(12_001, () => {
        const two = client(PRIVATE);
        two.say(loginText(12));
        at(1, () => {
          two.say(ask(by('SPOT', 'fill')));
        });
      });
      at(19_000, () => counts.push(exchange.account().orders().length));
    });
    expect(counts[0]).toBeGreaterThan(3);
    expect(counts[1]).toBe(counts[0]);
    expect(counts[2]).toBeGreaterThan(counts[0] ?? 0);
  });

  it('is told no more after an unsubscription', () => {
    const gone = JSON.stringify({ op: 'unsubscribe', args: [by('SPOT', 'orders')] });
    const { client } = hear(5_000, [loginText(0), ask(by('SPOT', 'orders')), gone]);
    expect(client.texts().slice(1)).toEqual([
      '{"event":"subscribe","arg":{"instType":"SPOT","channel":"orders","instId":"default"}}',
      '{"event":"unsubscribe","arg":{"instType":"SPOT","channel":"orders","instId":"default"}}',
    ]);
  });

  it('loses frames where it is told to', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(20_000, {}, ({ at, client, exchange: one }) => {
      const naive = client(PRIVATE);
      clients.push(naive);
      naive.say(loginText(0));
      one.inject('drop-frame', { feed: 'fills', times: 2 });
      at(1, () => {
        naive.say(ask(by('SPOT', 'fill')));
      });
    });
    const told = clients.flatMap(one => pushes(one, 'fill').flatMap(rowsOf)).map(row => row['tradeId']);
    expect(told).toEqual(
      exchange
        .account()
        .fills()
        .slice(2)
        .map(one => one.id),
    );
    expect(exchange.struck.get('drop-frame')).toBe(2);
  });

  it('can be moved by hand', () => {
    const counterpart = bitgetCounterpart();
    const counts: number[] = [];
    virtually(100, { counterpart, tick: 0 }, ({ exchange, at, client }) => {
      const one = client(PRIVATE);
      one.say(loginText(0));
      at(1, () => {
        one.say(ask(by('USDT-FUTURES', 'orders')));
      });
      at(10, () => {
        counts.push(exchange.account().orders('usdt-futures').length);
        exchange.step(50);
        counts.push(exchange.account().orders('usdt-futures').length);
      });
    });
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThan(5);
  });
});

describe('over real sockets', () => {
  const running: Simulation[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.close();
  });

  it('logs in with the demo keys and hears of the account', async () => {
    const exchange = await simulate('bitget', { tick: 10 });
    running.push(exchange);
    const socket = new WebSocket(`${exchange.url}${PRIVATE}`);
    const frames: Parsed[] = [];
    socket.on('message', data => {
      const text = (data as Buffer).toString();
      frames.push(...parse(text));
      if (text.includes('"login"')) socket.send(ask(coin('SPOT', 'account'), by('SPOT', 'fill')));
    });
    socket.on('open', () => {
      socket.send(loginText(Date.now()));
    });
    await until(() => frames.filter(frame => frame.arg?.channel === 'fill').length > 3);
    socket.terminate();
    await until(() => exchange.clients === 0);
    expect(frames[0]).toEqual({ event: 'login', code: 0 });
    expect(exchange.account(demoCredentials.apiKey).fills().length).toBeGreaterThan(2);
  });

  it('tells the time of its own clock', async () => {
    const exchange = await simulate('bitget', { clockOffset: 100_000_000 });
    running.push(exchange);
    const answer = await fetch(`${exchange.restUrl}/api/v2/public/time`);
    const body = (await answer.json()) as { readonly code: string; readonly data: { readonly serverTime: string } };
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(body.code).toBe('00000');
    expect(Math.abs(Number(body.data.serverTime) - Date.now() - 100_000_000)).toBeLessThan(5_000);
    expect((await fetch(`${exchange.restUrl}/api/v2/public/nothing`)).status).toBe(426);
    const post = await fetch(`${exchange.restUrl}/api/v2/public/time`, { method: 'POST' });
    expect(post.status).toBe(426);
  });
});
