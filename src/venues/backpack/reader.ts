/**
 * Reads Backpack's envelope: data under the name that was asked for, errors that name nothing, and no other answer.
 * @see https://docs.backpack.exchange/#tag/Streams
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { parseExact, parseJson } from '../../wire/json.js';
import { refusalOf } from './refusals.js';

/**
 * Reads a frame; it remembers nothing.
 *
 * @throws DecodeError at what is not Backpack's protocol
 */
export function readFrame({ data: text }: Frame): readonly Inbound[] {
  if (typeof text !== 'string') throw new DecodeError(`backpack frame is binary, ${text.length} bytes`, venue);
  const message = parse(text);
  const { stream, data, error } = message;
  if (typeof stream === 'string' && typeof data === 'object' && data !== null) {
    return [{ type: 'data', topic: stream, body: message }];
  }
  if (typeof error === 'object' && error !== null) {
    const { code, message: words } = error as { readonly code?: unknown; readonly message?: unknown };
    // It repeats nothing of the request; which one is meant, others must find out.
    return [{ type: 'rejected', request: {}, refusal: refusalOf(code, words), guilty: [], standing: [] }];
  }
  throw new DecodeError(
    `backpack frame has neither a stream nor an error: ${JSON.stringify(text.slice(0, 80))}`,
    venue,
  );
}

interface Envelope {
  readonly stream?: unknown;
  readonly data?: unknown;
  readonly error?: unknown;
}

const venue = { venue: 'backpack' };
/** Digits that a number may not hold; the times of each frame are shorter. */
const LONG = /9\d{15}|\d{17}/;

function parse(text: string): Envelope {
  let message: unknown;
  try {
    message = LONG.test(text) ? parseExact(text) : parseJson(text);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new DecodeError(`backpack frame is not JSON: ${words}`, { ...venue, cause });
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    throw new DecodeError(`backpack frame is no JSON object: ${JSON.stringify(text.slice(0, 80))}`, venue);
  }
  return message;
}
