/**
 * Bybit's protocol at the public doors.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Protocol } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { createReader } from './reader.js';

/** Bybit's public v5 protocol. */
export const protocol: Protocol = {
  reader: createReader,
  subscribe: (topics, { id }) => request('subscribe', topics, id),
  unsubscribe: (topics, { id }) => request('unsubscribe', topics, id),
  acknowledges: true,
  patience: 10_000,
  heartbeat: { every: 20_000, text: '{"op":"ping"}', patience: 10_000 },
  limits: {
    // Nothing is documented; this is what its clients have lived well with.
    messages: [{ messages: 10, per: 1_000 }],
    requests: [{ messages: 10, per: 1_000 }],
    // Documented: 500 in five minutes.
    connections: [
      { messages: 5, per: 1_000 },
      { messages: 400, per: 300_000 },
    ],
    // Documented for spot, and good for all: one bad topic voids its whole request.
    topicsPerMessage: 10,
    bytesPerMessage: 4_000,
    topicsPerConnection: 200,
    // Documented: 21,000.
    charactersPerConnection: 20_000,
    resyncs: [
      { messages: 1, per: 5_000 },
      { messages: 30, per: 600_000 },
    ],
  },
};

/** The id is text: a number would come back as text. */
function request(op: 'subscribe' | 'unsubscribe', topics: readonly Topic[], id: string): string {
  return JSON.stringify({ req_id: id, op, args: topics.map(topic => topic.args) });
}
