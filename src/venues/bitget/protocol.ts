/**
 * Bitget's protocol at the public door.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { Protocol } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { createReader } from './reader.js';
import type { BitgetArg } from './topic.js';

/** Bitget's public V2 protocol. */
export const protocol: Protocol = {
  reader: () => createReader({ isArg }),
  subscribe: topics => request('subscribe', topics),
  unsubscribe: topics => request('unsubscribe', topics),
  acknowledges: true,
  patience: 10_000,
  // Documented: every connection is cut after 24 hours.
  lifetime: 85_800_000,
  // Only the text ping counts as life at the server, which hangs up after 120 s without one.
  heartbeat: { every: 20_000, text: 'ping', patience: 10_000 },
  limits: {
    // Documented: 10 messages a second, 240 requests an hour, 300 connections in five minutes, 4,096 bytes of arguments.
    messages: [{ messages: 8, per: 1_000 }],
    requests: [{ messages: 200, per: 3_600_000 }],
    connections: [
      { messages: 5, per: 1_000 },
      { messages: 250, per: 300_000 },
    ],
    topicsPerMessage: 20,
    bytesPerMessage: 4_000,
    topicsPerConnection: 45,
    resyncs: [
      { messages: 1, per: 5_000 },
      { messages: 12, per: 600_000 },
    ],
  },
};

function request(op: 'subscribe' | 'unsubscribe', topics: readonly Topic[]): string {
  return JSON.stringify({ op, args: topics.map(topic => topic.args) });
}

function isArg(value: unknown): value is BitgetArg {
  if (typeof value !== 'object' || value === null) return false;
  const arg = value as Partial<Record<keyof BitgetArg, unknown>>;
  return typeof arg.instType === 'string' && typeof arg.channel === 'string' && typeof arg.instId === 'string';
}
