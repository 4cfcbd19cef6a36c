/**
 * The smallest protocol that the session can speak: topics are names, everything is acknowledged.
 * @module
 */
import type { Inbound } from '../../src/contract/inbound.js';
import type { Limits, Protocol } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import { DecodeError } from '../../src/model/errors.js';

/** What the toy's client says. */
export type ToyRequest = { readonly verb: 'subscribe' | 'unsubscribe'; readonly names: readonly string[] };

/** Makes a topic. */
export function toyTopic(name: string, incremental = false, prompt = false): Topic {
  return { key: name, endpoint: 'public', args: name, incremental, prompt };
}

/** Makes the protocol; limits can be narrowed. */
export function toyProtocol(limits: Partial<Limits> = {}, rest: Partial<Omit<Protocol, 'limits'>> = {}): Protocol {
  return {
    reader: () => frame => {
      if (typeof frame.data !== 'string') throw new DecodeError('toy frame is binary');
      if (frame.data === 'pong') return [{ type: 'pong' }];
      try {
        return JSON.parse(frame.data) as readonly Inbound[];
      } catch (cause) {
        throw new DecodeError('toy frame is no JSON', { cause });
      }
    },
    subscribe: topics => JSON.stringify({ verb: 'subscribe', names: topics.map(topic => topic.key) }),
    unsubscribe: topics => JSON.stringify({ verb: 'unsubscribe', names: topics.map(topic => topic.key) }),
    acknowledges: true,
    patience: 10_000,
    heartbeat: { every: 20_000, text: 'ping', patience: 10_000 },
    ...rest,
    limits: {
      messages: [{ messages: 8, per: 1_000 }],
      requests: [{ messages: 200, per: 3_600_000 }],
      connections: [{ messages: 5, per: 1_000 }],
      topicsPerMessage: 3,
      bytesPerMessage: 200,
      topicsPerConnection: 4,
      resyncs: [{ messages: 1, per: 5_000 }],
      ...limits,
    },
  };
}
