/**
 * BGE's digits for an order's state, and ours.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-private-v2.md
 * @module
 */
import type { OrderStatus } from '../../model/account.js';
import { compareDecimal, isZeroDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';

/**
 * Reads where an order stands: 0 received, 1 placed, 2 partly filled, 3 filled, 4 to be cancelled, 5 cancelled, 6 failed,
 * 7 reduced lest it trade with another one of the same account.
 *
 * @param size - in base units; undefined where the order is for an amount of quote
 * @throws RangeError at any other digit
 */
export function statusOf(digit: string, filled: Decimal, size: Decimal | undefined): OrderStatus {
  switch (digit) {
    case '0':
    case '1':
    case '2':
    // Whether it will be cancelled is not said by asking for it.
    case '4':
      return isZeroDecimal(filled) ? 'open' : 'partially-filled';
    case '3':
      return 'filled';
    case '5':
      return 'cancelled';
    case '6':
      return 'rejected';
    case '7': {
      // What is left may be nothing.
      const isUsedUp = size !== undefined && compareDecimal(filled, size) >= 0;
      return isUsedUp ? 'filled' : isZeroDecimal(filled) ? 'open' : 'partially-filled';
    }
    default:
      throw new RangeError(`status ${JSON.stringify(digit)} is not one of 0 to 7`);
  }
}

/** Reads the sort of an order. */
export function orderTypeOf(word: string): 'limit' | 'market' | 'other' {
  return word === 'limit' || word === 'market' ? word : 'other';
}
