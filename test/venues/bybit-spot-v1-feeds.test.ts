import { defer, of, Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { CreateFeedsOptions } from '../../src/feeds/create-feeds.js';
import type { Feeds } from '../../src/feeds/feeds.js';
import type { Balances, Book, Candle, Fill, Orders, Trade } from '../../src/index.js';
import { LoginError } from '../../src/model/errors.js';
import type { Problem } from '../../src/session/session.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/exchange.js';
import { bybitSpotV1Counterpart } from '../../src/venues/bybit-spot-v1/counterpart.js';
import type { BybitSpotV1Switches } from '../../src/venues/bybit-spot-v1/counterpart.js';
import { bybitSpotV1 } from '../../src/venues/bybit-spot-v1/index.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

const table = { 'bybit-spot-v1': bybitSpotV1 };
type Table = typeof table;

interface Stage {
  readonly feeds: Feeds<Table>;
  readonly exchange: Exchange;
  readonly problems: Problem[];
  readonly errors: unknown[];
  at(time: number, step: () => void): void;
  /** Collects what comes until the end. */
  collect<T>(values$: Observable<T>): T[];
}

type Options = ExchangeOptions & BybitSpotV1Switches & { readonly client?: CreateFeedsOptions<Table> };

/** Plays a client against the simulated venue; afterwards nothing may be left running. */
function play(end: number, { client = {}, ...options }: Options, script: (stage: Stage) => void): Stage {
  let stage: Stage | undefined;
  const left = virtually(at => {
    const exchange = createExchange(bybitSpotV1Counterpart(options), { seed: 'feeds', ...options });
    const feeds = createFeedsOf(table, exchangeTransport(exchange), {
      urls: { 'bybit-spot-v1': 'ws://127.0.0.1' },
      credentials: { 'bybit-spot-v1': demoCredentials },
      http: url => defer(() => of(JSON.parse(exchange.rest(new URL(url).pathname) ?? 'null') as unknown)),
      backoff: { base: 200, cap: 2_000 },
      random: () => 0.5,
      linger: 0,
      ...client,
    });
    const all = new Subscription();
    const problems: Problem[] = [];
    const errors: unknown[] = [];
    all.add(feeds.problems$().subscribe(problem => problems.push(problem)));
    stage = {
      feeds,
      exchange,
      problems,
      errors,
      at,
      collect: <T>(values$: Observable<T>): T[] => {
        const values: T[] = [];
        all.add(
          values$.subscribe({ next: value => values.push(value), error: (cause: unknown) => errors.push(cause) }),
        );
        return values;
      },
    };
    script(stage);
    at(end, () => {
      all.unsubscribe();
      exchange.close();
    });
  }, 5_000);
  expect(left).toBe(0);
  if (stage === undefined) throw new Error('nothing was played');
  return stage;
}

const id = 'bybit-spot-v1';
const heardBy = ({ exchange }: Stage): readonly string[] => exchange.heard.map(({ text }) => text);
const levels = ({ bids, asks }: Book): object => ({ bids, asks });

describe('the public streams, played whole', () => {
  it.each([false, true])('tell the full book as it is, binary %s', binary => {
    let books: Book[] = [];
    let wrong = 0;
    const { problems, errors } = play(30_000, {}, ({ feeds, exchange, at, collect }) => {
      books = collect(feeds.book$(id, 'BTCUSDT', { binary }));
      at(29_900, () => {
        for (const book of books) {
          const { sequence } = book;
          if (sequence === undefined) continue;
          const truth = exchange.bookAt('BTCUSDT', sequence, { window: 200 });
          if (truth === undefined || JSON.stringify(levels(truth)) !== JSON.stringify(levels(book))) wrong++;
        }
      });
    });
    expect([wrong, problems, errors]).toEqual([0, [], []]);
    expect(books.length).toBeGreaterThan(50);
    expect(books[0]?.sequence).toBeUndefined();
  });

  it('mend a book that missed a change', () => {
    const { problems, errors } = play(30_000, {}, ({ feeds, exchange, at, collect }) => {
      const books = collect(feeds.book$(id, 'BTCUSDT'));
      at(5_000, () => {
        exchange.inject('drop-frame', { feed: 'book' });
      });
      at(29_900, () => {
        const last = books.at(-1);
        const truth = exchange.bookAt('BTCUSDT', last?.sequence ?? '', { window: 200 });
        expect(truth && levels(truth)).toEqual(last && levels(last));
      });
    });
    expect(errors).toEqual([]);
    expect(problems).toMatchObject([{ mending: 'resync', error: { code: 'SEQUENCE' } }]);
  });

  it.each([
    [true, ['resync']],
    // Nothing ties the first change to the first book, where that says 0 as all that were seen.
    [false, []],
  ])('see that the very first change is missing where the first book counts (%s)', (countsFirst, mendings) => {
    const { problems } = play(10_000, { countsFirst }, ({ feeds, exchange, collect }) => {
      exchange.inject('drop-frame', { feed: 'book' });
      collect(feeds.book$(id, 'BTCUSDT'));
    });
    expect(problems.filter(({ error }) => error.code === 'SEQUENCE').map(({ mending }) => mending)).toEqual(mendings);
  });

  it('ask for all symbols of a topic in one request, and refuse only the one that is unknown', () => {
    const symbols = ['BTCUSDT', 'NOPEUSDT', 'ETHUSDT', 'SOLUSDT'];
    const trades = new Map<string, Trade[]>();
    const stage = play(20_000, {}, ({ feeds, collect }) => {
      for (const symbol of symbols) trades.set(symbol, collect(feeds.trades$(id, symbol)));
    });
    expect(heardBy(stage)[0]).toBe(
      '{"symbol":"BTCUSDT,NOPEUSDT,ETHUSDT,SOLUSDT","topic":"trade","event":"sub","params":{"binary":false}}',
    );
    expect(stage.errors).toMatchObject([{ code: 'SUBSCRIPTION', topic: 'v1:trade:NOPEUSDT', venueCode: '-100010' }]);
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']) {
      const ids = stage.exchange.trades(symbol).map(trade => trade.id);
      const told = trades.get(symbol)?.map(trade => trade.id) ?? [];
      expect(told.length).toBeGreaterThan(50);
      // Each once, and none left out since the first one told.
      expect(told).toEqual(ids.slice(ids.indexOf(told[0]), ids.indexOf(told[0]) + told.length));
    }
  });

  it('ping every 20 s, and answer pings', () => {
    const stage = play(50_000, { serverPings: true }, ({ feeds, collect }) => {
      collect(feeds.ticker$(id, 'BTCUSDT'));
    });
    const said = heardBy(stage).map(text => text.replace(/\d+/g, 'n'));
    expect(said.filter(text => text === '{"ping":n}')).toHaveLength(2);
    expect(said.filter(text => text === '{"pong":n}')).toHaveLength(2);
    expect(stage.problems).toEqual([]);
    expect(stage.exchange.violations).toEqual([]);
  });

  it('tell candles, tickers and the whole book in V1, and best prices in V2', () => {
    const told: Record<string, readonly object[]> = {};
    const { problems, errors } = play(90_000, {}, ({ feeds, collect }) => {
      const v2 = { form: 'v2' } as const;
      told['candles'] = collect(feeds.candles$(id, 'BTCUSDT', { interval: '1m' }));
      told['candles v2'] = collect(feeds.candles$(id, 'BTCUSDT', { interval: '1m', ...v2 }));
      told['ticker'] = collect(feeds.ticker$(id, 'BTCUSDT'));
      told['ticker v2'] = collect(feeds.ticker$(id, 'BTCUSDT', v2));
      told['trades v2'] = collect(feeds.trades$(id, 'BTCUSDT', v2));
      told['book 200'] = collect(feeds.book$(id, 'BTCUSDT', { depth: 200 }));
      told['book 40'] = collect(feeds.book$(id, 'BTCUSDT', { depth: 40 }));
      told['quotes'] = collect(feeds.quotes$(id, 'BTCUSDT'));
      told['merged'] = collect(feeds.channel$(id, 'mergedDepth', 'BTCUSDT', { dumpScale: 0 }));
      told['binary v2'] = collect(feeds.quotes$(id, 'ETHUSDT', { binary: true }));
    });
    expect([problems, errors]).toEqual([[], []]);
    for (const [name, values] of Object.entries(told)) expect([name, values.length > 20]).toEqual([name, true]);
    for (const name of ['candles', 'candles v2']) {
      const closed = (told[name] as readonly Candle[]).filter(candle => candle.closed);
      expect(closed.length).toBeGreaterThanOrEqual(1);
    }
  });

  it.each(['v1', 'v2'] as const)('ask again for what %s has swallowed', form => {
    let told: object[] = [];
    const { problems, errors } = play(15_000, {}, ({ feeds, exchange, collect }) => {
      exchange.inject('no-ack');
      told = collect(feeds.ticker$(id, 'BTCUSDT', { form }));
    });
    expect(errors).toEqual([]);
    expect(problems).toMatchObject([{ mending: 'retry', topic: `${form}:realtimes:BTCUSDT` }]);
    expect(told.length).toBeGreaterThan(5);
  });

  it('refuse a symbol of V2 by its name', () => {
    const { errors, problems } = play(20_000, {}, ({ feeds, collect }) => {
      collect(feeds.quotes$(id, 'BTCUSDT'));
      collect(feeds.quotes$(id, 'NOPEUSDT'));
    });
    expect(errors).toMatchObject([{ code: 'SUBSCRIPTION', topic: 'v2:bookTicker:NOPEUSDT', venueCode: '-100011' }]);
    expect(problems).toMatchObject([{ mending: 'refused' }]);
  });
});

