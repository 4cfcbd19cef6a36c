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

const lags: readonly (readonly number[])[] = [[0], [120, 5, 120, 5, 120, 5], [5, 350, 5, 350, 5, 350]];

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

describe.each(table)('rotation at $counterpart.id on $market', ({ symbol, market, depth, levels, isTimed = true, ...row }) => {
  it.each(lags)('loses nothing, tells nothing twice and goes back nowhere, frames late as in row %#', (...late) => {
    const { counterpart: timed, books: log } = recorded(row.counterpart);
    const { counterpart, placed } = listed(timed);
    let stage: RotationStage | undefined;
    let truth: readonly Trade[] = [];
    let kept: Record<'trades' | 'books' | 'tickers' | 'candles', { readonly type: string }[]> | undefined;
    const wrong: (string | undefined)[] = [];
    const left = playRotation({ counterpart, seconds: 400, rotateEvery: 60_000, lags: late }, played => {
      const { feeds, keep, at, exchange } = played;
      const options = { market, gaps: true };
      stage = played;
      const book$ = feeds['book$']!(counterpart.id, symbol, { ...options, ...(depth && { depth }) });
      kept = {
        trades: keep(feeds['trades$']!(counterpart.id, symbol, options)),
        books: keep(book$),
        tickers: keep(feeds['ticker$']!(counterpart.id, symbol, options)),
        candles: keep(feeds['candles$']!(counterpart.id, symbol, { ...options, interval: '1m' })),
      };
      played.all.add(
        book$.subscribe(value => {
          if (value.type !== 'book') return;
          const difference = differenceOf(value as Book, log.at(value as Book), levels);
          if (!isTimed) wrong.push(placed(value as Book));
          else if (difference !== undefined) wrong.push(difference);
        }),
      );
      at(399_900, () => (truth = exchange.trades(symbol, { market })));
    });
    const { trades, books, tickers, candles } = kept!;
    const phases = stage!.statuses.filter(({ type }) => type === 'status').map(({ phase }) => phase);
    expect(phases.filter(phase => phase === 'rotating').length).toBeGreaterThanOrEqual(5);
    expect(phases).not.toContain('waiting');
    expect(stage!.problems.map(({ error, mending }) => `${mending}: ${error.message}`)).toEqual([]);
    expect(gapsOf([...trades, ...books, ...tickers, ...candles])).toEqual([]);

    const told = (trades as Trade[]).filter(({ receivedAt }) => receivedAt <= (truth.at(-1)?.receivedAt ?? 0));
    // Not by id: one venue tells none, another tells each client its own.
    const name = ({ timestamp, price, size, side }: Trade): string => `${timestamp} ${side} ${price} ${size}`;
    const names = truth.map(name);
    const from = names.indexOf(name(told[0]!));
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
    expect(closed.length).toBeGreaterThanOrEqual(5);

    const turns = stage!.topics.map(({ phase }) => phase);
    expect(turns.filter(phase => phase === 'connecting').length).toBe(4);
    expect(turns).not.toContain('healing');
    expect(left).toBe(0);
  });
});
