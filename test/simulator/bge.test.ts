import { describe, expect, it } from 'vitest';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import { bgeCounterpart } from '../../src/venues/bge/counterpart.js';
import type { BgeSwitches } from '../../src/venues/bge/counterpart.js';
import { hmacSha256 } from '../../src/wire/sign.js';
import { textOf } from '../../src/wire/frame-text.js';
import { virtually } from '../support/virtual-time.js';

type Json = Readonly<Record<string, unknown>>;

interface Told {
  readonly at: number;
  readonly packed: boolean;
  readonly text: string;
  readonly json: Json;
}

interface Talk {
  readonly exchange: Exchange;
  /** When the line was cut, ms from the beginning. */
  cutAt: number | undefined;
  readonly told: Told[];
  at(time: number, step: () => void): void;
  say(what: string | object): void;
}

/** A conversation in virtual time: the client arrives at 0, and all is over at `duration`. */
function talk(
  script: (talk: Talk) => void,
  duration = 5_000,
  switches: BgeSwitches = {},
  options: ExchangeOptions = {},
): Talk {
  let made: Talk | undefined;
  virtually(at => {
    const exchange = createExchange(bgeCounterpart(switches), { seed: 'bge', ackDelay: 0, ...options });
    const start = Date.now();
    const told: Told[] = [];
    let isOver = false;
    const current: Talk = {
      exchange,
      cutAt: undefined,
      told,
      at,
      say: what => {
        connection.hear(typeof what === 'string' ? what : JSON.stringify(what));
      },
    };
    const connected = exchange.connect('/v2/ws', {
      send: data => {
        const text = textOf({ data });
        told.push({
          at: Date.now() - start,
          packed: typeof data !== 'string',
          text,
          json: JSON.parse(text) as Json,
        });
      },
      close: () => {
        if (!isOver) current.cutAt = Date.now() - start;
      },
    });
    if ('status' in connected) throw new Error(connected.reason);
    const connection = connected;
    made = current;
    script(current);
    at(duration, () => {
      isOver = true;
      exchange.close();
    });
  });
  if (made === undefined) throw new Error('nobody talked');
  return made;
}

const named = (type: string, more: object = {}, biz = 'market'): object => ({
  biz,
  type,
  product: 'BTC_USDT',
  ...more,
});
const sub = (type: string, more: object = {}, biz = 'market'): object => ({
  event: 'sub',
  ...named(type, { zip: false, ...more }, biz),
});
const answers = ({ told }: Talk): readonly Json[] => told.map(({ json }) => json).filter(json => 'event' in json);
const pushes = ({ told }: Talk): readonly Told[] => told.filter(({ json }) => 'biz' in json && !('event' in json));
const { apiKey, secret } = demoCredentials;
const login = (change: object = {}, now = Date.now()): object => ({
  event: 'login',
  params: {
    type: 'api',
    access_key: apiKey,
    access_sign: hmacSha256(secret, String(now), 'base64'),
    access_timestamp: now,
    ...change,
  },
});

