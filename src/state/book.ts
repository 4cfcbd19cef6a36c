/**
 * Order books: snapshots replace, deltas merge; a break in the numbering or a crossed book is an error.
 * @module
 */
import { compareSequence } from '../model/decimal.js';
import type { Sequence } from '../model/decimal.js';
import { CrossedError, SequenceError } from '../model/errors.js';
import type { Book, BookDelta, BookRow, BookSnapshot, Doubt, Reset, Stamp } from '../model/market.js';
import { mergeSide, snapshotSide } from './book-side.js';
import type { BookSide } from './book-side.js';
import { isFarBack } from './clock-back.js';
import { isNewer } from './is-newer.js';
import type { Reduced } from './reducer.js';

/** A book with the venue's own text of each level; `bids[i]` is the row of `book.bids[i]`, likewise the asks. */
export interface BookState extends Reduced<Book> {
  /** The book as it stands, told or (while it is crossed) not. */
  readonly book: Book;
  /** Best (highest) first. */
  readonly bids: readonly BookRow[];
  /** Best (lowest) first. */
  readonly asks: readonly BookRow[];
  /** How many levels of each side are kept; undefined for all. */
  readonly window: number | undefined;
  /** 1 while the best bid is at or above the best ask. */
  readonly crossed: 0 | 1;
  /** True once a delta may have been lost, until the next one proves that none was. */
  readonly isDoubted: boolean;
  /** Whether a whole book from far before this one came last: late, or after the venue's clock went back. */
  readonly isContested: boolean;
}

/**
 * Emits the whole book after each snapshot and each delta that is not stale.
 *
 * - A snapshot is taken in any state; it may be unsorted, and hold zero sizes and one price twice (the last one counts).
 * - Where the venue numbers nothing, a snapshot that is earlier by the venue's time is late, and dropped; but where two in a
 *   row are earlier by seconds, its clock has gone back, and the second one is taken.
 * - A delta without a snapshot before it is dropped. One whose `sequence` is not above the book's is stale.
 * - Sizes are absolute, zero removes; prices compare as numbers. Where the snapshot told a window, each side is cut to it.
 * - A crossed book (best bid at or above best ask) is not told.
 *
 * @throws SequenceError where a delta begins after the book's sequence, or announces (`previous` is "0") that the numbering
 * begins anew, or comes after a doubt and does not say what it follows on
 * @throws CrossedError where a delta leaves a crossed book crossed
 */
export function bookReducer(
  state: BookState | undefined,
  event: BookSnapshot | BookDelta | Reset | Doubt,
): BookState | undefined {
  switch (event.type) {
    case 'reset':
      return undefined;
    case 'doubt':
      return state === undefined ? state : { ...state, emit: NOTHING, isDoubted: true };
    case 'book-snapshot':
      return state !== undefined && isLate(state, event) ? contested(state, event) : withSnapshot(state, event);
    case 'book-delta':
      return state === undefined || isStale(state, event) ? state : withDelta(state, event);
  }
}

const NOTHING: readonly Book[] = [];

function withSnapshot(state: BookState | undefined, event: BookSnapshot): BookState {
  const bids = snapshotSide(event.bids, -1, event.window);
  const asks = snapshotSide(event.asks, 1, event.window);
  const next = stateOf(event, bids, asks, event.sequence, event.window);
  if (next.crossed === 1 && state?.crossed === 1) throw crossed(next.book);
  return next;
}

function withDelta(state: BookState, event: BookDelta): BookState {
  const { book, window } = state;
  const bids = mergeSide(state.bids, book.bids, event.bids, -1, window);
  const asks = mergeSide(state.asks, book.asks, event.asks, 1, window);
  const next = stateOf(event, bids, asks, event.sequence ?? book.sequence, window);
  if (next.crossed === 1 && state.crossed === 1) throw crossed(next.book);
  return next;
}

/** Takes note of a late snapshot; the next one shows whether it was that. */
function contested(state: BookState, { timestamp }: BookSnapshot): BookState {
  return isFarBack(timestamp, state.book.timestamp) ? { ...state, emit: NOTHING, isContested: true } : state;
}

function isLate({ book, isContested }: BookState, { sequence, timestamp }: BookSnapshot): boolean {
  if (sequence !== undefined || book.sequence !== undefined || !isNewer(book.timestamp, timestamp)) return false;
  return !isContested || !isFarBack(timestamp, book.timestamp);
}

/** Throws at a gap; says whether the delta brings nothing new. */
function isStale(state: BookState, delta: BookDelta): boolean {
  const { previous, sequence } = delta;
  const mine = state.book.sequence;
  if (state.isDoubted && (mine === undefined || previous === undefined)) {
    throw sequenceError(delta, 'book may miss a delta, a message was lost');
  }
  if (mine === undefined) return false;
  if (previous === '0' && mine !== '0') {
    throw sequenceError(delta, `book is at ${mine}, the venue numbers its deltas anew`);
  }
  const ahead = sequence === undefined ? 1 : compareSequence(sequence, mine);
  if (ahead < 0 && isNewer(delta.timestamp, state.book.timestamp)) {
    throw sequenceError(delta, `book is at ${mine}, a newer delta is numbered ${sequence}`);
  }
  if (ahead <= 0) return true;
  if (previous !== undefined && compareSequence(previous, mine) > 0) {
    throw sequenceError(delta, `book is at ${mine}, delta starts after ${previous}`);
  }
  return false;
}

function stateOf(
  stamp: Stamp,
  bids: BookSide,
  asks: BookSide,
  sequence: Sequence | undefined,
  window: number | undefined,
): BookState {
  const book: Book = {
    type: 'book',
    venue: stamp.venue,
    market: stamp.market,
    symbol: stamp.symbol,
    timestamp: stamp.timestamp,
    receivedAt: stamp.receivedAt,
    bids: bids.levels,
    asks: asks.levels,
    sequence,
  };
  const bid = bids.levels[0];
  const ask = asks.levels[0];
  const isCrossed = bid !== undefined && ask !== undefined && bid[0] >= ask[0];
  const emit = isCrossed ? NOTHING : [book];
  return {
    emit,
    known: emit,
    book,
    bids: bids.rows,
    asks: asks.rows,
    window,
    crossed: isCrossed ? 1 : 0,
    isDoubted: false,
    isContested: false,
  };
}

function sequenceError(delta: BookDelta, what: string): SequenceError {
  const { venue, market, symbol } = delta;
  return new SequenceError(`${venue} ${market} ${symbol}: ${what}`, { venue });
}

function crossed(book: Book): CrossedError {
  const { venue, market, symbol } = book;
  const prices = `bid ${book.bids[0]?.[0]}, ask ${book.asks[0]?.[0]}`;
  return new CrossedError(`${venue} ${market} ${symbol}: book stays crossed (${prices})`, { venue });
}
