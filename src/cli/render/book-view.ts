/**
 * Order books as ladders: asks above, bids below, the spread between.
 * @module
 */
import type { Book, Level } from '../../model/market.js';
import { midOf } from '../../state/book-measures.js';
import { alignAtPoint, difference, fixed, mostDecimals, plain } from './number-text.js';
import type { Paint } from './paint.js';
import { clockText } from './time-text.js';
import { isOf, latestOfEach } from './view.js';
import type { View } from './view.js';

/**
 * Makes the ladders.
 *
 * @param levels - how many of each side, where the terminal is high enough
 */
export function bookView(levels: number): View<Book> {
  return {
    fold: latestOfEach,
    render: (shown, { width, height, paint, targets }) => {
      const each = Math.floor(height / Math.max(1, targets.length));
      // Title, spread and an empty line are not levels.
      const count = Math.max(1, Math.min(levels, Math.floor((each - 3) / 2)));
      const lines = targets.flatMap((target, i) => {
        const book = shown.find(isOf(target));
        const title = paint.bold(target.label);
        const ladder =
          book === undefined ? [`${title}  waiting for the first book`] : ladderLines(title, book, count, width, paint);
        return i === 0 ? ladder : ['', ...ladder];
      });
      return lines.slice(0, height);
    },
  };
}

/** Draws one ladder of so many levels a side. */
export function ladderLines(title: string, book: Book, count: number, width: number, paint: Paint): readonly string[] {
  const asks = cumulated(book.asks.slice(0, count)).reverse();
  const bids = cumulated(book.bids.slice(0, count));
  const rungs = [...asks, ...bids];
  const decimals = mostDecimals(rungs.map(({ level }) => level[0]));
  const sizes = mostDecimals(rungs.map(({ level }) => level[1]));
  const column = (texts: readonly string[]): readonly string[] => {
    const aligned = alignAtPoint(texts);
    const longest = Math.max(0, ...aligned.map(text => text.length));
    return aligned.map(text => text.padStart(longest));
  };
  const prices = column(rungs.map(({ level }) => fixed(level[0], decimals)));
  const amounts = column(rungs.map(({ level }) => plain(level[1])));
  const totals = column(rungs.map(({ total }) => fixed(total, sizes)));
  const used = (prices[0]?.length ?? 0) + (amounts[0]?.length ?? 0) + (totals[0]?.length ?? 0) + 10;
  const room = Math.max(0, Math.min(40, width - used));
  const most = Math.max(0, ...rungs.map(({ total }) => total));
  const drawn = rungs.map(({ total }, i) => {
    const tint = i < asks.length ? paint.bad : paint.good;
    const bar = '▇'.repeat(most === 0 ? 0 : Math.round((total / most) * room));
    return `  ${tint(prices[i] ?? '')}  ${amounts[i] ?? ''}  ${paint.dim(totals[i] ?? '')}  ${tint(bar)}`.trimEnd();
  });
  const heading = `${title}  ${paint.dim(`price · size · sum  (${book.bids.length} bids, ${book.asks.length} asks, ${timeOf(book)})`)}`;
  return [heading, ...drawn.slice(0, asks.length), spreadLine(book, decimals, paint), ...drawn.slice(asks.length)];
}

interface Rung {
  readonly level: Level;
  /** Everything from the best level to here. */
  readonly total: number;
}

function cumulated(levels: readonly Level[]): Rung[] {
  let total = 0;
  return levels.map(level => ({ level, total: (total += level[1]) }));
}

function spreadLine(book: Book, decimals: number, paint: Paint): string {
  const spread = difference(book.asks[0]?.[0], book.bids[0]?.[0]);
  if (spread === undefined) return paint.dim('  one side is empty');
  return paint.dim(`  spread ${fixed(spread, decimals)} · middle ${fixed(midOf(book), decimals + 1)}`);
}

function timeOf({ timestamp, receivedAt }: Book): string {
  return clockText(timestamp ?? receivedAt);
}
