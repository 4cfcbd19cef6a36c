/**
 * Lines to an output that may be slower than the market.
 * @module
 */
import { Observable } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { CommandError } from './command-error.js';
import type { Output } from './io.js';

/** How much text may wait for a slow reader, bytes. */
export const patience = 64 * 1024 * 1024;

/**
 * Writes each value as lines; emits nothing. Nothing is dropped: what the reader has not taken yet waits, and if that is
 * more than {@link patience}, the stream errors with a {@link CommandError}. Completes at once: what waits then is
 * written as long as the process lives.
 *
 * @param linesOf - the lines of a value, without line ends
 * @param limit - bytes
 */
export function writeLines<T>(
  output: Output,
  linesOf: (value: T) => readonly string[],
  limit = patience,
): OperatorFunction<T, never> {
  return source =>
    new Observable(subscriber =>
      source.subscribe({
        next: value => {
          const lines = linesOf(value);
          if (lines.length > 0) output.write(`${lines.join('\n')}\n`);
          if (output.writableLength <= limit) return;
          const megabytes = Math.round(limit / 1024 / 1024);
          subscriber.error(
            new CommandError(`output is read too slowly: ${megabytes} MiB wait, and nothing may be dropped`, 1),
          );
        },
        error: (cause: unknown) => {
          subscriber.error(cause);
        },
        complete: () => {
          subscriber.complete();
        },
      }),
    );
}
