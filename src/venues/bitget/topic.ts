/**
 * How Bitget names a subscription.
 * @module
 */
import type { Topic } from '../../contract/topic.js';
import { instTypes } from './markets.js';
import type { BitgetMarket } from './markets.js';

/** A subscription in Bitget's words. */
export interface BitgetArg {
  readonly instType: string;
  readonly channel: string;
  readonly instId: string;
}

/** The topic key of an argument; the venue may echo the product line in lower case. */
export function keyOf(arg: BitgetArg): string {
  return `${arg.instType.toUpperCase()}:${arg.channel}:${arg.instId.toUpperCase()}`;
}

/**
 * Names a topic of the public door.
 *
 * @throws RangeError where the market is none of Bitget's
 */
export function topicOf(channel: string, market: string, symbol: string, incremental: boolean): Topic {
  const instType = instTypes[market as BitgetMarket] as string | undefined;
  if (instType === undefined) {
    throw new RangeError(`market ${JSON.stringify(market)} is not one of bitget: ${Object.keys(instTypes).join(', ')}`);
  }
  const args = { instType, channel, instId: symbol };
  return { key: keyOf(args), endpoint: 'public', args, incremental, prompt: true };
}
