/**
 * Best bids and asks as a table, one line per symbol.
 * @module
 */
import type { Quote } from '../../model/market.js';
import { difference, fixed, mostDecimals, plain } from './number-text.js';
import { tableLines } from './table.js';
import type { Column } from './table.js';
import { clockText } from './time-text.js';
import { isOf, latestOfEach } from './view.js';
import type { View } from './view.js';

/** The table of best bids and asks. */
export const quotesView: View<Quote> = {
  fold: latestOfEach,
  render: (shown, { width, height, paint, targets }) => {
    const rows = targets.slice(0, Math.max(0, height - 1)).map(target => ({ target, quote: shown.find(isOf(target)) }));
    const column = (title: string, text: (quote: Quote) => string, options: Partial<Column> = {}): Column => ({
      title,
      align: 'point',
      ...options,
      cells: rows.map(({ quote }) => (quote === undefined ? '' : text(quote))),
    });
    const price = (value: number | undefined, { bid, ask }: Quote): string => fixed(value, mostDecimals([bid, ask]));
    return tableLines(
      [
        { title: 'symbol', align: 'left', cells: rows.map(({ target }) => target.label), tint: paint.bold },
        column('bid size', ({ bidSize }) => plain(bidSize), { rank: 2 }),
        column('bid', quote => price(quote.bid, quote), { tint: paint.good }),
        column('ask', quote => price(quote.ask, quote), { tint: paint.bad }),
        column('ask size', ({ askSize }) => plain(askSize), { rank: 2 }),
        column('spread', quote => price(difference(quote.ask, quote.bid), quote), { rank: 1 }),
        column('bp', basisPoints, { rank: 3 }),
        column('time', stamp => clockText(stamp.timestamp ?? stamp.receivedAt), { align: 'left', rank: 4 }),
      ],
      width,
      paint,
    );
  },
};

/** The spread in hundredths of a per cent of the middle. */
function basisPoints({ bid, ask }: Quote): string {
  return bid === undefined || ask === undefined ? '' : (((ask - bid) / ((ask + bid) / 2)) * 10_000).toFixed(3);
}
