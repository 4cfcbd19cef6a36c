/**
 * The ids of Backpack's trades.
 * @module
 */
import { digitsOf } from './time.js';

/**
 * Reads the id of a trade; undefined for fills of the backstop liquidity, which all had the number 0 until November 2025.
 *
 * @throws RangeError where it is no whole number
 */
export function tradeIdOf(value: number | string, name: string): string | undefined {
  const digits = digitsOf(value, name);
  return digits === '0' ? undefined : digits;
}
