/**
 * A book that wanders and comes back: a cycle of deltas that ends where it began, to the very spelling of each level.
 * @module
 */
import { crc32 } from 'node:zlib';
import { createRandom } from './random.mjs';

const CHECKED = 25;
/** How many levels may be missing for a while. */
const SLACK = 20;

/**
 * @typedef {readonly [price: string, size: string]} LevelText
 * @typedef {{ bids: LevelText[], asks: LevelText[], checksum: number }} Delta
 * @typedef {{ bids: LevelText[], asks: LevelText[], deltas: Delta[] }} Walk
 */

/**
 * Makes the walk: the first half goes away by chance, the second takes each step back.
 *
 * @param {number} seed
 * @param {number} middle - where the prices begin, in ticks of 0.1
 * @param {number} length - how many deltas, an even number
 * @param {number} depth - levels of each side; never more, so that a client that cuts its book to them loses nothing
 * @returns {Walk}
 */
export function walkBook(seed, middle, length, depth) {
  const random = createRandom(seed);
  const bids = createSide(-1, middle, depth, random);
  const asks = createSide(1, middle + 1, depth, random);
  const start = { bids: bids.texts(), asks: asks.texts() };
  /** @type {Delta[]} */
  const deltas = [];
  /** @type {{ side: ReturnType<typeof createSide>, undo: [number, string][] }[][]} */
  const past = [];
  for (let i = 0; i < length / 2; i++) {
    // Three in four deltas change both sides.
    const sides = random() < 0.75 ? [bids, asks] : [random() < 0.5 ? bids : asks];
    const steps = sides.map(side => ({
      side,
      undo: side.step(1 + Math.floor(random() * 4), side === bids ? asks : bids),
    }));
    past.push(steps);
    deltas.push(deltaOf(steps, bids, asks));
  }
  for (const steps of past.reverse()) {
    for (const { side, undo } of steps) for (const [tick, size] of undo) side.put(tick, size);
    deltas.push(deltaOf(steps, bids, asks));
  }
  return { ...start, deltas };
}

function deltaOf(steps, bids, asks) {
  const changes = side => {
    const step = steps.find(each => each.side === side);
    return step === undefined ? [] : side.changed(step.undo.map(([tick]) => tick));
  };
  return { bids: changes(bids), asks: changes(asks), checksum: checksumOf(bids, asks) };
}

function checksumOf(bids, asks) {
  const parts = [];
  for (let i = 0; i < CHECKED; i++) parts.push(...bids.text(i), ...asks.text(i));
  return crc32(parts.join(':')) | 0;
}

/** One side: ticks best first, and the size of each as text. */
function createSide(order, best, depth, random) {
  /** @type {number[]} */
  const ticks = [];
  /** @type {Map<number, string>} */
  const sizes = new Map();
  const newSize = () => (random() * random() * 40 + 0.001).toFixed(3);
  for (let tick = best; ticks.length < depth; tick += order * (1 + Math.floor(random() * 3))) {
    ticks.push(tick);
    sizes.set(tick, newSize());
  }

  const put = (tick, size) => {
    const at = ticks.findIndex(other => (other - tick) * order >= 0);
    const known = at !== -1 && ticks[at] === tick;
    if (size === '0') {
      if (known) ticks.splice(at, 1);
      sizes.delete(tick);
      return;
    }
    if (!known) ticks.splice(at === -1 ? ticks.length : at, 0, tick);
    sizes.set(tick, size);
  };

  /** Where things happen: near the best price mostly, sometimes anywhere. */
  const place = () =>
    Math.floor(random() < 0.85 ? -Math.log(1 - random()) * 12 : random() * ticks.length) % ticks.length;

  const pick = other => {
    const chance = random();
    const at = place();
    if (chance < 0.2 && ticks.length > depth - SLACK) return [ticks[at], '0'];
    if (chance < 0.45 && ticks.length < depth) {
      const tick = ticks[at] - order;
      if (!sizes.has(tick) && (other.best() - tick) * order < 0) return [tick, newSize()];
    }
    return [ticks[at], newSize()];
  };

  return {
    put,
    best: () => ticks[0],
    text: at => [priceOf(ticks[at]), sizes.get(ticks[at])],
    texts: () => ticks.map(tick => [priceOf(tick), sizes.get(tick)]),
    /** The levels at these ticks as they stand, best first. */
    changed: some => some.toSorted((a, b) => (a - b) * order).map(tick => [priceOf(tick), sizes.get(tick) ?? '0']),
    /** Changes so many levels; returns what takes it back. */
    step: (count, other) => {
      /** @type {[number, string][]} */
      const undo = [];
      while (undo.length < count) {
        const [tick, size] = pick(other);
        if (undo.some(([done]) => done === tick)) continue;
        undo.push([tick, sizes.get(tick) ?? '0']);
        put(tick, size);
      }
      return undo;
    },
  };
}

function priceOf(tick) {
  return (tick / 10).toFixed(1);
}
