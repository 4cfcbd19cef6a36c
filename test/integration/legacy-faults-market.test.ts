import { Subscription } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Book, Ticker, Trade } from '../../src/index.js';
import { FAULTS } from '../../src/simulator/faults.js';
import type { FaultName } from '../../src/simulator/faults.js';
import { simulate } from '../../src/simulator/simulate.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import { hurriedFeeds } from '../support/hurried.js';
import { until } from '../support/until.js';

/** Real sockets on loopback, a market that moves when it is told to, and one fault after the other. */
const symbol = 'BTCUSDT';

type Feed = 'book' | 'ticker' | 'trades';
const feedNames: readonly Feed[] = ['book', 'ticker', 'trades'];

const cut = /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1006 no close frame\)$/;
const noAnswer = /^SUBSCRIPTION retry bitget-v1 \S+: no answer to the subscription within \d+ ms$/;
const nothingCame = /^SUBSCRIPTION retry bitget-v1 \S+: accepted, but nothing came within \d+ ms/;
const unreadable = /^DECODE skipped bitget-v1 frame of \d+ characters is not JSON: /;
const doubted = /^SEQUENCE resync bitget-v1 spot BTCUSDT: book may miss a delta, a message was lost$/;
const badRow = /^SCHEMA skipped bitget-v1 \S+/;
const wrongSum = /^CHECKSUM resync bitget-v1 spot BTCUSDT: book adds up to -?\d+, the venue says -?\d+$/;

/** How each fault is brought about, and all that is told of it. */
interface Trial {
  /** The subscriptions it strikes, one by one; default the next thing it fits. */
  readonly on?: readonly Feed[];
  /** It strikes when something is asked for: the client is made to ask anew. */
  readonly anew?: true;
  readonly pongs?: number;
  /** How long it lasts, where that is shorter than usual. */
  readonly lasts?: number;
  /** Whether the venue is left alone for half a minute, which is too long to wait here. */
  readonly rests?: true;
  /** What is told, each line of it at least once; nothing else is. */
  readonly told: readonly RegExp[];
}

/** Login faults strike accounts; these books have no numbers that could begin anew; market data are never asked for over HTTP. */
const impossible = [
  ...(['refuse-login', 'silent-login', 'clock-error', 'restart-sequence'] as const),
  ...(['rest-error', 'rest-limit', 'rest-slow', 'rest-stale', 'rest-ahead'] as const),
] satisfies FaultName[];
const isImpossible = (name: string): boolean => (impossible as readonly string[]).includes(name);

const trials: Readonly<Record<Exclude<FaultName, (typeof impossible)[number] | 'refuse-topic'>, readonly Trial[]>> = {
  'refuse-connection': [
    { anew: true, told: [cut, /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503/] },
  ],
  'close-1001': [{ told: [/^CONNECTION reconnect connection to \S+ was closed by the server \(1001 going away\)$/] }],
  'close-1006': [{ told: [cut] }],
  'half-open': [
    { pongs: 400, told: [/^SILENCE reconnect bitget-v1 connection is dead: nothing came for 400 ms after a ping$/] },
  ],
  'slow-consumer': [{ told: [] }],
  'slow-line': [{ lasts: 1_500, told: [] }],
  'late-pong': [{ lasts: 1_500, told: [] }],
  'late-ack': [{ anew: true, on: feedNames, told: [cut, noAnswer] }],
  'data-before-ack': [{ anew: true, on: feedNames, told: [cut] }],
  'no-ack': [{ anew: true, on: feedNames, told: [cut, noAnswer] }],
  'silent-subscription': [{ anew: true, on: feedNames, told: [cut, nothingCame] }],
  'stale-seed': [{ anew: true, told: [cut, wrongSum] }],
  // Tickers are whole each time; a trade that does not come is not missed, for trades have no numbers.
  'drop-frame': [
    { on: ['book'], told: [wrongSum] },
    { on: ['ticker'], told: [] },
  ],
  // The trades of a frame that comes twice cannot be told from others: they have no ids.
  duplicate: [
    { on: ['book'], told: [] },
    { on: ['ticker'], told: [] },
  ],
  reorder: [
    { on: ['book'], told: [wrongSum] },
    { on: ['ticker'], told: [] },
  ],
  'bad-checksum': [{ told: [wrongSum] }],
  // Nothing numbers these books: an old change is one like any other, until the sum does not come out.
  'duplicate-late': [
    { on: ['book'], told: [wrongSum] },
    { on: ['ticker'], told: [] },
  ],
  'reorder-across': [{ on: feedNames, told: [] }],
  'empty-delta': [{ told: [] }],
  'unordered-delta': [{ told: [] }],
  'late-book': [{ told: [] }],
  corrupted: [
    { on: ['book'], told: [badRow, doubted] },
    { on: ['ticker'], told: [badRow] },
  ],
  ban: [
    {
      rests: true,
      told: [
        /^SUBSCRIPTION reconnect bitget-v1 connection: refused with 30007 /,
        /^CONNECTION reconnect bitget-v1 connection: refused with 30007 /,
      ],
    },
  ],
  'venue-restart': [
    {
      lasts: 600,
      told: [
        /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1012 service restart\)$/,
        /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503/,
      ],
    },
  ],
  'clock-jump': [{ told: [] }],
  // A checksum is of 25 levels, so that what was lost below them shows in nothing else.
  garbage: [{ on: feedNames, told: [unreadable, doubted] }],
  truncated: [
    { on: ['book'], told: [unreadable, doubted] },
    { on: ['ticker'], told: [unreadable, doubted] },
  ],
  'huge-frame': feedNames.map(feed => ({
    on: [feed],
    told: [/^CONNECTION reconnect connection to .* failed: a frame was larger than is taken/],
  })),
};

