/**
 * The table of kinds: what arrives of each, and what is told to the subscriber.
 * @module
 */
import type { BalanceUpdate, Balances, Fill, OrderUpdate, Orders, PositionUpdate, Positions } from './account.js';
import type {
  Book,
  BookDelta,
  BookSnapshot,
  Candle,
  CandleRow,
  CandleSnapshot,
  ChannelMessage,
  FundingRate,
  Liquidation,
  MarkPrice,
  OpenInterest,
  Quote,
  Ticker,
  TickerPatch,
  Trade,
} from './market.js';

/** One row per kind of channel. */
export interface Kinds {
  ticker: { event: Ticker | TickerPatch; value: Ticker };
  trades: { event: Trade; value: Trade };
  book: { event: BookSnapshot | BookDelta; value: Book };
  quotes: { event: Quote; value: Quote };
  candles: { event: CandleSnapshot | CandleRow; value: Candle };
  // A venue may tell these three in a ticker, whole or in patches.
  markPrice: { event: MarkPrice | Ticker | TickerPatch; value: MarkPrice };
  openInterest: { event: OpenInterest | Ticker | TickerPatch; value: OpenInterest };
  fundingRate: { event: FundingRate | Ticker | TickerPatch; value: FundingRate };
  liquidations: { event: Liquidation; value: Liquidation };
  balances: { event: BalanceUpdate; value: Balances };
  orders: { event: OrderUpdate; value: Orders };
  fills: { event: Fill; value: Fill };
  positions: { event: PositionUpdate; value: Positions };
  channel: { event: ChannelMessage; value: ChannelMessage };
}

/** The name of a kind. */
export type Kind = keyof Kinds;
/** The kinds of an account, which need a login and may be asked for without a symbol. */
export type AccountKind = 'balances' | 'orders' | 'fills' | 'positions';
/** The kinds of a market. */
export type MarketKind = Exclude<Kind, AccountKind | 'channel'>;
/** What a venue's channel of this kind is normalised to. */
export type EventOf<K extends Kind> = Kinds[K]['event'];
/** What a factory of this kind emits. */
export type ValueOf<K extends Kind> = Kinds[K]['value'];
