/**
 * What a command sees of the process it runs in, so that a test can be the process.
 * @module
 */
import type { Writable } from 'node:stream';
import { Observable, fromEvent, tap } from 'rxjs';
import { now } from '../operators/clock.js';
import { CommandError } from './command-error.js';
import { environmentOf } from './environment.js';
import type { Environment } from './environment.js';

/** Where text goes; a terminal tells its size. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** The outside of a command. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Emits when the user asks for the end: Ctrl-C, SIGTERM, a terminal that is closed. */
  readonly stop$: Observable<unknown>;
  /** True where stdout is a terminal that can be redrawn. */
  readonly live: boolean;
  /** True where colours are wanted. */
  readonly colour: boolean;
  readonly version: string;
  /** Looks up a variable of the process, or of the folder's `.env`. */
  readonly variable: Environment;
  /** ms since the epoch */
  readonly now: () => number;
}

/**
 * Makes the outside of a command from the process.
 *
 * @param version - of the package
 */
export function processIo(from: NodeJS.Process, version: string): Io {
  const { stdout, stderr, env } = from;
  // A pipe whose reader has gone tells it as an error, at any time: nobody listening, it would end the process.
  for (const output of [stdout, stderr]) output.on('error', () => {});
  const live = stdout.isTTY && env['TERM'] !== 'dumb';
  const colour = live && (env['NO_COLOR'] ?? '') === '';
  const variable = environmentOf(env, '.');
  return { stdout, stderr, stop$: stops(from), live, colour, version, variable, now };
}

/** Tells how large a terminal is; one that does not know, or says 0, is taken for 80 columns and 24 lines. */
export function sizeOf({ columns = 0, rows = 0 }: Output): { readonly width: number; readonly rows: number } {
  return { width: columns === 0 ? 80 : columns, rows: rows === 0 ? 24 : rows };
}

/**
 * Emits when nobody reads an output any more; errors with a {@link CommandError} when it cannot be written for any other
 * reason.
 */
export function endOf(output: Output): Observable<unknown> {
  const failures$ = fromEvent(output, 'error') as Observable<NodeJS.ErrnoException>;
  return failures$.pipe(
    tap(error => {
      if (READER_GONE.has(error.code ?? '')) return;
      throw new CommandError(`output cannot be written: ${error.message}`, 1, error);
    }),
  );
}

const READER_GONE: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** With the first signal the listeners go: a second Ctrl-C ends the process at once. */
function stops(from: NodeJS.Process): Observable<NodeJS.Signals> {
  return new Observable(subscriber => {
    const tell = (signal: NodeJS.Signals): void => {
      subscriber.next(signal);
    };
    for (const signal of SIGNALS) from.on(signal, tell);
    return () => {
      for (const signal of SIGNALS) from.off(signal, tell);
    };
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
