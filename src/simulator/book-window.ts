/**
 * The best levels of a simulated book, kept from step to step, with a numbering and a pace of their own.
 * @module
 */
import type { Sequence } from '../model/decimal.js';
import type { BookRow } from '../model/market.js';
import type { BookState } from './book-state.js';

/** What a window shows, and how often it is told. */
export interface WindowTerms {
  /** Levels a side; undefined: all of them, under the numbers of the full book. */
  readonly levels: number | undefined;
  /** Least time between two changes that are told, ms. */
  readonly every: number;
}

/** A window at one moment. */
export interface WindowState extends BookState {
  /** The full book at that moment. */
  readonly full: BookState;
}

/** What a step changed in a window; rows best first, removals with size 0. */
export interface WindowChange {
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
  readonly previous: Sequence;
  /** Whether the numbering begins anew with this. */
  readonly restarted: boolean;
}

/** A window of one market. It follows the book whether or not somebody listens. */
export interface BookWindow {
  readonly terms: WindowTerms;
  state(): WindowState;
  /** One of the last 10,000 states; undefined where there was none of this number. */
  at(sequence: Sequence): WindowState | undefined;
  /** What the market's last step changed; undefined where nothing is told of it. */
  change(): WindowChange | undefined;
  /** Called after each step of the market; `restarted` where the book's numbering begins anew. */
  follow(full: BookState, restarted: boolean, now: number): void;
}

const STATES = 10_000;

/** Makes a window of a book as it stands; `start` is the first number of a window that counts by itself. */
export function createBookWindow(terms: WindowTerms, book: BookState, start: number): BookWindow {
  const { levels, every } = terms;
  // The rows of a state are cut out when they are asked for: 10,000 books are kept once, not once per window.
  const states = new Map<Sequence, BookState>();
  let full = book;
  let count = start;
  let sequence = levels === undefined ? book.sequence : String(start);
  let movedAt = -Infinity;
  let restarting = false;
  let change: WindowChange | undefined;
  /** Prices of the whole book that changed since the last change that was told: what came and went is told, too. */
  const touched = { bids: new Map<number, BookRow>(), asks: new Map<number, BookRow>() };
  let seen = book;
  states.set(sequence, full);

  const look = (state: BookState, number: Sequence): WindowState => ({
    bids: state.bids.slice(0, levels),
    asks: state.asks.slice(0, levels),
    sequence: number,
    timestamp: state.timestamp,
    full: state,
  });

  return {
    terms,
    state: () => look(full, sequence),
    at(number) {
      const state = states.get(number);
      return state === undefined ? undefined : look(state, number);
    },
    change: () => change,
    follow(next, restarted, now) {
      change = undefined;
      restarting ||= restarted;
      if (levels === undefined) {
        for (const row of differences(seen.bids, next.bids, -1)) touched.bids.set(row.level[0], row);
        for (const row of differences(seen.asks, next.asks, 1)) touched.asks.set(row.level[0], row);
        seen = next;
      }
      if (now - movedAt < every) return;
      const bids =
        levels === undefined
          ? sorted([...touched.bids.values()], -1)
          : differences(full.bids.slice(0, levels), next.bids.slice(0, levels), -1);
      const asks =
        levels === undefined
          ? sorted([...touched.asks.values()], 1)
          : differences(full.asks.slice(0, levels), next.asks.slice(0, levels), 1);
      touched.bids.clear();
      touched.asks.clear();
      if (bids.length + asks.length === 0 && !restarting) return;
      change = { bids, asks, previous: restarting ? '0' : sequence, restarted: restarting };
      count = restarting ? 1 : count + 1;
      sequence = levels === undefined ? next.sequence : String(count);
      full = next;
      movedAt = now;
      restarting = false;
      // A number that comes again after a restart stands for its newest state.
      states.delete(sequence);
      states.set(sequence, full);
      const [oldest] = states.keys();
      if (states.size > STATES && oldest !== undefined) states.delete(oldest);
    },
  };
}

/** What makes the second of the first. `direction` is 1 where the lowest price is the best. */
function differences(before: readonly BookRow[], after: readonly BookRow[], direction: 1 | -1): readonly BookRow[] {
  const gone = new Map(before.map(row => [row.level[0], row]));
  const changed: BookRow[] = [];
  for (const row of after) {
    const known = gone.get(row.level[0]);
    gone.delete(row.level[0]);
    if (known !== row && known?.text[1] !== row.text[1]) changed.push(row);
  }
  for (const { level, text } of gone.values()) changed.push({ level: [level[0], 0], text: [text[0], '0'], mark: -1 });
  return sorted(changed, direction);
}

function sorted(rows: readonly BookRow[], direction: 1 | -1): readonly BookRow[] {
  return [...rows].sort((a, b) => (a.level[0] - b.level[0]) * direction);
}
