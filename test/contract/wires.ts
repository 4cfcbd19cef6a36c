/**
 * What each venue's wire carries of an event, and what it does not: the table of the round trips.
 * @module
 */
import type { Counterpart, Listing } from '../../src/contract/counterpart.js';
import type { Venue } from '../../src/contract/venue.js';
import type {
  BookDelta,
  BookRow,
  BookSnapshot,
  CandleRow,
  Liquidation,
  Quote,
  Ticker,
  TickerFields,
  Trade,
} from '../../src/model/market.js';
import { contractsPerCoin } from '../../src/venues/bybit/counterpart-listings.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { venues } from '../../src/venues/index.js';

/** The clock when everything is sent and arrives, ms since the epoch. */
export const receivedAt = 1_790_000_000_123;

/** Fields of a ticker. */
export type TickerField = keyof TickerFields;

/** Kinds that tell some of a ticker's fields by themselves. */
export type TickerPart = 'markPrice' | 'openInterest' | 'fundingRate';

/** What arrives of the last one of some rows. */
export interface CandleSent {
  readonly row: CandleRow;
  readonly listing: Listing;
  readonly isLast: boolean;
}

/** One form of one venue's wire. What a function here does not change arrives as it was sent. */
export interface Wire {
  readonly name: string;
  readonly venue: Venue;
  readonly counterpart: Counterpart;
  /** What every request names beside market and symbol. */
  readonly request: object;
  /** Decimals of a ratio like `change24h`. */
  readonly ratioDecimals: number;
  /** Whether what follows an acceptance is told at all, as for books and trades. */
  readonly hasFirst: boolean;
  /** Whether numbers of books are read as far as a JSON number holds them exactly, or at any length. */
  readonly sequences: 'number' | 'text';
  /** Fields of a ticker that the wire does not carry, by kind of listing and by market. */
  readonly untold: (listing: Listing) => readonly TickerField[];
  /** What arrives otherwise than it was sent. */
  readonly ticker?: (sent: Ticker, listing: Listing) => Partial<Ticker>;
  readonly trade?: (sent: Trade, listing: Listing) => Partial<Trade>;
  readonly bookEvents: readonly ('book-snapshot' | 'book-delta')[];
  readonly book?: (sent: BookSnapshot | BookDelta, listing: Listing) => Partial<BookSnapshot> | Partial<BookDelta>;
  readonly candle?: (sent: CandleSent) => Partial<CandleRow>;
  /** How many rows of a first push of candles arrive. */
  readonly firstCandles: 'all' | 'last';
  /** Whether they arrive as a snapshot. */
  readonly candleSnapshot: boolean;
  readonly quote?: (sent: Quote, listing: Listing) => Partial<Quote>;
  /** Present where mark price, funding rate and open interest are streams of their own. */
  readonly part?: (kind: TickerPart) => object;
  /** Of a book that comes over HTTP. */
  readonly seed?: (sent: BookSnapshot) => Partial<BookSnapshot>;
  readonly liquidation?: (sent: Liquidation, listing: Listing) => Partial<Liquidation>;
}

const ofContracts: readonly TickerField[] = [
  'markPrice',
  'indexPrice',
  'fundingRate',
  'nextFundingTime',
  'openInterest',
];
const best: readonly TickerField[] = ['bid', 'bidSize', 'ask', 'askSize'];
const sinceMidnight: readonly TickerField[] = ['openUtc', 'changeUtc'];

/** Bybit's inverse contracts are one dollar each: sizes of the market are told in contracts. */
const contracts = (size: number, listing: Listing): number =>
  listing.market === 'inverse' ? Number((size * contractsPerCoin(listing)).toFixed(0)) : size;

const contractRows = (rows: readonly BookRow[], listing: Listing): readonly BookRow[] =>
  rows.map(row => {
    const size = contracts(row.level[1], listing);
    return { ...row, level: [row.level[0], size], text: [row.text[0], String(size)] };
  });