describe('a request', () => {
  it('is acknowledged with its names, a level as a number', () => {
    const heard = talk(({ say }) => {
      say(sub('orderbook', { interval: '0' }));
      say({ ...sub('fills'), event: 'unsub' });
    }, 100);
    const status = { ts: expect.any(Number) as number, code: 200, status: 'OK' };
    expect(answers(heard)).toEqual([
      { ...named('orderbook'), ...status, event: 'sub', interval: 0 },
      { ...named('fills'), ...status, event: 'unsub' },
    ]);
  });

  it.each([
    ['what stands inside "para"', { event: 'sub', para: named('fills'), zip: true }],
    ['what stands inside "params"', { event: 'sub', params: named('fills'), zip: true }],
    ['no zip', { event: 'sub', ...named('fills') }],
    ['no interval', sub('candles')],
    ['an unknown interval', sub('candles', { interval: '2min' })],
    ['an unknown level', sub('orderbook', { interval: '12' })],
    ['an unknown channel', sub('kline')],
    ['all assets', sub('assets', { product: 'all' }, 'exchange')],
    ['a state of what has none', { ...sub('fills'), event: 'req' }],
    ['a history without bounds', { ...sub('candles', { interval: '1min' }), event: 'req' }],
    ['the open orders of all', { ...sub('orders', { product: 'ALL' }, 'exchange'), event: 'req' }],
    ['a product that is not listed', sub('fills', { product: 'NOPE_USDT' })],
    ['a product in lower case', sub('fills', { product: 'btc_usdt' })],
  ])('is refused with 400 as text for %s, and repeated with the older name', (_, request) => {
    const { event } = request as { readonly event: string };
    const repeated = JSON.stringify(request).replace('"product"', '"pairCode"');
    const heard = talk(({ say }) => {
      say(request);
    }, 100);
    expect(answers(heard)).toEqual([{ event, code: '400', msg: `Invalid request: ${repeated}` }]);
    expect(heard.exchange.subscriptions()).toEqual([]);
  });

  it.each(['noise', '[]', '{"ping":1}', '{"event":"jump"}'])('that is none is refused: %s', text => {
    const heard = talk(({ say }) => {
      say(text);
    }, 100);
    expect(heard.told.map(({ json }) => json)).toMatchObject([{ code: '400', msg: `Invalid request: ${text}` }]);
  });

  it.each([
    ['failed', 500],
    ['absent', 1050],
  ] as const)('for a product that is not listed may be %s', (unknownProduct, code) => {
    for (const [codeType, written] of [
      ['number', code],
      ['string', String(code)],
    ] as const) {
      const heard = talk(
        ({ say }) => {
          say(sub('fills', { product: 'NOPE_USDT' }));
        },
        100,
        { unknownProduct, codeType },
      );
      expect(answers(heard)).toEqual([
        {
          ...named('fills'),
          product: 'NOPE_USDT',
          ts: expect.any(Number) as number,
          code: written,
          status: 'FAIL',
          event: 'sub',
        },
      ]);
    }
  });
});

