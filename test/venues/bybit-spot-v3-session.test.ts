import { Subscription, defer, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Balances, Book, Candle, Fill, Order, Orders, Quote, Ticker, Trade } from '../../src/index.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import { bybitSpotV3Counterpart } from '../../src/venues/bybit-spot-v3/counterpart.js';
import { bybitSpotV3 } from '../../src/venues/bybit-spot-v3/index.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

const id = 'bybit-spot-v3';
const keys = { apiKey: demoCredentials.apiKey, secret: demoCredentials.secret };

/** The library's factories against the simulated stream, without sockets; `problems` are told in a line each. */
function openAt(options: ExchangeOptions = {}, credentials = keys) {
  const exchange = createExchange(bybitSpotV3Counterpart(), { seed: 'session', tick: 100, ...options });
  const feeds = createFeedsOf({ [id]: bybitSpotV3 }, exchangeTransport(exchange), {
    urls: { [id]: 'ws://127.0.0.1' },
    credentials: { [id]: credentials },
    http: address => defer(() => of(JSON.parse(exchange.rest(new URL(address).pathname) ?? 'null') as unknown)),
    backoff: { base: 200, floor: 100, cap: 500 },
    random: () => 0.5,
    linger: 0,
    strict: true,
  });
  const all = new Subscription();
  const problems: string[] = [];
  const errors: unknown[] = [];
  all.add(
    feeds.problems$().subscribe(({ error, mending }) => problems.push(`${error.code} ${mending} ${error.message}`)),
  );
  const into = <T>(list: T[]) => ({
    next: (value: T) => list.push(value),
    error: (cause: unknown) => errors.push(cause),
  });
  const close = (): void => {
    all.unsubscribe();
    exchange.close();
  };
  return { exchange, feeds, all, problems, errors, into, close };
}

/** What the exchange heard of requests. */
function requestsOf(exchange: Exchange): readonly { readonly op: string; readonly args: readonly string[] }[] {
  return exchange.heard
    .map(({ text }) => JSON.parse(text) as { readonly op: string; readonly args: readonly string[] })
    .filter(({ op }) => op.endsWith('subscribe'));
}

