import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceError } from '../../src/model/errors.js';
import type { Book, BookDelta } from '../../src/model/market.js';
import { bookReducer } from '../../src/state/book.js';
import type { BookState } from '../../src/state/book.js';
import { delta, snapshot } from './rows.js';
import type { Pairs } from './rows.js';

type Change = readonly [side: 'bid' | 'ask', price: number, size: number];

/** Bids below 100, asks above, so that no book is crossed. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.constant('bid' as const), fc.integer({ min: 60, max: 99 }), fc.integer({ min: 0, max: 3 })),
  fc.tuple(fc.constant('ask' as const), fc.integer({ min: 101, max: 140 }), fc.integer({ min: 0, max: 3 })),
);
/** A stream of updates, cut into deltas. */
const deltas = fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 12 });

function pairs(changes: readonly Change[], side: 'bid' | 'ask'): Pairs {
  return changes.filter(([of]) => of === side).map(([, price, size]) => [price, size]);
}

/** The plainest book there is. */
function naive(changes: readonly Change[]): { bids: number[][]; asks: number[][] } {
  const sides = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  for (const [side, price, size] of changes) {
    if (size === 0) sides[side].delete(price);
    else sides[side].set(price, size);
  }
  return {
    bids: [...sides.bid].sort(([a], [b]) => b - a),
    asks: [...sides.ask].sort(([a], [b]) => a - b),
  };
}

function numbered(cuts: readonly (readonly Change[])[]): readonly BookDelta[] {
  return cuts.map((changes, index) =>
    delta(pairs(changes, 'bid'), pairs(changes, 'ask'), { previous: `${index + 1}`, sequence: `${index + 2}` }),
  );
}

const start = snapshot([], [], { sequence: '1' });

function states(events: readonly BookDelta[]): readonly BookState[] {
  const all: BookState[] = [];
  let state = bookReducer(undefined, start);
  for (const event of events) {
    state = bookReducer(state, event);
    if (state !== undefined) all.push(state);
  }
  return all;
}

function deepFrozen(state: BookState): BookState {
  for (const value of [state, state.emit, state.book, state.bids, state.asks, state.book.bids, state.book.asks]) {
    Object.freeze(value);
  }
  return state;
}

describe('bookReducer, whatever comes', () => {
  it('gives the book of all changes, however they are cut into deltas', () => {
    fc.assert(
      fc.property(deltas, cuts => {
        const last = states(numbered(cuts)).at(-1);
        const { bids, asks } = naive(cuts.flat());
        expect(last?.book.bids ?? []).toEqual(bids);
        expect(last?.book.asks ?? []).toEqual(asks);
        const whole = bookReducer(undefined, snapshot(bids as unknown as Pairs, asks as unknown as Pairs));
        expect(last?.book.bids ?? []).toEqual(whole?.book.bids);
        expect(last?.book.asks ?? []).toEqual(whole?.book.asks);
      }),
    );
  });

  it('keeps rows and levels parallel', () => {
    fc.assert(
      fc.property(deltas, cuts => {
        for (const { bids, asks, book } of states(numbered(cuts))) {
          expect(bids.map(row => row.level)).toEqual(book.bids);
          expect(asks.map(row => row.level)).toEqual(book.asks);
        }
      }),
    );
  });

  it('gives the same object back at stale deltas and duplicates', () => {
    fc.assert(
      fc.property(deltas, fc.nat(), (cuts, at) => {
        const events = numbered(cuts);
        const state = states(events).at(-1);
        const old = events[at % Math.max(events.length, 1)];
        if (state !== undefined && old !== undefined) expect(bookReducer(state, old)).toBe(state);
      }),
    );
  });

  it('errors where a link of the chain is missing', () => {
    const cutsWithLink = fc.array(fc.array(change, { maxLength: 5 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(cutsWithLink, fc.nat(), (cuts, at) => {
        const events = numbered(cuts);
        const missing = at % (events.length - 1);
        expect(() => states(events.filter((_, index) => index !== missing))).toThrow(SequenceError);
      }),
    );
  });

  it('never changes what it emitted, nor the state it was given', () => {
    fc.assert(
      fc.property(deltas, cuts => {
        const told: Book[] = [];
        const copies: string[] = [];
        let state = bookReducer(undefined, start);
        for (const event of numbered(cuts)) {
          if (state !== undefined) deepFrozen(state);
          const next = bookReducer(state, event);
          // An old state may be used again, with the same result.
          expect(bookReducer(state, event)).toEqual(next);
          for (const book of next?.emit ?? []) {
            told.push(book);
            copies.push(JSON.stringify(book));
          }
          state = next;
        }
        expect(told.map(book => JSON.stringify(book))).toEqual(copies);
      }),
    );
  });

  it('keeps the best of each side where there is a window', () => {
    const sized = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { maxLength: 8 }), { minLength: 1, maxLength: 8 }),
        sized,
        (cuts, window) => {
          let state = bookReducer(undefined, snapshot([], [], { window }));
          let bids: readonly (readonly number[])[] = [];
          for (const changes of cuts) {
            state = bookReducer(state, delta(pairs(changes, 'bid'), pairs(changes, 'ask')));
            const before = bids.map(([price, size]) => ['bid', price ?? 0, size ?? 0] as const);
            bids = naive([...before, ...changes]).bids.slice(0, window);
            expect(state?.book.bids).toEqual(bids);
            expect(state?.bids).toHaveLength(bids.length);
          }
        },
      ),
    );
  });
});
