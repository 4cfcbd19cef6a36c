/**
 * Backpack's words for an order's state, sort and standing, and ours.
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
    throw new RangeError(`X is ${JSON.stringify(word)}, not one of ${[...statuses.keys()].join(', ')}`);
  }
  return status;
}

/** Reads the sort of an order: upper case on the stream, a capital first over REST. */
export function orderTypeOf(word: string): Order['orderType'] {
  const lower = word.toLowerCase();
  return lower === 'limit' || lower === 'market' ? lower : 'other';
}

/** Reads how long an order stands; undefined where it is told in a word we have none for. */
export function timeInForceOf(word: string | null | undefined, isPostOnly: boolean): TimeInForce | undefined {
  return isPostOnly ? 'post-only' : forces.get(word ?? '');
}

const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ['New', 'open'],
  ['PartiallyFilled', 'partially-filled'],
  ['Filled', 'filled'],
  ['Cancelled', 'cancelled'],
  ['Expired', 'expired'],
  // It waits for its price, and can be cancelled.
  ['TriggerPending', 'open'],
  ['Triggered', 'open'],
  ['TriggerFailed', 'rejected'],
]);

const forces: ReadonlyMap<string, TimeInForce> = new Map([
  ['GTC', 'gtc'],
  ['IOC', 'ioc'],
  ['FOK', 'fok'],
]);
