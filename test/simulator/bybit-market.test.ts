import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/model/market.js';
import { bybitCandleAt } from '../../src/venues/bybit/counterpart-calendar.js';
import { bybitListings, contractsPerCoin } from '../../src/venues/bybit/counterpart-listings.js';
import { hearBybit, playBybit, samplesOf, shapeOf, subscribe } from './bybit-listener.js';
import type { Listener, Parsed, Scene } from './bybit-listener.js';

type Fields = Readonly<Record<string, string>>;
type Level = readonly string[];
interface BookData {
  readonly s: string;
  readonly b: readonly Level[];
  readonly a: readonly Level[];
  readonly u: number;
  readonly seq: number;
}

const bookOf = (frame: Parsed): BookData => frame['data'] as BookData;
const rowsOf = (frame: Parsed): readonly Fields[] => frame['data'] as readonly Fields[];
const fieldsOf = (frame: Parsed): Fields => frame['data'] as Fields;
const samples = (door: string, name: string): readonly Parsed[] => {
  const found = samplesOf(door).get(name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found;
};
const OPTION = 'BTC-25DEC26-85000-C';

/** What is told, and how things really stand at the end. */
function watch(
  duration: number,
  door: string,
  topics: readonly string[],
  look: (scene: Scene) => void = () => {},
): Listener {
  const all: Listener[] = [];
  playBybit(duration, { retired: true }, scene => {
    const client = scene.come(door);
    all.push(client);
    scene.at(0, () => {
      client.say(subscribe(topics));
    });
    look(scene);
  });
  return all[0] as Listener;
}

describe('frames look like the documented ones', () => {
  it.each([
    ['spot', 'tickers.BTCUSDT', 'v5.spot.tickers.snapshot'],
    ['spot', 'priceLimit.BTCUSDT', 'v5.public.priceLimit.push'],
    ['linear', 'tickers.BTCUSDT', 'v5.linear.tickers.perpetual.snapshot'],
    ['linear', 'tickers.BTCUSDT-25DEC26', 'v5.linear.tickers.futures.snapshot'],
    ['linear', 'orderbook.50.BTCUSDT', 'v5.linear.orderbook.50.snapshot'],
    ['linear', 'kline.5.BTCUSDT', 'v5.linear.kline.5.push'],
    ['linear', 'allLiquidation.BTCUSDT', 'v5.linear.allLiquidation.push'],
    ['linear', 'liquidation.BTCUSDT', 'v5.linear.liquidation.push.retired'],
    ['option', `tickers.${OPTION}`, 'v5.option.tickers.snapshot'],
  ])('%s %s', (door, topic, name) => {
    const [first] = watch(60_000, door, [topic]).of(topic);
    expect(shapeOf(first)).toEqual(shapeOf(samples(door, name)[0]));
  });

  it('trades have beside what the captures have what came since', () => {
    const newer = { spot: ['RPI', 'seq'], linear: ['RPI'], inverse: ['RPI', 'seq'] } as const;
    for (const [door, symbol, name] of [
      ['spot', 'BTCUSDT', 'capture.v5.spot.publicTrade.BTCUSDT'],
      ['linear', 'BTCUSDT', 'v5.linear.publicTrade.push'],
      ['inverse', 'BTCUSD', 'capture.v5.inverse.publicTrade.BTCUSD'],
    ] as const) {
      const [first] = watch(5_000, door, [`publicTrade.${symbol}`]).of(`publicTrade.${symbol}`);
      const { data, ...head } = samples(door, name)[0] as Parsed;
      expect(shapeOf({ ...first, data: 0 })).toEqual(shapeOf({ ...head, data: 0 }));
      const added = { RPI: false, seq: 1 };
      const row = {
        ...(data as readonly object[])[0],
        ...Object.fromEntries(newer[door].map(key => [key, added[key]])),
      };
      expect(shapeOf(rowsOf(first as Parsed)[0])).toEqual(shapeOf(row));
    }
  });

  it('deltas of books, with two sizes a level where retail is told apart', () => {
    const client = watch(5_000, 'spot', ['orderbook.50.BTCUSDT', 'orderbook.rpi.BTCUSDT', 'orderbook.full.BTCUSDT']);
    const delta = (topic: string): unknown =>
      shapeOf(client.of(topic).find(one => one.type === 'delta' && bookOf(one).b.length * bookOf(one).a.length > 0));
    const rpi = samples('spot', 'v5.spot.orderbook.rpi.delta')[0];
    expect(delta('orderbook.rpi.BTCUSDT')).toEqual(shapeOf(rpi));
    const full = { ...(samples('spot', 'v5.spot.orderbook.full.delta')[0] as Parsed) };
    const sides = { a: [['', '']] };
    const wanted = shapeOf({ ...full, data: { ...(full['data'] as object), ...sides } });
    expect(delta('orderbook.full.BTCUSDT')).toEqual(wanted);
    expect(delta('orderbook.50.BTCUSDT')).toEqual(wanted);
  });

  it('the time stands before the type on spot and on level 1, behind it elsewhere', () => {
    const order = (door: string, topic: string): readonly string[] =>
      Object.keys(watch(2_000, door, [topic]).of(topic)[0] ?? {}).slice(0, 3);
    expect(order('spot', 'orderbook.50.BTCUSDT')).toEqual(['topic', 'ts', 'type']);
    expect(order('linear', 'orderbook.1.BTCUSDT')).toEqual(['topic', 'ts', 'type']);
    expect(order('linear', 'orderbook.50.BTCUSDT')).toEqual(['topic', 'type', 'ts']);
    expect(order('option', `orderbook.25.${OPTION}`)).toEqual(['id', 'topic', 'ts']);
  });
});

describe('books', () => {
  it.each([
    ['spot', 'BTCUSDT', 50],
    ['spot', 'ETHUSDT', 200],
    ['linear', 'BTCUSDT', 50],
    ['linear', 'BTCPERP', 1000],
    ['inverse', 'BTCUSD', 50],
    ['option', OPTION, 25],
  ] as const)('%s %s, window of %i: kept from its changes it is what the exchange has', (door, symbol, depth) => {
    const topic = `orderbook.${depth}.${symbol}`;
    const truths: Book[] = [];
    const client = watch(20_000, door, [topic], ({ exchange, at }) => {
      at(19_999, () => {
        truths.push(exchange.book(symbol, { market: door, window: depth }));
      });
    });
    const [first, ...rest] = client.of(topic);
    expect(first?.type).toBe('snapshot');
    expect(rest.length).toBeGreaterThan(80);
    const sides = {
      b: new Map(bookOf(first as Parsed).b.map(asPair)),
      a: new Map(bookOf(first as Parsed).a.map(asPair)),
    };
    const most = Math.max(sides.b.size, sides.a.size);
    expect(most).toBeLessThanOrEqual(depth);
    let { u, seq } = bookOf(first as Parsed);
    for (const frame of rest) {
      const data = bookOf(frame);
      expect(frame.type).toBe('delta');
      expect(data.u).toBe(u + 1);
      expect(data.seq).toBeGreaterThan(seq);
      expect(frame.cts).toBeLessThanOrEqual(frame.ts ?? 0);
      expect(data.b.length + data.a.length).toBeGreaterThan(0);
      ({ u, seq } = data);
      for (const side of ['b', 'a'] as const) {
        for (const [price = '', size = ''] of data[side]) {
          if (size === '0') expect(sides[side].delete(price)).toBe(true);
          else sides[side].set(price, size);
        }
        expect(sides[side].size).toBeLessThanOrEqual(depth);
      }
    }
    const listing = bybitListings.find(one => one.market === door && one.symbol === symbol);
    const rate = door === 'inverse' && listing !== undefined ? contractsPerCoin(listing) : 1;
    const sorted = (side: 'b' | 'a', sign: number): readonly (readonly number[])[] =>
      [...sides[side]].map(pair => pair.map(Number)).sort(([x = 0], [y = 0]) => (x - y) * sign);
    const [truth] = truths;
    const scaled = (levels: Book['bids'] = []): readonly (readonly number[])[] =>
      levels.map(([price, size]) => [price, rate === 1 ? size : Math.round(size * rate)]);
    expect(sorted('b', -1)).toEqual(scaled(truth?.bids));
    expect(sorted('a', 1)).toEqual(scaled(truth?.asks));
    expect(String(u)).toBe(truth?.sequence);
  });

  it('of one symbol are numbered alike at all depths', () => {
    const topics = ['orderbook.1.BTCUSDT', 'orderbook.50.BTCUSDT', 'orderbook.200.BTCUSDT'];
    const client = watch(3_000, 'linear', topics);
    const firsts = topics.map(topic => bookOf(client.of(topic)[0] as Parsed));
    expect(new Set(firsts.map(({ seq }) => seq)).size).toBe(1);
    expect(new Set(firsts.map(({ u }) => u)).size).toBe(3);
  });

  it('of level 1 come whole each time', () => {
    for (const [door, symbol] of [
      ['spot', 'BTCUSDT'],
      ['linear', 'BTCUSDT'],
      ['inverse', 'BTCUSD'],
    ] as const) {
      const frames = watch(10_000, door, [`orderbook.1.${symbol}`]).of(`orderbook.1.${symbol}`);
      expect(frames.length).toBeGreaterThan(30);
      for (const frame of frames) {
        expect(frame.type).toBe('snapshot');
        expect([bookOf(frame).b.length, bookOf(frame).a.length]).toEqual([1, 1]);
      }
      const numbers = frames.map(frame => bookOf(frame).u);
      expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
    }
  });

  it('of level 1 come again after three seconds without a change, under the same number', () => {
    // The market moves every two seconds, and its best levels not each time.
    const all: Listener[] = [];
    playBybit(400_000, { tick: 2_000 }, ({ come, at }) => {
      const client = come('linear');
      all.push(client);
      at(0, () => {
        client.ask('orderbook.1.XRPUSDT');
      });
    });
    const frames = all[0]?.of('orderbook.1.XRPUSDT') ?? [];
    const again = frames.filter((frame, i) => i > 0 && bookOf(frame).u === bookOf(frames[i - 1] as Parsed).u);
    expect(again.length).toBeGreaterThan(0);
    for (const frame of again) {
      const before = frames[frames.indexOf(frame) - 1] as Parsed;
      expect(frame['data']).toEqual(before['data']);
      expect((frame.ts ?? 0) - (before.ts ?? 0)).toBeGreaterThanOrEqual(3_000);
    }
  });

  it('that begin anew are told whole, with the number one', () => {
    const topics = ['orderbook.50.BTCUSDT', 'orderbook.1.BTCUSDT'];
    const client = watch(6_000, 'linear', topics, ({ exchange, at }) => {
      at(3_000, () => {
        exchange.inject('restart-sequence', { symbol: 'BTCUSDT' });
      });
    });
    for (const topic of topics) {
      const frames = client.of(topic);
      const at = frames.findIndex(frame => bookOf(frame).u === 1);
      expect(frames[at]?.type).toBe('snapshot');
      expect(bookOf(frames[at + 1] as Parsed).u).toBe(2);
    }
    expect(client.of(topics[0] ?? '').filter(({ type }) => type === 'snapshot')).toHaveLength(2);
  });

  it('of all levels are told by changes alone', () => {
    const frames = watch(5_000, 'spot', ['orderbook.full.BTCUSDT']).of('orderbook.full.BTCUSDT');
    expect(frames.length).toBeGreaterThan(10);
    expect(new Set(frames.map(({ type }) => type))).toEqual(new Set(['delta']));
  });
});

describe('tickers', () => {
  it.each([
    ['linear', 'BTCUSDT'],
    ['inverse', 'BTCUSD'],
    ['linear', 'BTCUSDT-25DEC26'],
  ])('of %s %s tell first all, then what changed, and add up', (door, symbol) => {
    const topic = `tickers.${symbol}`;
    const late: Listener[] = [];
    const client = watch(8_090, door, [topic], ({ come, at }) => {
      // Between two steps of the market.
      at(8_050, () => {
        const other = come(door);
        late.push(other);
        other.ask(topic);
      });
    });
    const [first, ...rest] = client.of(topic);
    expect(first?.type).toBe('snapshot');
    let held = fieldsOf(first as Parsed);
    const restated: string[] = [];
    const sizes: number[] = [];
    for (const frame of rest) {
      expect(frame.type).toBe('delta');
      const { symbol: named, ...changes } = fieldsOf(frame);
      expect(named).toBe(symbol);
      sizes.push(Object.keys(changes).length);
      expect(sizes.at(-1)).toBeGreaterThan(0);
      for (const [name, value] of Object.entries(changes)) {
        expect(held).toHaveProperty(name);
        if (held[name] === value) restated.push(name);
      }
      held = { ...held, ...changes };
    }
    expect(Math.max(...sizes)).toBeLessThan(Object.keys(held).length / 1.5);
    // Now and then something is told that has not changed.
    expect(restated).toContain('price24hPcnt');
    const [whole] = late[0]?.of(topic) ?? [];
    expect(whole?.type).toBe('snapshot');
    const { tickDirection: _, ...now } = fieldsOf(whole as Parsed);
    expect(held).toMatchObject(now);
  });

  it('of spot and options are whole each time', () => {
    for (const [door, symbol] of [
      ['spot', 'BTCUSDT'],
      ['option', OPTION],
    ] as const) {
      const frames = watch(2_000, door, [`tickers.${symbol}`]).of(`tickers.${symbol}`);
      expect(frames.length).toBeGreaterThan(10);
      for (const frame of frames) {
        expect(frame.type).toBe('snapshot');
        expect(Object.keys(fieldsOf(frame))).toEqual(Object.keys(fieldsOf(frames[0] as Parsed)));
      }
      expect(fieldsOf(frames[0] as Parsed)).not.toHaveProperty('bid1Price');
    }
  });

  it('count contracts on inverse, and what they are worth in coins', () => {
    const { volume24h, turnover24h, lastPrice, openInterest, openInterestValue } = fieldsOf(
      watch(500, 'inverse', ['tickers.BTCUSD']).of('tickers.BTCUSD')[0] as Parsed,
    );
    expect(volume24h).toMatch(/^\d+$/);
    const ratio = Number(volume24h) / Number(turnover24h) / Number(lastPrice);
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.05);
    expect(Number(openInterest) / Number(openInterestValue) / Number(lastPrice)).toBeCloseTo(1, 1);
  });

  it('of dated futures know no funding, and of perpetuals no delivery', () => {
    const client = watch(500, 'linear', ['tickers.BTCUSDT', 'tickers.BTCUSDT-25DEC26']);
    const dated = fieldsOf(client.of('tickers.BTCUSDT-25DEC26')[0] as Parsed);
    expect(dated).toMatchObject({ fundingRate: '', nextFundingTime: '', deliveryTime: '2026-12-25T08:00:00Z' });
    expect(fieldsOf(client.of('tickers.BTCUSDT')[0] as Parsed)).not.toHaveProperty('deliveryTime');
  });
});

