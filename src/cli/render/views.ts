/**
 * The table of views: one per kind.
 * @module
 */
import { bookView } from './book-view.js';
import { candlesView } from './candles-view.js';
import type { Watched } from './line.js';
import { quotesView } from './quotes-view.js';
import { tickerView } from './ticker-view.js';
import { tradesView } from './trades-view.js';
import type { View } from './view.js';

/** A kind that can be watched on the command line. */
export type WatchedKind = 'ticker' | 'trades' | 'book' | 'candles' | 'quotes';

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
  };
  // A kind's stream has values of that kind only.
  return views[kind];
}
