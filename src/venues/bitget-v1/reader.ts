/**
 * What the frames of the legacy stream say: pongs, events per argument, data with an action.
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { parseJson } from '../../wire/json.js';
import type { Classify } from './codes.js';
import { withoutKeys } from './login.js';
import { keyOf } from './topic.js';
import type { BitgetV1Arg } from './topic.js';

interface Envelope {
  readonly action?: unknown;
  readonly event?: unknown;
  readonly op?: unknown;
  readonly arg?: unknown;
  readonly args?: unknown;
  readonly code?: unknown;
  readonly msg?: unknown;
  readonly data?: unknown;
}

const pong: readonly Inbound[] = [{ type: 'pong' }];

/**
 * Makes the reader of one connection. Pongs come as text, as `{"event":"pong"}` and as `{"op":"pong"}`.
 *
 * @param refusalOf - reads the error codes of the dialect
 */
export function createReader(refusalOf: Classify): (frame: Frame) => readonly Inbound[] {
  const keys = createKeys();
  return frame => {
    const text = frame.data;
    if (text === 'pong') return pong;
    if (text === 'ping') return [{ type: 'ping', reply: 'pong' }];
    const message = parse(text);
    const { action, event, op } = message;
    // The guide's own reader looks for errors in `action`, its frames say `event`.
    if (event === 'error' || action === 'error') return [refused(message, refusalOf)];
    if (typeof action === 'string') {
      if (!isArg(message.arg)) throw new DecodeError(`bitget-v1 frame has data but no arg: ${head(text)}`, venue);
      const data: Inbound = { type: 'data', topic: keys(message.arg), body: message };
      return data.topic === allOrders ? [data, ...perSymbol(message, message.arg)] : [data];
    }
    if (event === 'pong' || op === 'pong') return pong;
    if (op === 'ping') return [{ type: 'ping', reply: '{"op":"pong"}' }];
    if (typeof event === 'string') return [answer(message, event, refusalOf)];
    if (typeof op === 'string') return [{ type: 'notice', text: op }];
    throw new DecodeError(`bitget-v1 frame has neither event nor action: ${head(text)}`, venue);
  };
}

const venue = { venue: 'bitget-v1' };
const allOrders = 'SPBL:orders:DEFAULT';

function parse(text: Frame['data']): Envelope {
  if (typeof text !== 'string') throw new DecodeError(`bitget-v1 frame is binary, ${text.length} bytes`, venue);
  let message: unknown;
  try {
    message = parseJson(text);
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw new DecodeError(`bitget-v1 frame of ${text.length} characters is not JSON: ${head(text)}`, venue);
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    throw new DecodeError(`bitget-v1 frame is no JSON object: ${head(text)}`, venue);
  }
  return message;
}

function answer(message: Envelope, event: string, refusalOf: Classify): Inbound {
  switch (event) {
    case 'subscribe':
      return { type: 'accepted', topics: topicsOf(message) };
    case 'unsubscribe':
      return { type: 'dropped', topics: topicsOf(message) };
    case 'login': {
      if (message.code === undefined || message.code === 0 || message.code === '0') return { type: 'welcome' };
      const { code, reason, remedy } = refusalOf(message.code, wordsOf(message));
      return { type: 'unwelcome', refusal: { code, reason, remedy } };
    }
    default:
      return { type: 'notice', text: `${event} ${wordsOf(message)}`.trim() };
  }
}

function refused(message: Envelope, refusalOf: Classify): Inbound {
  const topics = topicsOf(message);
  const { login, code, reason, remedy } = refusalOf(message.code, wordsOf(message));
  const refusal = { code, reason, remedy };
  if (topics.length > 0) return { type: 'refused', topics, refusal };
  if (login || message.op === 'login') return { type: 'unwelcome', refusal };
  // Some of the guide's errors do not say what they mean: it is something that was asked for and is not there yet.
  if (remedy === 'never') return { type: 'rejected', request: {}, refusal, guilty: [], standing: [] };
  return { type: 'complaint', refusal };
}

function wordsOf({ msg }: Envelope): string {
  return typeof msg === 'string' ? withoutKeys(msg) : '';
}

/** The pages print `args`, or an array as `arg`; the wire says `arg` and means one. */
function topicsOf({ arg, args }: Envelope): readonly string[] {
  return [arg, args].flat().filter(isArg).map(keyOf);
}

/** Orders asked for by symbol are pushed with the argument of all symbols: each topic gets its own rows. */
function perSymbol(message: Envelope, arg: BitgetV1Arg): readonly Inbound[] {
  const rows: readonly unknown[] = Array.isArray(message.data) ? message.data : [];
  const symbols = new Set(rows.map(symbolOf));
  return [...symbols].flatMap(instId =>
    instId === undefined
      ? []
      : [
          {
            type: 'data' as const,
            topic: keyOf({ ...arg, instId }),
            body: { ...message, data: rows.filter(row => symbolOf(row) === instId) },
          },
        ],
  );
}

function symbolOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null || !('instId' in row)) return undefined;
  return typeof row.instId === 'string' ? row.instId : undefined;
}

function isArg(value: unknown): value is BitgetV1Arg {
  if (typeof value !== 'object' || value === null) return false;
  const { instType, channel, instId } = value as Partial<Record<keyof BitgetV1Arg, unknown>>;
  return (
    typeof instType === 'string' && typeof channel === 'string' && (instId === undefined || typeof instId === 'string')
  );
}

/** Remembers the keys of a connection: three look-ups are cheaper than joining and hashing a new text per frame. */
function createKeys(): (arg: BitgetV1Arg) => string {
  const instTypes = new Map<string, Map<string, Map<string | undefined, string>>>();
  return arg => {
    let channels = instTypes.get(arg.instType);
    if (channels === undefined) {
      instTypes.set(arg.instType, (channels = new Map<string, Map<string | undefined, string>>()));
    }
    let symbols = channels.get(arg.channel);
    if (symbols === undefined) channels.set(arg.channel, (symbols = new Map<string | undefined, string>()));
    let key = symbols.get(arg.instId);
    if (key === undefined) symbols.set(arg.instId, (key = keyOf(arg)));
    return key;
  };
}

function head(text: Frame['data']): string {
  return typeof text === 'string' ? JSON.stringify(withoutKeys(text).slice(0, 80)) : `${text.length} bytes`;
}
