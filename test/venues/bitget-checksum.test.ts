import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookRow } from '../../src/model/market.js';
import { bookReducer } from '../../src/state/book.js';
import type { BookState } from '../../src/state/book.js';
import { bookChecksum } from '../../src/venues/bitget/checksum.js';
import { delta, row, rows, snapshot } from '../state/rows.js';
import type { Pairs } from '../state/rows.js';
import { crc32 } from '../wire/plain-crc32.js';

/** The rule as the venue words it. */
function joined(bids: readonly BookRow[], asks: readonly BookRow[]): string {
  const parts: string[] = [];
  for (let i = 0; i < 25; i++) {
    for (const level of [bids[i], asks[i]]) if (level !== undefined) parts.push(...level.text);
  }
  return parts.join(':');
}

function naive(bids: readonly BookRow[], asks: readonly BookRow[]): number {
  return crc32(new TextEncoder().encode(joined(bids, asks))) | 0;
}

const text = fc.stringMatching(/^(0|[1-9]\d{0,12})(\.\d{1,15})?$/);
const side = fc
  .array(fc.tuple(text, text), { maxLength: 40 })
  .map(pairs => pairs.map(([price, size]) => row(price, size)));

describe('bookChecksum', () => {
  // https://www.bitget.com/api-doc/common/websocket-intro
  it.each<[string, number, Pairs, Pairs]>([
    ['4:1:3:1', 892106381, [['4', '1']], [['3', '1']]],
    [
      '43231.1:4:43232.8:9:43231:6:43232.9:8',
      -1504501796,
      [
        ['43231.1', '4'],
        ['43231', '6'],
      ],
      [
        ['43232.8', '9'],
        ['43232.9', '8'],
      ],
    ],
    [
      '3366.1:7:3366.8:9:3368:8:3372:8',
      831078360,
      [['3366.1', '7']],
      [
        ['3366.8', '9'],
        ['3368', '8'],
        ['3372', '8'],
      ],
    ],
  ])('of %s is %i', (string, checksum, bids, asks) => {
    expect(joined(rows(bids), rows(asks))).toBe(string);
    expect(bookChecksum(rows(bids), rows(asks))).toBe(checksum);
  });

  it('of nothing is 0', () => {
    expect(bookChecksum([], [])).toBe(0);
  });

  it('equals the plain join of the best 25 levels, marked or not, one-sided or not', () => {
    fc.assert(
      fc.property(side, side, (bids, asks) => {
        const checksum = naive(bids, asks);
        expect(bookChecksum(bids, asks)).toBe(checksum);
        expect(bookChecksum(bids, asks)).toBe(checksum);
        expect(bookChecksum(asks, bids)).toBe(naive(asks, bids));
      }),
    );
  });

  it('keeps the mark of each level that it read, and reads no others', () => {
    const bids = rows(Array.from({ length: 26 }, (_, index) => [100 - index, 1] as const));
    bookChecksum(bids, []);
    expect(bids.slice(0, 25).every(({ mark }) => mark !== -1)).toBe(true);
    expect(bids[25]?.mark).toBe(-1);
  });

  it.each([
    ['v1-spot-books-SUNUSDT', 11],
    ['v2-spot-books-A2ZUSDT', 1],
  ])('agrees with the venue along the capture %s', (name, count) => {
    const { checksums, computed, withoutMarks } = replayed(name);
    expect(checksums).toHaveLength(count);
    expect(computed).toEqual(checksums);
    expect(withoutMarks).toEqual(checksums);
  });

  it('notices a level that was missed', () => {
    const { state } = replayed('v1-spot-books-SUNUSDT');
    const right = bookChecksum(state.bids, state.asks);
    const [best, ...others] = state.bids;
    expect(bookChecksum(others, state.asks)).not.toBe(right);
    expect(bookChecksum([row(`${best?.text[0]}0`, `${best?.text[1]}`), ...others], state.asks)).not.toBe(right);
  });
});

interface Capture {
  readonly action: 'snapshot' | 'update';
  readonly data: readonly [{ readonly bids: Pairs; readonly asks: Pairs; readonly checksum: number }];
}

/** The checksums that the venue told, and those of the book that its frames make; it told 0 where it told none. */
function replayed(name: string): {
  state: BookState;
  checksums: readonly number[];
  computed: readonly number[];
  withoutMarks: readonly number[];
} {
  const file = new URL(`../fixtures/bitget/${name}.jsonl`, import.meta.url);
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const checksums: number[] = [];
  const computed: number[] = [];
  const withoutMarks: number[] = [];
  let state: BookState | undefined;
  for (const line of lines) {
    const { action, data } = JSON.parse(line) as Capture;
    const { bids, asks, checksum } = data[0];
    state = bookReducer(state, action === 'snapshot' ? snapshot(bids, asks) : delta(bids, asks));
    if (checksum === 0 || state === undefined) continue;
    checksums.push(checksum);
    computed.push(bookChecksum(state.bids, state.asks));
    withoutMarks.push(naive(state.bids, state.asks));
  }
  if (state === undefined) throw new Error(`${name} has no snapshot`);
  return { state, checksums, computed, withoutMarks };
}
