import { describe, expect, it } from 'vitest';
import { createExchange } from '../../src/simulator/index.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';
import { argument, NaiveBook, PUBLIC, request, virtually } from './naive-client.js';
import type { NaiveClient } from './naive-client.js';

const BOOK = 'SPOT:books:BTCUSDT';
const TICKER = 'SPOT:ticker:BTCUSDT';

/** A client's frames after it said something at 0. */
function conversation(
  duration: number,
  options: Parameters<typeof virtually>[1],
  talk: (client: NaiveClient) => void,
): NaiveClient {
  const clients: NaiveClient[] = [];
  virtually(duration, options, play => {
    const client = play.client();
    clients.push(client);
    talk(client);
  });
  const [client] = clients;
  if (client === undefined) throw new Error('nobody came');
  return client;
}

describe('subscriptions', () => {
  it('answers each argument by itself, and snapshots follow their answer', () => {
    const keys = [BOOK, TICKER, 'SPOT:trade:BTCUSDT', 'SPOT:candle1m:BTCUSDT', 'USDT-FUTURES:books5:ETHUSDT'];
    const client = conversation(500, { ackDelay: 200 }, one => {
      one.ask('subscribe', ...keys);
    });
    const acks = client.parsed().filter(frame => frame.event === 'subscribe');
    expect(acks.map(frame => frame.arg)).toEqual(expect.arrayContaining(keys.map(argument)));
    expect(acks).toHaveLength(keys.length);
    for (const key of keys) {
      const mine = client.parsed().filter(frame => JSON.stringify(frame.arg) === JSON.stringify(argument(key)));
      expect(mine[0]?.event).toBe('subscribe');
      expect(mine[1]?.action).toBe('snapshot');
    }
  });

  it('answers in another order than it was asked, within the time it was given', () => {
    const keys = ['1m', '3m', '5m', '15m', '30m', '1H', '4H', '1D'].map(interval => `SPOT:candle${interval}:BTCUSDT`);
    const client = conversation(500, { ackDelay: 200 }, one => {
      one.ask('subscribe', ...keys);
    });
    const acks = client.received.filter(({ text }) => text.includes('"event":"subscribe"'));
    const order = acks.map(({ text }) => (JSON.parse(text) as { arg: { channel: string } }).arg.channel);
    expect(order).not.toEqual(keys.map(key => argument(key).channel));
    expect(acks.every(({ at }) => at >= 0 && at <= 201)).toBe(true);
    expect(new Set(acks.map(({ at }) => at)).size).toBeGreaterThan(3);
  });

  it('acknowledges the good and refuses the bad of one request', () => {
    const client = conversation(50, {}, one => {
      one.ask('subscribe', TICKER, 'SPOT:ticker:NOPEUSDT', 'SPOT:candle1h:BTCUSDT');
    });
    const events = client.parsed().filter(frame => frame.event !== undefined);
    expect(events.map(frame => `${frame.event} ${frame.code ?? ''}`).sort()).toEqual([
      'error 30001',
      'error 30016',
      'subscribe ',
    ]);
  });

  it('acknowledges a second subscription again, with a fresh snapshot', () => {
    const clients: NaiveClient[] = [];
    virtually(1_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK);
      play.at(510, () => {
        client.ask('subscribe', BOOK);
      });
    });
    const frames = clients[0]?.parsed() ?? [];
    expect(frames.filter(frame => frame.event === 'subscribe')).toHaveLength(2);
    const snapshots = frames.filter(frame => frame.action === 'snapshot');
    expect(snapshots).toHaveLength(2);
    expect(snapshots[0]?.data).not.toEqual(snapshots[1]?.data);
  });

  it('stops after unsubscribing, and keeps the rest', () => {
    const clients: NaiveClient[] = [];
    const keys: (readonly (readonly string[])[])[] = [];
    virtually(1_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK, TICKER);
      play.at(450, () => {
        client.ask('unsubscribe', BOOK);
      });
      play.at(460, () => keys.push(play.exchange.subscriptions()));
    });
    const client = clients[0];
    const ack = client?.received.find(({ text }) => text.includes('"event":"unsubscribe"'));
    expect(ack?.text).toBe(JSON.stringify({ event: 'unsubscribe', arg: argument(BOOK) }));
    const later = client?.received.filter(({ at, text }) => at > (ack?.at ?? 0) && text.includes('"action"')) ?? [];
    expect(later.length).toBeGreaterThan(3);
    expect(later.every(({ text }) => text.includes('"channel":"ticker"'))).toBe(true);
    expect(keys).toEqual([[[TICKER]]]);
  });

  it('keeps the order of subscribe and unsubscribe of one topic, whatever the delays', () => {
    for (let seed = 0; seed < 20; seed++) {
      const keys: unknown[] = [];
      virtually(1_000, { ackDelay: 200, seed }, play => {
        const client = play.client();
        client.ask('subscribe', BOOK);
        client.ask('unsubscribe', BOOK);
        client.ask('subscribe', TICKER);
        play.at(900, () => keys.push(play.exchange.subscriptions()));
      });
      expect(keys).toEqual([[[TICKER]]]);
    }
  });

  it('grants a symbol on the wrong product and stays silent, or refuses it where told to', () => {
    const silent = conversation(2_000, {}, one => {
      one.ask('subscribe', 'USDT-FUTURES:ticker:BTCPERP');
    });
    expect(silent.texts()).toEqual([
      `{"event":"subscribe","arg":${JSON.stringify(argument('USDT-FUTURES:ticker:BTCPERP'))}}`,
    ]);
    const refused = conversation(2_000, { wrongMarket: 'unknown-symbol' }, one => {
      one.ask('subscribe', 'USDT-FUTURES:ticker:BTCPERP');
    });
    expect(refused.parsed().map(frame => frame.code)).toEqual([30001]);
  });

  it('serves auctions and index prices', () => {
    const client = conversation(2_000, {}, one => {
      one.ask('subscribe', 'SPOT:auction:BTCUSDT', 'MARGIN:index-price:default');
    });
    expect(client.data('auction').length).toBeGreaterThan(4);
    expect(client.data('auction').length).toBeLessThan(9);
    const [index] = client.data('index-price');
    expect(index).toContain('{"symbol":"ETHUSDT","baseCoin":"ETH","quoteCoin":"USDT","indexPrice":"2');
  });
});

