import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { counterparts, createExchange, simulate } from '../../src/simulator/index.js';
import type { Exchange, Simulation } from '../../src/simulator/index.js';
import { bitgetV1Counterpart } from '../../src/venues/bitget-v1/counterpart.js';
import type { BitgetV1Switches } from '../../src/venues/bitget-v1/counterpart.js';
import { until } from '../support/until.js';
import { loginText, NaiveBook, parse, signedCrc32, virtually } from './naive-client.js';
import type { NaiveClient, Parsed } from './naive-client.js';

const STREAM = '/spot/v1/stream';

type Row = Readonly<Record<string, unknown>>;
type Argument = Readonly<Record<string, string>>;
type Options = Omit<Parameters<typeof virtually>[1], 'integrity'> & { readonly switches?: BitgetV1Switches };

const ask = (...args: readonly Argument[]): string => JSON.stringify({ op: 'subscribe', args });

/** What a client hears that says these things, one per ms. */
function hear(
  duration: number,
  texts: readonly string[],
  { switches = {}, ...options }: Options = {},
): { readonly client: NaiveClient; readonly exchange: Exchange } {
  const clients: NaiveClient[] = [];
  const exchange = virtually(duration, { counterpart: bitgetV1Counterpart(switches), ...options }, play => {
    const client = play.client(STREAM);
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

const rowsOf = (frame: Parsed | undefined): readonly Row[] => frame?.data ?? [];
const pushes = (client: NaiveClient, channel: string): readonly Parsed[] =>
  client.parsed().filter(({ action, arg }) => action !== undefined && arg?.channel === channel);
const latest = (frames: readonly Parsed[], key: string): Map<unknown, Row> => {
  const rows = new Map<unknown, Row>();
  for (const frame of frames) for (const row of rowsOf(frame)) rows.set(row[key], row);
  return rows;
};

describe("the guide's login", () => {
  const vector = { apiKey: 'k', secret: 'test-secret', passphrase: 'p' };
  const signed = (timestamp: string | number, sign: string): string =>
    JSON.stringify({ op: 'login', args: [{ apiKey: 'k', passphrase: 'p', timestamp, sign }] });
  const HEX = '7e1d6d563faa55703c94671f660e1e6dfb8f99bb59c4aefe9c0632c2ec13780a';
  const BASE64 = 'fh1tVj+qVXA8lGcfZg4ebfuPmbtZxK7+nAYywuwTeAo=';
  const answerTo = (text: string, switches: BitgetV1Switches = {}): readonly string[] =>
    hear(10, [text], { accounts: [vector], clockOffset: 1_700_000_000_000, switches }).client.texts();
  const WELCOME = '{"event":"login","code":"0","msg":""}';

  it('takes the vector in hex and ms, as text and as a number', () => {
    expect(answerTo(signed('1700000000000', HEX))).toEqual([WELCOME]);
    expect(answerTo(signed(1_700_000_000_000, HEX))).toEqual([WELCOME]);
  });

  it('takes base64 only where it is told to', () => {
    expect(answerTo(signed('1700000000000', BASE64))).toEqual([
      '{"event":"error","code":"40001","msg":"Invalid signature"}',
    ]);
    expect(answerTo(signed('1700000000000', BASE64), { lenientSign: true })).toEqual([WELCOME]);
  });

  it.each([
    ['another key', loginText(0, { apiKey: 'x' }, 'hex')],
    ['another secret', loginText(0, { secret: 'x' }, 'hex')],
    ['another passphrase', loginText(0, { passphrase: 'x' }, 'hex')],
    ['a skewed clock', loginText(100, {}, 'hex')],
  ])('refuses %s with its one code, and hangs up at once', (_, text) => {
    const { client } = hear(1_000, [text]);
    expect(client.texts()).toEqual(['{"event":"error","code":"40001","msg":"Invalid signature"}']);
    expect(client.closed).toEqual([undefined]);
  });

  it('can leave the line open', () => {
    const { client } = hear(2_000, [loginText(9, { secret: 'x' }, 'hex'), loginText(0, {}, 'hex')], {
      switches: { loginCloses: Infinity },
    });
    expect(client.texts().at(-1)).toBe(WELCOME);
  });

  it('comes before the channels', () => {
    const { client } = hear(10, [ask({ channel: 'account', instType: 'SPOT' })]);
    expect(client.texts()).toEqual(['{"event":"error","code":"40005","msg":"Not logged in"}']);
  });
});

describe("the guide's words", () => {
  const login = loginText(0, {}, 'hex');

  it('answers a JSON ping, and no other', () => {
    expect(hear(5, ['{"op":"ping"}']).client.texts()).toEqual(['{"op":"pong"}']);
    expect(hear(5, ['ping']).client.texts().join()).toContain('"40003"');
  });

  it('hangs up on who does not ping, and not on who does', () => {
    const closed = (every: number): number => {
      let count = 0;
      virtually(130_000, { counterpart: bitgetV1Counterpart() }, ({ at, client }) => {
        const one = client(STREAM);
        for (let time = every; time < 125_000; time += every) {
          at(time, () => {
            one.say('{"op":"ping"}');
          });
        }
        at(125_000, () => {
          count = one.closed.length;
        });
      });
      return count;
    };
    expect(closed(20_000)).toBe(0);
    expect(closed(200_000)).toBe(1);
  });

  it.each([
    { channel: 'account', instType: 'SPBL' },
    { channel: 'account', instType: 'SPOT', instId: 'BTCUSDT' },
    { channel: 'orders', instType: 'MARGIN' },
    { channel: 'orders', instType: 'SPOT', instId: 'NOPEUSDT' },
    { channel: 'positions', instType: 'SPOT' },
    { channel: 'ticker', instType: 'SPOT', instId: 'BTCUSDT' },
    { channel: 'constructor', instType: 'SPOT' },
  ])('refuses %j with 40003', argument => {
    const { client } = hear(10, [login, ask(argument)]);
    expect(client.texts().slice(1)).toEqual(['{"event":"error","code":"40003","msg":"Invalid subscription"}']);
  });

  it('tells of too many messages with 40004', () => {
    const { client } = hear(
      50,
      Array.from({ length: 12 }, () => '{"op":"ping"}'),
    );
    expect(client.texts().filter(text => text.includes('"40004","msg":"Rate limit exceeded"'))).toHaveLength(2);
  });

  it('acknowledges, or does not where it is told so', () => {
    const argument = { channel: 'trades', instType: 'SPOT' };
    expect(hear(10, [login, ask(argument)]).client.parsed()[1]).toEqual({ event: 'subscribe', arg: argument });
    expect(hear(10, [login, ask(argument)], { switches: { acks: false } }).client.texts()).toHaveLength(1);
  });
});

describe("an account in the guide's words", () => {
  const { client, exchange } = hear(40_000, [
    loginText(0, {}, 'hex'),
    ask({ channel: 'account', instType: 'SPOT' }),
    ask({ channel: 'orders', instType: 'SPOT' }),
    ask({ channel: 'trades', instType: 'SPOT', instId: 'ETHUSDT' }),
    ask({ channel: 'positions', instType: 'MARGIN' }),
    ask({ channel: 'positions', instType: 'MARGIN', instId: 'BTCUSDT' }),
  ]);
  const truth = exchange.account();

  it('has the whole in its first push, and what changed from then on', () => {
    const [first, ...rest] = pushes(client, 'account');
    expect(first).toMatchObject({ action: 'snapshot', arg: { channel: 'account', instType: 'SPOT' } });
    expect(first?.arg).not.toHaveProperty('instId');
    expect(rowsOf(first)).toHaveLength(4);
    expect(Object.keys(rowsOf(first)[0] ?? {})).toEqual([
      ...['coinId', 'available', 'frozen', 'locked', 'btcValue', 'usdValue', 'timestamp'],
    ]);
    expect(rest.every(frame => frame.action === 'update' && rowsOf(frame).length < 3)).toBe(true);
    const rows = latest(pushes(client, 'account'), 'coinId');
    expect(truth.balances().map(one => [one.asset, one.available, one.held, one.timestamp])).toEqual(
      truth.balances().map(({ asset }) => {
        const row = rows.get(asset);
        return [asset, row?.['available'], row?.['frozen'], row?.['timestamp']];
      }),
    );
  });

  it('tells every order until its end', () => {
    const [first, ...rest] = pushes(client, 'orders');
    expect(first).toMatchObject({ action: 'snapshot', data: [] });
    expect(rest.every(frame => frame.action === 'update')).toBe(true);
    const rows = latest(rest, 'orderId');
    const filled = (row: Row): number => Number(row['quantity']) - Number(row['remainingQuantity']);
    expect(truth.orders().length).toBeGreaterThan(30);
    expect([...rows.values()].map(row => [row['orderId'], row['quantity'], filled(row).toFixed(6)])).toEqual(
      truth.orders().map(one => [one.id, one.size, Number(one.filled).toFixed(6)]),
    );
    expect(new Set(rest.flatMap(rowsOf).map(row => row['status']))).toEqual(
      new Set(['new', 'partially_filled', 'filled', 'cancelled']),
    );
    expect(Object.keys(rowsOf(rest[0])[0] ?? {})).toEqual([
      ...['orderId', 'symbol', 'side', 'orderType', 'price', 'quantity', 'remainingQuantity', 'status', 'timestamp'],
    ]);
  });

  it('tells the trades of the symbol that was asked for, with positive fees', () => {
    const rows = pushes(client, 'trades').flatMap(rowsOf);
    const expected = truth.fills().filter(one => one.symbol === 'ETHUSDT');
    expect(expected.length).toBeGreaterThan(3);
    expect(rows).toEqual(
      expected.map(one => ({
        tradeId: one.id,
        orderId: one.orderId,
        symbol: 'ETHUSDT',
        side: one.side,
        price: one.price,
        quantity: one.size,
        fee: one.fees[0]?.amount,
        feeCurrency: one.fees[0]?.asset,
        timestamp: one.timestamp,
      })),
    );
    expect(pushes(client, 'trades').every(frame => frame.action === 'update' && frame.arg?.instId === 'ETHUSDT')).toBe(
      true,
    );
  });

  it('tells all margin positions each time, shorts with a minus', () => {
    const all = pushes(client, 'positions').filter(({ arg }) => arg?.instId === undefined);
    expect(all[0]).toMatchObject({ action: 'snapshot', data: [] });
    expect(all.every(frame => frame.action === 'snapshot')).toBe(true);
    const positions = truth.positions('margin');
    expect(rowsOf(all.at(-1)).map(row => [row['symbol'], row['positionAmt'], row['unRealizedProfit']])).toEqual(
      positions.map(one => [one.symbol, one.side === 'long' ? one.size : `-${one.size}`, one.unrealizedPnl]),
    );
    const amounts = all.flatMap(rowsOf).map(row => Number(row['positionAmt']));
    expect(amounts.some(amount => amount < 0) && amounts.some(amount => amount > 0)).toBe(true);
    expect(rowsOf(all.find(frame => rowsOf(frame).length > 0))[0]).toMatchObject({
      leverage: '3',
      marginType: 'isolated',
    });
  });

  it('tells the positions of one symbol, down to none', () => {
    const some = pushes(client, 'positions').filter(({ arg }) => arg?.instId === 'BTCUSDT');
    expect(some[0]?.data).toEqual([]);
    expect(some.slice(1).some(frame => frame.data?.length === 0)).toBe(true);
    expect(some.flatMap(rowsOf).every(row => row['symbol'] === 'BTCUSDT')).toBe(true);
    expect(rowsOf(some.at(-1)).map(row => String(row['positionAmt']).replace('-', ''))).toEqual(
      truth
        .positions('margin')
        .filter(one => one.symbol === 'BTCUSDT')
        .map(one => one.size),
    );
  });

  it('adds up on margin as well', () => {
    for (const { total, available, held } of truth.balances('margin')) {
      expect(Number(available) + Number(held)).toBeCloseTo(Number(total), 7);
    }
  });
});

describe('the official dialect', () => {
  const switches = { dialect: 'official' } as const;
  const spbl = (channel: string, instId = 'default'): Argument => ({ instType: 'SPBL', channel, instId });
  const sp = (channel: string, instId = 'BTCUSDT'): Argument => ({ instType: 'SP', channel, instId });

  it('answers text pings, and logs in with base64 and seconds', () => {
    const { client } = hear(10, ['ping', '{"op":"ping"}', loginText(0)], { switches });
    expect(client.texts()).toEqual([
      'pong',
      '{"event":"error","code":30002,"msg":"Unrecognized request:{\\"op\\":\\"ping\\"}"}',
      '{"event":"login","code":0}',
    ]);
    expect(
      hear(10, [loginText(0, {}, 'hex')], { switches })
        .client.texts()
        .join(),
    ).toContain('30015');
  });

  it.each([
    [loginText(0, { apiKey: 'x' }), 30011],
    [loginText(0, { passphrase: 'x' }), 30012],
    [loginText('x'), 30013],
    [loginText(100), 30014],
    [loginText(0, { secret: 'x' }), 30015],
  ])('refuses %s with %i', (text, code) => {
    expect(hear(10, [text], { switches }).client.parsed()).toEqual([expect.objectContaining({ code })]);
  });

  it.each([
    [
      sp('books', 'NOPEUSDT'),
      '"code":30001,"msg":"instType:sp,channel:books,instId:NOPEUSDT doesn\'t exist","op":"subscribe"',
    ],
    [sp('candle1h'), '"code":30001'],
    [spbl('trades'), '"code":30001'],
    [spbl('orders', 'BTCUSDT'), '"code":30001'],
    [spbl('account', 'BTCUSDT_SPBL'), '"code":30001'],
    [{ instType: 'SPOT', channel: 'orders', instId: 'default' }, '"code":30001'],
    [{ channel: 'account', instType: 'SPBL' }, '"code":30016'],
  ])('refuses %j', (argument, answer) => {
    expect(hear(10, [loginText(0), ask(argument)], { switches }).client.texts()[1]).toContain(answer);
  });

  it('serves the public without a login, and the private with one, on one socket', () => {
    const { client } = hear(300, [ask(sp('ticker'), spbl('orders'))], { switches });
    const answers = client.parsed().filter(frame => frame.event !== undefined);
    expect(answers.map(({ event, code, arg }) => [event, code, arg?.instType]).sort()).toEqual([
      ['error', 30004, 'spbl'],
      ['subscribe', undefined, 'sp'],
    ]);
    expect(pushes(client, 'ticker').length).toBeGreaterThan(1);
  });

  it('cuts who asks for nothing for 30 s', () => {
    const cutAt = (idleTimeout?: number): number[] => {
      const found: number[] = [];
      const counterpart = bitgetV1Counterpart({ ...switches, ...(idleTimeout === undefined ? {} : { idleTimeout }) });
      virtually(40_000, { counterpart }, ({ at, client }) => {
        const one = client(STREAM);
        for (const time of [29_999, 30_001]) at(time, () => found.push(one.closed.length));
      });
      return found;
    };
    expect(cutAt()).toEqual([0, 1]);
    expect(cutAt(Infinity)).toEqual([0, 0]);
  });

  describe('in public', () => {
    const channels = ['ticker', 'trade', 'books', 'books5', 'books15', 'candle1m', 'candle1D'];
    const { client, exchange } = hear(10_000, [ask(...channels.map(channel => sp(channel)))], { switches });

    it('writes books whose checksums are valid, that of the snapshot as well', () => {
      const frames = client.data('books');
      const book = new NaiveBook();
      for (const frame of frames) book.hear(frame);
      const [first] = rowsOf(parse(frames[0] ?? '')[0]) as readonly {
        bids: string[][];
        asks: string[][];
        checksum: number;
      }[];
      const parts = Array.from({ length: 25 }, (_, i) => [...(first?.bids[i] ?? []), ...(first?.asks[i] ?? [])]);
      expect(first?.checksum).toBe(signedCrc32(parts.flat().join(':')));
      expect(book.checksums).toBeGreaterThan(20);
      expect(book.wrongChecksums).toEqual([]);
      expect(book.levels('bids')).toEqual(exchange.book('BTCUSDT').bids);
      expect(frames.join('')).not.toContain('seq');
    });

    it('writes small books whole each time', () => {
      for (const [channel, depth] of [
        ['books5', 5],
        ['books15', 15],
      ] as const) {
        const frames = pushes(client, channel);
        expect(frames.length).toBeGreaterThan(10);
        expect(frames.every(frame => frame.action === 'snapshot')).toBe(true);
        expect(rowsOf(frames[0]).map(row => (row['asks'] as unknown[]).length)).toEqual([depth]);
      }
    });

    it('writes trades as rows without ids, the newest first', () => {
      const [first, ...rest] = pushes(client, 'trade');
      expect(first?.action).toBe('snapshot');
      expect(rest.every(frame => frame.action === 'update')).toBe(true);
      const rows = first?.data as unknown as readonly string[][];
      expect(rows).toHaveLength(50);
      expect(rows.every(row => row.length === 4)).toBe(true);
      expect(rows.map(row => Number(row[0]))).toEqual(rows.map(row => Number(row[0])).sort((a, b) => b - a));
    });

    it('writes tickers with numbers for times, and candles of six columns', () => {
      expect(rowsOf(pushes(client, 'ticker')[0])[0]).toMatchObject({
        instId: 'BTCUSDT',
        labeId: 0,
        ts: expect.any(Number) as number,
      });
      const candles = pushes(client, 'candle1m');
      expect(candles[0]?.action).toBe('snapshot');
      expect((candles[0]?.data as unknown as string[][])[0]).toHaveLength(6);
      const [day] = pushes(client, 'candle1D')[0]?.data as unknown as string[][];
      // Midnight in UTC+8.
      expect((Number(day?.[0]) + 28_800_000) % 86_400_000).toBe(0);
    });

    it('tells no time in its envelope, and repeats the product line in lower case', () => {
      for (const frame of client.parsed()) {
        expect(frame.ts).toBeUndefined();
        expect(frame.arg?.instType).toBe('sp');
      }
    });
  });

  describe('in private', () => {
    const { client, exchange } = hear(
      40_000,
      [loginText(0), ask(spbl('account'), spbl('orders')), ask(spbl('orders', 'ETHUSDT_SPBL'))],
      { switches },
    );
    const truth = exchange.account();

    it('tells all balances first, then what changed', () => {
      const [first, ...rest] = pushes(client, 'account');
      expect(rowsOf(first)).toHaveLength(4);
      expect(rest.every(frame => frame.action === 'snapshot' && rowsOf(frame).length < 3)).toBe(true);
      const rows = latest(pushes(client, 'account'), 'coinName');
      for (const { asset, available } of truth.balances()) expect(rows.get(asset)?.['available']).toBe(available);
      expect(Object.keys(rowsOf(first)[0] ?? {})).toEqual(['coinId', 'coinName', 'available']);
    });

    it('tells orders, and the fills in them; nothing at first', () => {
      const all = pushes(client, 'orders').filter(({ arg }) => arg?.instId === 'default');
      expect(rowsOf(all[0])[0]?.['status']).toBe('new');
      const rows = latest(all, 'ordId');
      expect([...rows.values()].map(row => [row['ordId'], row['accFillSz'], row['uTime']])).toEqual(
        truth.orders().map(one => [one.id, one.filled, one.updatedAt]),
      );
      const fills = all.flatMap(rowsOf).filter(row => row['tradeId'] !== undefined);
      expect(fills.map(row => [row['tradeId'], row['fillPx'], row['fillSz'], row['fillFee'], row['execType']])).toEqual(
        truth
          .fills()
          .map(one => [one.id, one.price, one.size, `-${one.fees[0]?.amount}`, one.liquidity === 'maker' ? 'M' : 'T']),
      );
      expect(new Set(all.flatMap(rowsOf).map(row => row['status']))).toEqual(
        new Set(['new', 'partial-fill', 'full-fill', 'cancelled']),
      );
      expect(rows.get(truth.orders()[0]?.id)?.['instId']).toBe(`${truth.orders()[0]?.symbol}_SPBL`);
    });

    it('tells the orders of one symbol where that is asked for', () => {
      const some = pushes(client, 'orders').filter(({ arg }) => arg?.instId === 'ETHUSDT_SPBL');
      const expected = truth.orders().filter(one => one.symbol === 'ETHUSDT');
      expect([...latest(some, 'ordId').keys()]).toEqual(expected.map(one => one.id));
      expect(expected.length).toBeGreaterThan(3);
    });
  });
});

describe('the legacy stream', () => {
  const running: Simulation[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.close();
  });

  it('can be simulated by its name, over real sockets', async () => {
    const exchange = await simulate('bitget-v1', { tick: 10 });
    running.push(exchange);
    const socket = new WebSocket(`${exchange.url}${STREAM}`);
    const frames: Parsed[] = [];
    socket.on('message', data => {
      const text = (data as Buffer).toString();
      frames.push(...parse(text));
      if (text.includes('"login"')) socket.send(ask({ channel: 'trades', instType: 'SPOT' }));
    });
    socket.on('open', () => {
      socket.send(loginText(Date.now(), {}, 'hex'));
    });
    await until(() => frames.filter(frame => frame.arg?.channel === 'trades').length > 3);
    socket.terminate();
    await until(() => exchange.clients === 0);
    expect(frames[0]).toEqual({ event: 'login', code: '0', msg: '' });
  });

  it('knows which faults it cannot have', () => {
    const call = (fault: 'bad-checksum' | 'restart-sequence', switches: BitgetV1Switches) => () => {
      createExchange(counterparts['bitget-v1'](switches)).inject(fault);
    };
    expect(call('bad-checksum', {})).toThrow('it has no books');
    expect(call('restart-sequence', { dialect: 'official' })).toThrow('its books are not numbered');
    expect(call('bad-checksum', { dialect: 'official' })).not.toThrow();
    expect(() => bitgetV1Counterpart({ dialect: 'other' as 'guide' })).toThrow(RangeError);
    expect(() => bitgetV1Counterpart({ loginCloses: -1 })).toThrow(RangeError);
  });
});
