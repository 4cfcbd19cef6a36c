/**
 * Exact decimal text and its arithmetic, and sequence numbers beyond 2^53.
 * @module
 */

/** An amount as text, exactly as the venue wrote it, e.g. "27000.50". Never rounded by us. */
export type Decimal = `${number}`;

/**
 * A venue's sequence number as canonical decimal text, e.g. "1352182127898370048".
 * Text, because some are beyond 2^53 and a bigint breaks `JSON.stringify`. Compare with {@link compareSequence}.
 */
export type Sequence = string;

/**
 * Compares two sequence numbers by value.
 *
 * @param a - digits without sign and without leading zeros
 * @param b - the same
 * @returns negative, zero or positive, as `Array.prototype.sort` expects
 */
export function compareSequence(a: Sequence, b: Sequence): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether text is a decimal: digits, a "-" before them at most, and a point between them at most; no exponent. */
export function isDecimal(text: string): text is Decimal {
  return DECIMAL.test(text);
}

/**
 * Adds exactly; the sum has as many decimals as the longer of the two: "1.50" and "0.5" are "2.00".
 *
 * @throws RangeError where one of them {@link isDecimal} not, e.g. "1e5"; so do all functions here
 */
export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [left, right, decimals] = aligned(a, b);
  return textOf(left + right, decimals);
}

/** Subtracts the second from the first exactly; as many decimals as the longer of the two. */
export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  const [left, right, decimals] = aligned(a, b);
  return textOf(left - right, decimals);
}

/** Multiplies exactly; the product has the decimals of both: "1.50" times "0.5" is "0.750". */
export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  const left = scaled(a);
  const right = scaled(b);
  return textOf(left.units * right.units, left.decimals + right.decimals);
}

/**
 * Divides: exactly where the quotient ends within 18 decimals, else rounded there, half away from zero. It has as many
 * decimals as the first has more than the second, and no zero beyond them: "9.00" by "2" is "4.50", "1" by "8" is "0.125".
 *
 * @returns undefined where the second is zero
 */
export function divideDecimal(a: Decimal, b: Decimal): Decimal | undefined {
  const left = scaled(a);
  const right = scaled(b);
  if (right.units === 0n) return undefined;
  const natural = Math.max(0, left.decimals - right.decimals);
  let decimals = Math.max(natural, LONGEST);
  const dividend = absolute(left.units) * 10n ** BigInt(decimals + right.decimals - left.decimals);
  const divisor = absolute(right.units);
  let units = (dividend * 2n + divisor) / (divisor * 2n);
  for (; decimals > natural && units % 10n === 0n; decimals--) units /= 10n;
  return textOf(left.units < 0n === right.units < 0n ? units : -units, decimals);
}

/** Turns the sign and keeps the decimals; zero has none: "0.00" stays "0.00". */
export function negateDecimal(a: Decimal): Decimal {
  const { units, decimals } = scaled(a);
  return textOf(-units, decimals);
}

/** Takes the sign away and keeps the decimals. */
export function absDecimal(a: Decimal): Decimal {
  const { units, decimals } = scaled(a);
  return textOf(absolute(units), decimals);
}

/**
 * Compares by value: "1.0" and "1" are equal.
 *
 * @returns -1, 0 or 1, as `Array.prototype.sort` expects
 */
export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether it is zero, however written: "0", "0.000", "-0". */
export function isZeroDecimal(a: Decimal): boolean {
  return scaled(a).units === 0n;
}

/** The same language as `wire/decimal.ts` reads. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** Decimals of a quotient that does not end. */
const LONGEST = 18;

interface Scaled {
  readonly units: bigint;
  /** The value is `units` divided by ten to this power. */
  readonly decimals: number;
}

function scaled(text: string): Scaled {
  // The type admits "1e5" and "Infinity".
  if (!isDecimal(text)) throw new RangeError(`amount ${JSON.stringify(text)} is no decimal text`);
  const point = text.indexOf('.');
  if (point === -1) return { units: BigInt(text), decimals: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), decimals: text.length - point - 1 };
}

function absolute(units: bigint): bigint {
  return units < 0n ? -units : units;
}

function aligned(a: Decimal, b: Decimal): readonly [left: bigint, right: bigint, decimals: number] {
  const left = scaled(a);
  const right = scaled(b);
  const decimals = Math.max(left.decimals, right.decimals);
  return [raised(left, decimals), raised(right, decimals), decimals];
}

function raised({ units, decimals }: Scaled, to: number): bigint {
  return units * 10n ** BigInt(to - decimals);
}

function textOf(units: bigint, decimals: number): Decimal {
  const isNegative = units < 0n;
  const digits = (isNegative ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return (isNegative ? `-${text}` : text) as Decimal;
}