describe('bitget-v1 as the exchange spoke: market data under each fault over a real socket', () => {
  let exchange: Simulation;
  let all: Subscription;
  let books: Book[];
  let trades: Trade[];
  let tickers: Ticker[];
  let told: string[];
  let errors: unknown[];
  /** Every book there was. */
  let states: Set<string>;

  const textOf = ({ bids, asks }: Book): string => JSON.stringify([bids, asks]);
  const tradeText = ({ timestamp, price, size, side }: Trade): string => `${timestamp} ${price} ${size} ${side}`;
  const tickerText = ({ price, bid, bidSize, ask, askSize }: Ticker): string =>
    [price, bid, bidSize, ask, askSize].join(' ');
  const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1));
  const step = async (times = 1): Promise<void> => {
    for (let n = 0; n < times; n++) {
      exchange.step();
      states.add(textOf(exchange.book(symbol)));
      await turn();
    }
  };
  const isSeen = (): boolean => {
    const [book, ticker, trade] = [books.at(-1), tickers.at(-1), trades.at(-1)];
    const truth = exchange.trades(symbol).at(-1);
    return (
      book !== undefined &&
      textOf(book) === textOf(exchange.book(symbol)) &&
      ticker !== undefined &&
      tickerText(ticker) === tickerText(exchange.ticker(symbol)) &&
      trade !== undefined &&
      truth !== undefined &&
      tradeText(trade) === tradeText(truth)
    );
  };
  const settle = (patience = 3_000): Promise<void> => until(isSeen, patience, () => told.join('\n'));
  const stand = (): Promise<void> =>
    until(
      () => exchange.subscriptions().flat().length === 3 && isSeen(),
      10_000,
      () => [...exchange.subscriptions().flat(), ...told].join('\n'),
    );
  const struck = (fault: FaultName): number => exchange.struck.get(fault) ?? 0;
  const trueTrades = (): readonly string[] => exchange.trades(symbol).map(tradeText);

  const begin = async (pongs = 2_500): Promise<void> => {
    const feeds = hurriedFeeds('bitget-v1', exchange, { answers: 700, pongs });
    const into = <T>(list: T[]) => ({
      next: (value: T) => list.push(value),
      error: (cause: unknown) => errors.push(cause),
    });
    all.add(
      feeds.problems$().subscribe(({ error, mending }) => told.push(`${error.code} ${mending} ${error.message}`)),
    );
    all.add(feeds.book$('bitget-v1', symbol).subscribe(into(books)));
    all.add(feeds.trades$('bitget-v1', symbol).subscribe(into(trades)));
    all.add(feeds.ticker$('bitget-v1', symbol).subscribe(into(tickers)));
    states.add(textOf(exchange.book(symbol)));
    await stand();
    await step(10);
    await settle();
  };

  beforeEach(async () => {
    [books, trades, tickers, told, errors] = [[], [], [], [], []];
    states = new Set();
    all = new Subscription();
    exchange = await simulate('bitget-v1', { dialect: 'official', seed: 5, tick: 0 });
  });
  afterEach(async () => {
    all.unsubscribe();
    await exchange.close();
  });

  it('has a trial for every fault that can strike', () => {
    expect([...Object.keys(trials), 'refuse-topic'].sort()).toEqual(
      Object.keys(FAULTS)
        .filter(name => !isImpossible(name))
        .sort(),
    );
  });

  const rows = Object.entries(trials).flatMap(([fault, list]) => list.map(trial => ({ fault, ...trial })));
  it.each(rows.map(row => [`${row.fault} ${row.on?.join(', ') ?? ''}`.trim(), row] as const))(
    '%s',
    async (_, { fault: name, on, anew, pongs, lasts, rests, told: lines }) => {
      const fault = name as FaultName;
      await begin(pongs);
      const { scope } = FAULTS[fault];
      for (const feed of on ?? [undefined]) {
        exchange.inject(fault, {
          ...(feed === undefined ? {} : { feed }),
          ...(lasts === undefined ? {} : { for: lasts }),
        });
      }
      if (anew === true) exchange.inject('close-1006');
      const times = scope === 'line' || scope === 'exchange' ? 0 : (on?.length ?? 1);
      const hasStruck = (): boolean =>
        struck(fault) >= times && lines.every(line => told.some(text => line.test(text)));
      const end = Date.now() + 8_000;
      while (!hasStruck() && Date.now() < end) {
        // What is asked anew must not move before all of it stands; but only a change shows that its first book was old.
        if (anew !== true || (fault === 'stale-seed' && exchange.subscriptions().flat().length === 3)) await step();
        else await turn();
      }
      await until(hasStruck, 10, () => `${struck(fault)} times\n${told.join('\n')}`);
      if (rests === true) {
        await new Promise(resolve => setTimeout(resolve, 1_000));
        expect(exchange.clients).toBe(0);
        expect(told).toHaveLength(lines.length);
        expect(errors).toEqual([]);
        return;
      }
      // What was lost of whole states, or is late, is made up for by the next ones.
      if (scope === 'frame' || scope === 'market') await step(3);
      await stand();
      const before = exchange.trades(symbol).length;
      await step(30);
      await settle();
      expect(books.filter(book => !states.has(textOf(book)))).toEqual([]);
      const since = trueTrades().slice(before);
      expect(trades.slice(-since.length).map(tradeText)).toEqual(since);
      if (scope === 'frame' && fault !== 'huge-frame') {
        expect(trades.map(tradeText)).toEqual(trueTrades());
      }
      expect(told.filter(text => !lines.some(line => line.test(text)))).toEqual([]);
      expect(errors).toEqual([]);
      expect(exchange.violations).toEqual([]);
    },
    20_000,
  );

  it('refuse-topic: an error of that topic alone', async () => {
    await begin();
    exchange.inject('refuse-topic', { feed: 'ticker' });
    exchange.inject('close-1006');
    await until(() => errors.length > 0);
    expect(errors).toMatchObject([
      {
        code: 'SUBSCRIPTION',
        venueCode: '30001',
        retryable: false,
        topic: 'SP:ticker:BTCUSDT',
        message:
          "bitget-v1 SP:ticker:BTCUSDT: refused with 30001 (the channel or the symbol does not exist: instType:sp,channel:ticker,instId:BTCUSDT doesn't exist)",
      },
    ]);
    await until(() => exchange.subscriptions().flat().length === 2);
    await step(20);
    await until(() => textOf(books.at(-1) as Book) === textOf(exchange.book(symbol)), 3_000);
    expect(errors).toHaveLength(1);
  });

  describe.each([
    ['drop-frame', []],
    ['truncated', [unreadable, doubted]],
  ] as const)('trades, which have neither ids nor numbers: %s', (fault, lines) => {
    it('loses those of the frame, and none else', async () => {
      await begin();
      const before = exchange.trades(symbol).length;
      exchange.inject(fault, { feed: 'trades' });
      while (struck(fault) === 0) await step();
      const after = exchange.trades(symbol).length;
      await step(30);
      await settle(8_000);
      const lost = after - before;
      expect(lost).toBeGreaterThan(0);
      const truth = trueTrades();
      expect(trades).toHaveLength(truth.length - lost);
      const cutAt = trades.map(tradeText).findIndex((text, i) => text !== truth[i]);
      expect([...truth.slice(0, cutAt), ...truth.slice(cutAt + lost)]).toEqual(trades.map(tradeText));
      expect(told.filter(text => !lines.some(line => line.test(text)))).toEqual([]);
    });
  });

  it('trades, which have neither ids nor numbers: none is told twice where a new connection begins with the last 50', async () => {
    await begin();
    for (let n = 1; n <= 3; n++) {
      exchange.inject('close-1006');
      await until(() => told.length === n);
      // The market moves on in the meantime, and what was missed is told by the snapshot.
      await step(3);
      await until(() => exchange.subscriptions().flat().length === 3, 5_000);
      await step(15);
      await settle();
      expect(trades.map(tradeText)).toEqual(trueTrades());
    }
  });

  it('trades, which have neither ids nor numbers: reorder is not noticed, and none is lost', async () => {
    await begin();
    exchange.inject('reorder', { feed: 'trades' });
    while (struck('reorder') === 0) await step();
    await step(30);
    await settle();
    expect(trades.map(tradeText).sort()).toEqual([...trueTrades()].sort());
    expect(told).toEqual([]);
  });

  it('trades, which have neither ids nor numbers: those of a duplicate frame are told twice', async () => {
    await begin();
    exchange.inject('duplicate', { feed: 'trades' });
    while (struck('duplicate') === 0) await step();
    await step(30);
    await settle();
    const more = trades.length - trueTrades().length;
    expect(more).toBeGreaterThan(0);
    expect(new Set(trades.map(tradeText))).toEqual(new Set(trueTrades()));
    expect(told).toEqual([]);
  });
});
