/**
 * From a line of a tape to what happened.
 * @module
 */
import { TAPE_VERSION } from './format.js';
import type { TapeEvent, TapeHeader } from './format.js';
import { TapeError } from './tape-error.js';

/**
 * Reads the first line.
 *
 * @param name - of the tape, for messages
 * @throws TapeError where it is not the header of a tape, or of a version that is not known
 */
export function readHeader(line: string, name: string): TapeHeader {
  const found = parsed(line);
  if (found?.['rxtape'] !== 'tape') {
    const wanted = '{"rxtape":"tape","version":1,…}';
    throw new TapeError(`${name}: line 1 is not the header of a tape: it must be ${wanted}`, { line: 1 });
  }
  const { version, startedAt, library, urls, words } = found;
  if (version !== TAPE_VERSION) {
    throw new TapeError(`${name}: line 1 says version ${String(version)} of the format: ${TAPE_VERSION} can be read`, {
      line: 1,
    });
  }
  if (!isTime(startedAt))
    throw new TapeError(`${name}: line 1 does not say when the tape was begun (startedAt)`, { line: 1 });
  return {
    type: 'tape',
    version,
    at: startedAt,
    library: typeof library === 'string' ? library : '',
    ...(isRecord(urls) ? { urls: urls as Record<string, string> } : {}),
    ...(Array.isArray(words) ? { words: words.map(String) } : {}),
  };
}

/** Reads another line; a sentence says what is wrong with it. */
export function readLine(line: string): TapeEvent | string {
  const found = parsed(line);
  if (found === undefined) return 'is no JSON object';
  const { type, at } = found;
  const check = typeof type === 'string' && Object.hasOwn(needs, type) ? needs[type as keyof typeof needs] : undefined;
  if (check === undefined) return `has an unknown type ${JSON.stringify(type)}`;
  if (!isTime(at)) return 'has no time (at)';
  return check(found) ? (found as unknown as TapeEvent) : `is not what a line of type ${String(type)} must be`;
}

type Found = Readonly<Record<string, unknown>>;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isFailure = ({ reason, retryable }: Found): boolean =>
  typeof reason === 'string' && typeof retryable === 'boolean';

const needs: Readonly<Record<Exclude<TapeEvent['type'], 'tape' | 'torn'>, (found: Found) => boolean>> = {
  dial: ({ connection, url }) => isTime(connection) && typeof url === 'string',
  open: ({ connection }) => isTime(connection),
  sent: ({ connection }) => isTime(connection),
  frame: ({ connection, text }) => isTime(connection) && typeof text === 'string',
  bytes: ({ connection, base64 }) => isTime(connection) && typeof base64 === 'string',
  pong: ({ connection }) => isTime(connection),
  lost: found => isTime(found['connection']) && isFailure(found),
  left: ({ connection }) => isTime(connection),
  request: ({ request, url }) => isTime(request) && typeof url === 'string',
  answer: found => isTime(found['request']) && Object.hasOwn(found, 'body'),
  refusal: found => isTime(found['request']) && isFailure(found),
  dropped: ({ request }) => isTime(request),
  seed: ({ value }) => isTime(value),
  end: () => true,
};

function parsed(line: string): Found | undefined {
  try {
    const found: unknown = JSON.parse(line);
    return isRecord(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Found {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
