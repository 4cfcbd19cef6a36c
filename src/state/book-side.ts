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
  if (changes.length === 0) return { rows, levels };
  let next: { rows: BookRow[]; levels: Level[] };
  if (changes.length > FEW) {
    next = merged(rows, sorted(changes, order), order);
  } else {
    // The engine copies and moves whole blocks of memory, which beats any loop of ours.
    next = { rows: rows.slice(), levels: levels.slice() };
    for (const row of changes) put(next.rows, next.levels, row, order);
  }
  if (window !== undefined && next.levels.length > window) next.rows.length = next.levels.length = window;
  return next;
}

/** Up to here changes are made one by one. */
const FEW = 50;

function put(rows: BookRow[], levels: Level[], row: BookRow, order: SideOrder): void {
  const level = row.level;
  const at = placeOf(levels, level[0], order);
  const isKnown = levels[at]?.[0] === level[0];
  if (level[1] === 0) {
    if (!isKnown) return;
    rows.splice(at, 1);
    levels.splice(at, 1);
  } else if (isKnown) {
    rows[at] = row;
    levels[at] = level;
  } else {
    rows.splice(at, 0, row);
    levels.splice(at, 0, level);
  }
}

/** The first place whose price is not better than this one. */
function placeOf(levels: readonly Level[], price: number, order: SideOrder): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (((levels[middle] as Level)[0] - price) * order < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One pass through both; the changes are sorted. */
function merged(
  rows: readonly BookRow[],
  changes: readonly BookRow[],
  order: SideOrder,
): { rows: BookRow[]; levels: Level[] } {
  const next: BookRow[] = [];
  let from = 0;
  for (const change of changes) {
    const rank = change.level[0] * order;
    for (let row = rows[from]; row !== undefined && row.level[0] * order < rank; row = rows[++from]) next.push(row);
    if (rows[from]?.level[0] === change.level[0]) from++;
    if (!isRemoval(change)) next.push(change);
  }
  for (let row = rows[from]; row !== undefined; row = rows[++from]) next.push(row);
  return { rows: next, levels: next.map(row => row.level) };
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
