/**
 * The doors' protocols: one envelope in two dialects.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import type { Limits, Protocol } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { guideRefusal, officialRefusal } from './codes.js';
import { loginText } from './login.js';
import { createReader } from './reader.js';

/** Documented: 10 messages a second, 240 requests an hour, 4,096 bytes of arguments; we keep a little under it. */
const limits: Limits = {
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
};

const envelope = {
  subscribe: (topics: readonly Topic[]) => request('subscribe', topics),
  unsubscribe: (topics: readonly Topic[]) => request('unsubscribe', topics),
  patience: 10_000,
};

/** The private door as the guide describes it. */
export const guideProtocol: Protocol = {
  ...envelope,
  reader: () => createReader(guideRefusal),
  // The guide knows no acceptance: data are the only sure answer.
  acknowledges: false,
  login: context => loginText(context, { encoding: 'hex', unit: 'ms' }),
  reconnection: { base: 5_000, factor: 2, cap: 80_000, jitter: 0, maxAttempts: 5 },
  heartbeat: { every: 20_000, text: '{"op":"ping"}', patience: 10_000 },
  // One subscription per message, as the guide sends them: its errors do not say which one they mean.
  limits: { ...limits, topicsPerMessage: 1 },
};

/** The public side of the exchange's own door. */
export const officialProtocol: Protocol = {
  ...envelope,
  reader: () => createReader(officialRefusal),
  acknowledges: true,
  // Only the text ping counts as life at the server, which hangs up after 120 s without one.
  heartbeat: { every: 20_000, text: 'ping', patience: 10_000 },
  limits,
};

/** The private side of the exchange's own door. */
export const officialPrivateProtocol: Protocol = {
  ...officialProtocol,
  login: context => loginText(context, { encoding: 'base64', unit: 's' }),
};

function request(op: 'subscribe' | 'unsubscribe', topics: readonly Topic[]): string {
  return JSON.stringify({ op, args: topics.map(topic => topic.args) });
}
