import { filter, map, merge, Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Book, Ticker } from '../../src/index.js';
import { createFeeds, wsTransport } from '../../src/index.js';
import type { Feeds } from '../../src/feeds/feeds.js';
import type { venues } from '../../src/index.js';
import type { Transport } from '../../src/transport/socket.js';
import { differenceOf, simulateRecorded } from '../support/recorded.js';
import { until } from '../support/until.js';

/** What is Bybit's alone: atomic refusals, books that begin anew, tickers in patches. */
type AllFeeds = Feeds<typeof venues>;
type Stream = Observable<unknown>;

let ending: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

interface Ten {
  readonly name: string;
  readonly venue: 'bybit' | 'bybit-spot-v3';
  /** Nine streams, each a topic of its own. */
  readonly good: (feeds: AllFeeds) => readonly Stream[];
  readonly bad: (feeds: AllFeeds, symbol: string) => Stream;
  /** What the refused stream ends with. */
  readonly error: RegExp;
  /** How many topics each request names that asks for them, in its order: with one bad topic, with two. */
  readonly requests: readonly [readonly number[], readonly number[]];
}

const onBybit =
  (market: 'spot' | 'linear', symbols: readonly string[]): Ten['good'] =>
  feeds =>
    symbols.flatMap(symbol => [
      feeds.ticker$('bybit', symbol, { market }),
      feeds.trades$('bybit', symbol, { market }),
      feeds.quotes$('bybit', symbol, { market }),
    ]);

