/**
 * Reads the stream's envelope: data by topic, answers by operation, errors by code.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound, RequestRef } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { parseJson } from '../../wire/json.js';
import { withoutKeys } from '../../wire/without-keys.js';
import { guiltyOf, NOT_LOGGED_IN, refusalOf, standingOf } from './refusals.js';

/** What sets one door's frames apart from another's. */
export interface ReaderOptions {
  /** Whether a login comes first: an error before it is granted answers it. */
  readonly logsIn: boolean;
}

/** The `req_id` of a login; those of the requests are numbers. */
export const LOGIN_ID = 'auth';

/**
 * Makes the reader of one connection. What is JSON and neither data nor an answer is taken note of: it is a whole frame, and
 * takes away nothing from any topic.
 *
 * @throws DecodeError, from the reader, at what is no JSON, and at a topic without data
 */
export function createReader({ logsIn }: ReaderOptions): (frame: Frame) => readonly Inbound[] {
  let isIn = !logsIn;
  return ({ data: text }) => {
    const message = parse(text);
    if (typeof message.topic === 'string' && message.data !== undefined) {
      return [{ type: 'data', topic: message.topic, body: message }];
    }
    if (message.op === 'pong' || message.ret_msg === 'pong' || message.pong !== undefined) return pong;
    const answer = answerOf(message, isIn);
    if (answer === undefined) {
      if (typeof message.topic !== 'string')
        return [{ type: 'notice', text: `neither data nor answer: ${head(text)}` }];
      throw new DecodeError(`${VENUE} frame has a topic but no data: ${head(text)}`, venue);
    }
    if (answer.type === 'welcome') isIn = true;
    return [answer];
  };
}

interface Envelope {
  readonly topic?: unknown;
  readonly data?: unknown;
  readonly op?: unknown;
  readonly success?: unknown;
  readonly pong?: unknown;
  readonly type?: unknown;
  readonly req_id?: unknown;
  readonly ret_msg?: unknown;
  readonly ret_code?: unknown;
  readonly code?: unknown;
  readonly desc?: unknown;
  readonly msg?: unknown;
}

const VENUE = 'bybit-spot-v3';
const venue = { venue: VENUE };
const pong: readonly Inbound[] = [{ type: 'pong' }];

function parse(text: Frame['data']): Envelope {
  if (typeof text !== 'string') throw new DecodeError(`${VENUE} frame is binary, ${text.length} bytes`, venue);
  let message: unknown;
  try {
    message = parseJson(text);
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw new DecodeError(`${VENUE} frame of ${text.length} characters is not JSON: ${head(text)}`, venue);
  }
  return typeof message === 'object' && message !== null ? message : {};
}

function answerOf(message: Envelope, isIn: boolean): Inbound | undefined {
  const { op, success } = message;
  const code = codeOf(message);
  if (op === 'auth' || message.req_id === LOGIN_ID) return answerToLogin(message, success === true);
  if (typeof success === 'boolean') return success ? granted(message) : rejected(message, '');
  if (code !== '' || message.type === 'error') return errorOf(message, code, isIn);
  if (typeof op === 'string') return { type: 'notice', text: `${op} ${wordsOf(message)}`.trim() };
  return undefined;
}

function answerToLogin(message: Envelope, isGranted: boolean): Inbound {
  if (isGranted) return { type: 'welcome' };
  const refusal = refusalOf({ code: codeOf(message), text: wordsOf(message), isLogin: true });
  return { type: 'unwelcome', refusal };
}

function granted(message: Envelope): Inbound {
  return { type: 'granted', request: requestOf(message) };
}

function rejected(message: Envelope, code: string): Inbound {
  const text = wordsOf(message);
  const refusal = refusalOf({ code, text, isLogin: false });
  return {
    type: 'rejected',
    request: requestOf(message),
    refusal,
    guilty: guiltyOf(text),
    standing: standingOf(text),
  };
}

/** An error that names no operation. */
function errorOf(message: Envelope, code: string, isIn: boolean): Inbound {
  if (code === NOT_LOGGED_IN) return rejected(message, code);
  if (!isIn) return answerToLogin(message, false);
  if (requestOf(message).id !== undefined) return rejected(message, code);
  return { type: 'complaint', refusal: refusalOf({ code, text: wordsOf(message), isLogin: false }) };
}

function requestOf({ req_id: id, op }: Envelope): RequestRef {
  return {
    id: typeof id === 'string' && id !== '' ? id : undefined,
    verb: op === 'subscribe' || op === 'unsubscribe' ? op : undefined,
  };
}

function codeOf({ ret_code, code }: Envelope): string {
  const found = ret_code ?? code;
  return typeof found === 'number' || typeof found === 'string' ? String(found) : '';
}

/** Bybit's words, cut where they repeat the arguments of a request: those of a login are keys. */
function wordsOf({ ret_msg, desc, msg }: Envelope): string {
  const found = [ret_msg, desc, msg].find(words => typeof words === 'string');
  return typeof found === 'string' ? withoutKeys(found) : '';
}

function head(text: Frame['data']): string {
  return typeof text === 'string' ? JSON.stringify(withoutKeys(text).slice(0, 80)) : `${text.length} bytes`;
}
