/**
 * Backpack's protocol: at the public door, and at the private one, where each request to subscribe is signed.
 * @see https://docs.backpack.exchange/#tag/Streams
 * @see https://docs.backpack.exchange/#tag/Authentication
 * @module
 */
import type { Protocol, RequestContext } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { signEd25519 } from '../../wire/ed25519.js';
import { readFrame } from './reader.js';

/** Backpack's public protocol. */
export const protocol: Protocol = {
  reader: () => readFrame,
  subscribe: topics => JSON.stringify({ method: 'SUBSCRIBE', params: namesOf(topics) }),
  unsubscribe: topics => JSON.stringify({ method: 'UNSUBSCRIBE', params: namesOf(topics) }),
  acknowledges: false,
  // An error comes at once. The two streams that push whatever happens do so every second.
  patience: 5_000,
  // There is no ping of its own; a quiet book says nothing for half a minute, and the server pings once in a minute.
  heartbeat: { every: 20_000, text: undefined, byProtocol: true, patience: 10_000 },
  limits: {
    // None is published. 91 books in one request, on one connection, were seen to work.
    messages: [{ messages: 10, per: 1_000 }],
    requests: [{ messages: 10, per: 1_000 }],
    connections: [
      { messages: 5, per: 1_000 },
      { messages: 60, per: 60_000 },
    ],
    topicsPerMessage: 50,
    bytesPerMessage: 4_000,
    topicsPerConnection: 90,
    resyncs: [
      { messages: 1, per: 1_000 },
      { messages: 30, per: 600_000 },
    ],
  },
};

/** Backpack's private protocol: a signature for each request, whatever streams it names, and none to unsubscribe. */
export const privateProtocol: Protocol = {
  ...protocol,
  subscribe: (topics, context) =>
    JSON.stringify({ method: 'SUBSCRIBE', params: namesOf(topics), signature: signatureOf(context) }),
};

/** How long a signature is good, ms. */
const window = '5000';

function signatureOf({ now, credentials = {} }: RequestContext): readonly string[] {
  const { publicKey = '', secretKey = '' } = credentials;
  const timestamp = String(Math.floor(now));
  const text = `instruction=subscribe&timestamp=${timestamp}&window=${window}`;
  return [publicKey, signEd25519(secretKey, text), timestamp, window];
}

function namesOf(topics: readonly Topic[]): readonly unknown[] {
  return topics.map(topic => topic.args);
}
