/**
 * Reads Bitget's envelope: text ping, events per argument, data with an action.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { integerText, parseJson } from '../../wire/json.js';
import { withoutKeys } from '../../wire/without-keys.js';
import { refusalOf } from './codes.js';
import { createQuickFrames } from './quick-frames.js';
import { keyOf } from './topic.js';
import type { BitgetArg } from './topic.js';

/** A frame of Bitget's before anything is known of it. */
export interface Envelope {
  readonly action?: unknown;
  readonly event?: unknown;
  readonly arg?: unknown;
  readonly code?: unknown;
  readonly msg?: unknown;
  readonly op?: unknown;
  readonly data?: unknown;
}

/** What sets one door's frames apart from another's. */
export interface ReaderOptions {
  /** Whether this names a topic of the door. */
  isArg(value: unknown): value is BitgetArg;
  /** Reads an event that only this door knows; undefined where it is one that all know. */
  answer?(message: Envelope, event: string): Inbound | undefined;
}

/**
 * Makes the reader of one connection. What is JSON and neither data nor an event is taken note of: it is a whole frame, and
 * takes away nothing from any topic.
 *
 * @throws DecodeError, from the reader, at what is no JSON, and at data of nobody knows what
 */
export function createReader({ isArg, answer }: ReaderOptions): (frame: Frame) => readonly Inbound[] {
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
    if (typeof message.event === 'string') {
      return [answer?.(message, message.event) ?? commonAnswer(message, message.event, isArg)];
    }
    return [{ type: 'notice', text: `frame has neither event nor action: ${head(text)}` }];
  };
}

/** The venue's words; none where they repeat a login, which holds keys: Bitget repeats what it does not understand. */
export function wordsOf({ msg }: Envelope): string {
  return typeof msg !== 'string' || /\b(apiKey|passphrase|sign)\b\W*[:=]/i.test(msg) ? '' : msg;
}

const venue = { venue: 'bitget' };
const pong: readonly Inbound[] = [{ type: 'pong' }];
const ping: readonly Inbound[] = [{ type: 'ping', reply: 'pong' }];

function parse(text: Frame['data']): Envelope {
  if (typeof text !== 'string') throw new DecodeError(`bitget frame is binary, ${text.length} bytes`, venue);
  let message: unknown;
  try {
    message = parseJson(text);
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw new DecodeError(`bitget frame is not JSON: ${head(text)}`, venue);
  }
  return typeof message === 'object' && message !== null ? message : {};
}

function commonAnswer(message: Envelope, event: string, isArg: ReaderOptions['isArg']): Inbound {
  const topics = isArg(message.arg) ? [keyOf(message.arg)] : [];
  const words = wordsOf(message);
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

/** Remembers the keys of a connection: three look-ups are cheaper than joining and hashing a new text per frame. */
function createKeys(): (arg: BitgetArg) => string {
  const instTypes = new Map<string, Map<string, Map<string, string>>>();
  return arg => {
    let channels = instTypes.get(arg.instType);
    if (channels === undefined) instTypes.set(arg.instType, (channels = new Map<string, Map<string, string>>()));
    let names = channels.get(arg.channel);
    if (names === undefined) channels.set(arg.channel, (names = new Map<string, string>()));
    const name = arg.instId ?? arg.coin ?? 'default';
    let key = names.get(name);
    if (key === undefined) names.set(name, (key = keyOf(arg)));
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
  return typeof text === 'string' ? JSON.stringify(withoutKeys(text).slice(0, 80)) : `${text.length} bytes`;
}
