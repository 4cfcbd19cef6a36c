/**
 * One side of a book: parallel arrays of rows and levels, best first, copied on write.
 * @module
 */
import type { BookRow, Level } from '../model/market.js';

/** A side, best first; `levels[i]` is `rows[i].level`. */
export interface BookSide {
  readonly rows: readonly BookRow[];
  readonly levels: readonly Level[];
}

/** The order of a side: -1 where the highest price is the best (bids), 1 where the lowest is (asks). */
export type SideOrder = -1 | 1;

/**
 * Makes a side of a snapshot's rows: sorted, without zero sizes, one row per price (the last one), cut to the window.
 */
export function snapshotSide(given: readonly BookRow[], order: SideOrder, window: number | undefined): BookSide {
  let rows = sorted(given, order);
  if (rows.some(isRemoval)) rows = rows.filter(row => !isRemoval(row));
  if (window !== undefined && rows.length > window) rows = rows.slice(0, window);
  return { rows, levels: rows.map(row => row.level) };
}

/**
 * Merges changes into a side, which itself stays as it is; the same arrays come back where there are no changes.
 *
 * @param changes - absolute sizes in any order; zero removes
 */
export function mergeSide(
  rows: readonly BookRow[],
  levels: readonly Level[],
  changes: readonly BookRow[],
  order: SideOrder,
  window: number | undefined,
): BookSide {
  const only = changes[0];
  if (only === undefined) return { rows, levels };
  const side = changes.length === 1 ? mergeOne(rows, levels, only, order) : mergeMany(rows, levels, changes, order);
  if (window === undefined || side.rows.length <= window) return side;
  return { rows: side.rows.slice(0, window), levels: side.levels.slice(0, window) };
}

const MOST_ARGUMENTS = 1000;

function mergeOne(rows: readonly BookRow[], levels: readonly Level[], row: BookRow, order: SideOrder): BookSide {
  const level = row.level;
  const at = placeOf(levels, level[0], order, 0);
  const known = levels[at]?.[0] === level[0] ? 1 : 0;
  if (level[1] !== 0) return { rows: rows.toSpliced(at, known, row), levels: levels.toSpliced(at, known, level) };
  return known === 0 ? { rows, levels } : { rows: rows.toSpliced(at, 1), levels: levels.toSpliced(at, 1) };
}

/** One pass from the first change on; what stands between two changes moves only where rows came or went before it. */
function mergeMany(
  rows: readonly BookRow[],
  levels: readonly Level[],
  changes: readonly BookRow[],
  order: SideOrder,
): BookSide {
  const nextRows = rows.slice();
  const nextLevels = levels.slice();
  const length = levels.length;
  let from = 0;
  let to = 0;
  for (const row of sorted(changes, order)) {
    const level = row.level;
    const at = placeOf(levels, level[0], order, from);
    if (from === to) {
      from = to = at;
    } else {
      for (; from < at; from++, to++) {
        nextRows[to] = rows[from] as BookRow;
        nextLevels[to] = levels[from] as Level;
      }
    }
    if (from < length && (levels[from] as Level)[0] === level[0]) from++;
    if (level[1] !== 0) {
      nextRows[to] = row;
      nextLevels[to] = level;
      to++;
    }
  }
  if (from === to) return { rows: nextRows, levels: nextLevels };
  return { rows: rejoined(nextRows, to, rows, from), levels: rejoined(nextLevels, to, levels, from) };
}

/** The head up to `to`, then the tail from `from` on; `head` is a copy of `tail` behind `to`. */
function rejoined<T>(head: readonly T[], to: number, tail: readonly T[], from: number): readonly T[] {
  // The engine splices a copy at the cost of a copy, but takes no more arguments than fit on its stack.
  if (to - from > MOST_ARGUMENTS) return head.slice(0, to).concat(tail.slice(from));
  return head.toSpliced(to, Math.max(from - to, 0), ...tail.slice(from, to));
}

/** The first place, from `start` on, whose price is not better than this one. */
function placeOf(levels: readonly Level[], price: number, order: SideOrder, start: number): number {
  const length = levels.length;
  let low = start;
  let high = start;
  // Changes stand close together: steps of 1, 2, 4 … find the next place sooner than halving the whole side.
  for (let step = 1; high < length && ((levels[high] as Level)[0] - price) * order < 0; step *= 2) {
    low = high + 1;
    high += step;
  }
  if (high > length) high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (((levels[middle] as Level)[0] - price) * order < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Best first, one row per price: the last one said. */
function sorted(rows: readonly BookRow[], order: SideOrder): readonly BookRow[] {
  if (isSorted(rows, order)) return rows;
  const stable = rows.toSorted((a, b) => (a.level[0] - b.level[0]) * order);
  return stable.filter((row, index) => row.level[0] !== stable[index + 1]?.level[0]);
}

function isSorted(rows: readonly BookRow[], order: SideOrder): boolean {
  let last = -Infinity;
  for (const row of rows) {
    const rank = row.level[0] * order;
    if (rank <= last) return false;
    last = rank;
  }
  return true;
}

function isRemoval(row: BookRow): boolean {
  return row.level[1] === 0;
}