const bybit: Wire = {
  name: 'bybit',
  venue: venues.bybit,
  counterpart: counterparts.bybit(),
  request: {},
  ratioDecimals: 6,
  hasFirst: true,
  sequences: 'number',
  untold: ({ market, kind }) => {
    if (market === 'spot') return [...best, ...sinceMidnight, ...ofContracts];
    if (market === 'option') return ['open24h', ...sinceMidnight, 'fundingRate', 'nextFundingTime'];
    return kind === 'delivery' ? [...sinceMidnight, 'fundingRate', 'nextFundingTime'] : sinceMidnight;
  },
  // The time of a ticker is that of its push.
  ticker: ({ bidSize = 0, askSize = 0, volume24h = 0 }, listing) => ({
    timestamp: receivedAt,
    ...(listing.market === 'inverse'
      ? {
          bidSize: contracts(bidSize, listing),
          askSize: contracts(askSize, listing),
          turnover24h: contracts(volume24h, listing),
        }
      : {}),
  }),
  trade: ({ size }, listing) => ({ size: contracts(size, listing) }),
  bookEvents: ['book-snapshot', 'book-delta'],
  book: ({ type, sequence, bids, asks }, listing) => ({
    ...(type === 'book-snapshot' ? { window: listing.market === 'option' ? 100 : 1_000 } : {}),
    // Nothing says what a delta follows on: they are counted.
    ...(type === 'book-delta' ? { previous: String(BigInt(sequence ?? 0) - 1n) } : {}),
    ...(listing.market === 'inverse' ? { bids: contractRows(bids, listing), asks: contractRows(asks, listing) } : {}),
  }),
  candle: ({ row, listing, isLast }) => ({
    timestamp: receivedAt,
    closed: !isLast,
    ...(listing.market === 'inverse' ? { turnover: contracts(row.volume, listing) } : {}),
  }),
  firstCandles: 'last',
  candleSnapshot: false,
  quote: ({ bidSize = 0, askSize = 0 }, listing) => ({
    bidSize: contracts(bidSize, listing),
    askSize: contracts(askSize, listing),
  }),
  liquidation: ({ size }, listing) => ({ size: contracts(size, listing) }),
};

const bitget: Wire = {
  name: 'bitget',
  venue: venues.bitget,
  counterpart: counterparts.bitget({ integrity: 'checksum+seq+pseq' }),
  request: {},
  ratioDecimals: 5,
  hasFirst: true,
  sequences: 'text',
  untold: ({ kind }) => (kind === 'spot' ? ofContracts : ['changeUtc']),
  bookEvents: ['book-snapshot', 'book-delta'],
  firstCandles: 'all',
  candleSnapshot: true,
};

const withoutTurnover = ({ row }: CandleSent): Partial<CandleRow> => ({ ...row, turnover: undefined });

const bybitSpotV1: Wire = {
  name: 'bybit-spot-v1, form v1',
  venue: venues['bybit-spot-v1'],
  counterpart: counterparts['bybit-spot-v1'](),
  request: { form: 'v1' },
  ratioDecimals: 4,
  hasFirst: true,
  sequences: 'number',
  untold: () => [...best, ...sinceMidnight, ...ofContracts],
  bookEvents: ['book-snapshot', 'book-delta'],
  // A first book bears no number; what a change follows on is counted.
  book: ({ type, sequence }) =>
    type === 'book-snapshot' ? { sequence: undefined, window: 200 } : { previous: String(BigInt(sequence ?? 0) - 1n) },
  candle: sent => ({ ...withoutTurnover(sent), timestamp: receivedAt }),
  firstCandles: 'last',
  candleSnapshot: true,
};

