/**
 * Bitget's words for an order's state, sort and standing, and ours.
 * @module
 */
import type { Order, OrderStatus, TimeInForce } from '../../model/account.js';

/**
 * Reads where an order stands.
 *
 * @throws RangeError at any other word, naming the possible ones
 */
export function statusOf(word: string): OrderStatus {
  const status = statuses.get(word);
  if (status === undefined) {
    throw new RangeError(`status ${JSON.stringify(word)} is not one of ${[...statuses.keys()].join(', ')}`);
  }
  return status;
}

/** Reads the sort of an order. */
export function orderTypeOf(word: string): Order['orderType'] {
  return word === 'limit' || word === 'market' ? word : 'other';
}

/** Reads how long an order stands; undefined where it is not told, or in a word we have none for. */
export function timeInForceOf(word: string | undefined): TimeInForce | undefined {
  return word === undefined ? undefined : forces.get(word);
}

/** Futures spell it with one l, all others with two. */
const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ['live', 'open'],
  ['partially_filled', 'partially-filled'],
  ['filled', 'filled'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);

const forces: ReadonlyMap<string, TimeInForce> = new Map([
  ['gtc', 'gtc'],
  ['ioc', 'ioc'],
  ['fok', 'fok'],
  ['post_only', 'post-only'],
]);
