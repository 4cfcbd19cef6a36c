/**
 * The JSON of a frame, however it was packed.
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { textOf } from '../../wire/frame-text.js';
import { parseJson } from '../../wire/json.js';
import { withoutKeys } from '../../wire/without-keys.js';

/** The fields of a JSON object of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON of a text frame, or of gzip in a binary one.
 *
 * @throws DecodeError where it is no JSON
 */
export function messageOf(frame: Frame): unknown {
  const text = unpacked(frame);
  try {
    return parseJson(text);
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw new DecodeError(`bybit-spot-v1 frame of ${text.length} characters is not JSON: ${head(text)}`, venue);
  }
}

/** Whether it is a JSON object, and no array. */
export function isFields(message: unknown): message is Fields {
  return typeof message === 'object' && message !== null && !Array.isArray(message);
}

/** Makes the error of a frame; `what` goes on after "frame". */
export function decodeError(what: string, message: Fields): DecodeError {
  return new DecodeError(`bybit-spot-v1 frame ${what}: ${head(JSON.stringify(message))}`, venue);
}

/** Takes note of what nobody knows: it is whole, and takes away nothing from any topic. */
export function noteOf(message: unknown): Inbound {
  return { type: 'notice', text: `unknown frame: ${head(JSON.stringify(message))}` };
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
    const words =
      cause instanceof RangeError ? cause.message : `frame of ${frame.data.length} bytes cannot be unpacked`;
    throw new DecodeError(`bybit-spot-v1 ${words}`, { ...venue, cause });
  }
}

function head(text: string): string {
  return JSON.stringify(withoutKeys(text).slice(0, 80));
}