describe('the private stream, played whole', () => {
  it('tells what the account is, over a reconnection, and asks for nothing', () => {
    let balances: Balances[] = [];
    let orders: Orders[] = [];
    let fills: Fill[] = [];
    const stage = play(240_000, {}, ({ feeds, exchange, at, collect }) => {
      balances = collect(feeds.balances$(id));
      orders = collect(feeds.orders$(id));
      fills = collect(feeds.fills$(id));
      at(120_000, () => {
        exchange.inject('close-1006');
      });
      at(239_900, () => {
        const truth = exchange.account();
        for (const fill of fills) {
          const { fees: _, value: __, raw: ___, timestamp: ____, receivedAt: _____, ...same } = fill;
          const theirs = truth.fills('spot').find(one => one.id === fill.id);
          expect(theirs).toMatchObject(
            Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined)),
          );
        }
        for (const { asset, available, held, total } of Object.values(balances.at(-1)?.assets ?? {})) {
          expect(truth.balances('spot')).toContainEqual(expect.objectContaining({ asset, available, held, total }));
        }
        for (const { id: orderId, filled, status, averagePrice } of orders.flatMap(({ changed }) => changed)) {
          const theirs = truth.orders('spot').find(one => one.id === orderId);
          if (theirs?.status !== status || theirs.filled !== filled) continue;
          expect(averagePrice).toBe(theirs.averagePrice);
        }
      });
    });
    expect(fills.length).toBeGreaterThan(20);
    expect(orders.length).toBeGreaterThan(20);
    expect(Object.keys(balances.at(-1)?.assets ?? {}).length).toBeGreaterThan(2);
    expect(stage.errors).toEqual([]);
    const said = new Set(heardBy(stage).map(text => (text.includes('"auth"') ? 'auth' : text.replace(/\d+/g, 'n'))));
    expect(said).toEqual(new Set(['auth', '{"ping":n}']));
  });

  it('corrects its clock once where the login is refused without a reason', () => {
    const ahead = play(20_000, { clockOffset: 300_000 }, ({ feeds, collect }) => {
      collect(feeds.orders$(id));
    });
    expect(ahead.errors).toEqual([]);
    expect(heardBy(ahead).filter(text => text.includes('"auth"'))).toHaveLength(2);
    const wrong = { ...demoCredentials, secret: 'wrong' };
    const refused = play(60_000, { client: { credentials: { [id]: wrong } } }, ({ feeds, collect }) => {
      collect(feeds.orders$(id));
    });
    expect(refused.errors).toHaveLength(1);
    expect(refused.errors[0]).toBeInstanceOf(LoginError);
    expect(heardBy(refused)).toHaveLength(2);
    expect(JSON.stringify(refused.problems)).not.toContain('wrong');
  });

  it('follows the exchange’s clock where that goes wrong meanwhile', () => {
    const { problems, errors, exchange } = play(60_000, {}, ({ feeds, exchange: made, at, collect }) => {
      collect(feeds.orders$(id));
      at(20_000, () => {
        made.inject('clock-error');
        made.inject('close-1006');
      });
    });
    expect(errors).toEqual([]);
    expect(problems.map(({ error }) => error.code)).toEqual(['CONNECTION', 'LOGIN']);
    expect(exchange.heard.filter(({ text }) => text.includes('"auth"'))).toHaveLength(3);
  });

  it('takes silence for a refusal after 5 s, and tries again', () => {
    const { exchange, errors } = play(9_000, {}, ({ feeds, exchange: made, collect }) => {
      made.inject('silent-login');
      collect(feeds.orders$(id));
    });
    expect(errors).toEqual([]);
    expect(exchange.heard.map(({ at }) => Math.floor((at - (exchange.heard[0]?.at ?? 0)) / 1_000))).toEqual([0, 5]);
  });
});
