/**
 * Reads a tape from the disk.
 * @module
 */
import { createReadStream } from 'node:fs';
import { Readable, pipeline } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { parseTape } from './parse-tape.js';
import type { Tape } from './parse-tape.js';
import { TapeError } from './tape-error.js';

/** What can be chosen about reading. */
export interface ReadTapeOptions {
  /** Told how many bytes of the file have been read. */
  readonly progress?: (bytes: number) => void;
}

/**
 * Reads a tape from a file, packed with gzip or not: as it is asked for, so that a long tape takes no memory. See
 * {@link parseTape} for what happens where it is torn.
 *
 * Errors with a {@link TapeError} where there is no such file, or it is no tape.
 */
export function readTape(path: string, options: ReadTapeOptions = {}): Tape {
  return parseTape(() => textIn(path, options), `tape ${JSON.stringify(path)}`);
}

async function* textIn(path: string, { progress = () => {} }: ReadTapeOptions): AsyncGenerator<string> {
  const pieces = createReadStream(path)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    const first = await nextOf(pieces, path);
    const bytes = counted(first, pieces, progress);
    // The first bytes tell, not the name: a file may have been unpacked, or renamed.
    const isPacked = first?.[0] === 0x1f && first[1] === 0x8b;
    const decoder = new TextDecoder();
    for await (const piece of isPacked ? unpacked(bytes) : bytes) yield decoder.decode(piece, { stream: true });
  } finally {
    await pieces.return?.();
  }
}

async function nextOf(pieces: AsyncIterator<Uint8Array>, path: string): Promise<Uint8Array | undefined> {
  try {
    const next = await pieces.next();
    return next.done === true ? undefined : next.value;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // Node says: "ENOENT: no such file or directory, open 'x.ndjson'".
    const words = /^(E[A-Z]+): ([^,]+)/.exec(message);
    const why = words === null ? message : `${words[2] ?? ''} (${words[1] ?? ''})`;
    throw new TapeError(`tape ${JSON.stringify(path)} cannot be read: ${why}`, { cause });
  }
}

async function* counted(
  first: Uint8Array | undefined,
  rest: AsyncIterator<Uint8Array>,
  progress: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for (let piece = first; piece !== undefined;) {
    progress((bytes += piece.length));
    yield piece;
    const next = await rest.next();
    piece = next.done === true ? undefined : next.value;
  }
}

/** A packed tape of a process that was killed has no end: what there is of it is read. */
function unpacked(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  // What goes wrong is told by the iteration.
  return pipeline(Readable.from(bytes, { objectMode: false }), gunzip, () => {});
}