describe('markets', () => {
  it.each(['checksum', 'checksum+seq', 'checksum+seq+pseq', 'seq+pseq'] as const)(
    'gives a naive client of the era "%s" the true book at every update',
    integrity => {
      const books = { 'SPOT:books:SOLUSDT': new NaiveBook(), 'USDT-FUTURES:books:BTCUSDT': new NaiveBook() };
      const clients: NaiveClient[] = [];
      const exchange = virtually(30_000, { integrity }, play => {
        const client = play.client();
        clients.push(client);
        client.ask('subscribe', ...Object.keys(books));
        play.at(20_000, () => {
          client.say('ping');
        });
      });
      for (const [key, book] of Object.entries(books)) {
        const { instType, instId } = argument(key);
        const where = { market: instType.toLowerCase() };
        const frames = clients[0]?.data('books').filter(text => text.includes(`"instType":"${instType}"`)) ?? [];
        expect(frames.length).toBeGreaterThan(250);
        for (const frame of frames) {
          book.hear(frame);
          const truth = exchange.bookAt(instId, book.sequence, where);
          if (integrity !== 'checksum') expect(truth?.bids).toEqual(book.levels('bids'));
        }
        expect(book.levels('bids')).toEqual(exchange.book(instId, where).bids);
        expect(book.levels('asks')).toEqual(exchange.book(instId, where).asks);
        expect(book.wrongChecksums).toEqual([]);
        expect(book.gaps).toEqual([]);
        expect(book.checksums).toBe(integrity.includes('checksum') ? frames.length - 1 : 0);
        if (integrity !== 'checksum') expect(book.sequence).toBe(exchange.book(instId, where).sequence);
      }
    },
  );

  it('hears all trades, once each', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(20_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', 'SPOT:trade:BTCUSDT');
    });
    const ids = clients[0]?.parsed().flatMap(frame => [...(frame.data ?? [])].reverse().map(row => row['tradeId']));
    expect(ids).toEqual(exchange.trades('BTCUSDT').map(trade => trade.id));
    expect(ids?.length).toBeGreaterThan(100);
  });

  it('tells the ticker and the candle as they are', () => {
    const clients: NaiveClient[] = [];
    // In 1970, where the virtual clock begins, there is no past to tell.
    const today = Date.UTC(2026, 8, 25, 13, 12, 30);
    const exchange = virtually(today + 130_050, {}, play => {
      play.at(today, () => {
        const client = play.client();
        clients.push(client);
        client.ask('subscribe', TICKER, 'SPOT:candle1m:BTCUSDT');
        play.at(100_000, () => {
          client.say('ping');
        });
      });
    });
    const ticker = clients[0]?.parsed().findLast(frame => frame.arg?.channel === 'ticker')?.data?.[0];
    const truth = exchange.ticker('BTCUSDT');
    expect(Number(ticker?.['lastPr'])).toBe(truth.price);
    expect(Number(ticker?.['quoteVolume'])).toBe(truth.turnover24h);
    expect(Number(ticker?.['change24h'])).toBe(truth.change24h);

    const candles = new Map<number, readonly number[]>();
    const pushes: number[] = [];
    for (const text of clients[0]?.data('candle1m') ?? []) {
      const frame = JSON.parse(text) as { data: string[][] };
      pushes.push(frame.data.length);
      for (const row of frame.data) candles.set(Number(row[0]), row.slice(1, 7).map(Number));
    }
    expect(pushes[0]).toBe(500);
    // At a turn of the minute the last of the old candle and the first of the new one come together.
    expect(new Set(pushes.slice(1))).toEqual(new Set([1, 2]));
    expect(pushes.length).toBeGreaterThan(100);
    expect(pushes.length).toBeLessThan(135);
    const closed = exchange
      .candles('BTCUSDT', '1m')
      .filter(candle => candle.closed)
      .slice(-20);
    expect(closed).toHaveLength(20);
    for (const { start, open, high, low, close, volume, turnover } of closed) {
      expect(candles.get(start)).toEqual([open, high, low, close, volume, turnover]);
    }
  });

  it('sends books of a fixed depth whole, and only when they changed', () => {
    const client = conversation(10_000, {}, one => {
      one.ask('subscribe', 'SPOT:books1:BTCUSDT', 'SPOT:books15:BTCUSDT');
    });
    const tops = client
      .data('books1')
      .map(text =>
        JSON.stringify((JSON.parse(text) as { data: [{ asks: unknown; bids: unknown }] }).data[0], ['asks', 'bids']),
      );
    expect(tops.length).toBeGreaterThan(5);
    const fifteen = client.data('books15');
    expect(fifteen.length).toBeGreaterThan(tops.length);
    for (const text of fifteen) {
      const frame = JSON.parse(text) as { action: string; data: [{ asks: unknown[]; bids: unknown[] }] };
      expect([frame.action, frame.data[0].asks.length, frame.data[0].bids.length]).toEqual(['snapshot', 15, 15]);
    }
  });

  it('is the same twice with one seed, frame by frame, and another with another', () => {
    const run = (seed: number): readonly string[] =>
      conversation(5_000, { seed, ackDelay: 100, faults: ['drop-frame', 'duplicate', 'reorder'] }, one => {
        one.ask('subscribe', BOOK, TICKER, 'SPOT:trade:BTCUSDT');
      }).texts();
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it('stands still while nobody listens, and moves by hand', () => {
    const sequences: string[] = [];
    virtually(10_000, { tick: 0 }, play => {
      const client = play.client();
      const look = (): void => void sequences.push(play.exchange.book('BTCUSDT').sequence ?? '');
      look();
      client.ask('subscribe', BOOK);
      play.at(5_000, () => {
        look();
        play.exchange.step(20);
        look();
      });
    });
    expect(sequences[1]).toBe(sequences[0]);
    expect(BigInt(sequences[2] ?? '0')).toBeGreaterThan(BigInt(sequences[1] ?? '0'));
  });

  it('stops ticking when the last listener goes', () => {
    const timers: number[] = [];
    const sequences: (string | undefined)[] = [];
    virtually(10_000, {}, play => {
      const client = play.client();
      client.ask('subscribe', BOOK);
      play.at(1_000, () => {
        client.leave();
        sequences.push(play.exchange.book('BTCUSDT').sequence);
      });
      play.at(9_000, () => sequences.push(play.exchange.book('BTCUSDT').sequence, String(play.exchange.clients)));
      // Left are the two that are to come, and the one that looks.
      play.at(1_001, () => timers.push(play.timers()));
    });
    expect(sequences[1]).toBe(sequences[0]);
    expect(sequences[2]).toBe('0');
    expect(timers).toEqual([3]);
  });

  it('lists other symbols beside its own', () => {
    const exchange = createExchange(bitgetCounterpart(), {
      symbols: [
        'ADAUSDT',
        { symbol: 'BTCUSDT', sequence: '9007199254740993' },
        { symbol: 'XUSDT', market: 'usdt-futures', price: 4 },
      ],
    });
    expect(exchange.book('ADAUSDT').bids.length).toBeGreaterThan(50);
    expect(exchange.book('BTCUSDT').sequence).toBe('9007199254740993');
    expect(exchange.ticker('XUSDT', { market: 'usdt-futures' }).price).toBe(4);
    expect(exchange.ticker('BTCUSDT', { market: 'usdt-futures' }).symbol).toBe('BTCUSDT');
    expect(() => exchange.book('NOPE')).toThrow('symbol "NOPE" is not listed on spot; listed are ');
    expect(() => createExchange(bitgetCounterpart(), { symbols: [{ symbol: 'A', market: 'moon' }] })).toThrow(
      'market "moon" is not simulated; possible are spot, usdt-futures, usdc-futures, coin-futures',
    );
  });
});

