import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BookRow } from '../../src/model/market.js';
import { mergeSide, snapshotSide } from '../../src/state/book-side.js';
import type { BookSide, SideOrder } from '../../src/state/book-side.js';

const row = (price: number, size: number): BookRow => ({
  level: [price, size],
  text: [String(price), String(size)],
  mark: -1,
});
const change = fc.tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 3 }));
const order = fc.constantFrom<SideOrder>(-1, 1);

it('gives the same side for many changes at once as for each by itself', () => {
  const many = fc.array(change, { minLength: 51, maxLength: 150 });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), many, order, (start, changes, side) => {
      const rows = (given: readonly (readonly [number, number])[]): BookRow[] =>
        given.map(([price, size]) => row(price, size));
      const before = snapshotSide(rows(start), side, undefined);
      const kept = structuredClone(before);
      const at1 = mergeSide(before.rows, before.levels, rows(changes), side, undefined);
      const by1 = rows(changes).reduce<BookSide>(
        (last, each) => mergeSide(last.rows, last.levels, [each], side, undefined),
        before,
      );
      expect(at1).toEqual(by1);
      expect(at1.levels).toEqual(at1.rows.map(({ level }) => level));
      expect(before).toEqual(kept);
    }),
  );
});

it('cuts a side to its window however many changes come', () => {
  const changes = Array.from({ length: 80 }, (_, price) => row(price + 1, 1));
  for (const count of [1, 20, 80]) {
    const { rows, levels } = mergeSide([], [], changes.slice(0, count), 1, 10);
    expect(levels).toEqual(changes.slice(0, Math.min(count, 10)).map(({ level }) => level));
    expect(rows).toHaveLength(levels.length);
  }
});
