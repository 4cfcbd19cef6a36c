/**
 * What is said of a book: whole and then its changes, or its best levels whole each time.
 * @module
 */
import type { Utterance, Wish } from '../contract/counterpart.js';
import type { BookRow } from '../model/market.js';
import type { BookWindow } from './book-window.js';
import { snapshotOf } from './book-state.js';
import type { BookState } from './book-state.js';
import type { Market, MarketStep } from './market.js';
import type { Speaker } from './speaker.js';

type BookUtterance = Extract<Utterance, { type: 'book' }>;
type Pace = Pick<Wish, 'window' | 'every'>;

/** The book, or a window of it, and then what changes; `first` again where the numbering begins anew. */
export function wholeThenChanges(market: Market, { window: levels, every }: Pace): Speaker {
  // A pace, too, needs somebody who remembers what was told.
  if (levels !== undefined || every > 0) return windowThenChanges(market, market.window({ levels, every }));
  const full = (): BookState => market.book();
  const tell = (event: BookUtterance['event'], first: boolean): Utterance => utter(event, first, full());
  return {
    first: () => tell(snapshotOf(market, full()), true),
    next: ({ delta, restarted }) => (delta === undefined ? undefined : tell(delta, restarted)),
  };
}

/** The best levels, whole each time, and only when one of them changed or the numbering began anew. */
export function bestLevels(market: Market, depth: number, { window: levels, every }: Pace): Speaker {
  const window = levels === undefined ? undefined : market.window({ levels, every });
  let told: BookUtterance | undefined;
  const look = (first: boolean): BookUtterance => {
    const state = window?.state() ?? market.book();
    return utter(snapshotOf(market, state, depth), first, window?.state().full ?? market.book());
  };
  const restartedIn = (step: MarketStep): boolean =>
    window === undefined ? step.restarted : window.change()?.restarted === true;
  return {
    ...(window === undefined ? {} : { paced: true }),
    first() {
      const seen = look(true);
      told ??= seen;
      // What looks the same goes by the number that all others know it by.
      return isSame(told, seen) ? { ...told, first: true } : seen;
    },
    next(step) {
      const restarted = restartedIn(step);
      const seen = look(restarted);
      if (told !== undefined && !restarted && isSame(told, seen)) return undefined;
      told = seen;
      return told;
    },
    again: () => (told === undefined ? undefined : { ...told, first: false }),
  };
}

function windowThenChanges(market: Market, window: BookWindow): Speaker {
  const { levels } = window.terms;
  const whole = (first: boolean): Utterance => {
    const { full, ...state } = window.state();
    return utter(snapshotOf(market, state, levels), first, full);
  };
  return {
    paced: true,
    first: () => whole(true),
    next() {
      const change = window.change();
      if (change === undefined) return undefined;
      // Windows that count by themselves announce a restart by a snapshot, the full book by a change that follows on "0".
      if (change.restarted && levels !== undefined) return whole(true);
      const { full, sequence, timestamp } = window.state();
      const { venue, listing } = market;
      const stamp = { venue, market: listing.market, symbol: listing.symbol, timestamp, receivedAt: timestamp };
      const { bids, asks, previous } = change;
      const numbers = { previous, sequence, checksum: undefined };
      return utter({ type: 'book-delta', ...stamp, bids, asks, ...numbers, raw: undefined }, change.restarted, full);
    },
  };
}

function utter(event: BookUtterance['event'], first: boolean, full: BookState): BookUtterance {
  return { type: 'book', event, first, sequence: full.sequence, after: full };
}

function isSame({ event: a }: BookUtterance, { event: b }: BookUtterance): boolean {
  const same = (left: readonly BookRow[], right: readonly BookRow[]): boolean =>
    left.length === right.length && left.every((row, i) => row === right[i]);
  return same(a.bids, b.bids) && same(a.asks, b.asks);
}
