import { describe, expect, it } from 'vitest';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Book, Candle, Gap, Ticker, Trade } from '../../src/index.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { differenceOf, recorded } from '../support/recorded.js';
import { playRotation } from '../support/rotation-stage.js';
import type { RotationPlay, RotationStage } from '../support/rotation-stage.js';

interface Row {
  readonly counterpart: RotationPlay['counterpart'];
  readonly market: string;
  readonly symbol: string;
  readonly depth?: number;
  readonly levels?: number;
  /** Whether a book bears the time of the change that it follows on; default true. */
  readonly isTimed?: boolean;
}

const table: readonly Row[] = [
  { counterpart: counterparts.bitget({ integrity: 'checksum+seq+pseq' }), market: 'usdt-futures', symbol: 'BTCUSDT' },
  { counterpart: counterparts.bitget({ integrity: 'checksum+seq' }), market: 'spot', symbol: 'BTCUSDT', levels: 25 },
  { counterpart: counterparts['bitget-v1']({ dialect: 'official' }), market: 'spot', symbol: 'BTCUSDT' },
  { counterpart: counterparts.bybit(), market: 'linear', symbol: 'BTCUSDT', depth: 50, levels: 50 },
  { counterpart: counterparts['bybit-spot-v1'](), market: 'spot', symbol: 'BTCUSDT', levels: 200 },
  { counterpart: counterparts['bybit-spot-v3'](), market: 'spot', symbol: 'BTCUSDT', levels: 40 },
  { counterpart: counterparts.backpack(), market: 'spot', symbol: 'SOL_USDC' },
  { counterpart: counterparts.bge(), market: 'spot', symbol: 'BTC_USDT', isTimed: false },
];

const lags: readonly (readonly number[])[] = [[0], [120, 5, 120, 5, 120, 5, 120], [5, 350, 5, 350, 5, 350, 5]];

const gapsOf = (values: readonly { readonly type: string }[]): readonly Gap[] =>
  values.filter((value): value is Gap => value.type === 'gap');

const best = ({ bids, asks }: Pick<Book, 'bids' | 'asks'>): string =>
  JSON.stringify([bids.slice(0, 5), asks.slice(0, 5)]);

/** Keeps what the exchange says of books in its order: the truth where they bear no time. */
function listed(counterpart: Counterpart): {
  readonly counterpart: Counterpart;
  /** What is wrong with a book: it is none that there was since the last one that was looked at. */
  readonly placed: (book: Book) => string | undefined;
} {
  const states: string[] = [];
  let index = 0;
  return {
    counterpart: {
      ...counterpart,
      speak(wish, utterance, context) {
        if (utterance.type === 'book') {
          const { bids, asks } = utterance.after;
          const state = best({ bids: bids.map(({ level }) => level), asks: asks.map(({ level }) => level) });
          if (state !== states.at(-1)) states.push(state);
        }
        return counterpart.speak(wish, utterance, context);
      },
    },
    placed: book => {
      const found = states.indexOf(best(book), index);
      if (found === -1) return 'the exchange had no such book, or long before';
      index = found;
      return undefined;
    },
  };
}

