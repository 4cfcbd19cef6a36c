/**
 * Reads Backpack's envelope: data under the name that was asked for, errors that name nothing, and no other answer.
 * @see https://docs.backpack.exchange/#tag/Streams
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { parseExact, parseJson } from '../../wire/json.js';
import { withoutKeys } from '../../wire/without-keys.js';
import { refusalOf } from './refusals.js';

/**
 * Reads a frame; it remembers nothing. What is JSON and neither data nor an error is taken note of: it is a whole frame, and
 * takes away nothing from any stream.
 *
 * @throws DecodeError at what is no JSON, and at a stream without data or data without a stream
 */
export function readFrame({ data: text }: Frame): readonly Inbound[] {
  if (typeof text !== 'string') throw new DecodeError(`backpack frame is binary, ${text.length} bytes`, venue);
  const message = parse(text);
  const { stream, data, error } = message;
  if (typeof stream === 'string' && typeof data === 'object' && data !== null) {
    return [{ type: 'data', topic: stream, body: message }];
  }
  if (stream !== undefined || data !== undefined) {
    throw new DecodeError(`backpack frame has a stream or data, but not both: ${head(text)}`, venue);
  }
  if (typeof error === 'object' && error !== null) {
    const { code, message: words } = error as { readonly code?: unknown; readonly message?: unknown };
    // It repeats nothing of the request; which one is meant, others must find out.
    return [{ type: 'rejected', request: {}, refusal: refusalOf(code, words), guilty: [], standing: [] }];
  }
  return [{ type: 'notice', text: `frame has neither a stream nor an error: ${head(text)}` }];
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
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw new DecodeError(`backpack frame of ${text.length} characters is not JSON: ${head(text)}`, venue);
  }
  return typeof message === 'object' && message !== null ? message : {};
}

function head(text: string): string {
  return JSON.stringify(withoutKeys(text).slice(0, 80));
}
