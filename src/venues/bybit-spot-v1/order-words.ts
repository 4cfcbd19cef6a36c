/**
 * The venue's words for orders, in ours.
 * @module
 */
import type { Order, OrderStatus, TimeInForce } from '../../model/account.js';

const statuses: Readonly<Record<string, OrderStatus>> = {
  NEW: 'open',
  PENDING_NEW: 'open',
  PENDING_CANCEL: 'open',
  PARTIALLY_FILLED: 'partially-filled',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  PARTIALLY_FILLED_CANCELED: 'cancelled',
  REJECTED: 'rejected',
};

/**
 * Reads a status.
 *
 * @param isTouched - whether something is filled: who waits for his cancellation does not say
 * @throws RangeError at an unknown one: an order must not stand as open for a word that nobody knows
 */
export function statusOf(word: string, isTouched: boolean): OrderStatus {
  const found = Object.hasOwn(statuses, word) ? statuses[word] : undefined;
  if (found === undefined) {
    throw new RangeError(`X is ${JSON.stringify(word)}, not one of ${Object.keys(statuses).join(', ')}`);
  }
  return found === 'open' && isTouched ? 'partially-filled' : found;
}

/** Reads the type of an order. */
export function orderTypeOf(word: string): Order['orderType'] {
  if (word === 'LIMIT' || word === 'LIMIT_MAKER') return 'limit';
  return word.startsWith('MARKET') ? 'market' : 'other';
}

/** Whether an order spends an amount of quote. */
export function isOfQuote(word: string): boolean {
  return word === 'MARKET_OF_QUOTE';
}

/** Reads how long an order stands; an order that is never a taker is a type of its own here. */
export function timeInForceOf(type: string, force: string | undefined): TimeInForce | undefined {
  if (type === 'LIMIT_MAKER') return 'post-only';
  const lower = force?.toLowerCase();
  return lower === 'gtc' || lower === 'ioc' || lower === 'fok' ? lower : undefined;
}
