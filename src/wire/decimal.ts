/**
 * Decimal text kept as it is, refusing what is none.
 * @module
 */

/**
 * Reads exact decimal text: digits, a "-" before them at most, a point between them at most; no exponent.
 *
 * @param text - e.g. "27000.50"
 * @param name - the field, for the message
 * @returns the same text
 * @throws RangeError where the text is no decimal
 */
export function decimalOf(text: string, name: string): `${number}` {
  if (!isDecimal(text)) throw new RangeError(`${name} is ${JSON.stringify(text)}, not a decimal`);
  return text;
}

/**
 * Reads exact decimal text that may be missing.
 *
 * @returns undefined where the field is missing or empty
 * @throws RangeError where there is text that is no decimal
 */
export function decimalIfAny(text: string | undefined, name: string): `${number}` | undefined {
  return text === undefined || text === '' ? undefined : decimalOf(text, name);
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

function isDecimal(text: string): text is `${number}` {
  return DECIMAL.test(text);
}
