import { describe, expect, it } from 'vitest';
import { CrossedError, SequenceError } from '../../src/model/errors.js';
import type { BookDelta, BookSnapshot } from '../../src/model/market.js';
import { bookReducer } from '../../src/state/book.js';
import type { BookState } from '../../src/state/book.js';
import { delta, doubt, reset, snapshot } from './rows.js';

const first = snapshot(
  [
    [100, 1],
    [99, 2],
  ],
  [
    [101, 3],
    [102, 4],
  ],
  { sequence: '10' },
);

function after(...events: readonly (BookSnapshot | BookDelta)[]): BookState {
  let state: BookState | undefined;
  for (const event of events) state = bookReducer(state, event);
  if (state === undefined) throw new Error('no state');
  return state;
}

function sides({ book }: BookState): unknown {
  return { bids: book.bids, asks: book.asks };
}

describe('bookReducer: snapshots', () => {
  it('tells a snapshot as a book, and knows the row of each level', () => {
    const state = after(first);
    expect(state.emit).toEqual([
      {
        type: 'book',
        venue: 'toy',
        market: 'spot',
        symbol: 'BTCUSDT',
        timestamp: 1000,
        receivedAt: 1001,
        bids: [
          [100, 1],
          [99, 2],
        ],
        asks: [
          [101, 3],
          [102, 4],
        ],
        sequence: '10',
      },
    ]);
    expect(state.known).toEqual(state.emit);
    expect(state.bids.map(row => row.level)).toEqual(state.book.bids);
    expect(state.asks.map(row => row.text[0])).toEqual(['101', '102']);
  });

  describe('without a number', () => {
    const at = (timestamp: number, bid: number, sequence?: string) =>
      snapshot([[bid, 1]], [[1_000, 1]], { timestamp, sequence });
    const bids = (...events: readonly BookSnapshot[]) => after(...events).book.bids[0]?.[0];

    it('are dropped where they are late', () => {
      expect(bids(at(50_000, 1), at(49_900, 2))).toBe(1);
      expect(bids(at(50_000, 1), at(49_900, 2), at(49_950, 3))).toBe(1);
      expect(bids(at(50_000, 1), at(40_000, 2))).toBe(1);
      expect(bids(at(50_000, 1), at(40_000, 2), at(50_000, 3))).toBe(3);
      expect(after(at(50_000, 1), at(40_000, 2)).emit).toEqual([]);
    });

    it('do not freeze where the venue’s clock has gone back', () => {
      expect(bids(at(50_000, 1), at(40_000, 2), at(40_100, 3))).toBe(3);
      expect(bids(at(50_000, 1), at(40_000, 2), at(40_100, 3), at(40_050, 4), at(40_200, 5))).toBe(5);
      // One that is late at a time is none of that.
      expect(bids(at(50_000, 1), at(40_000, 2), at(50_100, 3), at(40_000, 4))).toBe(3);
    });

    it('are taken where the number, or a time that is not told, says nothing against it', () => {
      expect(bids(at(50_000, 1, '1'), at(40_000, 2, '2'))).toBe(2);
      expect(bids(at(50_000, 1), { ...at(0, 2), timestamp: undefined })).toBe(2);
    });
  });

  it('sorts, drops zero sizes, and takes the last of one price', () => {
    const messy = snapshot(
      [
        [98, 1],
        [100, '0.000'],
        [99, 1],
        ['98.0', 7],
      ],
      [
        [103, 1],
        [101, 5],
        [103, 0],
        [102, 2],
      ],
    );
    const state = after(messy);
    expect(sides(state)).toEqual({
      bids: [
        [99, 1],
        [98, 7],
      ],
      asks: [
        [101, 5],
        [102, 2],
      ],
    });
    expect(state.bids.map(row => row.text[0])).toEqual(['99', '98.0']);
  });

  it('drops zero sizes from a sorted one', () => {
    const state = after(
      snapshot(
        [
          [100, 1],
          [99, 0],
          [98, 2],
        ],
        [],
      ),
    );
    expect(sides(state)).toEqual({
      bids: [
        [100, 1],
        [98, 2],
      ],
      asks: [],
    });
  });

  it('replaces in any state, whatever its sequence', () => {
    const state = after(first, snapshot([[50, 1]], [[51, 1]], { sequence: '3' }));
    expect(sides(state)).toEqual({ bids: [[50, 1]], asks: [[51, 1]] });
    expect(state.book.sequence).toBe('3');
  });

  it('knows nothing after a reset, and nothing of a delta before its snapshot', () => {
    expect(bookReducer(after(first), reset)).toBeUndefined();
    expect(bookReducer(undefined, delta([[100, 1]], []))).toBeUndefined();
    expect(bookReducer(undefined, doubt)).toBeUndefined();
  });
});

