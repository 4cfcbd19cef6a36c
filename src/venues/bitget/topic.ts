/**
 * How Bitget names a subscription.
 * @module
 */
import type { Topic } from '../../contract/topic.js';
import { instTypes } from './markets.js';
import type { BitgetMarket } from './markets.js';

/** A subscription in Bitget's words: of a symbol, of a coin, or of neither. */
export interface BitgetArg {
  readonly instType: string;
  readonly channel: string;
  readonly instId?: string;
  readonly coin?: string;
}

/**
 * The topic key of an argument; the venue may echo the product line in lower case. An argument that names neither a
 * symbol nor a coin is the one of `default`: Bitget acknowledges it so and pushes it bare.
 */
export function keyOf({ instType, channel, instId, coin }: BitgetArg): string {
  return `${instType.toUpperCase()}:${channel}:${(instId ?? coin ?? 'default').toUpperCase()}`;
}

/**
 * Names a topic of the public door.
 *
 * @throws RangeError where the market is none of Bitget's
 */
export function topicOf(channel: string, market: string, symbol: string, incremental: boolean): Topic {
  const args = { instType: instTypeOf(market), channel, instId: symbol };
  return { key: keyOf(args), endpoint: 'public', args, incremental, prompt: true };
}

/**
 * Finds the wire's word for a product line.
 *
 * @throws RangeError where the market is none of Bitget's
 */
export function instTypeOf(market: string): string {
  const instType = instTypes[market as BitgetMarket] as string | undefined;
  if (instType === undefined) {
    throw new RangeError(`market ${JSON.stringify(market)} is not one of bitget: ${Object.keys(instTypes).join(', ')}`);
  }
  return instType;
}
