import { Subscription } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Book, Candle, Problem, Status, Ticker, Trade } from '../../src/index.js';
import { createFeeds, venues, wsTransport } from '../../src/index.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { FAULTS } from '../../src/simulator/faults.js';
import type { FaultName } from '../../src/simulator/faults.js';
import { simulate } from '../../src/simulator/simulate.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';

/** Real sockets on loopback, a market that moves twenty times a second, and one fault after the other. */
const market = 'usdt-futures';
const symbol = 'BTCUSDT';

/** Bitget with little patience, so that the tests need little as well. */
const { protocol } = venues.bitget;
const impatient = {
  bitget: {
    ...venues.bitget,
    protocol: { ...protocol, patience: 1_500, heartbeat: { every: 400, text: 'ping', patience: 2_500 } },
  },
};

interface Followed {
  readonly books: Book[];
  readonly trades: Trade[];
  readonly tickers: Ticker[];
  readonly candles: Candle[];
  readonly problems: Problem[];
  readonly statuses: Status[];
  readonly errors: unknown[];
}

/** How each fault is brought about, and by what the client shows that it noticed; undefined where it must not notice. */
type LoginFault = 'refuse-login' | 'silent-login' | 'clock-error';
const loginFaults: readonly string[] = ['refuse-login', 'silent-login', 'clock-error'] satisfies LoginFault[];
const striking: Readonly<Record<Exclude<FaultName, LoginFault>, { readonly feed?: string; readonly notice?: RegExp }>> =
  {
    'refuse-connection': { notice: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503/ },
    'close-1001': {
      notice: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1001 going away\)/,
    },
    'close-1006': {
      notice: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1006 no close frame\)/,
    },
    'half-open': { notice: /^SILENCE reconnect bitget connection is dead: nothing came for 2500 ms after a ping/ },
    'slow-consumer': {},
    'late-ack': {},
    'data-before-ack': {},
    'no-ack': { notice: /^SUBSCRIPTION retry bitget \S+: no answer to the subscription within/ },
    'refuse-topic': {},
    'silent-subscription': { notice: /^SUBSCRIPTION retry bitget \S+: accepted, but nothing came within/ },
    'stale-seed': { notice: /^SEQUENCE resync/ },
    'drop-frame': {
      feed: 'book',
      notice: /^SEQUENCE resync bitget usdt-futures BTCUSDT: book is at \d+, delta starts after \d+/,
    },
    duplicate: { feed: 'book' },
    reorder: { feed: 'book', notice: /^SEQUENCE resync/ },
    'bad-checksum': {
      feed: 'book',
      notice: /^CHECKSUM resync bitget usdt-futures BTCUSDT: book adds up to -?\d+, the venue says -?\d+/,
    },
    garbage: { feed: 'book', notice: /^DECODE skipped/ },
    truncated: { feed: 'book', notice: /^DECODE skipped bitget frame is not JSON/ },
    'huge-frame': {
      feed: 'book',
      notice: /^CONNECTION reconnect connection to .* failed: a frame was larger than is taken/,
    },
    'restart-sequence': { notice: /^SEQUENCE resync .* numbers its deltas anew/ },
  };

/** These strike when something is asked for: the client is made to ask anew. */
const atSubscription: readonly string[] = [
  'refuse-connection',
  'late-ack',
  'data-before-ack',
  'no-ack',
  'silent-subscription',
  'stale-seed',
];

