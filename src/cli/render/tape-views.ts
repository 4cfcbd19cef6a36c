/**
 * What happens one by one, trades and liquidations, the newest at the bottom.
 * @module
 */
import type { Liquidation, Trade } from '../../model/market.js';
import { closedSide } from './closed-side.js';
import { decimalsOf, fixed, plain } from './number-text.js';
import { tableLines } from './table.js';
import type { Column } from './table.js';
import { clockText } from './time-text.js';
import { isOf } from './view.js';
import type { View } from './view.js';

const SHOWN = 15;

/** The table of trades. */
export const tradesView: View<Trade> = tapeView('trade', []);

/** The table of liquidations. */
export const liquidationsView: View<Liquidation> = tapeView('liquidation', [
  ['position', ({ side }) => closedSide(side)],
]);

/** What price times size is worth depends on the market's units, which differ: it is not shown. */
function tapeView<V extends Trade | Liquidation>(
  name: string,
  more: readonly (readonly [title: string, text: (value: V) => string])[],
): View<V> {
  return {
    fold: (shown, value) => [...shown, value].slice(-SHOWN),
    render: (shown, { width, height, paint, targets }) => {
      if (shown.length === 0) return [`waiting for the first ${name}`];
      const values = shown.slice(-Math.max(1, Math.min(SHOWN, height - 1)));
      const decimals = new Map<string, number>();
      for (const { symbol, price } of values) {
        decimals.set(symbol, Math.max(decimals.get(symbol) ?? 0, decimalsOf(price)));
      }
      const column = (title: string, text: (value: V) => string, options: Partial<Column> = {}): Column => ({
        title,
        align: 'point',
        ...options,
        cells: values.map(text),
      });
      const tint = (text: string, row: number): string =>
        values[row]?.side === 'sell' ? paint.bad(text) : paint.good(text);
      return tableLines(
        [
          column('time', ({ timestamp, receivedAt }) => clockText(timestamp ?? receivedAt), { align: 'left', rank: 2 }),
          column('symbol', value => targets.find(target => isOf(target)(value))?.label ?? value.symbol, {
            align: 'left',
          }),
          column('side', ({ side }) => side, { align: 'left', tint }),
          column('price', ({ price, symbol }) => fixed(price, decimals.get(symbol) ?? 0), { tint }),
          column('size', ({ size }) => plain(size)),
          ...more.map(([title, text]) => column(title, text, { align: 'left', rank: 1 })),
        ],
        width,
        paint,
      );
    },
  };
}
