/**
 * What a liquidation closed.
 * @module
 */
import type { Side } from '../../model/market.js';

/** Names the position by the side of the order that closes it: a long one is closed by selling. */
export function closedSide(side: Side): 'long' | 'short' {
  return side === 'sell' ? 'long' : 'short';
}
