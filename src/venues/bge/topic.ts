/**
 * How BGE names a subscription: by flat fields, which its answers and pushes repeat.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-public-v2.md
 * @module
 */
import type { FollowUp, Topic } from '../../contract/topic.js';

/** What every request may choose. */
export interface ZipChoice {
  /**
   * Whether pushes come as gzip; default false. It does not name another subscription: where several listen to one, the
   * first one's choice holds.
   */
  readonly zip?: boolean;
}

/** A subscription in BGE's words, in the order in which BGE writes them. */
export interface BgeArgs {
  readonly biz: 'market' | 'exchange';
  readonly type: string;
  readonly product: string;
  readonly interval?: string;
  readonly zip: boolean;
}

/** The fields that name a topic, as a message has them: levels are sent as text and acknowledged as numbers. */
export interface BgeName {
  readonly biz: string;
  readonly type: string;
  readonly product: string;
  readonly interval?: unknown;
}

/** What a topic is like, beside its name. */
export interface TopicTraits {
  readonly incremental: boolean;
  readonly prompt: boolean;
  readonly followUp?: string | FollowUp;
}

/** The key of a topic, of a request and of an inbound message alike. */
export function keyOf({ biz, type, product, interval }: BgeName): string {
  const name = `${biz}:${type}:${product.toUpperCase()}`;
  return typeof interval === 'string' || typeof interval === 'number' ? `${name}:${interval}` : name;
}

/** Names a topic; market and account have a door each, though the address is the same. */
export function topicOf(args: BgeArgs, traits: TopicTraits): Topic {
  const endpoint = args.biz === 'market' ? 'public' : 'private';
  return { key: keyOf(args), endpoint, args, ...traits };
}

/** The text of a request for a topic's arguments. */
export function requestText(event: 'sub' | 'unsub' | 'req', args: BgeArgs, more: object = {}): string {
  return JSON.stringify({ event, ...args, ...more });
}
