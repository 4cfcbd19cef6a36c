/**
 * Every fault that market data can meet, one by one, over real sockets: the same trials for each public door.
 * @module
 */
import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Book, Candle, Problem, Status, Ticker, Trade, venues } from '../../src/index.js';
import { FAULTS } from '../../src/simulator/faults.js';
import type { Fault, FaultName } from '../../src/simulator/faults.js';
import { hurriedFeeds } from '../support/hurried.js';
import { marketStreams } from '../support/market-streams.js';
import type { MarketPlace } from '../support/market-streams.js';
import { differenceOf } from '../support/recorded.js';
import type { RecordedSimulation } from '../support/recorded.js';
import { until } from '../support/until.js';

/** What was heard. */
export interface Followed {
  readonly books: Book[];
  readonly trades: Trade[];
  readonly tickers: Ticker[];
  readonly candles: Candle[];
  readonly problems: Problem[];
  readonly statuses: Status[];
  readonly errors: unknown[];
}

/** How a fault is brought about, and by what the client shows that it noticed. */
export interface Striking {
  /** On which channel; default: the first that comes. */
  readonly feed?: string;
  /** How long it lasts, ms, where that is shorter than usual. */
  readonly lasts?: number;
  /** Whether the venue is left alone for half a minute, which is too long to wait here. */
  readonly rests?: true;
  /** What is told of it, in one line; `never` where nothing need be. */
  readonly notice: RegExp | 'never';
  /** What is told as well. */
  readonly then?: RegExp;
  /** What may be told beside that. */
  readonly also?: RegExp;
}

type LoginFault = 'refuse-login' | 'silent-login' | 'clock-error';
type MarketFault = Exclude<FaultName, LoginFault>;

/** A public door, and what is true of it. */
export interface MarketDoor extends MarketPlace {
  readonly name: string;
  readonly venue: keyof typeof venues;
  readonly market: string;
  readonly symbol: string;
  readonly open: () => Promise<RecordedSimulation>;
  /** Levels a side of the book. */
  readonly levels: number;
  /** What each fault makes of it; those that are missing cannot happen here. */
  readonly striking: Partial<Readonly<Record<MarketFault, Striking>>>;
  /** Faults that can be called for, and find nothing here that they could strike, each with the reason. */
  readonly untouched?: Partial<Readonly<Record<MarketFault, string>>>;
  /** Another symbol, and what its refused stream ends with; absent where nothing is ever refused. */
  readonly other?: { readonly symbol: string; readonly error: object };
  /** Whether an old ticker or candle that comes late is taken for news: a limit that is known, and told as a skipped test. */
  readonly goesBack?: true;
  /** How many closed candles the venue tells at the beginning. */
  readonly history: number;
  /** Whether books bear the time of their last change; default true, otherwise they are known by their numbers alone. */
  readonly isTimed?: false;
  /** Of a book that the venue numbers: how many levels a side are numbered by themselves. */
  readonly numbered?: { readonly window?: number };
}

const impatience = { answers: 1_500, pongs: 2_500 };
const loginFaults: readonly string[] = ['refuse-login', 'silent-login', 'clock-error'] satisfies LoginFault[];

/** These strike when something is asked for: the client is made to ask anew. */
const atSubscription: readonly string[] = [
  'refuse-connection',
  'late-ack',
  'data-before-ack',
  'no-ack',
  'silent-subscription',
  'stale-seed',
  'rest-error',
  'rest-limit',
  'rest-slow',
  'rest-stale',
  'rest-ahead',
];

const cut = /^CONNECTION reconnect connection to \S+ was closed by the server \(1006 no close frame\)$/;

/** What is told of a line that fails, the same at every venue. */
export const lineNotices = {
  'refuse-connection': { notice: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503/ },
  'close-1001': {
    notice: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1001 going away\)/,
  },
  'close-1006': {
    notice: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1006 no close frame\)/,
  },
  'huge-frame': {
    feed: 'book',
    notice: /^CONNECTION reconnect connection to .* failed: a frame was larger than is taken/,
  },
} as const;

