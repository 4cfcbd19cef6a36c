import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/model/market.js';
import { imbalanceOf, midOf, spreadOf } from '../../src/state/book-measures.js';
import { stamp } from './rows.js';

const book: Book = {
  ...stamp,
  type: 'book',
  bids: [
    [100, 3],
    [99, 1],
    [98, 100],
  ],
  asks: [[102, 1]],
  sequence: undefined,
};
const noAsks: Book = { ...book, asks: [] };
const noBids: Book = { ...book, bids: [] };

describe('measures of a book', () => {
  it('tells spread and middle', () => {
    expect(spreadOf(book)).toBe(2);
    expect(midOf(book)).toBe(101);
  });

  it('tells the imbalance of the best levels', () => {
    expect(imbalanceOf(book, 1)).toBe(0.5);
    expect(imbalanceOf(book, 2)).toBeCloseTo(3 / 5);
    expect(imbalanceOf(book, 50)).toBeCloseTo(103 / 105);
    expect(imbalanceOf({ ...book, bids: [[100, 1]], asks: [[101, 3]] }, 5)).toBe(-0.5);
  });

  it('tells nothing of a book with one side', () => {
    for (const half of [noAsks, noBids]) {
      expect(spreadOf(half)).toBeUndefined();
      expect(midOf(half)).toBeUndefined();
      expect(imbalanceOf(half, 5)).toBeUndefined();
    }
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a depth of %s', depth => {
    expect(() => imbalanceOf(book, depth)).toThrow(RangeError);
  });
});
