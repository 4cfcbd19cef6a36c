/**
 * Bitget's envelope: text ping, events per argument, data with an action.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import type { Protocol } from '../../contract/protocol.js';
import type { Topic } from '../../contract/topic.js';
import { DecodeError } from '../../model/errors.js';
import { integerText, parseJson } from '../../wire/json.js';
import { refusalOf } from './codes.js';
import { createQuickFrames } from './quick-frames.js';
import { keyOf } from './topic.js';
import type { BitgetArg } from './topic.js';

/** Bitget's public V2 protocol. */
export const protocol: Protocol = {
  reader: createReader,
  subscribe: topics => request('subscribe', topics),
  unsubscribe: topics => request('unsubscribe', topics),
  acknowledges: true,
  patience: 10_000,
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

const pong: readonly Inbound[] = [{ type: 'pong' }];
const ping: readonly Inbound[] = [{ type: 'ping', reply: 'pong' }];

interface Envelope {
  readonly action?: unknown;
  readonly event?: unknown;
  readonly arg?: unknown;
  readonly code?: unknown;
  readonly msg?: unknown;
  readonly op?: unknown;
  readonly data?: unknown;
}

function createReader(): (frame: Frame) => readonly Inbound[] {
  const keys = createKeys();
  const frames = createQuickFrames();
  return frame => {
    const text = frame.data;
    const known = typeof text === 'string' ? frames.read(text) : undefined;
    if (known !== undefined) return [{ type: 'data', topic: keys(known.arg as BitgetArg), body: known }];
    if (text === 'pong') return pong;
    if (text === 'ping') return ping;
    const message = parse(text);
    if (typeof message.action === 'string') {
      if (!isArg(message.arg)) throw new DecodeError(`bitget frame has data but no arg: ${head(text)}`, venue);
      if (typeof text === 'string') frames.learn(text, message);
      keepLongIntegers(message, text);
      return [{ type: 'data', topic: keys(message.arg), body: message }];
    }
    if (typeof message.event === 'string') return [answer(message, message.event)];
    throw new DecodeError(`bitget frame has neither event nor action: ${head(text)}`, venue);
  };
}

const venue = { venue: 'bitget' };

function parse(text: Frame['data']): Envelope {
  if (typeof text !== 'string') throw new DecodeError(`bitget frame is binary, ${text.length} bytes`, venue);
  let message: unknown;
  try {
    message = parseJson(text);
  } catch (cause) {
    throw new DecodeError(`bitget frame is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      ...venue,
      cause,
    });
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    throw new DecodeError(`bitget frame is no JSON object: ${head(text)}`, venue);
  }
  return message;
}

function answer(message: Envelope, event: string): Inbound {
  const topics = isArg(message.arg) ? [keyOf(message.arg)] : [];
  const words = typeof message.msg === 'string' ? message.msg : '';
  switch (event) {
    case 'subscribe':
      return { type: 'accepted', topics };
    case 'unsubscribe':
      return { type: 'dropped', topics };
    case 'error': {
      // We left what was not there: nobody waits for it.
      if (message.op === 'unsubscribe') return { type: 'dropped', topics };
      const refusal = refusalOf(message.code, words);
      return topics.length === 0 ? { type: 'complaint', refusal } : { type: 'refused', topics, refusal };
    }
    default:
      return { type: 'notice', text: `${event} ${words}`.trim() };
  }
}

function isArg(value: unknown): value is BitgetArg {
  if (typeof value !== 'object' || value === null) return false;
  const arg = value as Partial<Record<keyof BitgetArg, unknown>>;
  return typeof arg.instType === 'string' && typeof arg.channel === 'string' && typeof arg.instId === 'string';
}

/** Remembers the keys of a connection: three look-ups are cheaper than joining and hashing a new text per frame. */
function createKeys(): (arg: BitgetArg) => string {
  const instTypes = new Map<string, Map<string, Map<string, string>>>();
  return arg => {
    let channels = instTypes.get(arg.instType);
    if (channels === undefined) instTypes.set(arg.instType, (channels = new Map<string, Map<string, string>>()));
    let symbols = channels.get(arg.channel);
    if (symbols === undefined) channels.set(arg.channel, (symbols = new Map<string, string>()));
    let key = symbols.get(arg.instId);
    if (key === undefined) symbols.set(arg.instId, (key = keyOf(arg)));
    return key;
  };
}

/** Books number their states beyond 2^53 on some products, which `JSON.parse` rounds: the digits are taken from the text. */
function keepLongIntegers(message: Envelope, text: Frame['data']): void {
  const row: unknown = Array.isArray(message.data) ? message.data[0] : undefined;
  if (typeof row !== 'object' || row === null || typeof text !== 'string') return;
  const numbered = row as { seq?: unknown; pseq?: unknown };
  if (typeof numbered.seq === 'number' && !Number.isSafeInteger(numbered.seq)) numbered.seq = integerText(text, 'seq');
  if (typeof numbered.pseq === 'number' && !Number.isSafeInteger(numbered.pseq))
    numbered.pseq = integerText(text, 'pseq');
}

function head(text: Frame['data']): string {
  return typeof text === 'string' ? JSON.stringify(text.slice(0, 80)) : `${text.length} bytes`;
}
