/**
 * The last trades, the newest at the bottom.
 * @module
 */
import type { Trade } from '../../model/market.js';
import { lastTrades } from '../../state/last-trades.js';
import { compact, decimalsOf, fixed, plain } from './number-text.js';
import { tableLines } from './table.js';
import type { Column } from './table.js';
import { clockText } from './time-text.js';
import { isOf } from './view.js';
import type { View } from './view.js';

const SHOWN = 15;

/** The table of trades. */
export const tradesView: View<Trade> = {
  fold: lastTrades(SHOWN),
  render: (shown, { width, height, paint, targets }) => {
    if (shown.length === 0) return ['waiting for the first trade'];
    const trades = shown.slice(-Math.max(1, Math.min(SHOWN, height - 1)));
    const decimals = new Map<string, number>();
    for (const { symbol, price } of trades) {
      decimals.set(symbol, Math.max(decimals.get(symbol) ?? 0, decimalsOf(price)));
    }
    const column = (title: string, text: (trade: Trade) => string, options: Partial<Column> = {}): Column => ({
      title,
      align: 'point',
      ...options,
      cells: trades.map(text),
    });
    const tint = (text: string, row: number): string =>
      trades[row]?.side === 'sell' ? paint.bad(text) : paint.good(text);
    return tableLines(
      [
        column('time', ({ timestamp, receivedAt }) => clockText(timestamp ?? receivedAt), { align: 'left', rank: 2 }),
        column('symbol', trade => targets.find(target => isOf(target)(trade))?.label ?? trade.symbol, {
          align: 'left',
        }),
        column('side', ({ side }) => side, { align: 'left', tint }),
        column('price', ({ price, symbol }) => fixed(price, decimals.get(symbol) ?? 0), { tint }),
        column('size', ({ size }) => plain(size)),
        column('value', ({ price, size }) => compact(price * size), { align: 'right', rank: 1 }),
      ],
      width,
      paint,
    );
  },
};
