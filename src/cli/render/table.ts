/**
 * Tables that fit the terminal.
 * @module
 */
import Table from 'cli-table3';
import { widthOf } from './clip.js';
import { alignAtPoint } from './number-text.js';
import type { Paint } from './paint.js';

/** One column. */
export interface Column {
  readonly title: string;
  /** One per row. */
  readonly cells: readonly string[];
  /** "point": numbers with their points below each other. */
  readonly align: 'left' | 'right' | 'point';
  /** Where there is no room, the columns with the highest rank go first; 0 stays. Default 0. */
  readonly rank?: number;
  /** The colour of a cell. */
  readonly tint?: (text: string, row: number) => string;
}

/** Draws a table without lines around it: a line of titles, then one per row. */
export function tableLines(columns: readonly Column[], width: number, paint: Paint): readonly string[] {
  const set = fitting(
    columns.map(column => ({ ...column, cells: column.align === 'point' ? alignAtPoint(column.cells) : column.cells })),
    width,
  );
  const table = new Table({
    chars: Object.fromEntries(BORDERS.map(place => [place, ''])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    head: set.map(({ title }) => paint.dim(title)),
    colAligns: set.map(({ align }) => (align === 'left' ? 'left' : 'right')),
  });
  const rows = set[0]?.cells.length ?? 0;
  for (let row = 0; row < rows; row++) {
    table.push(set.map(({ cells, tint }) => (tint === undefined ? (cells[row] ?? '') : tint(cells[row] ?? '', row))));
  }
  return table
    .toString()
    .split('\n')
    .map(line => line.trimEnd());
}

const GAP = 2;

const BORDERS = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;

/** Leaves columns out until the rest fits; one that is empty in every row goes at once. */
function fitting(columns: readonly Column[], width: number): readonly Column[] {
  let set = columns.filter(({ cells, rank = 0 }) => rank === 0 || cells.some(cell => cell !== ''));
  while (widthOfAll(set) > width) {
    const highest = Math.max(...set.map(({ rank = 0 }) => rank));
    if (highest <= 0) break;
    set = set.filter(({ rank = 0 }) => rank < highest);
  }
  return set;
}

function widthOfAll(columns: readonly Column[]): number {
  let width = 0;
  for (const { title, cells } of columns) width += Math.max(title.length, ...cells.map(widthOf)) + GAP;
  return width - GAP;
}
