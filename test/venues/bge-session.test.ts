import { Observable, Subscription, map, tap, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Balances, Book, Candle, ChannelMessage, Orders, Quote, Ticker, Trade } from '../../src/index.js';
import type { Frame } from '../../src/contract/frame.js';
import { ConnectionError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import type { Transport } from '../../src/transport/socket.js';
import { bgeCounterpart } from '../../src/venues/bge/counterpart.js';
import type { BgeSwitches } from '../../src/venues/bge/counterpart.js';
import { bge } from '../../src/venues/bge/index.js';
import { textOf } from '../../src/wire/frame-text.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

const venues = { bge };
const keys = { apiKey: demoCredentials.apiKey, secret: demoCredentials.secret };

/** The library's factories against the simulated stream, without sockets; `problems` are told in a line each. */
function openAt(
  options: ExchangeOptions = {},
  switches: BgeSwitches = {},
  credentials = keys,
  through = (transport: Transport): Transport => transport,
) {
  const exchange = createExchange(bgeCounterpart(switches), { seed: 'session', tick: 100, ...options });
  const feeds = createFeedsOf(venues, through(exchangeTransport(exchange)), {
    urls: { bge: 'ws://127.0.0.1' },
    credentials: { bge: credentials },
    random: () => 0.5,
    linger: 0,
    strict: true,
  });
  const all = new Subscription();
  const problems: string[] = [];
  const errors: unknown[] = [];
  const phases: string[] = [];
  all.add(
    feeds.problems$().subscribe(({ error, mending }) => problems.push(`${error.code} ${mending} ${error.message}`)),
  );
  all.add(feeds.status$().subscribe(({ phase, endpoint }) => phases.push(`${endpoint} ${phase}`)));
  const into = <T>(list: T[]) => ({
    next: (value: T) => list.push(value),
    error: (cause: unknown) => errors.push(cause),
  });
  const close = (): void => {
    all.unsubscribe();
    exchange.close();
  };
  return { exchange, feeds, all, problems, errors, phases, into, close };
}

const saidIn = (exchange: Exchange, word: string): number =>
  exchange.heard.filter(({ text }) => text.includes(word)).length;

describe('the stream over a session', () => {
  it.each([false, true])('tells every kind as it is, zip %s', zip => {
    const seen = {
      ticker: [] as Ticker[],
      trades: [] as Trade[],
      book: [] as Book[],
      shallow: [] as Book[],
      steps: [] as Book[],
      quotes: [] as Quote[],
      candles: [] as Candle[],
      chart: [] as ChannelMessage[],
    };
    virtually(at => {
      const { exchange, feeds, all, problems, errors, into, close } = openAt();
      at(0, () => {
        all.add(feeds.ticker$('bge', 'BTC_USDT', { zip }).subscribe(into(seen.ticker)));
        all.add(feeds.trades$('bge', 'BTC/USDT', { zip }).subscribe(into(seen.trades)));
        all.add(feeds.book$('bge', 'btc-usdt', { zip }).subscribe(into(seen.book)));
        all.add(feeds.book$('bge', 'btc_usdt', { depth: 20, zip }).subscribe(into(seen.shallow)));
        all.add(feeds.book$('bge', 'BTC_USDT', { level: '11', zip }).subscribe(into(seen.steps)));
        all.add(feeds.quotes$('bge', 'BTC_USDT', { zip }).subscribe(into(seen.quotes)));
        all.add(feeds.candles$('bge', 'BTC_USDT', { interval: '1m', zip }).subscribe(into(seen.candles)));
        all.add(feeds.channel$('bge', 'percent10', 'BTC_USDT', { zip }).subscribe(into(seen.chart)));
      });
      at(130_050, () => {
        const truth = exchange.trades('BTC_USDT');
        expect(seen.trades.length).toBeGreaterThan(100);
        expect(seen.trades.map(({ id }) => id)).toEqual(truth.slice(-seen.trades.length).map(({ id }) => id));
        expect(new Set(seen.trades.map(({ id }) => id)).size).toBe(seen.trades.length);
        const { bids, asks } = exchange.book('BTC_USDT');
        for (const [list, depth] of [
          [seen.book, 150],
          [seen.shallow, 20],
        ] as const) {
          // Twice a second is not at each change.
          const told = list.at(-1);
          expect(told?.bids.length).toBeGreaterThan(Math.min(depth, bids.length) * 0.9);
          expect(told?.asks.length).toBeGreaterThan(Math.min(depth, asks.length) * 0.9);
          expect(Math.max(...list.flatMap(one => [one.bids.length, one.asks.length]))).toBeLessThanOrEqual(depth);
          expect(list.length).toBeGreaterThan(250);
        }
        for (const [price] of seen.steps.at(-1)?.bids ?? []) expect(price * 10).toBeCloseTo(Math.round(price * 10), 6);
        expect(seen.steps.at(-1)?.bids.length).toBe(20);
        expect(seen.quotes.at(-1)?.bid).toBe(seen.shallow.at(-1)?.bids[0]?.[0]);
        expect(seen.ticker.at(-1)?.price).toBeCloseTo(exchange.ticker('BTC_USDT').price ?? 0, -3);
        expect(seen.candles.length).toBeGreaterThan(500);
        const closed = seen.candles.filter(candle => candle.closed);
        expect(closed.length).toBeGreaterThanOrEqual(500);
        for (const { start, close: last } of closed) {
          const real = exchange.candles('BTC_USDT', '1m').find(candle => candle.start === start);
          expect(real).toMatchObject({ close: last });
        }
        expect(seen.candles.map(({ start }) => start)).toEqual(
          seen.candles.map(({ start }) => start).sort((a, b) => a - b),
        );
        const [points] = (seen.chart.at(-1)?.rows ?? []) as { readonly bids: readonly unknown[] }[];
        expect(points?.bids.length).toBe(200);
        expect({ problems, errors }).toEqual({ problems: [], errors: [] });
        expect(exchange.violations).toEqual([]);
        close();
      });
    });
  });

  it('tells an account: its balances and open orders first, then each change', () => {
    const seen = { balances: [] as Balances[], orders: [] as Orders[], all: [] as Orders[] };
    virtually(at => {
      const { exchange, feeds, all, problems, errors, into, close } = openAt();
      at(0, () => {
        all.add(feeds.orders$('bge').subscribe(into(seen.all)));
      });
      at(60_000, () => {
        all.add(feeds.balances$('bge', { symbol: 'BTC/USDT' }).subscribe(into(seen.balances)));
        all.add(feeds.orders$('bge', { symbol: 'btc_usdt' }).subscribe(into(seen.orders)));
      });
      at(61_000, () => {
        expect(Object.keys(seen.balances[0]?.assets ?? {}).sort()).toEqual(['BTC', 'USDT']);
        expect(seen.orders.length).toBeGreaterThan(0);
      });
      at(300_050, () => {
        const account = exchange.account();
        for (const { asset, available, held, total } of Object.values(seen.balances.at(-1)?.assets ?? {})) {
          const real = account.balances('spot').find(one => one.asset === asset);
          expect(real).toMatchObject({ available, held, total });
        }
        const orders = account.orders('spot');
        const open = orders.filter(({ status }) => status === 'open' || status === 'partially-filled');
        const mine = open.filter(({ symbol }) => symbol === 'BTC_USDT').map(({ id }) => id);
        expect(Object.keys(seen.orders.at(-1)?.open ?? {}).sort()).toEqual(mine.sort());
        expect(Object.keys(seen.all.at(-1)?.open ?? {}).sort()).toEqual(open.map(({ id }) => id).sort());
        const told = seen.all.flatMap(({ changed }) => changed);
        expect(told.length).toBeGreaterThan(30);
        for (const order of new Map(told.map(one => [one.id, one])).values()) {
          const { raw: _, timestamp: __, receivedAt: ___, createdAt: _4, updatedAt: _5, fees: _6, ...rest } = order;
          const real = orders.find(({ id }) => id === order.id);
          const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
          expect(real).toMatchObject(known);
        }
        expect({ problems, errors }).toEqual({ problems: [], errors: [] });
        expect(exchange.violations).toEqual([]);
        close();
      });
    });
  });
});

describe('what the venue refuses', () => {
  it.each(['repeated', 'absent'] as const)('ends the one bad topic among ten, answered as %s', unknownProduct => {
    virtually(at => {
      const refused: unknown[] = [];
      const seen: Ticker[] = [];
      const { feeds, all, errors, into, close } = openAt({}, { unknownProduct });
      at(0, () => {
        for (const base of ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE']) {
          all.add(feeds.ticker$('bge', `${base}_USDT`).subscribe(into(seen)));
          all.add(feeds.book$('bge', `${base}_USDT`).subscribe(into<Book>([])));
        }
        all.add(feeds.trades$('bge', 'NOPE_USDT').subscribe({ error: (cause: unknown) => refused.push(cause) }));
      });
      at(5_000, () => {
        const venueCode = unknownProduct === 'absent' ? '1050' : '400';
        expect(refused).toMatchObject([{ code: 'SUBSCRIPTION', topic: 'market:fills:NOPE_USDT', venueCode }]);
        expect(errors).toEqual([]);
        expect(new Set(seen.map(({ symbol }) => symbol)).size).toBe(5);
        close();
      });
    });
  });

  it('is asked again where it is the venue that has a problem, ten times', () => {
    virtually(at => {
      const refused: unknown[] = [];
      const { exchange, feeds, all, problems, into, close } = openAt({}, { unknownProduct: 'failed' });
      at(0, () => {
        // Without it the line would be cut every 30 s: nothing is subscribed to.
        all.add(feeds.book$('bge', 'BTC_USDT').subscribe(into<Book>([])));
        all.add(feeds.trades$('bge', 'NOPE_USDT').subscribe({ error: (cause: unknown) => refused.push(cause) }));
      });
      at(20_000, () => {
        expect(refused).toEqual([]);
        expect(problems.length).toBeGreaterThan(2);
      });
      at(70_000, () => {
        expect(refused).toMatchObject([{ code: 'SUBSCRIPTION', venueCode: '500' }]);
        expect(saidIn(exchange, '"fills"')).toBe(11);
        close();
      });
    });
  });

  it.each([
    // Where a clock is wrong another try may help, but the venue tells its time nowhere: it ends here as well.
    [{ ...keys, apiKey: 'another' }, {}, '40006', /no such access key/],
    [{ ...keys, secret: 'another' }, {}, '40010', /check the secret/],
    [keys, { clockOffset: 60_000 }, '40008', /check the clock/],
  ] as const)('says what is wrong with a login, %#', (credentials, options, venueCode, words) => {
    virtually(at => {
      const refused: unknown[] = [];
      const { feeds, all, close } = openAt(options, {}, credentials);
      at(0, () => {
        all.add(feeds.orders$('bge').subscribe({ error: (cause: unknown) => refused.push(cause) }));
      });
      at(5_000, () => {
        expect(refused).toMatchObject([{ code: 'LOGIN', venueCode }]);
        expect((refused[0] as Error).message).toMatch(words);
        close();
      });
    });
  });
});

describe('a line on which little happens', () => {
  const hours = 6 * 3_600_000;

  it.each([1_000, 10_000, 25_000, 55_000])('lives for hours, pinged every %d ms', pingEvery => {
    virtually(at => {
      // Nothing moves: what is told is what was asked for.
      const { exchange, feeds, all, problems, errors, phases, into, close } = openAt({ tick: 0 }, { pingEvery });
      at(0, () => {
        all.add(feeds.orders$('bge').subscribe(into<Orders>([])));
        all.add(feeds.trades$('bge', 'ETH_USDT').subscribe(into<Trade>([])));
      });
      at(hours, () => {
        expect(phases.filter(phase => phase.endsWith('ready')).sort()).toEqual(['private ready', 'public ready']);
        expect({ problems, errors }).toEqual({ problems: [], errors: [] });
        expect(exchange.violations).toEqual([]);
        // The log holds no more.
        const pongs = saidIn(exchange, '"pong"');
        if (exchange.heard.length < 10_000) expect(pongs).toBe(2 * Math.floor((hours - 10) / pingEvery));
        close();
      });
    });
  });

  it('answers each ping at once, even behind hundreds of subscriptions', () => {
    virtually(at => {
      const delays: number[] = [];
      let pings = 0;
      const watched = (transport: Transport): Transport => {
        const asked = new Map<string, number>();
        return url =>
          transport(url).pipe(
            map(socket => ({
              frames$: socket.frames$.pipe(
                tap(frame => {
                  const { ping } = JSON.parse(textOf(frame)) as { readonly ping?: number };
                  if (ping !== undefined) asked.set(`{"pong":${ping}}`, now());
                  if (ping !== undefined) pings += 1;
                }),
              ),
              send: (text: string) => {
                const at = asked.get(text);
                if (at !== undefined) delays.push(now() - at);
                socket.send(text);
              },
            })),
          );
      };
      const symbols = Array.from({ length: 90 }, (_, i) => `X${i}_USDT`);
      const { exchange, feeds, all, errors, into, close } = openAt(
        { symbols, rules: {} },
        { pingEvery: 700 },
        keys,
        watched,
      );
      at(0, () => {
        for (const symbol of symbols) all.add(feeds.ticker$('bge', symbol).subscribe(into<Ticker>([])));
      });
      at(20_000, () => {
        expect(pings).toBeGreaterThan(25);
        expect(delays.length).toBe(pings);
        // Where a second's messages are spent the answer waits for the next; the venue waits for half a minute.
        expect(Math.max(...delays)).toBeLessThanOrEqual(2_000);
        expect(delays.filter(delay => delay === 0).length).toBeGreaterThan(pings / 2);
        expect(exchange.violations).toEqual([]);
        expect(errors).toEqual([]);
        close();
      });
    });
  });

  it('lives where pings do not count as something told, for it asks for something now and then', () => {
    virtually(at => {
      const { feeds, all, problems, errors, phases, into, close } = openAt({ tick: 0 }, {}, keys, starving(true));
      at(0, () => {
        all.add(feeds.orders$('bge').subscribe(into<Orders>([])));
        all.add(feeds.trades$('bge', 'ETH_USDT').subscribe(into<Trade>([])));
      });
      at(hours / 6, () => {
        expect(phases.filter(phase => phase.endsWith('ready'))).toHaveLength(2);
        expect({ problems, errors }).toEqual({ problems: [], errors: [] });
        close();
      });
    });
  });

  it('lives at an exchange whose pings do not count', () => {
    virtually(at => {
      const { exchange, feeds, all, errors, phases, into, close } = openAt({ tick: 0 }, { idleCloseCountsPing: false });
      at(0, () => {
        all.add(feeds.orders$('bge').subscribe(into<Orders>([])));
        all.add(feeds.trades$('bge', 'ETH_USDT').subscribe(into<Trade>([])));
      });
      at(hours, () => {
        expect(phases.filter(phase => phase.endsWith('ready'))).toHaveLength(2);
        expect(exchange.violations).toEqual([]);
        expect(errors).toEqual([]);
        close();
      });
    });
  });

  it('survives where nothing but changes counts: it comes back at once, each time, with the state asked anew', () => {
    virtually(at => {
      const seen: Orders[] = [];
      const { exchange, feeds, all, errors, phases, into, close } = openAt({ tick: 0 }, {}, keys, starving(false));
      at(0, () => {
        all.add(feeds.orders$('bge', { symbol: 'BTC_USDT' }).subscribe(into(seen)));
      });
      at(hours / 6, () => {
        const times = Math.floor(hours / 6 / 30_000);
        const ready = phases.filter(phase => phase === 'private ready').length;
        // It never waits longer than the first time.
        expect(ready).toBeGreaterThan(times * 0.95);
        expect(ready).toBeLessThanOrEqual(times + 1);
        expect(saidIn(exchange, '"type":"orders"')).toBe(2 * ready);
        expect(errors).toEqual([]);
        close();
      });
    });
  });

  it('is dead where the server says nothing at all any more', () => {
    virtually(at => {
      const { exchange, feeds, all, problems, errors, phases, into, close } = openAt({ tick: 0 });
      at(0, () => {
        all.add(feeds.trades$('bge', 'ETH_USDT').subscribe(into<Trade>([])));
      });
      at(100_000, () => {
        exchange.inject('half-open');
      });
      at(170_000, () => {
        expect(problems).toMatchObject([expect.stringMatching(/^SILENCE reconnect/)]);
        expect(phases.filter(phase => phase === 'public ready')).toHaveLength(2);
        expect(errors).toEqual([]);
        close();
      });
    });
  });
});

/** Cuts a line on which nothing but pings came for 30 s; answers to questions for a state may count or not. */
function starving(answersCount: boolean) {
  return (transport: Transport): Transport =>
    url =>
      new Observable(subscriber => {
        let fed = now();
        const cutting = timer(1_000, 1_000).subscribe(() => {
          if (now() - fed >= 30_000) subscriber.error(new ConnectionError('nothing was told for 30 s'));
        });
        const feed = (frame: Frame): void => {
          const { ping, event } = JSON.parse(textOf(frame)) as { readonly ping?: number; readonly event?: string };
          if (ping === undefined && (answersCount || event === undefined)) fed = now();
        };
        const running = transport(url)
          .pipe(
            map(socket => ({
              frames$: socket.frames$.pipe(tap(feed)),
              send: socket.send,
            })),
          )
          .subscribe(subscriber);
        return () => {
          cutting.unsubscribe();
          running.unsubscribe();
        };
      });
}