describe('rules', () => {
  it('answers text pings, and cuts a line without them after 120 s, though data flow', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(400_000, { tick: 1_000 }, play => {
      const pinging = play.client();
      const silent = play.client();
      clients.push(pinging, silent);
      for (const client of clients) client.ask('subscribe', TICKER);
      for (let time = 100_000; time < 400_000; time += 100_000) {
        play.at(time, () => {
          pinging.say('ping');
          // This counts for nothing.
          silent.say('{"op":"ping"}');
        });
      }
    });
    const [pinging, silent] = clients;
    expect(pinging?.texts().filter(text => text === 'pong')).toHaveLength(3);
    expect(silent?.received.at(-1)?.at).toBe(120_000);
    expect(silent?.closed).toEqual([undefined]);
    expect(exchange.violations.map(({ breach, at, client }) => [breach, at, client])).toEqual([
      ['silence', 120_000, 2],
    ]);
  });

  it('warns at the eleventh message within a second, and cuts the line at the next excess', () => {
    const cuts: number[] = [];
    const clients: NaiveClient[] = [];
    const exchange = virtually(5_000, {}, play => {
      const client = play.client();
      clients.push(client);
      for (let n = 0; n < 11; n++) client.say('ping');
      play.at(500, () => {
        client.ask('subscribe', TICKER);
      });
      for (const time of [520, 560]) play.at(time, () => cuts.push(client.closed.length));
      play.at(4_000, () => {
        client.say('ping');
      });
    });
    const client = clients[0];
    expect(client?.texts().filter(text => text === 'pong')).toHaveLength(10);
    expect(client?.parsed().map(frame => frame.code)).toEqual([30006, 30007]);
    // The subscription was an excess itself: it was not followed.
    expect(client?.parsed().some(frame => frame.event === 'subscribe')).toBe(false);
    expect(client?.closed).toEqual([undefined]);
    expect(exchange.violations.map(one => one.breach)).toEqual(['messages', 'messages']);
    // The last words have time to arrive.
    expect(cuts).toEqual([0, 1]);
    expect(exchange.heard).toHaveLength(12);
  });

  it('forgives an excess once the second has passed', () => {
    const clients: NaiveClient[] = [];
    virtually(5_000, {}, play => {
      const client = play.client();
      clients.push(client);
      for (let n = 0; n < 11; n++) client.say('ping');
      play.at(1_000, () => {
        for (let n = 0; n < 10; n++) client.say('ping');
      });
    });
    expect(clients[0]?.texts().filter(text => text === 'pong')).toHaveLength(20);
    expect(clients[0]?.closed).toEqual([undefined]);
    expect(clients[0]?.parsed().map(frame => frame.code)).toEqual([30006]);
  });

  it('counts 240 requests an hour, pings apart', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(3_700_000, { tick: 0, pingTimeout: 1e9 }, play => {
      const client = play.client();
      clients.push(client);
      for (let n = 0; n < 242; n++) {
        play.at(n * 1_000, () => {
          client.say('ping');
          client.ask(n % 2 === 0 ? 'subscribe' : 'unsubscribe', TICKER);
        });
      }
    });
    expect(clients[0]?.parsed().flatMap(frame => frame.code ?? [])).toEqual([30006, 30007]);
    expect(exchange.violations.map(({ breach, at }) => [breach, at])).toEqual([
      ['requests', 240_000],
      ['requests', 241_000],
    ]);
    expect(clients[0]?.closed).toEqual([undefined]);
  });

  it('counts 1,000 subscriptions at the same time', () => {
    const symbols = Array.from({ length: 1_001 }, (_, n) => `S${n}USDT`);
    const clients: NaiveClient[] = [];
    const counts: (number | undefined)[] = [];
    const exchange = virtually(60_000, { symbols, tick: 0 }, play => {
      const client = play.client();
      clients.push(client);
      for (let n = 0; n < 1_001; n += 40) {
        play.at((n / 40) * 1_000, () => {
          client.ask('subscribe', ...symbols.slice(n, n + 40).map(symbol => `SPOT:ticker:${symbol}`));
        });
      }
      play.at(50_000, () => {
        counts.push(play.exchange.subscriptions()[0]?.length);
        client.ask('unsubscribe', 'SPOT:ticker:S0USDT');
        client.ask('subscribe', 'SPOT:ticker:S1000USDT');
      });
      play.at(51_000, () => counts.push(play.exchange.subscriptions()[0]?.length));
    });
    expect(clients[0]?.parsed().flatMap(frame => frame.code ?? [])).toEqual([30006]);
    expect(counts).toEqual([1_000, 1_000]);
    expect(exchange.violations.map(one => one.breach)).toEqual(['topics']);
  });

  it('cuts a line whose arguments are longer than 4,096 bytes, without a word', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(1_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', ...Array.from({ length: 71 }, () => TICKER));
      expect(client.texts()).toEqual([]);
      const other = play.client();
      clients.push(other);
      play.at(200, () => {
        client.ask('subscribe', ...Array.from({ length: 72 }, () => TICKER));
        other.ask('subscribe', ...Array.from({ length: 72 }, () => TICKER));
      });
    });
    expect(
      bitgetCounterpart().bytesOf(request('subscribe', ...Array.from({ length: 71 }, () => TICKER))),
    ).toBeLessThanOrEqual(4_096);
    expect(clients[0]?.parsed().filter(frame => frame.event === 'subscribe')).toHaveLength(71);
    expect(clients[1]?.texts()).toEqual([]);
    expect(clients.map(one => one.closed)).toEqual([[undefined], [undefined]]);
    expect(exchange.violations.map(one => [one.breach, one.client])).toEqual([
      ['bytes', 1],
      ['bytes', 2],
    ]);
  });

  it.each([
    ['warn', [30006, 30006], 0],
    ['cut', [], 1],
  ] as const)('follows the switch: an excess brings %s', (excess, codes, cuts) => {
    const clients: NaiveClient[] = [];
    virtually(3_000, { excess, closeCode: 1008 }, play => {
      const client = play.client();
      clients.push(client);
      for (let n = 0; n < 12; n++) client.say('ping');
    });
    expect(clients[0]?.parsed().map(frame => frame.code)).toEqual(codes);
    expect(clients[0]?.closed.filter(code => code === 1008)).toHaveLength(cuts);
  });

  it('cuts old lines and idle ones where told to', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(60_000, { lifetime: 50_000, rules: { idle: 30_000, lifetime: 50_000 } }, play => {
      const idle = play.client();
      const busy = play.client();
      clients.push(idle, busy);
      busy.ask('subscribe', TICKER);
    });
    expect(exchange.violations.map(({ breach, at, client }) => [breach, at, client])).toEqual([
      ['idle', 30_000, 1],
      ['lifetime', 50_000, 2],
    ]);
  });

  it('refuses other doors, too many attempts and too many connections', () => {
    const refusals: (number | undefined)[] = [];
    virtually(400_000, {}, play => {
      refusals.push(play.refusedAt('/v3/ws/public')?.status);
      const clients = Array.from({ length: 100 }, () => play.client());
      refusals.push(play.refusedAt(PUBLIC)?.status);
      for (const client of clients) client.leave();
      for (let n = 0; n < 199; n++) play.client().leave();
      refusals.push(play.refusedAt(PUBLIC)?.status);
      play.at(300_000, () => refusals.push(play.refusedAt(PUBLIC)?.status));
    });
    expect(refusals).toEqual([404, 429, 429, undefined]);
  });

  it('enforces nothing where told so', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(200_000, { rules: false, tick: 1_000 }, play => {
      const client = play.client();
      clients.push(client);
      for (let n = 0; n < 300; n++) client.ask('subscribe', TICKER);
    });
    expect(exchange.violations).toEqual([]);
    expect(clients[0]?.parsed().filter(frame => frame.event === 'subscribe')).toHaveLength(300);
    expect(clients[0]?.closed).toEqual([undefined]);
  });

  it('says no to nonsense options', () => {
    expect(() => createExchange(bitgetCounterpart(), { tick: -1 })).toThrow(RangeError);
    expect(() => createExchange(bitgetCounterpart(), { ackDelay: NaN })).toThrow(RangeError);
  });
});
