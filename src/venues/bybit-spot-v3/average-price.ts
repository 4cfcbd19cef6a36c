/**
 * The average price of what was filled, which the stream tells as two amounts.
 * @module
 */
import { isDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';

/**
 * Divides what was paid by what was got: exactly where the quotient ends within 18 decimals, else rounded to 18. It has
 * as many decimals as the first has more than the second, and no zero beyond them.
 *
 * @param value - in quote units
 * @param size - in base units
 * @returns undefined where nothing was filled
 * @throws RangeError where one of them is no decimal text
 */
export function averagePriceOf(value: Decimal, size: Decimal): Decimal | undefined {
  const paid = scaled(value);
  const got = scaled(size);
  if (got.units === 0n) return undefined;
  const natural = Math.max(0, paid.decimals - got.decimals);
  const decimals = Math.max(natural, MOST);
  const dividend = paid.units * 10n ** BigInt(decimals + got.decimals - paid.decimals);
  const digits = ((dividend + got.units / 2n) / got.units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, -decimals);
  const fraction = digits.slice(-decimals);
  const kept = fraction.slice(0, natural) + fraction.slice(natural).replace(/0+$/, '');
  return (kept === '' ? whole : `${whole}.${kept}`) as Decimal;
}

const MOST = 18;

function scaled(text: Decimal): { readonly units: bigint; readonly decimals: number } {
  if (!isDecimal(text)) throw new RangeError(`amount ${JSON.stringify(text)} is no decimal text`);
  const [whole = '', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), decimals: fraction.length };
}
