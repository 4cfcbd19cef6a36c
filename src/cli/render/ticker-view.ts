/**
 * Tickers as a table, one line per symbol.
 * @module
 */
import type { Ticker } from '../../model/market.js';
import { compact, difference, fixed, mostDecimals, percent } from './number-text.js';
import { tableLines } from './table.js';
import type { Column } from './table.js';
import { clockText } from './time-text.js';
import { isOf, latestOfEach } from './view.js';
import type { View } from './view.js';

/** The table of tickers. */
export const tickerView: View<Ticker> = {
  fold: latestOfEach,
  render: (shown, { width, height, paint, targets }) => {
    const rows = targets.slice(0, Math.max(0, height - 1)).map(target => {
      const ticker = shown.find(isOf(target));
      const { price, bid, ask, high24h, low24h } = ticker ?? {};
      return { target, ticker, decimals: mostDecimals([price, bid, ask, high24h, low24h]) };
    });
    const column = (
      title: string,
      text: (ticker: Ticker, decimals: number) => string,
      options: Partial<Column> = {},
    ): Column => ({
      title,
      align: 'point',
      ...options,
      cells: rows.map(({ ticker, decimals }) => (ticker === undefined ? '' : text(ticker, decimals))),
    });
    const tint = (text: string, row: number): string =>
      (rows[row]?.ticker?.change24h ?? 0) < 0 ? paint.bad(text) : paint.good(text);
    return tableLines(
      [
        { title: 'symbol', align: 'left', cells: rows.map(({ target }) => target.label), tint: paint.bold },
        column('last', ({ price }, decimals) => fixed(price, decimals), { tint: paint.bold }),
        column('24h', ({ change24h }) => percent(change24h), { tint }),
        column('bid', ({ bid }, decimals) => fixed(bid, decimals)),
        column('ask', ({ ask }, decimals) => fixed(ask, decimals)),
        column('spread', ({ bid, ask }, decimals) => fixed(difference(ask, bid), decimals), { rank: 3 }),
        column('low 24h', ({ low24h }, decimals) => fixed(low24h, decimals), { rank: 5 }),
        column('high 24h', ({ high24h }, decimals) => fixed(high24h, decimals), { rank: 5 }),
        column('volume', ({ volume24h }) => compact(volume24h), { align: 'right', rank: 2 }),
        column('mark', ({ markPrice }, decimals) => fixed(markPrice, decimals), { rank: 6 }),
        column('funding', ({ fundingRate }) => percent(fundingRate, 4), { rank: 4 }),
        column('time', stamp => clockText(stamp.timestamp ?? stamp.receivedAt).slice(0, 8), { align: 'left', rank: 1 }),
      ],
      width,
      paint,
    );
  },
};
