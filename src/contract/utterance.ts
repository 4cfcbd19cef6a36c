/**
 * What a simulated exchange has to say, in our words.
 * @module
 */
import type { Sequence } from '../model/decimal.js';
import type {
  BookDelta,
  BookRow,
  BookSnapshot,
  CandleRow,
  Liquidation,
  Quote,
  Ticker,
  Trade,
} from '../model/market.js';
import type { AccountNews } from './account-news.js';
import type { Listing } from './listing.js';

/** A call auction as it stands. */
export interface Auction {
  readonly stage: 'pre_market' | 'stage_1' | 'stage_2' | 'stage_3' | 'success' | 'failure';
  /** ms since the epoch */
  readonly stageEnd: number;
  readonly end: number;
  /** Undefined while nothing matches. */
  readonly price: number | undefined;
  /** In base units; undefined while nothing matches. */
  readonly volume: number | undefined;
}

/** The index price of one symbol. */
export interface IndexPrice {
  readonly listing: Listing;
  readonly price: number;
  readonly timestamp: number;
}

/** A market event in our words, for {@link Counterpart.speak}. `first` marks what follows an acceptance. */
export type Utterance =
  /** `previous` is what was told last; undefined where this is the first, which is told whole. */
  | { readonly type: 'ticker'; readonly ticker: Ticker; readonly previous: Ticker | undefined }
  /** Oldest first. */
  | { readonly type: 'trades'; readonly trades: readonly Trade[]; readonly first: boolean }
  | {
      readonly type: 'book';
      readonly event: BookSnapshot | BookDelta;
      /** True where it follows an acceptance, or an announced restart of the numbering. */
      readonly first: boolean;
      /** The full book's own number at this moment: what numbers all windows of it alike. */
      readonly sequence: Sequence;
      /** The full book once the event is applied, best first: checksums are made of it. */
      readonly after: { readonly bids: readonly BookRow[]; readonly asks: readonly BookRow[] };
    }
  /** Oldest first; the last one is still open. */
  | { readonly type: 'candles'; readonly rows: readonly CandleRow[]; readonly first: boolean }
  | { readonly type: 'quote'; readonly quote: Quote }
  /** Oldest first. */
  | { readonly type: 'liquidations'; readonly rows: readonly Liquidation[] }
  | { readonly type: 'auction'; readonly auction: Auction }
  | { readonly type: 'indices'; readonly prices: readonly IndexPrice[] }
  | { readonly type: 'account'; readonly news: AccountNews };
