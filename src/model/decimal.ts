/**
 * Exact decimal text, and sequence numbers beyond 2^53.
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
