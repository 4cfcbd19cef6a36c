/**
 * The venue's words for orders, in ours.
 * @module
 */
import type { Order, OrderStatus, TimeInForce } from '../../model/account.js';

/** Both dialects: the guide shows "partially_filled", the exchange wrote "partial-fill". */
const statuses: Readonly<Record<string, OrderStatus>> = {
  init: 'open',
  new: 'open',
  live: 'open',
  open: 'open',
  'partial-fill': 'partially-filled',
  'partially-filled': 'partially-filled',
  'full-fill': 'filled',
  filled: 'filled',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  rejected: 'rejected',
  expired: 'expired',
};

const forces: Readonly<Record<string, TimeInForce>> = {
  normal: 'gtc',
  gtc: 'gtc',
  'post-only': 'post-only',
  fok: 'fok',
  ioc: 'ioc',
};

/**
 * Reads a status.
 *
 * @throws RangeError at an unknown one: an order must not stand as open for a word that nobody knows
 */
export function statusOf(word: string): OrderStatus {
  const found = pick(statuses, word);
  if (found !== undefined) return found;
  throw new RangeError(`status is ${JSON.stringify(word)}, not one of ${Object.keys(statuses).join(', ')}`);
}

/** Reads how long an order stands; undefined where the venue does not say. */
export function timeInForceOf(word: string | undefined): TimeInForce | undefined {
  return word === undefined ? undefined : pick(forces, word);
}

/** Reads the type of an order. */
export function orderTypeOf(word: string): Order['orderType'] {
  const lower = word.toLowerCase();
  return lower === 'limit' || lower === 'market' ? lower : 'other';
}

function pick<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  const key = word.toLowerCase().replaceAll('_', '-');
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
