/**
 * BGE's own words: channels, intervals and levels as a client must write them.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-public-v2.md
 * @module
 */
import type { WishFeed } from '../../contract/counterpart.js';

/** What a channel is of, and what of it may be asked. */
export interface ChannelWords {
  readonly feed: WishFeed;
  /** What an interval may be; absent where there is none. */
  readonly intervals?: readonly string[];
  /** Whether its state may be asked for by `req`. */
  readonly asked: boolean;
  /** Least time between two pushes, ms. */
  readonly every: number;
}

/** How finely a level tells prices, and how many of them a side. */
export interface LevelWords {
  /** Decimals of the step that prices are gathered in; undefined: as they are. */
  readonly decimals: number | undefined;
  readonly rows: number;
}

/** Our word for each candle interval. */
export const INTERVALS: Readonly<Record<string, string>> = {
  ...{ '1min': '1m', '5min': '5m', '15min': '15m', '30min': '30m', '60min': '1h' },
  ...{ '4hour': '4h', '1day': '1d', '1week': '1w', '1mon': '1M' },
};

/** The twelve levels. */
export const LEVELS: Readonly<Record<string, LevelWords>> = Object.fromEntries(
  [150, 20].flatMap((rows, half) =>
    [undefined, 5, 4, 3, 2, 1].map((decimals, i) => [String(half * 6 + i), { decimals, rows }]),
  ),
);

/** At most one push in so long of books and charts, and one in so long even where nothing happened, ms. */
export const PACE = 500;

/** The channels by `biz` and `type`. */
export const CHANNELS: Readonly<Record<string, Readonly<Record<string, ChannelWords>>>> = {
  market: {
    candles: { feed: 'candles', intervals: Object.keys(INTERVALS), asked: true, every: PACE },
    fills: { feed: 'trades', asked: false, every: 0 },
    orderbook: { feed: 'book', intervals: Object.keys(LEVELS), asked: false, every: PACE },
    percent10: { feed: 'book', asked: false, every: PACE },
    ticker: { feed: 'ticker', asked: true, every: PACE },
  },
  exchange: {
    assets: { feed: 'balances', asked: true, every: 0 },
    orders: { feed: 'orders', asked: true, every: 0 },
  },
};

/** What a client's message says; all of it may be missing or something else. */
export type Fields = Readonly<Record<string, unknown>>;

/** The names that an answer repeats. */
export interface Named {
  readonly biz: string;
  readonly type: string;
  readonly product: string;
  readonly interval?: string;
}

/** A request that was understood. */
export interface Asked extends Named {
  readonly event: 'sub' | 'unsub' | 'req';
  /** The text that came. */
  readonly text: string;
  /** Seconds, of candles; both bounds belong to it. */
  readonly from: number;
  readonly to: number;
}
