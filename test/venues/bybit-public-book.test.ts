import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import type { EventOf } from '../../src/model/kinds.js';
import type { Book, Quote } from '../../src/model/market.js';
import { bookReducer } from '../../src/state/book.js';
import type { BookState } from '../../src/state/book.js';
import { bybit } from '../../src/venues/bybit/index.js';

const { book, quotes } = bybit.channels;

type Side = readonly (readonly [string, string])[];

const push = (type: string, u: number, b: Side, a: Side, depth = 50, more: object = {}): string =>
  JSON.stringify({
    topic: `orderbook.${depth}.BTCUSDT`,
    type,
    ts: 1000 + u,
    data: { s: 'BTCUSDT', b, a, u, seq: 9 },
    ...more,
  });

/** Reads frames of one connection. */
function eventsOf<K extends 'book' | 'quotes'>(channel: Channel<K>, frames: readonly string[]): EventOf<K>[] {
  const read = bybit.protocol.reader();
  return frames.flatMap(data => {
    const [inbound] = read({ receivedAt: 5, data });
    if (inbound?.type !== 'data') throw new Error(`no data: ${data}`);
    const context = { venue: 'bybit', market: 'linear', symbol: 'BTCUSDT', topic: inbound.topic, receivedAt: 5 };
    return [...channel.read(inbound.body, context)];
  });
}

function booksOf(frames: readonly string[]): readonly (Book | undefined)[] {
  let state: BookState | undefined;
  return eventsOf(book as Channel<'book'>, frames).map(event => (state = bookReducer(state, event))?.book);
}

describe('a book of Bybit', () => {
  const first = push(
    'snapshot',
    100,
    [
      ['10', '1'],
      ['9', '2'],
    ],
    [
      ['11', '1'],
      ['12', '2'],
    ],
  );

  it('merges deltas whose numbers rise by one', () => {
    const delta = push(
      'delta',
      101,
      [
        ['9', '0'],
        ['8', '5'],
      ],
      [['11', '3']],
    );
    expect(booksOf([first, delta]).at(-1)).toMatchObject({
      sequence: '101',
      bids: [
        [10, 1],
        [8, 5],
      ],
      asks: [
        [11, 3],
        [12, 2],
      ],
    });
  });

  it('drops a delta that it has, and tells a gap', () => {
    const stale = push('delta', 100, [['10', '7']], [], 50, { ts: 1100 });
    expect(booksOf([first, stale]).at(-1)?.bids[0]).toEqual([10, 1]);
    expect(() => booksOf([first, push('delta', 102, [['10', '7']], [])])).toThrow(
      /book is at 100, delta starts after 101/,
    );
  });

  it('knows nothing before the first snapshot', () => {
    expect(booksOf([push('delta', 101, [['10', '7']], [])])).toEqual([undefined]);
  });

  it('takes a snapshot in any state', () => {
    const again = push('snapshot', 90, [['5', '1']], [['6', '1']]);
    expect(booksOf([first, again, push('delta', 91, [], [['6', '2']])]).at(-1)).toMatchObject({
      sequence: '91',
      bids: [[5, 1]],
      asks: [[6, 2]],
    });
  });

  it('takes u = 1 for a snapshot, whatever it says it is', () => {
    const restart = push('delta', 1, [['5', '1']], [['6', '1']]);
    const books = booksOf([first, restart, push('delta', 2, [['5', '2']], [])]);
    expect(books.at(-1)).toMatchObject({ sequence: '2', bids: [[5, 2]], asks: [[6, 1]] });
  });

  it('keeps as many levels as were asked for', () => {
    const [, ...frames] = readFileSync(
      new URL('../fixtures/bybit/v5-public-linear-orderbook-500-nautilus.jsonl', import.meta.url),
      'utf8',
    )
      .trim()
      .split('\n');
    const books = booksOf(frames);
    expect(books.length).toBe(9);
    expect(books.map(one => [one?.bids.length, one?.asks.length])).toEqual(books.map(() => [500, 500]));
    expect(eventsOf(book as Channel<'book'>, frames.slice(0, 1))).toMatchObject([{ window: 500 }]);
  });

  it('bears a level that leaves the window without a word', () => {
    const levels = (from: number): Side => Array.from({ length: 50 }, (_, i) => [String(from - i), '1'] as const);
    const full = push('snapshot', 7, levels(1000), [['2000', '1']]);
    const [last] = booksOf([full, push('delta', 8, [['1001', '1']], [])]).slice(-1);
    expect(last?.bids.length).toBe(50);
    expect(last?.bids.at(-1)).toEqual([952, 1]);
  });

  it('has the time of the matching engine where it is told', () => {
    const told = push('snapshot', 7, [['1', '1']], [], 50, { cts: 900 });
    expect(booksOf([told, first]).map(one => one?.timestamp)).toEqual([900, 1100]);
  });

  it('may be empty', () => {
    expect(booksOf([push('snapshot', 0, [], [], 25)])).toMatchObject([{ bids: [], asks: [], sequence: '0' }]);
  });
});

