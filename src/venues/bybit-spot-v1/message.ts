/**
 * The JSON of a frame, however it was packed.
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { textOf } from '../../wire/frame-text.js';
import { parseJson } from '../../wire/json.js';
import { withoutKeys } from './codes.js';

/** The fields of a JSON object of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON of a text frame, or of gzip in a binary one.
 *
 * @throws DecodeError where it is neither an object nor an array
 */
export function messageOf(frame: Frame): Fields | readonly unknown[] {
  const text = unpacked(frame);
  let message: unknown;
  try {
    message = parseJson(text);
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw decodeError(`of ${text.length} characters is not JSON`, text);
  }
  if (typeof message === 'object' && message !== null) return message as Fields | readonly unknown[];
  throw decodeError('is neither a JSON object nor an array', text);
}

/** Makes the error of a frame; `what` goes on after "frame". */
export function decodeError(what: string, message: unknown): DecodeError {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return new DecodeError(`bybit-spot-v1 frame ${what}: ${JSON.stringify(withoutKeys(text).slice(0, 80))}`, venue);
}

/** Reads a sign of life; undefined where the message is none. A ping is answered with its own number. */
export function beatOf(message: Fields): readonly Inbound[] | undefined {
  if (message['pong'] !== undefined) return pong;
  const { ping } = message;
  if (typeof ping !== 'number' && typeof ping !== 'string') return undefined;
  return [{ type: 'ping', reply: JSON.stringify({ pong: ping }) }];
}

const venue = { venue: 'bybit-spot-v1' };
const pong: readonly Inbound[] = [{ type: 'pong' }];

function unpacked(frame: Frame): string {
  try {
    return textOf(frame);
  } catch (cause) {
    throw new DecodeError(`bybit-spot-v1 frame of ${frame.data.length} bytes is neither text nor gzip`, {
      ...venue,
      cause,
    });
  }
}
