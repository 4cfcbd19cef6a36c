/**
 * What stands in the CSV file of each kind.
 * @module
 */
import type {
  Book,
  Candle,
  FundingRate,
  Liquidation,
  MarkPrice,
  OpenInterest,
  Quote,
  Ticker,
  Trade,
} from '../model/market.js';
import type { CsvCell, CsvRecord } from '../sinks/csv.js';
import { difference } from './render/number-text.js';
import type { Watched } from './render/line.js';
import { isoText } from './render/time-text.js';
import type { WatchedKind } from './render/views.js';

/** The columns of a kind, and what of a value stands in them. */
export interface CsvColumns<V = Watched> {
  readonly header: readonly string[];
  columns(value: V): CsvRecord;
}

/**
 * Finds the columns of a kind. Prices, sizes and ratios are plain numbers, `timestamp` is the venue's clock in ms since
 * the epoch, `local_time` ours when the value arrived, in local time without a zone.
 *
 * @param depth - of a book: how many levels of each side; default 5
 */
export function csvColumns(kind: WatchedKind, depth = 5): CsvColumns {
  // A kind's stream has values of that kind only.
  return kind === 'book' ? books(depth) : columnsByKind[kind];
}

const ticker = columnsOf<Ticker>({
  symbol: value => value.symbol,
  price: value => value.price,
  bid: value => value.bid,
  ask: value => value.ask,
  bid_size: value => value.bidSize,
  ask_size: value => value.askSize,
  spread: value => difference(value.ask, value.bid),
  '24h_change': value => value.change24h,
  '24h_volume': value => value.volume24h,
  funding_rate: value => value.fundingRate,
  mark_price: value => value.markPrice,
  index_price: value => value.indexPrice,
});

const trades = columnsOf<Trade>({
  symbol: value => value.symbol,
  market: value => value.market,
  id: value => value.id,
  side: value => value.side,
  price: value => value.price,
  size: value => value.size,
});

const quotes = columnsOf<Quote>({
  symbol: value => value.symbol,
  market: value => value.market,
  bid: value => value.bid,
  ask: value => value.ask,
  bid_size: value => value.bidSize,
  ask_size: value => value.askSize,
  spread: value => difference(value.ask, value.bid),
  sequence: value => value.sequence,
});

const candles = columnsOf<Candle>({
  symbol: value => value.symbol,
  market: value => value.market,
  interval: value => value.interval,
  start: value => value.start,
  open: value => value.open,
  high: value => value.high,
  low: value => value.low,
  close: value => value.close,
  volume: value => value.volume,
  turnover: value => value.turnover,
  closed: value => value.closed,
});

const markPrice = columnsOf<MarkPrice>({
  symbol: value => value.symbol,
  market: value => value.market,
  mark_price: value => value.price,
  index_price: value => value.indexPrice,
});

const openInterest = columnsOf<OpenInterest>({
  symbol: value => value.symbol,
  market: value => value.market,
  open_interest: value => value.openInterest,
});

const fundingRate = columnsOf<FundingRate>({
  symbol: value => value.symbol,
  market: value => value.market,
  funding_rate: value => value.rate,
  next_funding_time: value => value.nextFundingTime,
});

const liquidations = columnsOf<Liquidation>({
  symbol: value => value.symbol,
  market: value => value.market,
  side: value => value.side,
  price: value => value.price,
  size: value => value.size,
});

const columnsByKind = { ticker, trades, quotes, candles, markPrice, openInterest, fundingRate, liquidations } as const;

function books(depth: number): CsvColumns {
  const levels: Record<string, (value: Book) => CsvCell> = {};
  for (let i = 0; i < depth; i++) {
    levels[`bid_${i + 1}`] = value => value.bids[i]?.[0];
    levels[`bid_size_${i + 1}`] = value => value.bids[i]?.[1];
    levels[`ask_${i + 1}`] = value => value.asks[i]?.[0];
    levels[`ask_size_${i + 1}`] = value => value.asks[i]?.[1];
  }
  return columnsOf<Book>({
    symbol: value => value.symbol,
    market: value => value.market,
    sequence: value => value.sequence,
    spread: value => difference(value.asks[0]?.[0], value.bids[0]?.[0]),
    ...levels,
  });
}

/** Every kind ends with the two times. */
function columnsOf<V extends Watched>(own: Cells<V>): CsvColumns<V> {
  const all: Cells<V> = {
    ...own,
    timestamp: value => value.timestamp,
    local_time: value => isoText(value.receivedAt),
  };
  return {
    header: Object.keys(all),
    columns: value => Object.fromEntries(Object.entries(all).map(([name, cell]) => [name, cell(value)])),
  };
}

type Cells<V> = Readonly<Record<string, (value: V) => CsvCell>>;
