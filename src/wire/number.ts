/**
 * Decimal text to numbers, refusing what is none.
 * @module
 */

/**
 * Reads a decimal number.
 *
 * @param text - e.g. "27000.50"
 * @param name - the field, for the message
 * @throws RangeError where the text is empty or no finite number
 */
export function numberOf(text: string, name: string): number {
  const value = +text;
  // `+''` is 0, which would be a price nobody sent.
  if (!Number.isFinite(value) || text === '') throw new RangeError(`${name} is ${JSON.stringify(text)}, not a number`);
  return value;
}

/**
 * Reads a decimal number that may be missing.
 *
 * @returns undefined where the field is missing or empty
 * @throws RangeError where there is text that is no finite number
 */
export function numberIfAny(text: string | undefined, name: string): number | undefined {
  return text === undefined || text === '' ? undefined : numberOf(text, name);
}