describe('what is pushed', () => {
  it('is a book twice a second, whether it changed or not, of as many prices as the level has', () => {
    const heard = talk(({ say }) => {
      say(sub('orderbook', { interval: '0' }));
      say(sub('orderbook', { interval: '6' }));
    }, 10_100);
    for (const [interval, most] of [
      ['0', 150],
      ['6', 20],
    ] as const) {
      const mine = pushes(heard).filter(({ json }) => json['interval'] === interval);
      expect(mine.length).toBeGreaterThanOrEqual(19);
      const gaps = mine.slice(1).map(({ at }, i) => at - (mine[i]?.at ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(600);
      for (const { json } of mine) {
        const { bids, asks } = json['data'] as { readonly bids: string[][]; readonly asks: string[][] };
        expect(bids.length).toBeLessThanOrEqual(most);
        expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
        const prices = asks.map(([price]) => Number(price));
        expect(prices).toEqual([...prices].sort((a, b) => a - b));
      }
    }
  });

  it('is gathered in the steps of its level, and nothing of it is lost', () => {
    const heard = talk(({ say }) => {
      for (const interval of ['0', '4', '5', '11']) say(sub('orderbook', { interval, product: 'XRP_USDT' }));
    }, 700);
    const sizes = new Map<string, number>();
    for (const { json } of pushes(heard)) {
      const { bids } = json['data'] as { readonly bids: string[][] };
      sizes.set(String(json['interval']), bids.reduce((sum, [, size]) => sum + Number(size), 0)); // prettier-ignore
      const decimals = { '0': 4, '4': 2, '5': 1, '11': 1 }[String(json['interval'])] ?? 0;
      for (const [price = ''] of bids) expect((price.split('.')[1] ?? '').length).toBeLessThanOrEqual(decimals);
    }
    expect(sizes.size).toBe(4);
    expect(sizes.get('5')).toBeCloseTo(sizes.get('0') ?? 0, 1);
    expect(sizes.get('11')).toBeCloseTo(sizes.get('5') ?? 0, 1);
  });

  it('is a chart of 200 points a side that begins inside the spread', () => {
    const heard = talk(({ say }) => {
      say(sub('percent10'));
    }, 700);
    const [first] = pushes(heard);
    const {
      bids,
      asks,
      seq_id: sequence,
    } = first?.json['data'] as {
      readonly bids: [string, string][];
      readonly asks: [string, string][];
      readonly seq_id: number;
    };
    expect(first?.json['seq_id']).toBe(sequence);
    expect([bids.length, asks.length]).toEqual([200, 200]);
    const middle = Number(asks[0]?.[0]) / 1.0005;
    expect(Number(bids[0]?.[0])).toBeCloseTo(middle * 0.9995, 3);
    expect(Number(asks[199]?.[0])).toBeCloseTo(middle * 1.1, 3);
    const sizes = asks.map(([, size]) => Number(size));
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    for (const [price] of [...bids, ...asks]) expect((price.split('.')[1] ?? '').length).toBeLessThanOrEqual(7);
  });

  it('is one candle at a time, a ticker in a list, and trades that are new', () => {
    const heard = talk(({ say }) => {
      say(sub('candles', { interval: '1min' }));
      say(sub('ticker'));
      say(sub('fills'));
    }, 5_000);
    const bodies = (type: string): readonly unknown[] =>
      pushes(heard).filter(({ json }) => json['type'] === type).map(({ json }) => json['data']); // prettier-ignore
    const candles = bodies('candles') as { readonly id: number; readonly seq_id: number }[];
    expect(candles.length).toBeGreaterThan(2);
    for (const { id } of candles) expect(id % 60).toBe(0);
    for (const body of bodies('ticker')) expect(body).toHaveLength(1);
    const ids = (bodies('fills') as { readonly id: number }[][]).flat().map(({ id }) => id);
    const real = heard.exchange.trades('BTC_USDT').map(({ id }) => Number(id));
    expect(ids).toEqual(real.slice(-ids.length));
    expect(ids.length).toBe(real.length - 50);
  });

  it('follows at once where the switch says so', () => {
    const at = (firstPush: boolean): number | undefined =>
      pushes(
        talk(
          ({ say }) => {
            say(sub('ticker'));
          },
          2_000,
          { firstPush },
        ),
      )[0]?.at;
    expect(at(true)).toBe(0);
    expect(at(false)).toBeGreaterThan(0);
  });

  it('is packed where it was asked for so, as are states; answers and pings are not', () => {
    const heard = talk(({ say }) => {
      say(sub('ticker', { zip: true }));
      say({ ...sub('ticker', { zip: true }), event: 'req' });
    }, 11_000);
    for (const { json, packed } of heard.told) {
      expect(packed).toBe(!('ping' in json) && json['event'] !== 'sub');
    }
    expect(answers(heard).map(({ event }) => event)).toEqual(['sub', 'req']);
  });
});

describe('a state', () => {
  it('of candles has those between the bounds, both included, oldest first', () => {
    const to = 1_800_000_000 - (1_800_000_000 % 300);
    const heard = talk(({ say }) => {
      say({ ...sub('candles', { interval: '5min' }), event: 'req', from: to - 900, to });
    }, 100);
    const rows = answers(heard)[0]?.['data'] as readonly Json[];
    expect(rows.map(({ id }) => id)).toEqual([to - 900, to - 600, to - 300, to]);
    expect(rows[0]).not.toHaveProperty('seq_id');
  });

  it('of a ticker is the row itself', () => {
    const heard = talk(({ say }) => {
      say({ ...sub('ticker'), event: 'req' });
    }, 100);
    expect(answers(heard)).toMatchObject([{ event: 'req', code: 200, data: { count: 0, id: expect.any(Number) as number } }]); // prettier-ignore
  });

  it('of what is not listed is refused like a subscription', () => {
    const heard = talk(({ say }) => {
      say({ ...sub('ticker', { product: 'NOPE_USDT' }), event: 'req' });
    }, 100);
    expect(answers(heard)).toMatchObject([{ event: 'req', code: '400' }]);
  });
});

describe('an account', () => {
  it.each([
    ['no key', { access_key: '' }, 40001],
    ['no signature', { access_sign: undefined }, 40002],
    ['no time', { access_timestamp: undefined }, 40003],
    ['a time that is none', { access_timestamp: '2022-01-08T07:19:56.339Z' }, 40005],
    ['another key', { access_key: 'another' }, 40006],
    ['an old time', { access_timestamp: 14_000_000_000 }, 40008],
    ['another signature', { access_sign: 'sign' }, 40010],
  ])('is not opened with %s', (_, change, code) => {
    const heard = talk(({ say }) => {
      say(login(change));
    }, 100);
    expect(answers(heard)).toEqual([{ event: 'login', code, msg: expect.any(String) as string }]);
  });

  it('is not opened by a login of version 1', () => {
    const params = { type: 'api', 'access-key': apiKey, 'access-sign': 'x', 'access-timestamp': 1 };
    const heard = talk(({ say }) => {
      say({ event: 'login', params });
    }, 100);
    expect(answers(heard)).toMatchObject([{ event: 'login', code: 40001 }]);
  });

  it('is told nothing of before the login', () => {
    const heard = talk(({ say }) => {
      say(sub('orders', {}, 'exchange'));
      say({ ...sub('assets', {}, 'exchange'), event: 'req' });
    }, 100);
    expect(answers(heard)).toEqual([
      { event: 'sub', code: 401, msg: 'Not logged in' },
      { event: 'req', code: 401, msg: 'Not logged in' },
    ]);
  });

  it('is told by product or as a whole, and as it stands only when asked', () => {
    const heard = talk(
      ({ say, at }) => {
        say(login());
        at(10, () => {
          say(sub('orders', { product: 'All' }, 'exchange'));
          say(sub('orders', {}, 'exchange'));
          say(sub('assets', {}, 'exchange'));
        });
        at(119_000, () => {
          say({ ...sub('orders', {}, 'exchange'), event: 'req' });
          say({ ...sub('assets', {}, 'exchange'), event: 'req' });
        });
      },
      120_000,
      { idField: 'orders_id', pingEvery: Infinity },
    );
    expect(heard.told.filter(({ at }) => at < 50).map(({ json }) => json['event'])).toEqual([
      'login',
      'sub',
      'sub',
      'sub',
    ]);
    const rows = (type: string, product: string): readonly Json[] =>
      pushes(heard)
        .filter(({ json }) => json['type'] === type && json['product'] === product)
        .flatMap(({ json }) => json['data'] as Json[]);
    const all = rows('orders', 'all');
    const mine = rows('orders', 'BTC_USDT');
    expect(new Set(all.map(row => row['product'])).size).toBeGreaterThan(1);
    expect(all.filter(row => row['product'] === 'BTC_USDT')).toEqual(mine);
    expect(mine.length).toBeGreaterThan(0);
    for (const row of mine) expect(row).toMatchObject({ orders_id: expect.any(String) as string, status: expect.stringMatching(/^[1-6]$/) as string }); // prettier-ignore
    const assets = rows('assets', 'BTC_USDT').map(row => row['currency']);
    expect(new Set(assets)).toEqual(new Set(['BTC', 'USDT']));
    const [orders, balances] = answers(heard).filter(({ event }) => event === 'req');
    for (const row of orders?.['data'] as Json[]) expect(['1', '2']).toContain(row['status']);
    expect((balances?.['data'] as Json[]).map(row => row['currency']).sort()).toEqual(['BTC', 'USDT']);
  });
});

describe('a line', () => {
  const pong = (heard: Talk): void => {
    const last = heard.told.filter(({ json }) => 'ping' in json).at(-1);
    heard.say({ pong: last?.json['ping'] });
  };

  it('is cut where nothing is subscribed for 30 s', () => {
    expect(talk(() => {}, 60_000).cutAt).toBe(30_000);
    expect(
      talk(({ say }) => {
        say(sub('fills'));
      }, 39_000).cutAt,
    ).toBeUndefined();
    expect(talk(() => {}, 39_000, { idle: Infinity }).cutAt).toBeUndefined();
  });

  it('is cut 30 s after a ping that is not answered with the same number', () => {
    const silent = talk(({ say }) => {
      say(sub('fills'));
    }, 60_000);
    expect(silent.told.find(({ json }) => 'ping' in json)).toMatchObject({ at: 10_000, packed: false });
    expect(silent.cutAt).toBe(40_000);
    const wrong = talk(({ say, at }) => {
      say(sub('fills'));
      for (let time = 10_001; time < 60_000; time += 10_000) at(time, () => { say({ pong: 5 }); }); // prettier-ignore
    }, 60_000);
    expect(wrong.cutAt).toBe(40_000);
    const good = talk(heard => {
      heard.say(sub('fills'));
      for (let time = 10_001; time < 600_000; time += 10_000) heard.at(time, () => { pong(heard); }); // prettier-ignore
    }, 600_000);
    expect(good.cutAt).toBeUndefined();
  });

  it('is cut after 30 s without a push or an answer, where pings do not count', () => {
    const quiet = (asks: boolean): Talk =>
      talk(
        heard => {
          const { say, at } = heard;
          say(sub('fills'));
          for (let time = 10_001; time < 200_000; time += 10_000) {
            at(time, () => {
              pong(heard);
              if (asks) say({ ...sub('ticker'), event: 'req' });
            });
          }
        },
        200_000,
        { idleCloseCountsPing: false },
        { tick: 0 },
      );
    expect(quiet(false).cutAt).toBe(30_000);
    expect(quiet(true).cutAt).toBeUndefined();
  });

  it('is not pinged where the switch says so', () => {
    const heard = talk(
      ({ say }) => {
        say(sub('fills'));
      },
      100_000,
      { pingEvery: Infinity },
    );
    expect(heard.told.some(({ json }) => 'ping' in json)).toBe(false);
    expect(heard.cutAt).toBeUndefined();
  });

  it('is cut without a word at the 51st message of a second', () => {
    const many = (count: number): Talk =>
      talk(({ say }) => {
        for (let i = 0; i < count; i++) say({ pong: i });
      }, 100);
    expect(many(50).cutAt).toBeUndefined();
    const cut = many(51);
    expect(cut.cutAt).toBe(0);
    expect(cut.told).toEqual([]);
    expect(cut.exchange.violations).toMatchObject([{ breach: 'messages' }]);
  });
});

describe('the switches', () => {
  it.each([
    [{ pingEvery: 0 }, 'pingEvery 0 must be more than 0 ms'],
    [{ pongPatience: -1 }, 'pongPatience -1 must be more than 0 ms'],
    [{ idle: NaN }, 'idle NaN must be more than 0 ms'],
    [{ codeType: 'word' }, 'codeType "word" is not possible; possible are sample, number, string'],
    [{ unknownProduct: 'x' }, 'unknownProduct "x" is not possible; possible are repeated, failed, absent'],
    [{ idField: 'id' }, 'idField "id" is not possible; possible are order_id, orders_id'],
  ])('refuse %j', (switches, words) => {
    expect(() => bgeCounterpart(switches as BgeSwitches)).toThrow(new RangeError(words));
  });

  it('begin candles in UTC, weeks on Monday', () => {
    const { candleAt } = bgeCounterpart();
    const at = Date.UTC(2026, 8, 16, 13, 47, 5);
    const starts = ['1m', '4h', '1d', '1w', '1M'].map(interval => new Date(candleAt(interval, at).start).toISOString());
    expect(starts.map(text => text.slice(0, 16))).toEqual([
      '2026-09-16T13:47',
      '2026-09-16T12:00',
      '2026-09-16T00:00',
      '2026-09-14T00:00',
      '2026-09-01T00:00',
    ]);
    expect(() => candleAt('x', at)).toThrow(RangeError);
  });
});
