/**
 * How Backpack names a subscription, and how such a name is taken apart.
 * @see https://docs.backpack.exchange/#tag/Streams
 * @module
 */
import type { Topic } from '../../contract/topic.js';
import { checkPair } from './symbols.js';

/** The paces of a book beside the one of each change. */
export const depthWindows = ['200ms', '600ms', '1000ms'] as const;
/** How often the changes of a book are told together. */
export type DepthWindow = (typeof depthWindows)[number];

/** A stream's name, taken apart. */
export interface StreamName {
  /** "depth", "kline", "account.orderUpdate". */
  readonly type: string;
  /** The window of a book, the interval of candles; undefined elsewhere. */
  readonly detail: string | undefined;
  /** May hold dots; '' where the stream is of all symbols. */
  readonly symbol: string;
}

/** Takes a stream's name apart: a symbol may hold dots ("BRK.B.US_USDC"). */
export function streamNameOf(stream: string): StreamName {
  const [type = '', ...rest] = stream.split('.');
  const [second = '', ...more] = rest;
  if (type === 'account') return { type: `account.${second}`, detail: undefined, symbol: more.join('.') };
  const isDetail = type === 'kline' || (type === 'depth' && (depthWindows as readonly string[]).includes(second));
  if (isDetail) return { type, detail: second, symbol: more.join('.') };
  return { type, detail: undefined, symbol: rest.join('.') };
}

/** What a topic's pushes are like. */
export interface Pushes {
  /** Whether the first one comes within a second, whatever happens. */
  readonly prompt?: boolean;
  /** Whether a lost one makes the next ones doubtful. */
  readonly incremental?: boolean;
}

/**
 * Names a public topic of one symbol. The name that is asked for comes back with each push, so it is the key.
 *
 * @throws RangeError where the symbol is no pair
 */
export function topicOf(prefix: string, symbol: string, pushes: Pushes = {}): Topic {
  checkPair(symbol);
  return plainTopic(`${prefix}.${symbol}`, pushes);
}

/** Names a public topic by its whole name. */
export function plainTopic(stream: string, { prompt = false, incremental = false }: Pushes = {}): Topic {
  return { key: stream, endpoint: 'public', args: stream, incremental, prompt };
}