describe.each(table)(
  'rotation at $counterpart.id on $market',
  ({ symbol, market, depth, levels, isTimed = true, ...row }) => {
    it.each(lags)('loses nothing, tells nothing twice and goes back nowhere, frames late as in row %#', (...late) => {
      const { counterpart: timed, books: log } = recorded(row.counterpart);
      const { counterpart, placed } = listed(timed);
      let stage = undefined as unknown as RotationStage;
      let truth: readonly Trade[] = [];
      let trades: { readonly type: string }[] = [];
      let books = trades;
      let tickers = trades;
      let candles = trades;
      const wrong: (string | undefined)[] = [];
      const left = playRotation({ counterpart, seconds: 250, rotateEvery: 60_000, lags: late }, played => {
        const { feeds, keep, at, exchange } = played;
        const options = { market, gaps: true };
        stage = played;
        const book$ = feeds.book$(counterpart.id, symbol, { ...options, ...(depth && { depth }) });
        trades = keep(feeds.trades$(counterpart.id, symbol, options));
        books = keep(book$);
        tickers = keep(feeds.ticker$(counterpart.id, symbol, options));
        candles = keep(feeds.candles$(counterpart.id, symbol, { ...options, interval: '1m' }));
        played.all.add(
          book$.subscribe(value => {
            if (value.type !== 'book') return;
            const difference = differenceOf(value as Book, log.at(value as Book), levels);
            if (!isTimed) wrong.push(placed(value as Book));
            else if (difference !== undefined) wrong.push(difference);
          }),
        );
        at(249_900, () => (truth = exchange.trades(symbol, { market })));
      });
      const phases = stage.statuses.map(({ phase }) => phase);
      expect(phases.filter(phase => phase === 'rotating').length).toBeGreaterThanOrEqual(3);
      expect(phases).not.toContain('waiting');
      expect(stage.problems.map(({ error, mending }) => `${mending}: ${error.message}`)).toEqual([]);
      expect(gapsOf([...trades, ...books, ...tickers, ...candles])).toEqual([]);

      const told = (trades as Trade[]).filter(({ receivedAt }) => receivedAt <= (truth.at(-1)?.receivedAt ?? 0));
      // Not by id: one venue tells none, another tells each client its own.
      const name = ({ timestamp, price, size, side }: Trade): string => `${timestamp} ${side} ${price} ${size}`;
      const names = truth.map(name);
      const from = names.indexOf(name(told[0] as Trade));
      expect(told.length).toBeGreaterThan(100);
      expect(told.map(name)).toEqual(names.slice(from, from + told.length));

      expect(books.length).toBeGreaterThan(100);
      expect(wrong.filter(each => each !== undefined).slice(0, 3)).toEqual([]);
      for (const values of [books as Book[], tickers as Ticker[]]) {
        const times = values.map(({ timestamp }) => timestamp ?? 0);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
      const closed = (candles as Candle[]).filter(candle => candle.closed).map(({ start }) => start);
      expect(new Set(closed).size).toBe(closed.length);
      expect(closed.length).toBeGreaterThanOrEqual(3);

      const turns = stage.topics.map(({ phase }) => phase);
      expect(turns.filter(phase => phase === 'connecting').length).toBe(4);
      expect(turns).not.toContain('healing');
      expect(stage.exchange.violations).toEqual([]);
      expect(left).toBe(0);
    });
  },
);

describe('rotation', () => {
  it('comes before the cut of a venue that cuts what is old', () => {
    let stage = undefined as unknown as RotationStage;
    let trades: readonly { readonly type: string }[] = [];
    const counterpart = counterparts.bitget({ lifetime: 120_000 });
    playRotation({ counterpart, seconds: 600, rotateEvery: 100_000 }, played => {
      stage = played;
      trades = played.keep(played.feeds.trades$('bitget', 'BTCUSDT', { gaps: true }));
    });
    expect(stage.exchange.violations).toEqual([]);
    expect(gapsOf(trades)).toEqual([]);
    expect(stage.statuses.map(({ phase }) => phase)).not.toContain('waiting');
  });

  it('loses nothing of what happens and has no ids, and of what is told seldom', () => {
    let kept: readonly (readonly { readonly type: string; readonly receivedAt?: number }[])[] = [];
    let stage = undefined as unknown as RotationStage;
    for (const lags of [
      [5, 250, 5, 250, 5, 250, 5],
      [250, 5, 250, 5, 250, 5, 250],
    ]) {
      playRotation({ counterpart: counterparts.bybit(), seconds: 400, rotateEvery: 60_000, lags }, played => {
        const { feeds, keep } = played;
        stage = played;
        const options = { market: 'linear', gaps: true };
        kept = [
          keep(feeds.liquidations$('bybit', 'BTCUSDT', options)),
          keep(feeds.quotes$('bybit', 'BTCUSDT', options)),
          keep(feeds.channel$('bybit', 'publicTrade', 'BTCUSDT', options)),
        ];
      });
      expect(stage.problems.map(({ error }) => error.message)).toEqual([]);
      for (const values of kept) {
        expect(gapsOf(values)).toEqual([]);
        expect(values.length).toBeGreaterThan(10);
        const texts = values.map(value => JSON.stringify({ ...value, receivedAt: 0 }));
        expect(new Set(texts).size).toBe(texts.length);
      }
    }
  });

  it.each([1, 2])('asks again where the new connection stays silent, and tells a gap at last: %i times', times => {
    let stage = undefined as unknown as RotationStage;
    let trades: readonly { readonly type: string; readonly receivedAt?: number }[] = [];
    let truth: readonly Trade[] = [];
    playRotation({ counterpart: counterparts.bybit(), seconds: 300, rotateEvery: 60_000 }, played => {
      const { at, exchange } = played;
      stage = played;
      trades = played.keep(played.feeds.trades$('bybit', 'BTCUSDT', { gaps: true }));
      // A market that nobody listens to stands still.
      played.keep(played.feeds.ticker$('bybit', 'BTCUSDT'));
      at(50_000, () => {
        exchange.inject('silent-subscription', { feed: 'trades', times });
      });
      at(299_000, () => (truth = exchange.trades('BTCUSDT', { market: 'spot' })));
    });
    const gaps = gapsOf(trades);
    const told = trades.filter(({ type }) => type === 'trade') as Trade[];
    const ids = new Set(told.map(({ id }) => id));
    expect(ids.size).toBe(told.length);
    const [first, last] = [told[0]?.receivedAt ?? 0, told.at(-1)?.receivedAt ?? 0];
    const missed = truth.filter(({ id, receivedAt: at }) => at > first && at < last && !ids.has(id));
    if (times === 1) {
      expect(gaps).toEqual([]);
      expect(missed).toEqual([]);
      return;
    }
    expect(gaps[0]?.reason).toBe('rotation');
    expect(missed.length).toBeGreaterThan(0);
    const isTold = ({ receivedAt }: Trade): boolean =>
      gaps.some(({ from, to }) => from <= receivedAt && receivedAt <= to);
    expect(missed.filter(trade => !isTold(trade))).toEqual([]);
    // The old one was heard for as long as there was hope.
    const turn = stage.statuses.find(({ phase }) => phase === 'rotating')?.at ?? 0;
    expect((gaps[0]?.from ?? 0) - turn).toBeGreaterThan(55_000);
    // And what is silent is healed.
    expect(last - (gaps[0]?.from ?? 0)).toBeGreaterThan(60_000);
  });

  it.each(['bitget', 'bybit', 'backpack'] as const)('is honest at %s, whatever goes wrong meanwhile', venue => {
    const symbol = venue === 'backpack' ? 'SOL_USDC' : 'BTCUSDT';
    const { counterpart, books: log } = recorded(counterparts[venue]());
    const faults = [
      { fault: 'close-1006', rate: 0.02 },
      { fault: 'half-open', rate: 0.005 },
      { fault: 'refuse-connection', rate: 0.3 },
      { fault: 'no-ack', rate: 0.2 },
      { fault: 'late-ack', rate: 0.3 },
      { fault: 'slow-consumer', rate: 0.02 },
      { fault: 'garbage', rate: 0.01 },
    ] as const;
    let stage = undefined as unknown as RotationStage;
    let trades: readonly { readonly type: string }[] = [];
    let truth: readonly Trade[] = [];
    const wrong: string[] = [];
    let unspoken = 0;
    const possible = faults.filter(({ fault }) => counterpart.immune[fault] === undefined);
    const play = {
      counterpart,
      seconds: 1_200,
      rotateEvery: 30_000,
      lags: [5, 150, 5, 150, 5, 150, 5, 150],
      rules: false,
    } as const;
    const left = playRotation({ ...play, faults: possible }, played => {
      const { feeds, keep, at, exchange, all } = played;
      stage = played;
      trades = keep(feeds.trades$(venue, symbol, { market: 'spot', gaps: true }));
      let last = 0;
      all.add(
        feeds
          .book$(venue, symbol, { market: 'spot', gaps: true, ...(venue === 'bybit' && { depth: 50 }) })
          .subscribe(value => {
            // A new connection may be behind the one that was lost.
            if (value.type === 'gap') last = 0;
            if (value.type === 'gap') return;
            const book = value as Book;
            const then = log.at(book);
            // What was over before anybody listened, and comes over HTTP, was spoken of by nobody.
            if (then === undefined) unspoken++;
            const difference = then && differenceOf(book, then, venue === 'bybit' ? 50 : Infinity);
            if (difference !== undefined) wrong.push(difference);
            if ((book.timestamp ?? 0) < last) wrong.push('goes back in time');
            last = book.timestamp ?? 0;
          }),
      );
      at(1_199_000, () => (truth = exchange.trades(symbol, { market: 'spot' })));
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(unspoken).toBeLessThan(5);
    const told = trades.filter(({ type }) => type === 'trade') as Trade[];
    const ids = new Set(told.map(({ id }) => id));
    expect(ids.size).toBe(told.length);
    const gaps = gapsOf(trades);
    const [first, last] = [told[0]?.timestamp ?? 0, told.at(-1)?.timestamp ?? 0];
    const missed = truth.filter(({ id, timestamp = 0 }) => timestamp > first && timestamp < last && !ids.has(id));
    // A frame is late by as much as a burst that was held back.
    const isTold = ({ timestamp = 0 }: Trade): boolean =>
      gaps.some(({ from, to }) => from - 3_000 <= timestamp && timestamp <= to);
    expect(missed.filter(trade => !isTold(trade))).toEqual([]);
    const phases = stage.statuses.map(({ phase }) => phase);
    expect(phases.filter(phase => phase === 'rotating').length).toBeGreaterThan(5);
    expect(phases.filter(phase => phase === 'waiting').length).toBeGreaterThan(5);
    expect(left).toBe(0);
  });
});
