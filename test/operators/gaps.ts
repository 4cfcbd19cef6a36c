/**
 * Gaps and trades for marbles.
 * @module
 */
import type { Gap, GapReason } from '../../src/model/gap.js';
import type { Trade } from '../../src/model/market.js';

const where = { venue: 'toy', market: 'spot', symbol: 'BTCUSDT' } as const;

export function gap(from: number, to: number, reason: GapReason = 'connection'): Gap {
  return { type: 'gap', ...where, from, to, reason };
}

/** A trade that was made at a ms, and arrived then unless something else is said. */
export function trade(id: string | undefined, timestamp: number, receivedAt = timestamp): Trade {
  return { type: 'trade', ...where, timestamp, receivedAt, id, price: 1, size: 1, side: 'buy', raw: undefined };
}
