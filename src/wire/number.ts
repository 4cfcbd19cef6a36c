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
  const value = decimalOf(text);
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

const ZERO = 48;
const DOT = 46;
const MINUS = 45;
/** Digits that a number holds exactly, whatever they are. */
const EXACT = 15;
const POWERS = Array.from({ length: EXACT + 1 }, (_, exponent) => 10 ** exponent);

/** What `+text` is, a third as long: an exact integer divided by an exact power of ten is rounded once, as text is. */
function decimalOf(text: string): number {
  const { length } = text;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (length - start > EXACT) return +text;
  let whole = 0;
  let point = length;
  for (let i = start; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit;
    else if (digit === DOT - ZERO && point === length && length - start > 1) point = i;
    else return +text;
  }
  if (start === length) return NaN;
  const value = point === length ? whole : whole / (POWERS[length - 1 - point] as number);
  return start === 0 ? value : -value;
}