describe('bookReducer: deltas', () => {
  it('replaces, inserts and removes', () => {
    const changes = delta(
      [
        [100, 9],
        [98, 1],
      ],
      [
        ['101.00', '0.00'],
        [101.5, 1],
      ],
      { sequence: '11', timestamp: 2000, receivedAt: 2001 },
    );
    const { book } = after(first, changes);
    expect(book).toMatchObject({ sequence: '11', timestamp: 2000, receivedAt: 2001 });
    expect(book.bids).toEqual([
      [100, 9],
      [99, 2],
      [98, 1],
    ]);
    expect(book.asks).toEqual([
      [101.5, 1],
      [102, 4],
    ]);
  });

  it('takes the last of one price, in any order', () => {
    const state = after(
      first,
      delta(
        [
          [98, 1],
          [99, 0],
          [98, 5],
          [99, 7],
        ],
        [
          [103, 1],
          [101, 8],
          [103, 0],
        ],
      ),
    );
    expect(sides(state)).toEqual({
      bids: [
        [100, 1],
        [99, 7],
        [98, 5],
      ],
      asks: [
        [101, 8],
        [102, 4],
      ],
    });
  });

  it('takes over the spelling of a price that is stated anew', () => {
    expect(after(first, delta([['100.0', '1.0']], [])).bids[0]?.text).toEqual(['100.0', '1.0']);
  });

  it('shares the side that is not touched', () => {
    const before = after(first);
    const next = after(first, delta([[100, 2]], []));
    const touched = bookReducer(before, delta([[100, 2]], []));
    expect(touched?.book.asks).toBe(before.book.asks);
    expect(touched?.book.bids).not.toBe(before.book.bids);
    expect(next.book.bids[0]).toEqual([100, 2]);
  });

  it('moves the sequence and the time by a delta that removes what is not there, or that has no levels', () => {
    const nothing = after(first, delta([[42, 0]], [], { sequence: '11' }));
    expect(sides(nothing)).toEqual(sides(after(first)));
    const empty = after(first, delta([], [], { sequence: '12', timestamp: 5 }));
    expect(empty.emit).toEqual([empty.book]);
    expect(empty.book).toMatchObject({ sequence: '12', timestamp: 5 });
  });

  it('empties a side, and fills it again', () => {
    const empty = after(
      first,
      delta(
        [
          [100, 0],
          [99, 0],
        ],
        [],
      ),
    );
    expect(empty.book.bids).toEqual([]);
    expect(empty.emit).toHaveLength(1);
    expect(bookReducer(empty, delta([[97, 1]], []))?.book.bids).toEqual([[97, 1]]);
  });

  it('cuts each side to the window of the snapshot', () => {
    const windowed = snapshot(
      [
        [100, 1],
        [99, 1],
        [98, 1],
      ],
      [[101, 1]],
      { window: 2 },
    );
    const state = after(windowed);
    expect(state.book.bids).toEqual([
      [100, 1],
      [99, 1],
    ]);
    const next = after(
      windowed,
      delta(
        [[99.5, 2]],
        [
          [100.5, 1],
          [102, 1],
        ],
      ),
    );
    expect(sides(next)).toEqual({
      bids: [
        [100, 1],
        [99.5, 2],
      ],
      asks: [
        [100.5, 1],
        [101, 1],
      ],
    });
    expect(next.bids).toHaveLength(2);
  });

  it('merges more rows at once than a call takes arguments', () => {
    const count = 150_000;
    const far = Array.from({ length: count }, (_, index) => [1_000_000 + index, 1] as const);
    const near = Array.from({ length: count }, (_, index) => [200 + index, 2] as const);
    const state = after(snapshot([], far), delta([], near));
    expect(state.asks).toHaveLength(2 * count);
    expect([0, count - 1, count, 2 * count - 1].map(index => state.book.asks[index])).toEqual([
      near[0],
      near[count - 1],
      far[0],
      far[count - 1],
    ]);
  });
});

describe('bookReducer: numbering', () => {
  const state = after(first);
  const next = (previous: string | undefined, sequence: string | undefined): BookState | undefined =>
    bookReducer(state, delta([[100, 5]], [], { previous, sequence }));

  it.each([
    ['10', '11', 'chain'],
    ['8', '12', 'overlap'],
    [undefined, '15', 'no previous'],
  ])('merges %s → %s (%s)', (previous, sequence, _name) => {
    expect(next(previous, sequence)?.book).toMatchObject({ sequence, bids: [[100, 5], expect.anything()] });
  });

  it.each([
    ['9', '10'],
    ['8', '9'],
    [undefined, '10'],
    [undefined, '9'],
  ])('gives the same object back at the stale %s → %s', (previous, sequence) => {
    expect(next(previous, sequence)).toBe(state);
  });

  it('compares by value, beyond 2^53 too', () => {
    const big = after(snapshot([[1, 1]], [], { sequence: '1352182127898370048' }));
    const stale = delta([[1, 2]], [], { previous: '1352182127898370046', sequence: '1352182127898370047' });
    expect(bookReducer(big, stale)).toBe(big);
    const gap = delta([[1, 2]], [], { previous: '1352182127898370049', sequence: '1352182127898370050' });
    expect(() => bookReducer(big, gap)).toThrow(SequenceError);
    expect(next('9', '100')?.book.sequence).toBe('100');
  });

  it('errors at a gap, naming both ends', () => {
    expect(() => next('11', '12')).toThrow(
      new SequenceError('toy spot BTCUSDT: book is at 10, delta starts after 11', { venue: 'toy' }),
    );
  });

  it('errors where the numbering begins anew, even below the sequence of the book', () => {
    expect(() => next('0', '1')).toThrow(SequenceError);
    expect(() => next('0', '11')).toThrow(SequenceError);
    const zero = after(snapshot([[1, 1]], [], { sequence: '0' }));
    expect(bookReducer(zero, delta([[1, 2]], [], { previous: '0', sequence: '1' }))?.book.sequence).toBe('1');
  });

  it('keeps the sequence where a delta has none, and takes the first one where the snapshot had none', () => {
    expect(next(undefined, undefined)?.book.sequence).toBe('10');
    const unnumbered = after(snapshot([[1, 1]], []));
    expect(bookReducer(unnumbered, delta([], [], { previous: '4', sequence: '5' }))?.book.sequence).toBe('5');
  });
});

