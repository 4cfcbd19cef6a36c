/**
 * Bybit's words for orders and fills, and ours.
 * @see https://bybit-exchange.github.io/docs/v5/enum
 * @module
 */
import type { Order, OrderStatus, TimeInForce } from '../../model/account.js';

/**
 * Reads where an order stands. Why it does so (`cancelType`, `rejectReason`) stands in the row only.
 *
 * @param isTouched - whether something of it was filled: a rejection then takes away no more than the rest
 * @throws RangeError at a word that is none of Bybit's, naming those
 */
export function statusOf(word: string, isTouched: boolean): OrderStatus {
  const status = statuses.get(word);
  if (status === undefined) throw unknown('orderStatus', word, statuses.keys());
  if (!isTouched) return status;
  // "Rejected" with fills was met: who reads it as nothing would order the whole amount once more.
  if (status === 'rejected') return 'cancelled';
  return status === 'open' ? 'partially-filled' : status;
}

/** Reads the sort of an order. */
export function orderTypeOf(word: string): Order['orderType'] {
  if (word === 'Limit') return 'limit';
  return word === 'Market' ? 'market' : 'other';
}

/** Reads how long an order stands; undefined where it is not told, or in a word we have none for. */
export function timeInForceOf(word: string | undefined): TimeInForce | undefined {
  return word === undefined ? undefined : forces.get(word);
}

/**
 * Whether a row of the topic `execution` is a trade: something was bought or sold. Others are payments (funding), closings
 * at the end of a contract's life, and the like.
 *
 * @throws RangeError at a word that is none of Bybit's, naming those
 */
export function isTrade(word: string | undefined): boolean {
  if (word === undefined) return true;
  const answer = executions.get(word);
  if (answer === undefined) throw unknown('execType', word, executions.keys());
  return answer;
}

const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ['Created', 'open'],
  ['New', 'open'],
  // A conditional order that waits for its price, and one that met it and is on its way into the book.
  ['Untriggered', 'open'],
  ['Triggered', 'open'],
  ['PartiallyFilled', 'partially-filled'],
  ['Filled', 'filled'],
  ['Cancelled', 'cancelled'],
  ['PartiallyFilledCanceled', 'cancelled'],
  ['Deactivated', 'cancelled'],
  ['Rejected', 'rejected'],
]);

const forces: ReadonlyMap<string, TimeInForce> = new Map([
  ['GTC', 'gtc'],
  ['IOC', 'ioc'],
  ['FOK', 'fok'],
  ['PostOnly', 'post-only'],
  // Never a taker either; it only meets people, not programs.
  ['RPI', 'post-only'],
]);

const executions: ReadonlyMap<string, boolean> = new Map([
  ['Trade', true],
  ['AdlTrade', true],
  ['BustTrade', true],
  ['BlockTrade', true],
  ['MovePosition', true],
  ['FutureSpread', true],
  ['Funding', false],
  ['Delivery', false],
  ['Settle', false],
  ['CorporateAction', false],
  ['UNKNOWN', false],
]);

function unknown(name: string, word: string, known: Iterable<string>): RangeError {
  return new RangeError(`${name} ${JSON.stringify(word)} is not one of ${[...known].join(', ')}`);
}
