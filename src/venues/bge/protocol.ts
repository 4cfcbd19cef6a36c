/**
 * BGE's protocol at the public door.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import type { Protocol } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { createReader } from './reader.js';
import { requestText } from './topic.js';
import type { BgeArgs } from './topic.js';

/** BGE's public protocol. */
export const protocol: Protocol = {
  reader: () => createReader(),
  subscribe: ([topic]) => textOf('sub', topic),
  unsubscribe: ([topic]) => textOf('unsub', topic),
  acknowledges: true,
  patience: 10_000,
  // The server asks, and a client that asks "ping" is not provided for. A line on which nothing was told for 30 s is cut, and
  // nobody knows whether pings count: a question for a state keeps the server talking.
  heartbeat: { every: 20_000, text: busyText('market', 'ticker'), patience: 40_000, silence: 60_000 },
  // If it is cut all the same, that comes twice a minute and is no trouble of the venue's.
  reconnection: { base: 500 },
  limits: {
    // Documented: 50 messages a second, pongs among them. Nothing else is.
    messages: [{ messages: 40, per: 1_000 }],
    requests: [],
    connections: [{ messages: 5, per: 1_000 }],
    topicsPerMessage: 1,
    bytesPerMessage: 1_000,
    topicsPerConnection: 100,
    resyncs: [
      { messages: 1, per: 5_000 },
      { messages: 12, per: 600_000 },
    ],
  },
};

/** The question that keeps a line busy: of a product that surely exists, whoever listens to it. */
export function busyText(biz: BgeArgs['biz'], type: 'ticker' | 'assets'): string {
  return requestText('req', { biz, type, product: 'BTC_USDT', zip: false });
}

function textOf(event: 'sub' | 'unsub', topic: Topic | undefined): string {
  return requestText(event, topic?.args as BgeArgs);
}