const tens: readonly Ten[] = [
  {
    name: 'bybit spot, which names one bad topic',
    venue: 'bybit',
    good: onBybit('spot', ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']),
    bad: (feeds, symbol) => feeds.ticker$('bybit', symbol),
    error:
      /^bybit tickers\.NOPE\w*: refused \(there is no such symbol on spot.*: Invalid symbol :\[tickers\.NOPE\w*\]\)$/,
    requests: [
      [10, 9],
      [10, 1, 9, 8],
    ],
  },
  {
    name: 'bybit linear, which names one bad topic',
    venue: 'bybit',
    good: onBybit('linear', ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']),
    bad: (feeds, symbol) => feeds.ticker$('bybit', symbol, { market: 'linear' }),
    error:
      /^bybit tickers\.NOPE\w*: refused \(there is no such topic here.*handler not found,topic:tickers\.NOPE\w*\)$/,
    requests: [
      [10, 9],
      [10, 1, 9, 8],
    ],
  },
  {
    name: 'bybit option, which grants the others at once',
    venue: 'bybit',
    good: feeds =>
      ['BTC-25DEC26-85000-C', 'ETH-25DEC26-2300-C', 'SOL-25DEC26-180-P-USDT'].flatMap(symbol => [
        feeds.ticker$('bybit', symbol, { market: 'option' }),
        feeds.trades$('bybit', symbol, { market: 'option' }),
        feeds.book$('bybit', symbol, { market: 'option', depth: 25 }),
      ]),
    bad: (feeds, symbol) => feeds.ticker$('bybit', `${symbol}-25DEC26-1-C`, { market: 'option' }),
    error: /^bybit tickers\.NOPE\S*: refused \(the venue lists the topic among its failures/,
    requests: [[10], [10, 1]],
  },
  {
    name: 'bybit-spot-v3, which names one bad topic',
    venue: 'bybit-spot-v3',
    good: feeds =>
      ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'].flatMap(symbol => [
        feeds.ticker$('bybit-spot-v3', symbol),
        feeds.trades$('bybit-spot-v3', symbol),
        feeds.quotes$('bybit-spot-v3', symbol),
      ]),
    bad: (feeds, symbol) => feeds.ticker$('bybit-spot-v3', symbol),
    error:
      /^bybit-spot-v3 tickers\.NOPE\w*: refused \(the symbol does not exist: Invalid symbol :\[tickers\.NOPE\w*\]\)$/,
    requests: [
      [10, 9],
      [10, 1, 9, 8],
    ],
  },
];

describe.each(tens)('a bad topic in one request with nine others: $name', ({ venue, good, bad, error, requests }) => {
  it.each([1, 2])(
    'is refused alone, and the nine flow (%i of them)',
    async many => {
      const exchange = await simulateRecorded(venue, { seed: 9, tick: 50 });
      ending.push(() => exchange.close());
      const feeds = createFeeds({ urls: { [venue]: exchange.url }, linger: 0 });
      const all = new Subscription();
      ending.push(() => {
        all.unsubscribe();
      });
      const told = new Array<number>(9).fill(0);
      const errors: string[] = [];
      const fail = (cause: unknown): void => void errors.push((cause as Error).message);
      // The bad ones are the first: where a request holds ten, they are all in it.
      for (let n = 0; n < many; n++) all.add(bad(feeds, `NOPE${n || ''}`).subscribe({ next: fail, error: fail }));
      good(feeds).forEach((stream, i) => {
        all.add(stream.subscribe({ next: () => void (told[i] = (told[i] ?? 0) + 1), error: fail }));
      });
      await until(
        () => errors.length === many && told.every(times => times > 2),
        20_000,
        () => `${told.join(' ')} ${errors.join('\n')}`,
      );
      for (const message of errors) expect(message).toMatch(error);
      expect(new Set(errors).size).toBe(many);
      expect(exchange.subscriptions().flat()).toHaveLength(9);
      expect(exchange.violations).toEqual([]);
      const asked = exchange.heard
        .map(({ text }) => JSON.parse(text) as { readonly op: string; readonly args?: readonly string[] })
        .filter(({ op }) => op === 'subscribe')
        .map(({ args = [] }) => args.length);
      const expected = requests[many === 1 ? 0 : 1];
      expect([...asked].sort()).toEqual([...expected].sort());
      // They go on.
      const before = [...told];
      await until(() => told.every((times, i) => times > (before[i] ?? 0)), 20_000);
      expect(errors).toHaveLength(many);
    },
    40_000,
  );
});

describe('u = 1 in mid-stream', () => {
  it.each([50, 200, 1000] as const)('is a new book of %i levels, and nothing to tell', async depth => {
    const exchange = await simulateRecorded('bybit', { seed: 3, tick: 20 });
    ending.push(() => exchange.close());
    const feeds = createFeeds({ urls: { bybit: exchange.url }, linger: 0 });
    const books: Book[] = [];
    const problems: string[] = [];
    const all = new Subscription();
    ending.push(() => {
      all.unsubscribe();
    });
    all.add(feeds.problems$().subscribe(({ error }) => problems.push(error.message)));
    all.add(feeds.book$('bybit', 'ETHUSDT', { market: 'linear', depth }).subscribe(book => books.push(book)));
    await until(() => books.length > 5);
    exchange.inject('restart-sequence');
    await until(() => books.some(({ sequence }) => sequence === '1'));
    const restart = books.findIndex(({ sequence }) => sequence === '1');
    await until(() => books.length > restart + 5);
    expect(books.slice(restart, restart + 5).map(({ sequence }) => sequence)).toEqual(['1', '2', '3', '4', '5']);
    for (const book of books) expect(differenceOf(book, exchange.books.at(book), depth)).toBeUndefined();
    expect(problems).toEqual([]);
  });
});

describe('a ticker whose first push is lost', () => {
  /** Real sockets that lose the first push of each ticker. */
  const losing = (lost: string[]): Transport => {
    const dial = wsTransport();
    return url =>
      dial(url).pipe(
        map(socket => ({
          ...socket,
          frames$: socket.frames$.pipe(
            filter(({ data }) => {
              const isFirst = typeof data === 'string' && data.startsWith('{"topic":"tickers.') && lost.length === 0;
              if (isFirst) lost.push(data);
              return !isFirst;
            }),
          ),
        })),
      );
  };

  it('tells nothing of its patches, and is asked for anew', async () => {
    const exchange = await simulateRecorded('bybit', { seed: 3, tick: 50 });
    ending.push(() => exchange.close());
    const lost: string[] = [];
    const feeds = createFeeds({ urls: { bybit: exchange.url }, linger: 0, transport: losing(lost) });
    const all = new Subscription();
    ending.push(() => {
      all.unsubscribe();
    });
    const tickers: Ticker[] = [];
    const others: unknown[] = [];
    const errors: unknown[] = [];
    const error = (cause: unknown): void => void errors.push(cause);
    const options = { market: 'linear' } as const;
    all.add(feeds.ticker$('bybit', 'BTCUSDT', options).subscribe({ next: ticker => tickers.push(ticker), error }));
    all.add(
      merge(
        feeds.markPrice$('bybit', 'BTCUSDT', options),
        feeds.fundingRate$('bybit', 'BTCUSDT', options),
        feeds.openInterest$('bybit', 'BTCUSDT', options),
      ).subscribe({ next: value => others.push(value), error }),
    );
    await until(() => lost.length === 1);
    expect(lost[0]).toContain('"type":"snapshot"');
    await new Promise(resolve => setTimeout(resolve, 1_000));
    // Patches have come by now, of which nobody knows what they change.
    expect([...tickers, ...others]).toEqual([]);
    await until(() => tickers.length > 3 && others.length > 2, 12_000);
    for (const ticker of tickers) {
      for (const field of ['price', 'bid', 'ask', 'markPrice', 'fundingRate', 'openInterest', 'volume24h'] as const)
        expect(ticker[field]).toBeTypeOf('number');
    }
    expect(errors).toEqual([]);
    const asked = exchange.heard.filter(({ text }) => text.includes('"subscribe"'));
    expect(asked).toHaveLength(2);
  }, 30_000);
});