describe('the stream over a session', () => {
  it('tells every kind as it is', () => {
    const seen = {
      ticker: [] as Ticker[],
      trades: [] as Trade[],
      book: [] as Book[],
      quotes: [] as Quote[],
      candles: [] as Candle[],
    };
    virtually(at => {
      const { exchange, feeds, all, problems, errors, into, close } = openAt();
      at(0, () => {
        all.add(feeds.ticker$(id, 'BTCUSDT').subscribe(into(seen.ticker)));
        all.add(feeds.trades$(id, 'BTC/USDT').subscribe(into(seen.trades)));
        all.add(feeds.book$(id, 'btcusdt').subscribe(into(seen.book)));
        all.add(feeds.quotes$(id, 'BTCUSDT').subscribe(into(seen.quotes)));
        all.add(feeds.candles$(id, 'BTCUSDT', { interval: '1m' }).subscribe(into(seen.candles)));
      });
      at(130_000, () => {
        const truth = exchange.trades('BTCUSDT');
        expect(seen.trades.length).toBeGreaterThan(100);
        expect(seen.trades.map(({ id: trade }) => trade)).toEqual(
          truth.slice(-seen.trades.length).map(({ id: trade }) => trade),
        );
        expect(seen.book.at(-1)).toMatchObject({ sequence: undefined });
        expect(seen.book.at(-1)?.bids).toEqual(exchange.book('BTCUSDT').bids.slice(0, 40));
        expect(seen.book.at(-1)?.asks).toEqual(exchange.book('BTCUSDT').asks.slice(0, 40));
        expect([seen.quotes.at(-1)?.bid, seen.quotes.at(-1)?.bidSize]).toEqual(exchange.book('BTCUSDT').bids[0]);
        expect(seen.ticker.at(-1)?.price).toBe(exchange.ticker('BTCUSDT').price);
        const closed = seen.candles.filter(candle => candle.closed);
        expect(closed.length).toBeGreaterThan(0);
        for (const { start, close: last, volume } of closed) {
          const real = exchange.candles('BTCUSDT', '1m').find(candle => candle.start === start);
          expect(real).toMatchObject({ close: last });
          expect(volume).toBeCloseTo(real?.volume ?? 0, 6);
        }
        expect({ problems, errors }).toEqual({ problems: [], errors: [] });
        // One request for all.
        expect(requestsOf(exchange)).toHaveLength(1);
        expect(exchange.violations).toEqual([]);
        close();
      });
    });
  });

  it('refuses the one bad topic among ten, and the others live', () => {
    const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'UNIUSDT'];
    const heard = new Map<string, number>();
    const refused: unknown[] = [];
    virtually(at => {
      const { exchange, feeds, all, problems, errors, into, close } = openAt();
      at(0, () => {
        for (const symbol of symbols) {
          const count = ({ type }: { readonly type: string }): void => {
            heard.set(`${type} ${symbol}`, (heard.get(`${type} ${symbol}`) ?? 0) + 1);
          };
          const error = (cause: unknown): void => void errors.push(cause);
          all.add(feeds.ticker$(id, symbol).subscribe({ next: count, error }));
          all.add(feeds.quotes$(id, symbol).subscribe({ next: count, error }));
        }
        all.add(feeds.trades$(id, 'NOPEUSDT').subscribe({ error: (cause: unknown) => refused.push(cause) }));
        all.add(feeds.trades$(id, 'BTCUSDT').subscribe(into<Trade>([])));
      });
      at(20_000, () => {
        const message = expect.stringMatching(/Invalid symbol :\[trade\.NOPEUSDT\]/) as string;
        expect(refused).toMatchObject([{ code: 'SUBSCRIPTION', retryable: false, topic: 'trade.NOPEUSDT', message }]);
        expect(errors).toEqual([]);
        expect(heard.size).toBe(10);
        for (const count of heard.values()) expect(count).toBeGreaterThan(10);
        for (const { args } of requestsOf(exchange)) expect(args.length).toBeLessThanOrEqual(10);
        expect(problems.filter(line => !line.includes('NOPEUSDT'))).toEqual([]);
        close();
      });
    });
  });

  it('tells an account as it is', () => {
    const fills: Fill[] = [];
    const orders = new Map<string, Order>();
    let balances: Balances | undefined;
    virtually(at => {
      const { exchange, feeds, all, problems, errors, into, close } = openAt();
      at(0, () => {
        all.add(feeds.fills$(id).subscribe(into(fills)));
        all.add(
          feeds.orders$(id).subscribe({
            next: ({ changed }) => {
              for (const order of changed) orders.set(order.id, order);
            },
            error: (cause: unknown) => errors.push(cause),
          }),
        );
        all.add(feeds.balances$(id).subscribe({ next: value => (balances = value) }));
      });
      at(60_000, () => {
        const truth = exchange.account();
        expect(fills.map(fill => fill.id)).toEqual(truth.fills().map(fill => fill.id));
        expect(fills.length).toBeGreaterThan(10);
        for (const order of truth.orders()) {
          const { raw: _, receivedAt: __, fees: ___, ...told } = orders.get(order.id) ?? order;
          expect(order).toMatchObject(told);
        }
        for (const { asset, available, held } of Object.values(balances?.assets ?? {})) {
          expect(truth.balances().find(one => one.asset === asset)).toMatchObject({ available, held });
        }
        expect({ problems, errors }).toEqual({ problems: [], errors: [] });
        expect(requestsOf(exchange)).toMatchObject([{ args: ['ticketInfo', 'order', 'outboundAccountInfo'] }]);
        close();
      });
    });
  });

  it.each([
    ['key', { ...keys, apiKey: 'no' }],
    ['secret', { ...keys, secret: 'no' }],
  ])('says once that a %s is wrong', (_, wrong) => {
    virtually(at => {
      const { exchange, feeds, all, errors, into, close } = openAt({}, wrong);
      at(0, () => {
        all.add(feeds.orders$(id).subscribe(into<Orders>([])));
      });
      at(30_000, () => {
        expect(errors).toMatchObject([{ code: 'LOGIN', venueCode: '10003', retryable: false }]);
        expect(exchange.heard).toHaveLength(1);
        close();
      });
    });
  });

  it('corrects a clock that is behind the venue’s, once', () => {
    const fills: Fill[] = [];
    virtually(at => {
      const { exchange, feeds, all, problems, errors, into, close } = openAt({ clockOffset: 300_000 });
      at(0, () => {
        all.add(feeds.fills$(id).subscribe(into(fills)));
      });
      at(60_000, () => {
        expect(errors).toEqual([]);
        expect(problems).toHaveLength(1);
        expect(problems[0]).toMatch(/^LOGIN reconnect .*check the clock of this machine: Params Error/);
        expect(fills.length).toBeGreaterThan(5);
        expect(exchange.heard.filter(({ text }) => text.includes('"op":"auth"'))).toHaveLength(2);
        close();
      });
    });
  });
});
