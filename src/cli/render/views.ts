/**
 * The table of views: one per kind.
 * @module
 */
import type { MarketKind } from '../../model/kinds.js';
import { bookView } from './book-view.js';
import { candlesView } from './candles-view.js';
import { fundingRateView, markPriceView, openInterestView } from './contract-views.js';
import type { Watched } from './line.js';
import { quotesView } from './quotes-view.js';
import { liquidationsView, tradesView } from './tape-views.js';
import { tickerView } from './ticker-view.js';
import type { View } from './view.js';

/** A kind that can be watched on the command line. */
export type WatchedKind = MarketKind;

/**
 * Finds the view of a kind.
 *
 * @param levels - of a book, of each side
 */
export function viewOf(kind: WatchedKind, levels: number): View<Watched> {
  const views = {
    ticker: tickerView,
    trades: tradesView,
    book: bookView(levels),
    candles: candlesView,
    quotes: quotesView,
    markPrice: markPriceView,
    openInterest: openInterestView,
    fundingRate: fundingRateView,
    liquidations: liquidationsView,
  };
  // A kind's stream has values of that kind only.
  return views[kind];
}
