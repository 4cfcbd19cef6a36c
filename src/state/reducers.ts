/**
 * The table of reducers: one per kind.
 * @module
 */
import type { Kind, ValueOf } from '../model/kinds.js';
import type { FundingRate, MarkPrice, OpenInterest } from '../model/market.js';
import { balancesReducer } from './balances.js';
import type { BalancesState } from './balances.js';
import { bookReducer } from './book.js';
import type { BookState } from './book.js';
import { candlesReducer } from './candles.js';
import type { CandlesState } from './candles.js';
import { channelReducer } from './channel.js';
import { fillsReducer } from './fills.js';
import { fundingRateReducer } from './funding-rate.js';
import { liquidationsReducer } from './liquidations.js';
import { markPriceReducer } from './mark-price.js';
import { openInterestReducer } from './open-interest.js';
import { ordersReducer } from './orders.js';
import type { OrdersState } from './orders.js';
import { positionsReducer } from './positions.js';
import type { PositionsState } from './positions.js';
import { quotesReducer } from './quotes.js';
import type { QuotesState } from './quotes.js';
import type { Reduced, Reducer } from './reducer.js';
import { tickerReducer } from './ticker.js';
import type { TickerState } from './ticker.js';
import type { TickerPartState } from './ticker-part.js';
import { tradesReducer } from './trades.js';
import type { TradesState } from './trades.js';

/** What the reducer of each kind holds, where that is more than what it emits. */
interface States {
  ticker: TickerState;
  trades: TradesState;
  book: BookState;
  quotes: QuotesState;
  candles: CandlesState;
  markPrice: TickerPartState<MarkPrice>;
  openInterest: TickerPartState<OpenInterest>;
  fundingRate: TickerPartState<FundingRate>;
  balances: BalancesState;
  orders: OrdersState;
  positions: PositionsState;
}

/** The state that the reducer of a kind holds. */
export type StateOf<K extends Kind> = K extends keyof States ? States[K] : Reduced<ValueOf<K>>;

/** The reducer of each kind, each typed by its own events, values and state. */
export const reducers: { readonly [K in Kind]: Reducer<K, StateOf<K>> } = {
  ticker: tickerReducer,
  trades: tradesReducer,
  book: bookReducer,
  quotes: quotesReducer,
  candles: candlesReducer,
  markPrice: markPriceReducer,
  openInterest: openInterestReducer,
  fundingRate: fundingRateReducer,
  liquidations: liquidationsReducer,
  balances: balancesReducer,
  orders: ordersReducer,
  fills: fillsReducer,
  positions: positionsReducer,
  channel: channelReducer,
};