describe('trades', () => {
  it('are told as they happen, none of before, oldest first', () => {
    const truths: { readonly id: string | undefined; readonly side: string }[] = [];
    const client = watch(10_000, 'linear', ['publicTrade.BTCUSDT'], ({ exchange, at }) => {
      at(9_999, () => {
        truths.push(...exchange.trades('BTCUSDT', { market: 'linear' }).slice(50));
      });
    });
    const rows = client.of('publicTrade.BTCUSDT').flatMap(rowsOf);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.map(({ i, S }) => [i, S])).toEqual(truths.map(({ id, side }) => [id, side === 'buy' ? 'Buy' : 'Sell']));
    expect(new Set(rows.map(({ L }) => L))).toEqual(
      new Set(['PlusTick', 'ZeroPlusTick', 'MinusTick', 'ZeroMinusTick']),
    );
  });

  it('of options are asked for by coin', () => {
    const client = watch(5_000, 'option', ['publicTrade.BTC']);
    expect(client.answers()).toMatchObject([{ data: { successTopics: ['publicTrade.BTC'] } }]);
    expect(client.of('publicTrade.BTC').flatMap(rowsOf)[0]).toMatchObject({ s: OPTION });
    expect(hearBybit(10, 'option', [subscribe([`publicTrade.${OPTION}`])]).answers()).toMatchObject([
      { data: { failTopics: [`publicTrade.${OPTION}`] } },
    ]);
  });
});

