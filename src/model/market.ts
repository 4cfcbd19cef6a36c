/**
 * The nouns of market data: what a subscriber receives, and what the reducers merge.
 *
 * Every field is always there; `undefined` says that the venue did not tell. What each field means, and what it is made
 * from at each venue, stands in MEANINGS.md.
 * @module
 */
import type { Sequence } from './decimal.js';
import type { GapReason } from './gap.js';

/** The side of the taker: who crossed the spread. */
export type Side = 'buy' | 'sell';

/** One price level of a book. The size is absolute, in base units unless MEANINGS.md says otherwise. */
export type Level = readonly [price: number, size: number];

/** One price level in the venue's own spelling: "29159.60" is not "29159.6" to a checksum. */
export type LevelText = readonly [price: string, size: string];

/** Where a value comes from, and when. */
export interface Stamp {
  /** The venue's id, e.g. "bitget". */
  readonly venue: string;
  /** The venue's product line, lower case: "spot", "usdt-futures", "linear". */
  readonly market: string;
  /** The venue's own spelling: "BTCUSDT", "SOL_USDC". */
  readonly symbol: string;
  /** The venue's clock, ms since the epoch; undefined where the venue tells no time. */
  readonly timestamp: number | undefined;
  /** Our clock when the frame arrived, ms since the epoch. */
  readonly receivedAt: number;
}

/** One trade of the public tape. */
export interface Trade extends Stamp {
  readonly type: 'trade';
  /** The venue's id of the trade, as text; undefined where the venue gives none. */
  readonly id: string | undefined;
  readonly price: number;
  /** In base units unless MEANINGS.md says otherwise. */
  readonly size: number;
  /** The taker's side. */
  readonly side: Side;
  /** The venue's own row. */
  readonly raw: unknown;
}

/** The numbers of a ticker, each undefined where the venue or the market has none. */
export interface TickerFields {
  /** Price of the last trade, in quote units. */
  readonly price: number | undefined;
  readonly bid: number | undefined;
  /** Size at the best bid, in base units unless MEANINGS.md says otherwise. */
  readonly bidSize: number | undefined;
  readonly ask: number | undefined;
  /** Size at the best ask, in base units unless MEANINGS.md says otherwise. */
  readonly askSize: number | undefined;
  /** Price 24 hours ago (rolling). */
  readonly open24h: number | undefined;
  readonly high24h: number | undefined;
  readonly low24h: number | undefined;
  /** Change over the rolling 24 hours as a ratio: 0.01 is one per cent. */
  readonly change24h: number | undefined;
  /** Volume of the rolling 24 hours, in base units. */
  readonly volume24h: number | undefined;
  /** Volume of the rolling 24 hours, in quote units. */
  readonly turnover24h: number | undefined;
  /** Price at 00:00 UTC. */
  readonly openUtc: number | undefined;
  /** Change since 00:00 UTC as a ratio. */
  readonly changeUtc: number | undefined;
  readonly markPrice: number | undefined;
  readonly indexPrice: number | undefined;
  /** Funding rate of the current interval as a ratio. */
  readonly fundingRate: number | undefined;
  /** When the next funding is paid, ms since the epoch. */
  readonly nextFundingTime: number | undefined;
  /** Open interest, in base units. */
  readonly openInterest: number | undefined;
}

/** The whole state of a symbol in one value. */
export interface Ticker extends Stamp, TickerFields {
  readonly type: 'ticker';
  /** The venue's own row. */
  readonly raw: unknown;
}

/** A partial ticker: fields that are absent keep their last value, `undefined` says that it is not known any more. */
export interface TickerPatch extends Stamp {
  readonly type: 'ticker-patch';
  readonly changes: Partial<TickerFields>;
  readonly raw: unknown;
}

/** The best bid and ask. */
export interface Quote extends Stamp {
  readonly type: 'quote';
  /** Best bid, undefined while there is none. */
  readonly bid: number | undefined;
  /** In base units unless MEANINGS.md says otherwise; likewise that of the ask. */
  readonly bidSize: number | undefined;
  /** Best ask, undefined while there is none. */
  readonly ask: number | undefined;
  readonly askSize: number | undefined;
  readonly sequence: Sequence | undefined;
  readonly raw: unknown;
}

/** One level on its way into a book: the numbers and the venue's own text. */
export interface BookRow {
  readonly level: Level;
  readonly text: LevelText;
  /** A venue's checksum of this level's text, kept here once computed; -1 before. */
  mark: number;
}

