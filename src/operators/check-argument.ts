/**
 * Refuses nonsense at the call, where the programmer sees it.
 * @module
 */

/** The longest delay that a timer keeps, ms; with a longer one it would fire at once. */
export const LONGEST = 2 ** 31 - 1;

/**
 * Checks a duration.
 *
 * @param least - the smallest that makes sense, ms
 * @throws TypeError where it is no number, RangeError where it is not from `least` to {@link LONGEST} ms
 */
export function checkDuration(name: string, value: unknown, least = 1): void {
  checkNumber(name, value);
  if (!(value >= least && value <= LONGEST)) {
    throw new RangeError(`${name} must be from ${least} to ${LONGEST} ms, not ${value}`);
  }
}

/**
 * Checks a number of things.
 *
 * @throws TypeError where it is no number, RangeError where it is not a whole number from `least`
 */
export function checkCount(name: string, value: unknown, least = 1): void {
  checkNumber(name, value);
  if (!(Number.isSafeInteger(value) && value >= least)) {
    throw new RangeError(`${name} must be a whole number from ${least}, not ${value}`);
  }
}

/**
 * Checks a function that may be left out.
 *
 * @throws TypeError where it is there and no function
 */
export function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(`${name} must be a function, not ${typeof value}`);
  }
}

function checkNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}`);
}