const bybitSpotV2: Wire = {
  ...bybitSpotV1,
  name: 'bybit-spot-v1, form v2',
  request: { form: 'v2' },
  hasFirst: false,
  bookEvents: ['book-snapshot'],
  book: () => ({ sequence: undefined }),
  candle: sent => ({ ...withoutTurnover(sent), timestamp: undefined }),
  candleSnapshot: false,
  quote: () => ({ sequence: undefined }),
};

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const trimmedRows = (rows: readonly BookRow[]): readonly BookRow[] =>
  rows.map(row => ({ ...row, text: [trimmed(row.text[0]), trimmed(row.text[1])] }));

const bybitSpotV3: Wire = {
  name: 'bybit-spot-v3',
  venue: venues['bybit-spot-v3'],
  counterpart: counterparts['bybit-spot-v3'](),
  request: {},
  ratioDecimals: 4,
  hasFirst: true,
  sequences: 'number',
  untold: () => [...best, ...sinceMidnight, ...ofContracts],
  bookEvents: ['book-snapshot'],
  // Nothing is numbered, and the venue writes no zeros at the end.
  book: ({ bids, asks }) => ({ sequence: undefined, window: 40, bids: trimmedRows(bids), asks: trimmedRows(asks) }),
  candle: sent => ({ ...withoutTurnover(sent), timestamp: receivedAt }),
  firstCandles: 'last',
  candleSnapshot: false,
  quote: () => ({ sequence: undefined }),
};

const paddedRows = (rows: readonly BookRow[], { priceDecimals, sizeDecimals }: Listing): readonly BookRow[] =>
  rows.map(row => {
    const [price, size] = row.level;
    return { ...row, text: [price.toFixed(priceDecimals), size.toFixed(sizeDecimals)] };
  });
const toSecond = (ms: number): number => Math.floor(ms / 1_000) * 1_000;
const toSecondIfAny = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : toSecond(ms));

const backpack: Wire = {
  name: 'backpack',
  venue: venues.backpack,
  counterpart: counterparts.backpack(),
  request: {},
  ratioDecimals: 6,
  hasFirst: false,
  sequences: 'text',
  untold: () => [...best, 'change24h', ...sinceMidnight, ...ofContracts],
  // A ticker has no time but that of its push; likewise candles and liquidations.
  ticker: () => ({ timestamp: receivedAt }),
  bookEvents: ['book-delta'],
  book: ({ bids, asks }, listing) => ({
    bids: [...paddedRows(bids, listing)].reverse(),
    asks: [...paddedRows(asks, listing)].reverse(),
  }),
  candle: sent => ({
    ...withoutTurnover(sent),
    timestamp: receivedAt,
    start: toSecond(sent.row.start),
    closed: !sent.isLast,
  }),
  firstCandles: 'all',
  candleSnapshot: false,
  liquidation: () => ({ timestamp: receivedAt }),
  part: kind => (kind === 'openInterest' ? { timestamp: receivedAt } : {}),
  seed: ({ bids, asks }) => ({ bids: trimmedRows(bids), asks: trimmedRows(asks) }),
};

const bge: Wire = {
  name: 'bge',
  venue: venues.bge,
  counterpart: counterparts.bge(),
  request: {},
  ratioDecimals: 5,
  hasFirst: false,
  sequences: 'text',
  untold: () => [...best, ...sinceMidnight, ...ofContracts],
  // Whole seconds, but for trades.
  ticker: ({ timestamp }) => ({ timestamp: toSecondIfAny(timestamp) }),
  bookEvents: ['book-snapshot'],
  book: ({ timestamp }) => ({ timestamp: toSecondIfAny(timestamp), window: 150 }),
  candle: ({ row }) => ({ timestamp: undefined, start: toSecond(row.start) }),
  firstCandles: 'last',
  candleSnapshot: false,
  quote: ({ timestamp }) => ({ timestamp: toSecondIfAny(timestamp) }),
};

/** All of them. */
export const wires: readonly Wire[] = [bitget, bybit, bybitSpotV1, bybitSpotV2, bybitSpotV3, backpack, bge];
