/**
 * The last candles of each symbol.
 * @module
 */
import type { Candle } from '../../model/market.js';
import { compact, fixed, mostDecimals, percent } from './number-text.js';
import { tableLines } from './table.js';
import type { Column } from './table.js';
import { isoText } from './time-text.js';
import { isOf } from './view.js';
import type { View } from './view.js';

/** More candles than a screen has lines are not kept. */
const KEPT = 60;
const SHOWN = 12;

/** The tables of candles, the newest at the bottom. */
export const candlesView: View<Candle> = {
  fold: (shown, candle) => {
    const same = isOf({ ...candle, label: '' });
    const at = shown.findIndex(other => other.start === candle.start && same(other));
    if (at !== -1) return shown.with(at, candle);
    const mine = shown.filter(same);
    const dropped = mine.length < KEPT ? undefined : mine[0];
    return [...shown.filter(other => other !== dropped), candle];
  },
  render: (shown, { width, height, paint, targets }) => {
    const each = Math.floor(height / Math.max(1, targets.length));
    const count = Math.max(1, Math.min(SHOWN, each - 3));
    const lines = targets.flatMap((target, i) => {
      const candles = shown.filter(isOf(target)).slice(-count);
      const title = paint.bold(target.label);
      const first = candles[0];
      const block =
        first === undefined
          ? [`${title}  waiting for the first candle`]
          : [`${title}  ${paint.dim(first.interval)}`, ...tableLines(columnsOf(candles, paint), width, paint)];
      return i === 0 ? block : ['', ...block];
    });
    return lines.slice(0, height);
  },
};

function columnsOf(candles: readonly Candle[], paint: Parameters<typeof tableLines>[2]): readonly Column[] {
  const decimals = mostDecimals(candles.flatMap(({ open, high, low, close }) => [open, high, low, close]));
  const column = (title: string, text: (candle: Candle) => string, options: Partial<Column> = {}): Column => ({
    title,
    align: 'point',
    ...options,
    cells: candles.map(text),
  });
  const tint = (text: string, row: number): string => {
    const candle = candles[row];
    return candle !== undefined && candle.close < candle.open ? paint.bad(text) : paint.good(text);
  };
  return [
    column('opens', ({ start }) => isoText(start).slice(5, 16).replace('T', ' '), { align: 'left' }),
    column('open', ({ open }) => fixed(open, decimals), { rank: 1 }),
    column('high', ({ high }) => fixed(high, decimals), { rank: 2 }),
    column('low', ({ low }) => fixed(low, decimals), { rank: 2 }),
    column('close', ({ close }) => fixed(close, decimals), { tint }),
    column('change', ({ open, close }) => (open === 0 ? '' : percent(close / open - 1, 3)), { tint, rank: 3 }),
    column('volume', ({ volume }) => compact(volume), { align: 'right', rank: 4 }),
    column('', ({ closed }) => (closed ? '' : 'open'), { align: 'left', tint: paint.dim }),
  ];
}
