/**
 * Seeded chance, so that every run sends the same frames.
 * @module
 */

/**
 * Creates a generator of numbers in [0, 1) (mulberry32).
 *
 * @param {number} seed - an integer
 * @returns {() => number}
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Creates a picker of indices, the first ones more often: the weight of the nth is 1/n.
 *
 * @param {number} count
 * @param {() => number} random
 * @returns {() => number}
 */
export function createPicker(count, random) {
  const sums = [];
  let sum = 0;
  for (let i = 0; i < count; i++) sums.push((sum += 1 / (i + 1)));
  return () => {
    const at = random() * sum;
    return sums.findIndex(upTo => at < upTo);
  };
}
