/**
 * Bybit's words for an order's state and sort, and ours.
 * @module
 */
import type { Order, OrderStatus, TimeInForce } from '../../model/account.js';
import type { Side } from '../../model/market.js';

/**
 * Reads where an order stands.
 *
 * @param isFilled - whether any of it was filled: an order that is about to be cancelled still stands
 * @throws RangeError at any other word, naming the possible ones: no order must stand as open for a word nobody knows
 */
export function statusOf(word: string, isFilled: boolean): OrderStatus {
  if (word === 'PENDING_CANCEL') return isFilled ? 'partially-filled' : 'open';
  const status = statuses.get(word);
  if (status !== undefined) return status;
  const known = ['PENDING_CANCEL', ...statuses.keys()].join(', ');
  throw new RangeError(`status X is ${JSON.stringify(word)}, not one of ${known}`);
}

/** Reads the sort of an order. */
export function orderTypeOf(word: string): Order['orderType'] {
  if (word === 'LIMIT' || word === 'LIMIT_MAKER') return 'limit';
  return word === 'MARKET' || word.startsWith('MARKET_') ? 'market' : 'other';
}

/** Reads how long an order stands; undefined where it is told in a word we have none for. */
export function timeInForceOf(type: string, word: string | undefined): TimeInForce | undefined {
  return type === 'LIMIT_MAKER' ? 'post-only' : forces.get(word ?? '');
}

/** Reads a side. */
export function sideOf(word: 'BUY' | 'SELL'): Side {
  return word === 'BUY' ? 'buy' : 'sell';
}

const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ['NEW', 'open'],
  ['PENDING_NEW', 'open'],
  ['PARTIALLY_FILLED', 'partially-filled'],
  ['FILLED', 'filled'],
  // Also the end of a market order for an amount of quote, of which a remainder was too little to be spent.
  ['CANCELED', 'cancelled'],
  ['PARTIALLY_FILLED_CANCELED', 'cancelled'],
  ['REJECTED', 'rejected'],
]);

const forces: ReadonlyMap<string, TimeInForce> = new Map([
  ['GTC', 'gtc'],
  ['IOC', 'ioc'],
  ['FOK', 'fok'],
]);
