/**
 * Numbers that must be new in each cycle of a feed: digits in a frame that are overwritten in place.
 * @module
 */

/**
 * A number of a frame: what it is in the first cycle, and by how much it grows with each one.
 *
 * @typedef {readonly [first: number, step: number]} Count
 * @typedef {{ at: number, digits: number, first: number, step: number }} Slot
 */

/**
 * Makes room for a number in a text. Between two slots there must be something.
 *
 * @param {number} digits - how many are written, whatever the number
 */
export function slot(digits) {
  return '\u0001'.repeat(digits);
}

/**
 * Finds the slots of a text.
 *
 * @param {string} text
 * @param {readonly Count[]} counts - the numbers that go into them, in the order of the text
 * @param {number} offset - where the text begins
 * @returns {Slot[]}
 */
export function slotsOf(text, counts, offset) {
  if (counts.length === 0) return [];
  return [...text.matchAll(/\u0001+/g)].map(({ 0: { length: digits }, index }, i) => {
    const [first, step] = counts[i];
    return { at: offset + index, digits, first, step };
  });
}

/**
 * Writes the numbers of a cycle.
 *
 * @param {Buffer} bytes
 * @param {readonly Slot[]} slots
 * @param {number} cycle - 0 for the first
 */
export function fillSlots(bytes, slots, cycle) {
  for (const { at, digits, first, step } of slots) {
    let left = first + step * cycle;
    for (let i = at + digits - 1; i >= at; i--) {
      const rest = Math.floor(left / 10);
      bytes[i] = 48 + left - rest * 10;
      left = rest;
    }
  }
}
