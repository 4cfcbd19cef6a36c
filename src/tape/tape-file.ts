/**
 * A tape on the disk.
 * @module
 */
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { Subject, asyncScheduler } from 'rxjs';
import type { Observable, Subscription } from 'rxjs';
import { TapeError } from './tape-error.js';
import { tapeLines } from './tape-sink.js';
import type { TapeOptions, TapeSink } from './tape-sink.js';

/** What can be chosen about a tape on the disk. */
export interface TapeFileOptions extends TapeOptions {
  /** A file that exists is thrown away; by default that is an error. */
  readonly overwrite?: boolean;
  /** How much may wait for a slow disk, bytes. Default 64 MiB. */
  readonly bufferSize?: number;
}

/** How much is on a tape. */
export interface TapeSize {
  readonly frames: number;
  /** Lines, with the header. */
  readonly lines: number;
  /** Characters, before they were packed. */
  readonly characters: number;
}

/** A tape that is being recorded to the disk. */
export interface TapeFile extends TapeSink {
  readonly path: string;
  /** How much there is so far. */
  size(): TapeSize;
  /** Emits nothing; errors with a {@link TapeError} as soon as the tape cannot be written on. What comes then is not on it. */
  readonly failure$: Observable<never>;
  /** Writes what waits and closes the file; rejects with a {@link TapeError} where that failed. Calling it again changes nothing. */
  close(): Promise<TapeSize>;
}

/** What was written reaches the disk after so long at the latest, ms: so much a process loses that is killed. */
const CALM = 1_000;
/** So many characters are not held back. */
const PIECE = 65_536;

/**
 * Begins a tape in a file; packed with gzip where its name ends in `.gz`.
 *
 * @param path - the file; its folder must exist
 */
export function createTapeFile(path: string, options: TapeFileOptions = {}): TapeFile {
  const { overwrite = false, bufferSize = 64 * 1024 * 1024 } = options;
  const name = `tape ${JSON.stringify(path)}`;
  const failure$ = new Subject<never>();
  let failure: TapeError | undefined;
  let size: TapeSize = { frames: 0, lines: 0, characters: 0 };
  let piece = '';
  let flushing: Subscription | undefined;
  let closing: Promise<TapeSize> | undefined;

  const fail = (error: TapeError): void => {
    if (failure !== undefined) return;
    failure = error;
    piece = '';
    flushing?.unsubscribe();
    out.destroy();
    file.destroy();
    failure$.error(error);
  };

  const file = createWriteStream(path, { flags: overwrite ? 'w' : 'wx' });
  const gzip = path.endsWith('.gz') ? createGzip() : undefined;
  const out: Writable = gzip ?? file;
  for (const stream of [file, gzip])
    stream?.on('error', (cause: Error) => {
      fail(new TapeError(`${name} cannot be written: ${wordsOf(cause)}`, { cause }));
    });
  gzip?.pipe(file);

  const push = (): void => {
    if (piece === '') return;
    out.write(piece);
    piece = '';
    if (out.writableLength + file.writableLength <= bufferSize) return;
    const megabytes = Math.round(bufferSize / 1024 / 1024);
    fail(new TapeError(`${name} is written too slowly: ${megabytes} MiB wait, and nothing may be left out`));
  };

  const flush = (): void => {
    push();
    gzip?.flush(constants.Z_SYNC_FLUSH);
  };

  const take = (line: string): void => {
    if (failure !== undefined || closing !== undefined) return;
    piece += `${line}\n`;
    size = { ...size, lines: size.lines + 1, characters: size.characters + line.length + 1 };
    if (piece.length > PIECE) push();
    if (flushing === undefined || flushing.closed) flushing = asyncScheduler.schedule(flush, CALM);
  };

  const shut = async (): Promise<TapeSize> => {
    flushing?.unsubscribe();
    push();
    if (failure === undefined) {
      out.end();
      await finished(file).catch(() => {});
    }
    if (failure !== undefined) throw failure;
    return size;
  };

  const sink = tapeLines(take, options);
  const close = (): Promise<TapeSize> => {
    if (closing === undefined) {
      sink.end();
      closing = shut();
    }
    return closing;
  };
  return {
    ...sink,
    path,
    write: event => {
      if (closing !== undefined) return;
      if (event.type === 'frame' || event.type === 'bytes') size = { ...size, frames: size.frames + 1 };
      sink.write(event);
    },
    end: () => void close(),
    size: () => size,
    failure$: failure$.asObservable(),
    close,
  };
}

function wordsOf({ message }: Error): string {
  if (message.startsWith('EEXIST')) return 'it exists already, and a tape is not overwritten; choose another name';
  const words = /^(E[A-Z]+): ([^,]+)/.exec(message);
  return words === null ? message : `${words[2] ?? ''} (${words[1] ?? ''})`;
}
