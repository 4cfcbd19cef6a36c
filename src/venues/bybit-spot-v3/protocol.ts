/**
 * The stream's protocol at the public door.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { Protocol, RequestContext } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { createReader } from './reader.js';

/** The public protocol. */
export const protocol: Protocol = {
  reader: () => createReader({ logsIn: false }),
  subscribe: (topics, context) => request('subscribe', topics, context),
  unsubscribe: (topics, context) => request('unsubscribe', topics, context),
  acknowledges: true,
  patience: 10_000,
  heartbeat: { every: 20_000, text: '{"op":"ping"}', patience: 10_000 },
  limits: {
    // No rate is documented, nor how many topics a connection bears: what other clients were seen to do without loss.
    messages: [{ messages: 10, per: 1_000 }],
    requests: [{ messages: 10, per: 1_000 }],
    // Documented: 500 in five minutes.
    connections: [
      { messages: 5, per: 1_000 },
      { messages: 400, per: 300_000 },
    ],
    topicsPerMessage: 10,
    bytesPerMessage: 4_000,
    topicsPerConnection: 150,
    resyncs: [
      { messages: 1, per: 5_000 },
      { messages: 12, per: 600_000 },
    ],
  },
};

function request(op: 'subscribe' | 'unsubscribe', topics: readonly Topic[], { id }: RequestContext): string {
  return JSON.stringify({ req_id: id, op, args: topics.map(topic => topic.args) });
}
