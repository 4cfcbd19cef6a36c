/**
 * Bybit's words for orders and fills, and ours.
 * @see https://bybit-exchange.github.io/docs/v5/enum
 * @module
 */
import type { Order, OrderStatus, TimeInForce } from '../../model/account.js';

/** How much of an order was filled. */
export type Filled = 'nothing' | 'some' | 'all';

/**
 * Reads where an order stands. Why it does so (`cancelType`, `rejectReason`) stands in the row only.
 *
 * In a state that nobody knows it stands open, unless all of it is filled: who is told nothing of an order that stands may
 * order once more, who is told of one that does not fails to cancel it.
 *
 * @param filled - a rejection takes away no more than the rest
 */
export function statusOf(word: string, filled: Filled): OrderStatus {
  const status = statuses.get(word) ?? (filled === 'all' ? 'filled' : 'open');
  if (filled === 'nothing') return status;
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

/** Whether it is a word of Bybit's for a sort of execution. */
export function isExecution(word: string | undefined): boolean {
  return word === undefined || executions.has(word);
}

/**
 * Whether a row of the topic `execution` is a trade: something was bought or sold. Others are payments (funding), closings
 * at the end of a contract's life, and the like. Of a word that nobody knows nothing is guessed: payments look like trades.
 *
 * @param id - of the row, by which one can look it up
 * @throws RangeError at a word that is none of Bybit's, naming those
 */
export function isTrade(word: string | undefined, id: string): boolean {
  if (word === undefined) return true;
  const answer = executions.get(word);
  if (answer !== undefined) return answer;
  throw new RangeError(
    `execType ${JSON.stringify(word)} of execution ${id} is not one of ${[...executions.keys()].join(', ')}`,
  );
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
