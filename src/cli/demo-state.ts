/**
 * What the demo has seen so far.
 * @module
 */
import type { Book, Candle, Level, Ticker, Trade } from '../model/market.js';
import type { Problem, Status } from '../session/session.js';

/** One thing that happens in the demo. */
export type DemoEvent =
  | Ticker
  | Trade
  | Candle
  | Problem
  | Status
  /** A book of ours beside the exchange's own of the same sequence number; undefined where there is none. */
  | { readonly type: 'checked-book'; readonly book: Book; readonly truth: Book | undefined }
  /** Something that the demo does on purpose. */
  | { readonly type: 'mischief'; readonly words: string; readonly at: number };

/** A line of what went on. */
export interface Occurrence {
  /** ms since the epoch */
  readonly at: number;
  readonly words: string;
  /** Done by the demo, not told by rxtape. */
  readonly onPurpose: boolean;
}

/** Everything that the demo shows. */
export interface DemoState {
  readonly since: number;
  readonly counts: Readonly<Record<'ticker' | 'trades' | 'book' | 'candles', number>>;
  /** By symbol. */
  readonly tickers: Readonly<Record<string, Ticker>>;
  readonly books: Readonly<Record<string, Book>>;
  readonly candles: Readonly<Record<string, readonly Candle[]>>;
  /** Candles that were closed while we watched. */
  readonly closed: number;
  readonly status: Status | undefined;
  readonly connections: number;
  readonly lostAt: number | undefined;
  readonly problems: readonly Problem[];
  /** Books compared with the exchange's own, and how many of them were equal to it. */
  readonly checked: number;
  readonly equal: number;
  /** Oldest first. */
  readonly occurrences: readonly Occurrence[];
}

/** What the demo has seen before it begins. */
export function noDemoState(since: number): DemoState {
  return {
    since,
    counts: { ticker: 0, trades: 0, book: 0, candles: 0 },
    tickers: {},
    books: {},
    candles: {},
    closed: 0,
    status: undefined,
    connections: 0,
    lostAt: undefined,
    problems: [],
    checked: 0,
    equal: 0,
    occurrences: [],
  };
}

/** Takes in what happens. */
export function foldDemo(state: DemoState, event: DemoEvent): DemoState {
  const { counts } = state;
  switch (event.type) {
    case 'ticker':
      return {
        ...state,
        counts: { ...counts, ticker: counts.ticker + 1 },
        tickers: { ...state.tickers, [event.symbol]: event },
      };
    case 'trade':
      return { ...state, counts: { ...counts, trades: counts.trades + 1 } };
    case 'candle':
      return foldCandle({ ...state, counts: { ...counts, candles: counts.candles + 1 } }, event);
    case 'checked-book': {
      const { book, truth } = event;
      const next = {
        ...state,
        counts: { ...counts, book: counts.book + 1 },
        books: { ...state.books, [book.symbol]: book },
      };
      if (truth === undefined) return { ...next, checked: state.checked + 1 };
      return { ...next, checked: state.checked + 1, equal: state.equal + (isSameBook(book, truth) ? 1 : 0) };
    }
    case 'problem':
      return told({ ...state, problems: [...state.problems, event] }, event.at, problemWords(event));
    case 'mischief':
      return told(state, event.at, event.words, true);
    case 'status':
      return foldStatus(state, event);
  }
}

/** True where both have the same levels on both sides. */
export function isSameBook(a: Book, b: Book): boolean {
  return isSameSide(a.bids, b.bids) && isSameSide(a.asks, b.asks);
}

function isSameSide(a: readonly Level[], b: readonly Level[]): boolean {
  return (
    a.length === b.length &&
    a.every(([price, size], i) => {
      const other = b[i];
      return other !== undefined && price === other[0] && size === other[1];
    })
  );
}

const KEPT = 8;
const MINUTE = 60_000;

function foldCandle(state: DemoState, candle: Candle): DemoState {
  const mine = state.candles[candle.symbol] ?? [];
  const others = mine.filter(({ start }) => start !== candle.start);
  const kept = [...others, candle].sort((a, b) => a.start - b.start).slice(-KEPT);
  // The history closed before we came.
  const isNews =
    candle.closed &&
    candle.start + MINUTE > state.since &&
    !mine.some(({ start, closed }) => start === candle.start && closed);
  return { ...state, closed: state.closed + (isNews ? 1 : 0), candles: { ...state.candles, [candle.symbol]: kept } };
}

function foldStatus(state: DemoState, status: Status): DemoState {
  if (status.phase === 'ready') {
    const { lostAt } = state;
    const next = { ...state, status, connections: state.connections + 1, lostAt: undefined };
    return lostAt === undefined
      ? told(next, status.at, 'connected, and all streams subscribed')
      : told(next, status.at, `connected again after ${status.at - lostAt} ms, and all streams subscribed anew`);
  }
  if (status.phase === 'waiting') return { ...state, status, lostAt: state.lostAt ?? status.at };
  return { ...state, status };
}

function told(state: DemoState, at: number, words: string, onPurpose = false): DemoState {
  return { ...state, occurrences: [...state.occurrences, { at, words, onPurpose }] };
}

function problemWords({ error, mending }: Problem): string {
  if (mending === 'resync') return `${error.message}: asked for it anew`;
  if (mending === 'reconnect') return `${error.message}: connecting again`;
  return error.message;
}