/** Where a frame cannot be read, nobody knows what it was of: what cannot do without it is begun anew. */
export const doubts =
  /^SEQUENCE resync .*(?:a candle may be lost|may miss a (?:patch|delta), a message was lost|book is at \d+, delta starts after \d+)$/;

/** What the exchange as a whole does, and what is late by itself: the same at every venue. */
export const upheavals = {
  'slow-line': { lasts: 1_500, notice: 'never' },
  'late-pong': { lasts: 1_500, notice: 'never' },
  'late-book': { notice: 'never' },
  'reorder-across': { feed: 'book', notice: 'never' },
  'duplicate-late': { feed: 'book', notice: 'never' },
  'clock-jump': { notice: 'never' },
  ban: {
    lasts: 600,
    notice: cut,
    then: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*(?:429|403)$/,
  },
  'venue-restart': {
    lasts: 600,
    notice: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1012 service restart\)$/,
    then: /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503$/,
  },
} as const;

const asksNothing = 'market data are never asked for over HTTP';

/** Faults of HTTP where market data are never asked for by it. */
export const noRequests = {
  'rest-error': asksNothing,
  'rest-limit': asksNothing,
  'rest-slow': asksNothing,
} as const;

/** A door while it is tried. */
interface Trial {
  readonly exchange: RecordedSimulation;
  readonly followed: Followed;
  /** Problems, one line each. */
  notices(): string[];
  /** Books that never were. */
  wrongBooks(): string[];
}

