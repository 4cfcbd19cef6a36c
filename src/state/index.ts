/**
 * The public reducers: pure functions from a state and an event to the next state.
 * @module
 */
export { balancesReducer } from './balances.js';
export type { BalancesState } from './balances.js';
export { bookReducer } from './book.js';
export type { BookState } from './book.js';
export { imbalanceOf, midOf, spreadOf } from './book-measures.js';
export { candlesReducer } from './candles.js';
export type { CandlesState } from './candles.js';
export { channelReducer } from './channel.js';
export { fillsReducer } from './fills.js';
export { fundingRateReducer } from './funding-rate.js';
export { liquidationsReducer } from './liquidations.js';
export { lastTrades } from './last-trades.js';
export { markPriceReducer } from './mark-price.js';
export { openInterestReducer } from './open-interest.js';
export { ordersReducer } from './orders.js';
export type { OrdersState } from './orders.js';
export { positionsReducer } from './positions.js';
export type { PositionsState } from './positions.js';
export { quotesReducer } from './quotes.js';
export type { QuotesState } from './quotes.js';
export { createRecentIds } from './recent-ids.js';
export type { Reduced, Reducer } from './reducer.js';
export { reducers } from './reducers.js';
export type { StateOf } from './reducers.js';
export { tickerReducer } from './ticker.js';
export type { TickerState } from './ticker.js';
export type { TickerPartState } from './ticker-part.js';
export { tradesReducer } from './trades.js';
