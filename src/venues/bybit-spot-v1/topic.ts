/**
 * How the legacy stream names a subscription.
 * @module
 */
import type { Topic } from '../../contract/topic.js';
import type { Form } from './form.js';
import { instrument, isAll } from './symbols.js';

/** A public topic in the venue's words, as requests name it. */
export interface PublicTopicArg {
  readonly symbol: string;
  /** "trade", "kline_1m" (V1), "kline" (V2). */
  readonly topic: string;
  /** Beside the symbol: `binary`, `klineType` (V2), `dumpScale`. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** What a subscription is, whoever names it: a request, an answer or a push. */
export interface PublicTopicName {
  readonly form: Form;
  readonly topic: unknown;
  readonly symbol: unknown;
  readonly klineType?: unknown;
  readonly dumpScale?: unknown;
  /** `true` in requests, `"true"` in answers and pushes. */
  readonly binary?: unknown;
}

/** How a public topic is asked for. */
export interface PublicTopicOptions {
  readonly form: Form;
  readonly topic: string;
  readonly symbol: string;
  /** Beside `binary`, in the venue's order. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly binary: boolean | undefined;
  readonly incremental: boolean;
}

/** The topic key of a name; undefined where the name is not whole. */
export function keyOf({ form, topic, symbol, klineType, dumpScale, binary }: PublicTopicName): string | undefined {
  if (typeof topic !== 'string' || typeof symbol !== 'string') return undefined;
  // A V1 request names the interval in its topic, everything else beside it.
  const detail = topic === 'kline' ? klineType : dumpScale;
  if (topic === 'kline' && typeof klineType !== 'string') return undefined;
  const channel = typeof detail === 'string' || typeof detail === 'number' ? `${topic}_${detail}` : topic;
  return `${form}:${channel}:${symbol}${binary === true || binary === 'true' ? ':binary' : ''}`;
}

/**
 * Names a public topic. In V1 those that differ by symbol only are of one group; their first push comes at once.
 *
 * @throws RangeError at what is no symbol, and where `binary` is neither true nor false
 */
export function publicTopic({
  form,
  topic,
  symbol,
  params = {},
  binary = false,
  incremental,
}: PublicTopicOptions): Topic {
  if (isAll(symbol)) throw new RangeError(`topic ${topic} of bybit-spot-v1 needs a symbol like BTCUSDT`);
  if (typeof binary !== 'boolean') {
    throw new RangeError(`binary ${JSON.stringify(binary)} is not possible: choose true, false`);
  }
  const { symbol: spelt } = instrument(symbol);
  const key = keyOf({ form, topic, symbol: spelt, ...params, binary }) ?? '';
  // As the venue's samples order them: the interval stands before `binary`, the scale behind it.
  const { klineType, ...rest } = params;
  const all = { ...(klineType === undefined ? {} : { klineType }), binary, ...rest };
  const args: PublicTopicArg = { symbol: spelt, topic, params: all };
  // What comes first in V2, and when, is not told.
  const prompt = form === 'v1';
  return { key, endpoint: form, args, incremental, prompt, group: JSON.stringify([topic, all]) };
}

/** Names a topic of an account: the login alone brings it, of all symbols, and nothing before the first change. */
export function accountTopic(event: string): Topic {
  return { key: event, endpoint: 'private', args: event, incremental: false, prompt: false, implied: true };
}
