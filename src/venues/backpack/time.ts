/**
 * Backpack's numbers that are no prices: microseconds, dates without a zone, integers of any length.
 * @module
 */

/**
 * Reads a time in microseconds since the epoch, as a number or as digits.
 *
 * @returns ms since the epoch; what is less than a millisecond is left out
 * @throws RangeError where it is no such time
 */
export function msOfMicros(value: number | string, name: string): number {
  const micros = typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isFinite(micros)) throw new RangeError(`${name} is ${JSON.stringify(value)}, not a time in microseconds`);
  return Math.floor(micros / 1_000);
}

/**
 * Reads a date that is meant in UTC and says no zone: "2026-09-02T16:44:00".
 *
 * @returns ms since the epoch
 * @throws RangeError where it is no such date
 */
export function msOfDate(text: string, name: string): number {
  const time = DATE.test(text) ? Date.parse(`${text}Z`) : NaN;
  if (Number.isNaN(time)) throw new RangeError(`${name} is ${JSON.stringify(text)}, not a date and time`);
  return time;
}

/**
 * Reads an integer as its digits.
 *
 * @param value - a number that holds it exactly, or its digits
 * @throws RangeError where it is none
 */
export function digitsOf(value: number | string, name: string): string {
  const text = String(value);
  if (!/^\d+$/.test(text)) throw new RangeError(`${name} is ${JSON.stringify(value)}, not a whole number`);
  return text;
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/;
