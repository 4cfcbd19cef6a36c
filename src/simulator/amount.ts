/**
 * Amounts that add up: whole numbers of hundred-millionths.
 * @module
 */
import type { Decimal } from '../model/decimal.js';

/** An amount of money, a size or a price, in units of 1e-8. */
export type Amount = bigint;

/** One. */
export const ONE: Amount = 100_000_000n;
const PLACES = 8;

/** The nearest amount. */
export function amountOf(value: number): Amount {
  return BigInt(value.toFixed(PLACES).replace('.', ''));
}

/** `a × b`, rounded towards zero. */
export function times(a: Amount, b: Amount): Amount {
  return (a * b) / ONE;
}

/** `a ÷ b`, rounded towards zero. */
export function over(a: Amount, b: Amount): Amount {
  return (a * ONE) / b;
}

/** The largest multiple of `step` that is not above. */
export function floorTo(a: Amount, step: Amount): Amount {
  return (a / step) * step;
}

/** The smaller one. */
export function least(a: Amount, b: Amount): Amount {
  return a < b ? a : b;
}

/** Text with at least so many decimals, and no zeros beyond them. */
export function textOf(amount: Amount, places = 0): Decimal {
  const digits = String(amount < 0n ? -amount : amount).padStart(PLACES + 1, '0');
  const whole = digits.slice(0, -PLACES);
  const fraction = digits.slice(-PLACES);
  const kept = fraction.slice(0, places) + fraction.slice(places).replace(/0+$/, '');
  const text = kept === '' ? whole : `${whole}.${kept}`;
  return `${amount < 0n ? '-' : ''}${text}` as Decimal;
}

/** Text as money is written: all eight decimals. */
export function moneyOf(amount: Amount): Decimal {
  return textOf(amount, PLACES);
}
