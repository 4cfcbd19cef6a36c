/**
 * What is followed at each venue: one entry per venue, or per way to speak to it.
 * @module
 */
import type { Observable } from 'rxjs';
import type { Balances, Book, Fill, Gap, Orders, Positions, Ticker, Trade } from '../../src/index.js';
import type { createFeeds } from '../../src/index.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { FaultName } from '../../src/simulator/index.js';
import { counterparts } from '../../src/venues/counterparts.js';

type Feeds = ReturnType<typeof createFeeds>;

/** Where a stream's truth is. */
interface Place {
  readonly symbol: string;
  readonly market: string;
}

/** A book that is followed. */
export interface BookStand extends Place {
  /** Levels of the window that the venue keeps; undefined: the full book. */
  readonly window?: number;
  /** How many levels a side are compared; default all. */
  readonly levels?: number;
  open(feeds: Feeds): Observable<Book | Gap>;
}

/** Trades that are followed. */
export interface TradesStand extends Place {
  open(feeds: Feeds): Observable<Trade | Gap>;
}

/** A ticker that is followed. */
export interface TickerStand extends Place {
  open(feeds: Feeds): Observable<Ticker | Gap>;
}

/** The streams of an account. */
export interface AccountStand {
  readonly market: string;
  balances?(feeds: Feeds): Observable<Balances | Gap>;
  orders?(feeds: Feeds): Observable<Orders | Gap>;
  fills?(feeds: Feeds): Observable<Fill | Gap>;
  positions?(feeds: Feeds): Observable<Positions | Gap>;
}

/** One venue as it is put to the test. */
export interface Stand {
  readonly name: string;
  readonly venue: string;
  readonly counterpart: () => Counterpart;
  readonly books: readonly BookStand[];
  readonly trades: readonly TradesStand[];
  readonly tickers: readonly TickerStand[];
  readonly account?: AccountStand;
  /** Faults that nobody could notice there, each with the reason; with " of feed" on that feed only. */
  readonly unseen: Readonly<Partial<Record<FaultName | `${FaultName} of ${string}`, string>>>;
}

const wary = { gaps: true } as const;
const NO_IDS = 'its trades have neither ids nor numbers: a frame that comes twice is two trades';
const NO_ACKS = 'the venue does not answer requests: what it never heard looks like what is quiet';
const ONE_CODE = 'it has one code for all that can be wrong with a login: a wrong clock ends the streams';
const NO_TIME = 'it tells its time nowhere: a wrong clock ends the streams of the account';
const ANSWERED = 'what follows the subscription is answered all the same: as a quiet ticker is';
const futures = { market: 'usdt-futures', ...wary } as const;
const linear = { market: 'linear', ...wary } as const;
const perp = { market: 'perp', ...wary } as const;
const zipped = { zip: true, ...wary } as const;