describe('candles', () => {
  it('tell their last state once they are closed, then the next one', () => {
    const frames = watch(130_000, 'spot', ['kline.1.BTCUSDT']).of('kline.1.BTCUSDT');
    const rows = frames.flatMap(frame => frame['data'] as readonly Record<string, number | string | boolean>[]);
    expect(frames).toHaveLength(rows.length);
    const closed = rows.filter(({ confirm }) => confirm === true);
    expect(closed).toHaveLength(2);
    for (const row of closed) {
      expect(row['end']).toBe(Number(row['start']) + 59_999);
      const next = rows[rows.indexOf(row) + 1];
      expect(next?.['start']).toBe(Number(row['end']) + 1);
      expect(next?.['confirm']).toBe(false);
    }
    expect(rows[0]).toMatchObject({ start: 1_800_000_000_000, interval: '1', confirm: false });
  });

  it('begin where the venue’s begin', () => {
    const time = Date.UTC(2026, 10, 18, 13, 14, 15);
    const start = (interval: string): string =>
      new Date(bybitCandleAt(interval, time).start).toISOString().slice(0, 16);
    expect(['1m', '5m', '4h', '12h', '1d', '1w', '1M'].map(start)).toEqual([
      '2026-11-18T13:14',
      '2026-11-18T13:10',
      '2026-11-18T12:00',
      '2026-11-18T12:00',
      '2026-11-18T00:00',
      '2026-11-16T00:00',
      '2026-11-01T00:00',
    ]);
    expect(() => bybitCandleAt('1D', time)).toThrow(RangeError);
  });
});

