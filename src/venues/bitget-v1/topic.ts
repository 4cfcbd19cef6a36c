/**
 * How the legacy stream names a subscription.
 * @module
 */
import type { Topic } from '../../contract/topic.js';
import { ENDING, isAll } from './symbols.js';

/** A subscription in the venue's words; without a symbol it means all. */
export interface BitgetV1Arg {
  readonly instType: string;
  readonly channel: string;
  readonly instId?: string;
}

/** What is to be known of a channel's pushes. */
export type Pushes = Pick<Topic, 'incremental' | 'prompt'>;

/** The topic key of an argument; product lines are echoed in lower case, and a missing symbol is "default". */
export function keyOf({ instType, channel, instId = 'default' }: BitgetV1Arg): string {
  return `${instType.toUpperCase()}:${channel}:${instId.toUpperCase()}`;
}

/** Names a topic in the guide's words. */
export function guideTopic(channel: string, instType: 'SPOT' | 'MARGIN', symbol: string, pushes: Pushes): Topic {
  const args = isAll(symbol) ? { channel, instType } : { channel, instType, instId: symbol };
  return { key: keyOf(args), endpoint: 'guide', args, ...pushes };
}

/** Names a topic of an account in the official words. */
export function officialPrivateTopic(channel: string, symbol: string, pushes: Pushes): Topic {
  const args = { instType: 'SPBL', channel, instId: isAll(symbol) ? 'default' : `${symbol}${ENDING}` };
  return { key: keyOf(args), endpoint: 'official-private', args, ...pushes };
}

/** Names a topic of the market in the official words. Its first push comes as soon as it is accepted. */
export function officialTopic(channel: string, symbol: string, incremental: boolean): Topic {
  const args = { instType: 'SP', channel, instId: symbol };
  return { key: keyOf(args), endpoint: 'official', args, incremental, prompt: true };
}
