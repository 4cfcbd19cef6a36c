import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecentIds } from '../../src/state/recent-ids.js';

it('knows ids by their times, whatever the ids look like', () => {
  const isNew = createRecentIds(10);
  expect([isNew('c', 1), isNew('a', 2), isNew('b', 2), isNew('a', 2), isNew('b', 2)]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect([isNew('c', 1), isNew('d', 1), isNew('d', 1), isNew('e', 3), isNew('e', 3)]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});

it('takes those without a time among those with one', () => {
  const isNew = createRecentIds(10);
  expect([isNew('5'), isNew('9', 1), isNew('7'), isNew('9'), isNew('8'), isNew('8', 1), isNew('5')]).toEqual([
    ...[true, true, true, false],
    ...[true, false, false],
  ]);
});

it('answers as a memory of everything would, within its capacity, where each id has one time or none', () => {
  const runs = fc.array(fc.nat(200), { maxLength: 300 });
  fc.assert(
    fc.property(runs, fc.constantFrom(1, 7, 40), fc.boolean(), (entries, perMs, isGrowing) => {
      const isNew = createRecentIds(300);
      const all = new Set<number>();
      const ordered = isGrowing ? entries.toSorted((a, b) => a - b) : entries;
      for (const id of ordered) {
        // Names in no order of their own.
        const name = ((id * 7919) % 211).toString(36);
        expect(isNew(name, id % 5 > 0 ? Math.floor(id / perMs) : undefined)).toBe(!all.has(id));
        all.add(id);
      }
    }),
  );
});

it('knows at least the last `capacity` of them', () => {
  for (const perMs of [1, 3, 50]) {
    const isNew = createRecentIds(5);
    for (let id = 0; id < 100; id++) {
      expect(isNew(`${id % 7}-${id}`, Math.floor(id / perMs))).toBe(true);
      for (let back = 0; back < Math.min(5, id + 1); back++) {
        const old = id - back;
        expect(isNew(`${old % 7}-${old}`, Math.floor(old / perMs))).toBe(false);
      }
    }
  }
});