/** A whole book as the venue sent it. */
export interface BookSnapshot extends Stamp {
  readonly type: 'book-snapshot';
  /** Best (highest) first. */
  readonly bids: readonly BookRow[];
  /** Best (lowest) first. */
  readonly asks: readonly BookRow[];
  readonly sequence: Sequence | undefined;
  /** What the book must add up to, by the venue's own rule. */
  readonly checksum: number | undefined;
  /** How many levels a side the venue keeps up to date; undefined where it does not say. */
  readonly window: number | undefined;
  readonly raw: unknown;
}

/** Changes of a book: absolute sizes; a size of zero removes the price. */
export interface BookDelta extends Stamp {
  readonly type: 'book-delta';
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
  /** This delta follows on that state … */
  readonly previous: Sequence | undefined;
  /** … and brings the book to this one. */
  readonly sequence: Sequence | undefined;
  readonly checksum: number | undefined;
  readonly raw: unknown;
}

/** The order book as it stands: immutable, the next state is another object. */
export interface Book extends Stamp {
  readonly type: 'book';
  /** Best (highest) first. */
  readonly bids: readonly Level[];
  /** Best (lowest) first. */
  readonly asks: readonly Level[];
  /** The venue's sequence number of this state; undefined where it numbers nothing. */
  readonly sequence: Sequence | undefined;
}

/** One bar of price and volume. */
export interface Candle extends Stamp {
  readonly type: 'candle';
  /** Length in our words: "1m", "1h", "1d", "1w", "1M"; a suffix tells the alignment where the venue has several ("1dutc"). */
  readonly interval: string;
  /** When the candle opens, ms since the epoch. */
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In base units. */
  readonly volume: number;
  /** In quote units; undefined where the venue does not tell. */
  readonly turnover: number | undefined;
  /** True once nothing can change it any more. */
  readonly closed: boolean;
  readonly raw: unknown;
}

/** One bar on its way into the reducer; `closed` is undefined where the venue does not say. */
export type CandleRow = Omit<Candle, 'type' | 'closed'> & {
  readonly type: 'candle-row';
  readonly closed: boolean | undefined;
};

/** The history a venue sends first, oldest first; the last bar may still be open. */
export interface CandleSnapshot {
  readonly type: 'candle-snapshot';
  readonly rows: readonly CandleRow[];
}

/** The price that margin and liquidation are reckoned with. */
export interface MarkPrice extends Stamp {
  readonly type: 'mark-price';
  readonly price: number;
  readonly indexPrice: number | undefined;
  readonly raw: unknown;
}

/** All open contracts of a symbol. */
export interface OpenInterest extends Stamp {
  readonly type: 'open-interest';
  /** In base units. */
  readonly openInterest: number;
  readonly raw: unknown;
}

/** What longs pay shorts at the next funding (negative: shorts pay longs). */
export interface FundingRate extends Stamp {
  readonly type: 'funding-rate';
  /** A ratio per funding interval. */
  readonly rate: number;
  /** ms since the epoch; undefined where there is none (delivery contracts). */
  readonly nextFundingTime: number | undefined;
  readonly raw: unknown;
}

/** A position that the venue closed by force. */
export interface Liquidation extends Stamp {
  readonly type: 'liquidation';
  /** The side of the order that closes it: `sell` where a long position was liquidated. */
  readonly side: Side;
  /** The price of that order, or the bankruptcy price, whichever the venue tells; MEANINGS.md says which. */
  readonly price: number;
  /** In base units unless MEANINGS.md says otherwise. */
  readonly size: number;
  readonly raw: unknown;
}

/** One push of a venue channel in the venue's own words. */
export interface ChannelMessage<Row = unknown> extends Stamp {
  readonly type: 'message';
  /** The venue's name of the channel. */
  readonly channel: string;
  /** What the venue says the rows are ("snapshot", "update"); undefined where it does not say. */
  readonly action: string | undefined;
  readonly rows: readonly Row[];
}

/** Begins every epoch: what follows does not build on what went before. */
export interface Reset {
  readonly type: 'reset';
  /** Why what went before ended; absent where nothing was known, or the reason was told before. */
  readonly reason?: GapReason;
}

/** Something may have been lost that nobody can name: a message of the connection or of the topic could not be read. */
export interface Doubt {
  readonly type: 'doubt';
}