describe('liquidations', () => {
  it('tell the side of the position that was closed', () => {
    const sides: string[] = [];
    const client = watch(60_000, 'linear', ['allLiquidation.BTCUSDT'], ({ exchange, at }) => {
      at(59_999, () => {
        sides.push(...exchange.liquidations('BTCUSDT', { market: 'linear' }).map(({ side }) => side));
      });
    });
    const rows = client.of('allLiquidation.BTCUSDT').flatMap(rowsOf);
    expect(rows.length).toBeGreaterThan(3);
    // What sells is a long position.
    expect(rows.map(({ S }) => S)).toEqual(sides.slice(0, rows.length).map(side => (side === 'sell' ? 'Buy' : 'Sell')));
  });
});

it('contracts add up: so many coins are so many of them, whatever the price does', () => {
  for (const listing of bybitListings.filter(({ market }) => market === 'inverse')) {
    const rate = contractsPerCoin(listing);
    expect(rate / listing.price).toBeGreaterThan(0.9);
    expect(rate / listing.price).toBeLessThan(1.1);
    expect(Number.isInteger(rate * 10 ** -listing.sizeDecimals)).toBe(true);
  }
});

it('one symbol on two sockets is two markets', () => {
  playBybit(2_000, {}, ({ come, exchange, at }) => {
    const spot = come('spot');
    const linear = come('linear');
    at(0, () => {
      spot.ask('tickers.BTCUSDT');
      linear.ask('tickers.BTCUSDT');
    });
    at(1_900, () => {
      expect(exchange.subscriptions()).toEqual([['spot:tickers.BTCUSDT'], ['linear:tickers.BTCUSDT']]);
      expect(fieldsOf(spot.of('tickers.BTCUSDT')[0] as Parsed)).toHaveProperty('usdIndexPrice');
      expect(fieldsOf(linear.of('tickers.BTCUSDT')[0] as Parsed)).toHaveProperty('bid1Price');
    });
  });
});

function asPair([price = '', size = '']: Level): readonly [string, string] {
  return [price, size];
}