/** All that are put to the test. */
export const stands: readonly Stand[] = [
  {
    name: 'bitget',
    venue: 'bitget',
    counterpart: () => counterparts.bitget({ integrity: 'checksum+seq+pseq' }),
    books: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'usdt-futures' },
      open: feeds => feeds.book$('bitget', symbol, futures),
    })),
    trades: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'usdt-futures' },
      open: feeds => feeds.trades$('bitget', symbol, futures),
    })),
    tickers: [
      { symbol: 'BTCUSDT', market: 'usdt-futures', open: feeds => feeds.ticker$('bitget', 'BTCUSDT', futures) },
    ],
    account: {
      market: 'usdt-futures',
      balances: feeds => feeds.balances$('bitget', futures),
      orders: feeds => feeds.orders$('bitget', futures),
      fills: feeds => feeds.fills$('bitget', futures),
      positions: feeds => feeds.positions$('bitget', futures),
    },
    unseen: {},
  },
  {
    name: 'bitget-v1 (official)',
    venue: 'bitget-v1',
    counterpart: () => counterparts['bitget-v1']({ dialect: 'official' }),
    books: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'spot', levels: 25 },
      open: feeds => feeds.book$('bitget-v1', symbol, wary),
    })),
    trades: [{ symbol: 'BTCUSDT', market: 'spot', open: feeds => feeds.trades$('bitget-v1', 'BTCUSDT', wary) }],
    tickers: [{ symbol: 'BTCUSDT', market: 'spot', open: feeds => feeds.ticker$('bitget-v1', 'BTCUSDT', wary) }],
    account: {
      market: 'spot',
      balances: feeds => feeds.balances$('bitget-v1', { dialect: 'official', ...wary }),
      orders: feeds => feeds.orders$('bitget-v1', { dialect: 'official', ...wary }),
      fills: feeds => feeds.fills$('bitget-v1', { dialect: 'official', ...wary }),
    },
    unseen: { 'duplicate of trades': NO_IDS, 'duplicate-late of trades': NO_IDS },
  },
  {
    name: 'bitget-v1 (guide)',
    venue: 'bitget-v1',
    counterpart: () => counterparts['bitget-v1']({ dialect: 'guide' }),
    books: [],
    trades: [],
    tickers: [],
    account: {
      market: 'spot',
      balances: feeds => feeds.balances$('bitget-v1', { dialect: 'guide', ...wary }),
      orders: feeds => feeds.orders$('bitget-v1', { dialect: 'guide', ...wary }),
      fills: feeds => feeds.fills$('bitget-v1', { dialect: 'guide', ...wary }),
    },
    unseen: { 'no-ack': NO_ACKS, 'clock-jump': ONE_CODE, 'clock-error': ONE_CODE },
  },
  {
    name: 'bybit',
    venue: 'bybit',
    counterpart: () => counterparts.bybit(),
    books: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'linear', window: 1_000 },
      open: feeds => feeds.book$('bybit', symbol, linear),
    })),
    trades: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'linear' },
      open: feeds => feeds.trades$('bybit', symbol, linear),
    })),
    tickers: [{ symbol: 'BTCUSDT', market: 'linear', open: feeds => feeds.ticker$('bybit', 'BTCUSDT', linear) }],
    account: {
      market: 'linear',
      balances: feeds => feeds.balances$('bybit', linear),
      orders: feeds => feeds.orders$('bybit', linear),
      fills: feeds => feeds.fills$('bybit', linear),
      positions: feeds => feeds.positions$('bybit', linear),
    },
    unseen: {},
  },
  {
    name: 'bybit-spot-v1',
    venue: 'bybit-spot-v1',
    counterpart: () => counterparts['bybit-spot-v1']({ countsFirst: true }),
    books: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'spot', window: 200 },
      open: feeds => feeds.book$('bybit-spot-v1', symbol, wary),
    })),
    trades: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'spot' },
      open: feeds => feeds.trades$('bybit-spot-v1', symbol, wary),
    })),
    tickers: [{ symbol: 'BTCUSDT', market: 'spot', open: feeds => feeds.ticker$('bybit-spot-v1', 'BTCUSDT', wary) }],
    account: {
      market: 'spot',
      balances: feeds => feeds.balances$('bybit-spot-v1', wary),
      orders: feeds => feeds.orders$('bybit-spot-v1', wary),
      fills: feeds => feeds.fills$('bybit-spot-v1', wary),
    },
    unseen: {},
  },
  {
    name: 'bybit-spot-v3',
    venue: 'bybit-spot-v3',
    counterpart: () => counterparts['bybit-spot-v3'](),
    books: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'spot', levels: 40 },
      open: feeds => feeds.book$('bybit-spot-v3', symbol, wary),
    })),
    trades: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
      ...{ symbol, market: 'spot' },
      open: feeds => feeds.trades$('bybit-spot-v3', symbol, wary),
    })),
    tickers: [{ symbol: 'BTCUSDT', market: 'spot', open: feeds => feeds.ticker$('bybit-spot-v3', 'BTCUSDT', wary) }],
    account: {
      market: 'spot',
      balances: feeds => feeds.balances$('bybit-spot-v3', wary),
      orders: feeds => feeds.orders$('bybit-spot-v3', wary),
      fills: feeds => feeds.fills$('bybit-spot-v3', wary),
    },
    unseen: {},
  },
  {
    name: 'backpack',
    venue: 'backpack',
    counterpart: () => counterparts.backpack(),
    books: [
      {
        ...{ symbol: 'SOL_USDC', market: 'spot' },
        open: feeds => feeds.book$('backpack', 'SOL_USDC', wary),
      },
      {
        ...{ symbol: 'BTC_USDC_PERP', market: 'perp' },
        open: feeds => feeds.book$('backpack', 'BTC_USDC_PERP', perp),
      },
    ],
    trades: [
      { symbol: 'SOL_USDC', market: 'spot', open: feeds => feeds.trades$('backpack', 'SOL_USDC', wary) },
      { symbol: 'BTC_USDC_PERP', market: 'perp', open: feeds => feeds.trades$('backpack', 'BTC_USDC_PERP', perp) },
    ],
    tickers: [
      { symbol: 'BTC_USDC_PERP', market: 'perp', open: feeds => feeds.ticker$('backpack', 'BTC_USDC_PERP', perp) },
    ],
    account: {
      market: 'perp',
      balances: feeds => feeds.balances$('backpack', perp),
      orders: feeds => feeds.orders$('backpack', perp),
      fills: feeds => feeds.fills$('backpack', perp),
      positions: feeds => feeds.positions$('backpack', perp),
    },
    unseen: {},
  },
  {
    name: 'bge',
    venue: 'bge',
    counterpart: () => counterparts.bge(),
    // One plain, one packed.
    books: [
      {
        ...{ symbol: 'BTC_USDT', market: 'spot', levels: 150 },
        open: feeds => feeds.book$('bge', 'BTC_USDT', wary),
      },
      {
        ...{ symbol: 'ETH_USDT', market: 'spot', levels: 150 },
        open: feeds => feeds.book$('bge', 'ETH_USDT', zipped),
      },
    ],
    trades: [
      { symbol: 'BTC_USDT', market: 'spot', open: feeds => feeds.trades$('bge', 'BTC_USDT', wary) },
      { symbol: 'ETH_USDT', market: 'spot', open: feeds => feeds.trades$('bge', 'ETH_USDT', zipped) },
    ],
    tickers: [{ symbol: 'BTC_USDT', market: 'spot', open: feeds => feeds.ticker$('bge', 'BTC_USDT', wary) }],
    account: {
      market: 'spot',
      balances: feeds => feeds.balances$('bge', { symbol: 'BTC_USDT', ...wary }),
      orders: feeds => feeds.orders$('bge', wary),
    },
    unseen: { 'clock-jump': NO_TIME, 'clock-error': NO_TIME, 'silent-subscription of ticker': ANSWERED },
  },
];
