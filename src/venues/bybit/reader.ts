/**
 * Reads Bybit's envelope, at all doors: data by topic, answers by request, and every shape of a pong.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { parseJson } from '../../wire/json.js';
import { withoutKeys } from '../../wire/without-keys.js';
import { createBestLevels } from './best-levels.js';
import { createQuickFrames } from './quick-frames.js';
import { complaintOf, failedTopic } from './refusals.js';

/** A frame of Bybit's before anything is known of it. */
export interface Envelope {
  readonly topic?: unknown;
  readonly type?: unknown;
  readonly data?: unknown;
  readonly op?: unknown;
  readonly success?: unknown;
  readonly ret_msg?: unknown;
  readonly req_id?: unknown;
  /** From here on the door for orders only. */
  readonly retCode?: unknown;
  readonly retMsg?: unknown;
}

/**
 * Makes the reader of one connection. What is JSON and neither data nor an answer is taken note of: it is a whole frame, and
 * takes away nothing from any topic.
 *
 * @throws DecodeError, from the reader, at what is no JSON, and at a topic without data
 */
export function createReader(): (frame: Frame) => readonly Inbound[] {
  const best = createBestLevels();
  const frames = createQuickFrames();
  return frame => {
    const known = typeof frame.data === 'string' ? frames.read(frame.data) : undefined;
    const message: Envelope = known ?? parse(frame.data);
    const { topic } = message;
    if (typeof topic !== 'string') return answerOf(message, frame.data);
    if (message.data === undefined) {
      throw new DecodeError(`bybit frame has a topic but no data: ${head(frame.data)}`, venue);
    }
    if (topic.startsWith(LEVEL_1)) best.follow(topic, message);
    return [{ type: 'data', topic, body: message }];
  };
}

const LEVEL_1 = 'orderbook.1.';
const venue = { venue: 'bybit' };
const pong: readonly Inbound[] = [{ type: 'pong' }];

function parse(text: Frame['data']): Envelope {
  if (typeof text !== 'string') throw new DecodeError(`bybit frame is binary, ${text.length} bytes`, venue);
  let message: unknown;
  try {
    message = parseJson(text);
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw new DecodeError(`bybit frame of ${text.length} characters is not JSON: ${head(text)}`, venue);
  }
  return typeof message === 'object' && message !== null ? message : {};
}

function answerOf(message: Envelope, text: Frame['data']): readonly Inbound[] {
  if (isPong(message)) return pong;
  const { op, type, success } = message;
  if (type === 'COMMAND_RESP') return answerByTopic(message);
  if ((op === 'subscribe' || op === 'unsubscribe') && typeof success === 'boolean') {
    return [answerByRequest(message, op, success)];
  }
  if (success === false) return [{ type: 'complaint', refusal: complaintOf(wordsOf(message)).refusal }];
  const name = typeof op === 'string' ? op : typeof type === 'string' ? type : undefined;
  if (name === undefined && typeof success !== 'boolean') {
    return [{ type: 'notice', text: `frame has neither topic nor op: ${head(text)}` }];
  }
  return [{ type: 'notice', text: `${name ?? 'answer'} ${wordsOf(message)}`.trim() }];
}

/** `op` stays "ping" on spot, linear and inverse, and is "pong" everywhere else. */
function isPong(message: Envelope): boolean {
  const { op, ret_msg: words, success } = message;
  return op === 'pong' || words === 'pong' || (op === 'ping' && success !== false) || 'pong' in message;
}

/** Spot, linear, inverse and private: one answer for a request, whatever its topics. */
function answerByRequest(message: Envelope, verb: 'subscribe' | 'unsubscribe', isGranted: boolean): Inbound {
  const id = message.req_id;
  // Linear and inverse write an empty id where they were told none.
  const request = typeof id === 'string' && id !== '' ? { id, verb } : { verb };
  return isGranted ? { type: 'granted', request } : { type: 'rejected', request, ...complaintOf(wordsOf(message)) };
}

/** Option and spread: two lists of topics, and neither an operation nor an id. */
function answerByTopic(message: Envelope): readonly Inbound[] {
  const { successTopics, failTopics } = (message.data ?? {}) as Readonly<Record<string, unknown>>;
  const granted = textsOf(successTopics);
  const failed = textsOf(failTopics);
  const words = wordsOf(message);
  if (message.success === false && granted.length === 0) {
    const { refusal, guilty, standing } =
      words === '' ? { ...complaintOf(''), refusal: failedTopic } : complaintOf(words);
    const isNamed = guilty.length > 0 || standing.length > 0;
    return [{ type: 'rejected', request: {}, refusal, guilty: isNamed ? guilty : failed, standing }];
  }
  const answers: Inbound[] = [];
  if (granted.length > 0) answers.push({ type: 'acknowledged', topics: granted });
  if (failed.length > 0) {
    const refusal = words === '' ? failedTopic : complaintOf(words).refusal;
    answers.push({ type: 'refused', topics: failed, refusal });
  }
  return answers.length > 0 ? answers : [{ type: 'notice', text: 'answer without a topic' }];
}

/** Bybit repeats at times what it does not understand. */
function wordsOf({ ret_msg: words, retMsg }: Envelope): string {
  return withoutKeys(typeof words === 'string' ? words : typeof retMsg === 'string' ? retMsg : '');
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

function head(text: Frame['data']): string {
  return typeof text === 'string' ? JSON.stringify(withoutKeys(text).slice(0, 80)) : `${text.length} bytes`;
}