describe('bookReducer: doubts', () => {
  const doubted = bookReducer(after(first), doubt);

  it('keeps the book and tells nothing', () => {
    expect(doubted?.emit).toEqual([]);
    expect(doubted?.known).toEqual(after(first).known);
  });

  it('is dispelled by a delta that follows on, and by a snapshot', () => {
    const chained = bookReducer(doubted, delta([[100, 5]], [], { previous: '10', sequence: '11' }));
    expect(chained?.isDoubted).toBe(false);
    expect(bookReducer(doubted, first)?.isDoubted).toBe(false);
  });

  it('is an error at a delta that cannot prove that none was lost', () => {
    expect(() => bookReducer(doubted, delta([[100, 5]], [], { sequence: '11' }))).toThrow(SequenceError);
    expect(() => bookReducer(doubted, delta([[100, 5]], [], { previous: '11', sequence: '12' }))).toThrow(
      SequenceError,
    );
  });
});

describe('bookReducer: crossed books', () => {
  const crossing = delta([[101, 1]], []);
  const crossed = after(first, crossing);

  it('does not tell the first one', () => {
    expect(crossed.emit).toEqual([]);
    expect(crossed.known).toEqual([]);
    expect(crossed.crossed).toBe(1);
  });

  it('tells it again once the next delta has uncrossed it', () => {
    const next = bookReducer(crossed, delta([], [[101, 0]]));
    expect(next?.crossed).toBe(0);
    expect(next?.emit).toEqual([next?.book]);
  });

  it('errors if the next delta leaves it crossed', () => {
    expect(() => bookReducer(crossed, delta([[98, 1]], []))).toThrow(
      new CrossedError('toy spot BTCUSDT: book stays crossed (bid 101, ask 101)', { venue: 'toy' }),
    );
  });

  it('does not tell a crossed snapshot, nor count a stale delta', () => {
    const twisted = after(snapshot([[10, 1]], [[9, 1]], { sequence: '5' }));
    expect(twisted.emit).toEqual([]);
    expect(bookReducer(twisted, delta([], [], { sequence: '5' }))).toBe(twisted);
    expect(() => bookReducer(twisted, delta([], [], { sequence: '6' }))).toThrow(CrossedError);
    expect(after(snapshot([[10, 1]], [[9, 1]]), first).emit).toHaveLength(1);
  });
});

describe('bookReducer: a restart of the numbering whose announcement was lost', () => {
  const at = (timestamp: number) => ({ timestamp });
  const state = bookReducer(undefined, snapshot([[100, 1]], [[101, 1]], { sequence: '1000000', ...at(1_000) }));

  it.each([
    ['with a chain', { previous: '7', sequence: '8' }],
    ['without one', { sequence: '8' }],
  ])('is noticed by a lower number at a later time, %s', (_, numbers) => {
    expect(() => bookReducer(state, delta([[99, 1]], [], { ...numbers, ...at(1_100) }))).toThrow(
      'toy spot BTCUSDT: book is at 1000000, a newer delta is numbered 8',
    );
  });

  it('is not seen in late deltas', () => {
    expect(bookReducer(state, delta([[99, 1]], [], { sequence: '8', ...at(900) }))).toBe(state);
    expect(bookReducer(state, delta([[99, 1]], [], { sequence: '8', ...at(1_000) }))).toBe(state);
    expect(bookReducer(state, delta([[99, 1]], [], { sequence: '1000000', ...at(1_100) }))).toBe(state);
  });
});

describe('bookReducer: snapshots that stay crossed', () => {
  it('are an error, as deltas are', () => {
    const crossed = snapshot([[102, 1]], [[101, 1]]);
    const once = bookReducer(undefined, crossed);
    expect(once?.emit).toEqual([]);
    expect(() => bookReducer(once, crossed)).toThrow(CrossedError);
    expect(bookReducer(once, snapshot([[100, 1]], [[101, 1]]))?.emit).toHaveLength(1);
  });
});
