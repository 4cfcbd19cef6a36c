/**
 * One side of a simulated order book: levels by whole ticks, best first, and what was touched since the last look.
 * @module
 */
import type { BookRow } from '../model/market.js';
import type { Random } from './random.js';
import type { Spelling } from './spelling.js';

/** One level: whole ticks, whole lots, and how it is written. */
export interface SideLevel {
  readonly tick: number;
  readonly lots: number;
  readonly row: BookRow;
}

/** One side of a book. */
export interface BookSide {
  readonly size: number;
  best(): SideLevel | undefined;
  at(index: number): SideLevel | undefined;
  has(tick: number): boolean;
  /** Sets a level; 0 lots remove it. */
  set(tick: number, lots: number): void;
  /** Repeats a level that did not change among the changes. */
  restate(tick: number): void;
  /** All rows, best first: the same array until something changed. */
  rows(): readonly BookRow[];
  /** What changed since the last call, best first; removals with size 0. */
  changes(): readonly BookRow[];
}

/** Makes an empty side. `direction` is 1 where the lowest tick is the best (asks), -1 where the highest is (bids). */
export function createBookSide(direction: 1 | -1, spelling: Spelling, random: Random): BookSide {
  const levels: SideLevel[] = [];
  let touched = new Map<number, { readonly wasThere: boolean }>();
  let rows: readonly BookRow[] = [];

  const indexOf = (tick: number): number => {
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((levels[middle]?.tick ?? 0) * direction < tick * direction) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const has = (tick: number): boolean => levels[indexOf(tick)]?.tick === tick;
  const touch = (tick: number): void => {
    if (!touched.has(tick)) touched.set(tick, { wasThere: has(tick) });
  };

  return {
    get size() {
      return levels.length;
    },
    best: () => levels[0],
    at: index => levels[index],
    has,
    set(tick, lots) {
      touch(tick);
      const index = indexOf(tick);
      const known = levels[index]?.tick === tick;
      if (lots > 0) levels.splice(index, known ? 1 : 0, { tick, lots, row: spelling.row(tick, lots, random) });
      else if (known) levels.splice(index, 1);
    },
    restate: touch,
    rows: () => rows,
    changes() {
      if (touched.size === 0) return [];
      const changed: BookRow[] = [];
      for (const tick of [...touched.keys()].sort((a, b) => (a - b) * direction)) {
        const level = levels[indexOf(tick)];
        if (level?.tick === tick) changed.push(level.row);
        else if (touched.get(tick)?.wasThere === true) changed.push(spelling.row(tick, 0, random));
      }
      touched = new Map();
      rows = levels.map(level => level.row);
      return changed;
    },
  };
}
