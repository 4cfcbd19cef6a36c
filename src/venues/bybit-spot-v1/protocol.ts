/**
 * The doors' protocols: V1, V2, and the private stream of both.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type { Limits, Protocol } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { loginText } from './login.js';
import { createPrivateReader } from './private-reader.js';
import { createPublicReader } from './public-reader.js';
import type { PublicTopicArg } from './topic.js';

/** Documented: 500 connections in five minutes. The rest is our own restraint: the venue tells no limits. */
const limits: Limits = {
  messages: [{ messages: 10, per: 1_000 }],
  requests: [],
  connections: [
    { messages: 5, per: 1_000 },
    { messages: 400, per: 300_000 },
  ],
  topicsPerMessage: 20,
  bytesPerMessage: 2_000,
  topicsPerConnection: 100,
  resyncs: [
    { messages: 1, per: 5_000 },
    { messages: 12, per: 600_000 },
  ],
};

/** Documented: a ping every 20 s. Sister exchanges hang up after 60 s in which neither side said anything. */
const heartbeat = { every: 20_000, text: (now: number) => JSON.stringify({ ping: now }), patience: 10_000 };

/** V1: topics that differ by symbol only share a request; data, whose first frame is marked, are the only answer. */
export const v1Protocol: Protocol = {
  reader: () => createPublicReader('v1'),
  subscribe: topics => v1Request('sub', topics),
  unsubscribe: topics => v1Request('cancel', topics),
  acknowledges: false,
  patience: 10_000,
  heartbeat,
  limits,
};

/** V2: one symbol per request, and every request is acknowledged. */
export const v2Protocol: Protocol = {
  ...v1Protocol,
  reader: () => createPublicReader('v2'),
  subscribe: topics => v2Request('sub', topics),
  unsubscribe: topics => v2Request('cancel', topics),
  acknowledges: true,
  limits: { ...limits, topicsPerMessage: 1 },
};

/** The private stream: the login subscribes to everything. A refusal may be nothing but silence, of 5 s then. */
export const privateProtocol: Protocol = {
  ...v1Protocol,
  reader: createPrivateReader,
  subscribe: nothingToAsk,
  unsubscribe: nothingToAsk,
  login: loginText,
  patience: 5_000,
};

/** The order of the fields is the guide's. */
function v1Request(event: 'sub' | 'cancel', topics: readonly Topic[]): string {
  const args = topics.map(argOf);
  const [first] = args;
  const symbol = args.map(one => one.symbol).join(',');
  return JSON.stringify({ symbol, topic: first?.topic, event, params: first?.params });
}

function v2Request(event: 'sub' | 'cancel', topics: readonly Topic[]): string {
  const [first] = topics.map(argOf);
  return JSON.stringify({ topic: first?.topic, event, params: { symbol: first?.symbol, ...first?.params } });
}

function argOf({ args }: Topic): PublicTopicArg {
  return args as PublicTopicArg;
}

function nothingToAsk(): never {
  throw new RangeError('topics of an account of bybit-spot-v1 cannot be asked for: the login brings all of them');
}
