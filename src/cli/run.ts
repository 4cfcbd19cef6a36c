/**
 * From a command line to an exit code.
 * @module
 */
import { catchError, concat, defer, ignoreElements, of, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Command } from './command.js';
import { CommandError } from './command-error.js';
import { endOf } from './io.js';
import type { Io } from './io.js';
import { parse } from './program.js';

/**
 * Runs a command line and emits its exit code when everything is over: 0 where it went well, or was ended by Ctrl-C, by
 * a signal, or by the reader of its output; 1 where the work could not be done; 2 where the command line is wrong.
 *
 * @param words - without the names of the interpreter and the script
 */
export function run(words: readonly string[], commands: readonly Command[], io: Io): Observable<number> {
  const work$ = defer(() => {
    const parsed = parse(words, commands, io);
    return parsed.type === 'told' ? of() : parsed.command.run(parsed.args, io);
  }).pipe(ignoreElements(), takeUntil(endOf(io.stdout)));

  return concat(work$, of(0)).pipe(
    catchError((cause: unknown) => {
      const { message, exitCode } = cause instanceof CommandError ? cause : new CommandError(textOf(cause), 1);
      if (message !== '') io.stderr.write(`rxtape: ${message}\n`);
      return of(exitCode);
    }),
  );
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