describe('the topic of a book', () => {
  const depthOf = (request: object): unknown => book.topic({ symbol: 'X', ...request } as never).args;

  it('is the deepest without a depth', () => {
    expect(['spot', 'linear', 'inverse', 'option'].map(market => depthOf({ market }))).toEqual([
      ...['orderbook.1000.X', 'orderbook.1000.X', 'orderbook.1000.X', 'orderbook.100.X'],
    ]);
  });

  it('has the depths of its market', () => {
    expect([1, 50, 200, 1000].map(depth => depthOf({ market: 'spot', depth }))).toEqual([
      ...['orderbook.1.X', 'orderbook.50.X', 'orderbook.200.X', 'orderbook.1000.X'],
    ]);
    expect(depthOf({ market: 'option', depth: 25 })).toBe('orderbook.25.X');
    expect(() => depthOf({ market: 'option', depth: 50 })).toThrow(/depth 50 is not one of bybit option: 25, 100/);
    // Retired in September 2025.
    expect(() => depthOf({ market: 'linear', depth: 500 })).toThrow(/1, 50, 200, 1000/);
    expect(() => depthOf({ market: 'rfq' })).toThrow(RangeError);
  });
});

describe('the best bid and ask of Bybit', () => {
  const quotesOf = (frames: readonly string[]): Quote[] => eventsOf(quotes as Channel<'quotes'>, frames);
  const first = push('snapshot', 100, [['10', '1']], [['11', '1']], 1);
  const numbers = ({ bid, bidSize, ask, askSize }: Quote): unknown => [bid, bidSize, ask, askSize];

  it('is each snapshot of level 1, repeated ones too', () => {
    expect(quotesOf([first, first]).map(numbers)).toEqual([
      [10, 1, 11, 1],
      [10, 1, 11, 1],
    ]);
    expect(quotesOf([push('snapshot', 3, [], [['11', '1']], 1)]).map(numbers)).toEqual([[undefined, undefined, 11, 1]]);
  });

  it('completes a delta from what came before', () => {
    const frames = [
      first,
      push('delta', 101, [['10', '2']], [], 1),
      push(
        'delta',
        102,
        [],
        [
          ['11', '0'],
          ['12', '5'],
        ],
        1,
      ),
      push('delta', 103, [['10', '0']], [], 1),
      push('delta', 103, [['10', '0']], [], 1),
      // A level may be pushed out without a word.
      push('delta', 104, [['9', '1']], [['11.5', '1']], 1),
    ];
    expect(quotesOf(frames).map(numbers)).toEqual([
      [10, 1, 11, 1],
      [10, 2, 11, 1],
      [10, 2, 12, 5],
      [undefined, undefined, 12, 5],
      [undefined, undefined, 12, 5],
      [9, 1, 11.5, 1],
    ]);
  });

  it('leaves the frame itself as it is', () => {
    const delta = push('delta', 101, [['10', '2']], [], 1);
    expect(quotesOf([first, delta])[1]?.raw).toEqual((JSON.parse(delta) as { data: unknown }).data);
    expect(eventsOf(book as Channel<'book'>, [first, delta])[1]).toMatchObject({ type: 'book-delta', asks: [] });
  });

  it('asks anew where a delta follows on nothing known', () => {
    const broken = /^bybit linear BTCUSDT: delta 102 of the best bid and ask/;
    expect(() => quotesOf([push('delta', 102, [['10', '2']], [], 1)])).toThrow(broken);
    expect(() => quotesOf([first, push('delta', 102, [['10', '2']], [], 1)])).toThrow(broken);
  });

  it('takes u = 1 for a snapshot', () => {
    expect(quotesOf([first, push('delta', 1, [['5', '1']], [], 1)]).map(numbers)).toEqual([
      [10, 1, 11, 1],
      [5, 1, undefined, undefined],
    ]);
  });
});
