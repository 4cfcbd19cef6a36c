/**
 * One side of a book as somebody would write it by hand: a sorted array, changed in place.
 * @module
 */

/**
 * Puts a level where it belongs; a size of zero removes it.
 *
 * @param {[price: number, size: number][]} levels - best first
 * @param {-1 | 1} order - -1 for bids, 1 for asks
 * @param {number} price
 * @param {number} size
 */
export function place(levels, order, price, size) {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((levels[middle][0] - price) * order < 0) low = middle + 1;
    else high = middle;
  }
  const known = low < levels.length && levels[low][0] === price;
  if (size === 0) {
    if (known) levels.splice(low, 1);
  } else if (known) {
    levels[low][1] = size;
  } else {
    levels.splice(low, 0, [price, size]);
  }
}
