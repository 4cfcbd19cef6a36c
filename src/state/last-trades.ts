/**
 * A window of the last trades.
 * @module
 */
import type { Trade } from '../model/market.js';

/**
 * Makes an accumulator for `scan` (seed `[]`) that keeps the last `count` trades, oldest first; each result is a new array.
 *
 * @throws RangeError where the count is not a positive integer
 */
export function lastTrades(count: number): (trades: readonly Trade[], trade: Trade) => readonly Trade[] {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`count must be a positive integer, not ${count}`);
  }
  return (trades, trade) => {
    const next = trades.slice(Math.max(0, trades.length - count + 1));
    next.push(trade);
    return next;
  };
}
