/**
 * How Bybit names a subscription: "orderbook.50.BTCUSDT", unique at each door.
 * @module
 */
import type { Topic } from '../../contract/topic.js';
import { markets } from './markets.js';
import type { BybitMarket } from './markets.js';

/** What becomes of a topic once it is accepted. */
export interface TopicHabits {
  /** Whether later pushes build on the first one. */
  readonly incremental: boolean;
  /** Whether a first push comes at once. */
  readonly prompt: boolean;
}

/**
 * Names a topic at the door of a market; the names of the wire are the keys.
 *
 * @param name - as Bybit writes it, symbol and all
 * @throws RangeError where the market is none of Bybit's
 */
export function topicOf(market: string, name: string, { incremental, prompt }: TopicHabits): Topic {
  if (!markets.includes(market as BybitMarket)) {
    throw new RangeError(`market ${JSON.stringify(market)} is not one of bybit: ${markets.join(', ')}`);
  }
  return { key: name, endpoint: market, args: name, incremental, prompt };
}