describe('every fault over a real socket', () => {
  let exchange: Simulation;
  let followed: Followed;
  let all: Subscription;

  const follow = (): void => {
    const feeds = createFeedsOf(impatient, wsTransport(), {
      urls: { bitget: exchange.url },
      backoff: { base: 50, floor: 20, cap: 200 },
      linger: 0,
    });
    followed = { books: [], trades: [], tickers: [], candles: [], problems: [], statuses: [], errors: [] };
    const into = <T>(list: T[]) => ({
      next: (value: T) => list.push(value),
      error: (cause: unknown) => followed.errors.push(cause),
    });
    all = new Subscription();
    all.add(feeds.problems$().subscribe(into(followed.problems)));
    all.add(feeds.status$().subscribe(into(followed.statuses)));
    all.add(feeds.book$('bitget', symbol, { market }).subscribe(into(followed.books)));
    all.add(feeds.trades$('bitget', symbol, { market }).subscribe(into(followed.trades)));
    all.add(feeds.ticker$('bitget', symbol, { market }).subscribe(into(followed.tickers)));
    all.add(feeds.candles$('bitget', symbol, { market, interval: '1m' }).subscribe(into(followed.candles)));
  };
  const wrongBooks = (): string[] =>
    followed.books.flatMap(book => {
      const truth = exchange.bookAt(symbol, book.sequence ?? '', { market });
      const same = JSON.stringify([truth?.bids, truth?.asks]) === JSON.stringify([book.bids, book.asks]);
      return same ? [] : [`${book.sequence}`];
    });
  const notices = (): string[] =>
    followed.problems.map(({ error, mending }) => `${error.code} ${mending} ${error.message}`);

  beforeEach(async () => {
    exchange = await simulate('bitget', { seed: 5, tick: 50, integrity: 'checksum+seq+pseq' });
    follow();
    if (!expect.getState().currentTestName?.includes('from the start')) {
      await until(() => followed.books.length > 3 && followed.trades.length > 3 && followed.tickers.length > 1);
    }
  });
  afterEach(async () => {
    all.unsubscribe();
    await exchange.close();
  });

  it('has a row for every fault that can strike', () => {
    expect(Object.keys(striking).sort()).toEqual(
      Object.keys(FAULTS)
        .filter(name => !loginFaults.includes(name))
        .sort(),
    );
  });

  it.each(Object.entries(striking).filter(([fault]) => fault !== 'refuse-topic'))(
    '%s',
    async (fault, { feed, notice }) => {
      exchange.inject(fault as FaultName, feed === undefined ? {} : { feed });
      if (atSubscription.includes(fault)) exchange.inject('close-1006');
      if (notice !== undefined)
        await until(
          () => notices().some(line => notice.test(line)),
          14_000,
          () => notices().join('\n'),
        );
      const before = followed.books.length;
      const tickersBefore = followed.tickers.length;
      await until(() => followed.books.length > before + 3 && followed.tickers.length > tickersBefore + 1, 14_000);
      expect(wrongBooks()).toEqual([]);
      const ids = followed.trades.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(followed.errors).toEqual([]);
      if (fault === 'duplicate' || fault === 'slow-consumer') expect(notices()).toEqual([]);
      expect(exchange.violations).toEqual([]);
    },
    30_000,
  );

  it('refuse-topic: an error of that topic alone', async () => {
    const feeds = createFeeds({ urls: { bitget: exchange.url }, linger: 0 });
    const errors: unknown[] = [];
    exchange.inject('refuse-topic', { symbol: 'ETHUSDT' });
    const other = feeds
      .ticker$('bitget', 'ETHUSDT', { market })
      .subscribe({ error: (cause: unknown) => errors.push(cause) });
    await until(() => errors.length === 1);
    expect(errors).toMatchObject([
      { code: 'SUBSCRIPTION', venueCode: '30001', retryable: false, topic: 'USDT-FUTURES:ticker:ETHUSDT' },
    ]);
    const before = followed.books.length;
    await until(() => followed.books.length > before + 3);
    expect(followed.errors).toEqual([]);
    other.unsubscribe();
  });

  it('candles are told in order, each closed once, whatever breaks in between', async () => {
    for (const fault of ['close-1006', 'drop-frame', 'truncated'] as const) {
      exchange.inject(fault);
      const before = followed.candles.length;
      await until(() => followed.candles.length > before, 10_000);
    }
    const starts = followed.candles.map(({ start }) => start);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    const closed = followed.candles.filter(candle => candle.closed).map(({ start }) => start);
    expect(new Set(closed).size).toBe(closed.length);
    expect(closed.length).toBeGreaterThan(400);
  }, 40_000);

  it('no trade is lost while the connection stands', async () => {
    await until(() => followed.trades.length > 80, 15_000);
    const truth = exchange.trades(symbol, { market }).map(({ id }) => id);
    const ours = followed.trades.map(({ id }) => id);
    const from = truth.indexOf(ours[0]);
    expect(from).not.toBe(-1);
    expect(truth.slice(from, from + ours.length)).toEqual(ours);
  });
});