/** Proves a door under every fault; each has an exchange of its own, and mostly waits: they run beside each other. */
export function describeMarket(door: MarketDoor): void {
  const { market, symbol, striking, other, untouched = {} } = door;

  describe.concurrent(`every fault over a real socket, ${door.name}`, () => {
    it('has a row for every fault that can strike', () =>
      tried(door, ({ exchange }) => {
        const missing: string[] = [];
        for (const name of Object.keys(FAULTS).filter(fault => !loginFaults.includes(fault))) {
          if (Object.hasOwn(striking, name) || Object.hasOwn(untouched, name)) continue;
          missing.push(name);
          expect(() => {
            exchange.inject(name as FaultName);
          }, name).toThrow('cannot happen at this exchange');
        }
        const told = [...missing, ...Object.keys(striking), ...Object.keys(untouched)];
        expect(told.length).toBe(Object.keys(FAULTS).length - loginFaults.length);
        return Promise.resolve();
      }));

    if (Object.keys(untouched).length > 0) {
      it(`${Object.keys(untouched).join(', ')}: nothing here that they could strike`, () =>
        tried(door, async ({ exchange, followed, notices, wrongBooks }) => {
          for (const fault of Object.keys(untouched)) exchange.inject(fault as FaultName);
          const before = followed.books.length;
          await until(() => followed.books.length > before + 10);
          expect([...exchange.struck]).toEqual([]);
          expect(notices()).toEqual([]);
          expect(wrongBooks()).toEqual([]);
        }));
    }

    it.each(Object.entries(striking).filter(([fault]) => fault !== 'refuse-topic'))(
      '%s',
      (fault, { feed, notice, then, also, lasts, rests }: Striking) =>
        tried(door, async ({ exchange, followed, notices, wrongBooks }) => {
          const tell = (): string => notices().join('\n');
          exchange.inject(fault as FaultName, {
            ...(feed === undefined ? {} : { feed }),
            ...(lasts === undefined ? {} : { for: lasts }),
          });
          if (atSubscription.includes(fault)) exchange.inject('close-1006');
          for (const line of [notice, then]) {
            if (line instanceof RegExp) await until(() => notices().some(told => line.test(told)), 14_000, tell);
          }
          if (rests === true) {
            const told = notices().length;
            await new Promise(resolve => setTimeout(resolve, 1_000));
            expect(exchange.clients).toBe(0);
            expect(notices()).toHaveLength(told);
            expect(followed.statuses.at(-1)).toMatchObject({ phase: 'waiting', delay: 30_000 });
            expect(followed.errors).toEqual([]);
            return;
          }
          // What is called for by hand must have struck, but for faults of lines and exchanges, which are not counted.
          const { scope, lasts: usual = 0 }: Fault = FAULTS[fault as FaultName];
          if (scope !== 'line' && scope !== 'exchange')
            await until(() => (exchange.struck.get(fault as FaultName) ?? 0) > 0, 8_000, tell);
          // What nobody may notice must be over.
          if (notice === 'never') await new Promise(resolve => setTimeout(resolve, lasts ?? usual));
          const before = followed.books.length;
          const tickersBefore = followed.tickers.length;
          await until(
            () => followed.books.length > before + 3 && followed.tickers.length > tickersBefore + 1,
            14_000,
            tell,
          );
          expect(wrongBooks()).toEqual([]);
          const ids = followed.trades.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(followed.errors).toEqual([]);
          const expected = [notice, then, also, ...(atSubscription.includes(fault) ? [cut] : [])];
          const isExpected = (told: string): boolean =>
            expected.some(line => line instanceof RegExp && line.test(told));
          expect(notices().filter(told => !isExpected(told))).toEqual([]);
          expect(exchange.violations).toEqual([]);
        }),
      40_000,
    );

    if (other !== undefined)
      it('refuse-topic: an error of that topic alone', () =>
        tried(door, async ({ exchange, followed }) => {
          const errors: unknown[] = [];
          // Where a whole request is refused and nobody is named, each one is asked again.
          exchange.inject('refuse-topic', { symbol: other.symbol, times: 2 });
          const feeds = hurriedFeeds(door.venue, exchange, impatience);
          const refused = marketStreams(feeds, door, other.symbol).ticker$.subscribe({
            error: (cause: unknown) => errors.push(cause),
          });
          await until(() => errors.length === 1);
          expect(errors).toMatchObject([{ code: 'SUBSCRIPTION', retryable: false, ...other.error }]);
          const before = followed.books.length;
          await until(() => followed.books.length > before + 3);
          expect(followed.errors).toEqual([]);
          refused.unsubscribe();
        }));

    it('candles are told in order, each closed once, whatever breaks in between', () =>
      tried(door, async ({ exchange, followed }) => {
        for (const fault of ['close-1006', 'drop-frame', 'truncated', 'corrupted'] as const) {
          exchange.inject(fault);
          const before = followed.candles.length;
          await until(() => followed.candles.length > before, 10_000);
        }
        const starts = followed.candles.map(({ start }) => start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        const closed = followed.candles.filter(candle => candle.closed).map(({ start }) => start);
        expect(new Set(closed).size).toBe(closed.length);
        expect(closed.length).toBeGreaterThanOrEqual(door.history);
      }));

    it('no trade is lost while the connection stands', () =>
      tried(door, async ({ exchange, followed }) => {
        await until(() => followed.trades.length > 80, 20_000);
        const truth = exchange.trades(symbol, { market }).map(({ id }) => id);
        const ours = followed.trades.map(({ id }) => id);
        const from = truth.indexOf(ours[0]);
        expect(from).not.toBe(-1);
        expect(truth.slice(from, from + ours.length)).toEqual(ours);
      }));

    // Skipped where nothing numbers them: an old one that comes once more is taken for news there, and nobody has mended it yet.
    it.skipIf(door.goesBack === true)('a ticker never goes back, though one comes twice, the second time late', () =>
      tried(door, async ({ exchange, followed }) => {
        exchange.inject('duplicate-late', { feed: 'ticker', for: 1_500 });
        await until(() => exchange.struck.get('duplicate-late') === 1);
        await new Promise(resolve => setTimeout(resolve, 2_000));
        const times = followed.tickers.map(({ timestamp }) => timestamp ?? 0);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );

    it.skipIf(door.goesBack === true)('a candle never loses volume, though one comes twice, the second time late', () =>
      tried(door, async ({ exchange, followed }) => {
        exchange.inject('duplicate-late', { feed: 'candles', for: 1_500 });
        await until(() => exchange.struck.get('duplicate-late') === 1);
        await new Promise(resolve => setTimeout(resolve, 2_500));
        expect(followed.candles.length).toBeGreaterThan(2);
        const lost = followed.candles.filter(({ start, volume }, i) => {
          const before = followed.candles[i - 1];
          return before?.start === start && before.volume > volume;
        });
        expect(lost).toEqual([]);
      }),
    );

    it.each(['duplicate', 'duplicate-late', 'reorder-across'] as const)(
      '%s on any channel: nothing is told twice or goes back, and nobody notices',
      fault =>
        tried(door, async ({ exchange, followed, notices }) => {
          const terms = fault === 'duplicate-late' ? { for: 300 } : {};
          for (const feed of ['trades', 'ticker', 'candles'])
            exchange.inject(fault, { feed, times: feed === 'trades' ? 5 : 1, ...terms });
          await until(() => exchange.struck.get(fault) === 7, 20_000);
          const before = followed.trades.length;
          await new Promise(resolve => setTimeout(resolve, 400));
          await until(() => followed.trades.length > before + 3);
          const ids = followed.trades.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const starts = followed.candles.map(({ start }) => start);
          expect(starts).toEqual([...starts].sort((a, b) => a - b));
          expect(notices()).toEqual([]);
          expect(followed.errors).toEqual([]);
        }),
    );
  });
}

/** Follows a symbol of a fresh exchange until everything flows, then tries something. */
async function tried(door: MarketDoor, trial: (trial: Trial) => Promise<void>): Promise<void> {
  const { venue, market, symbol } = door;
  const exchange = await door.open();
  const all = new Subscription();
  const followed: Followed = {
    ...{ books: [], trades: [], tickers: [], candles: [] },
    ...{ problems: [], statuses: [], errors: [] },
  };
  const into = <T>(list: T[]) => ({
    next: (value: T) => list.push(value),
    error: (cause: unknown) => followed.errors.push(cause),
  });
  const notices = (): string[] =>
    followed.problems.map(({ error, mending }) => `${error.code} ${mending} ${error.message}`);
  /** Every book that was told is one that was, at its time and, where it is numbered, at its number. */
  const wrongBooks = (): string[] =>
    followed.books.flatMap(book => {
      const told = `${symbol} at ${book.sequence ?? book.timestamp}`;
      const difference = door.isTimed !== false ? differenceOf(book, exchange.books.at(book), door.levels) : undefined;
      if (difference !== undefined) return [`${told}: ${difference}`];
      if (door.numbered === undefined || book.sequence === undefined) return [];
      const truth = exchange.bookAt(symbol, book.sequence, { market, ...door.numbered });
      const other = differenceOf(book, truth, door.levels);
      return other === undefined ? [] : [`${told}, by its number: ${other}`];
    });
  try {
    const streams = marketStreams(hurriedFeeds(venue, exchange, impatience), door, symbol);
    all.add(streams.problems$.subscribe(into(followed.problems)));
    all.add(streams.status$.subscribe(into(followed.statuses)));
    all.add(streams.book$.subscribe(into(followed.books)));
    all.add(streams.trades$.subscribe(into(followed.trades)));
    all.add(streams.ticker$.subscribe(into(followed.tickers)));
    all.add(streams.candles$.subscribe(into(followed.candles)));
    await until(
      () => followed.books.length > 3 && followed.trades.length > 3 && followed.tickers.length > 1,
      8_000,
      () => [...notices(), ...followed.errors.map(String)].join('\n'),
    );
    await trial({ exchange, followed, notices, wrongBooks });
  } finally {
    all.unsubscribe();
    await exchange.close();
  }
}
