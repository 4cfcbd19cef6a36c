/**
 * A process for commands that is none.
 * @module
 */
import { Writable } from 'node:stream';
import { Subject, firstValueFrom } from 'rxjs';
import { commands } from '../../src/cli/commands/index.js';
import { environmentOf } from '../../src/cli/environment.js';
import type { Variables } from '../../src/cli/environment.js';
import type { Io, Output } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';
import { now } from '../../src/operators/clock.js';

/** A process whose outputs can be read. */
export interface FakeIo extends Io {
  readonly stop$: Subject<unknown>;
  out(): string;
  err(): string;
  /** Whole lines of stdout. */
  lines(): readonly string[];
}

/**
 * Makes one; with a size its stdout is a terminal.
 *
 * @param variables - of its environment
 * @param folder - where its `.env` is looked for
 */
export function fakeIo(
  terminal?: { readonly columns: number; readonly rows: number },
  variables: Variables = {},
  folder = '/nowhere',
): FakeIo {
  const stdout = recorder(terminal);
  const stderr = recorder();
  return {
    stdout: stdout.output,
    stderr: stderr.output,
    stop$: new Subject(),
    live: terminal !== undefined,
    colour: false,
    version: '1.2.3',
    variable: environmentOf(variables, folder),
    now,
    out: stdout.text,
    err: stderr.text,
    lines: () => stdout.text().split('\n').slice(0, -1),
  };
}

/** Runs a command line written with blanks; resolves with its exit code. */
export function runWords(words: string, io: Io): Promise<number> {
  return firstValueFrom(
    run(
      words.split(' ').filter(word => word !== ''),
      commands,
      io,
    ),
  );
}

function recorder(terminal?: object): { readonly output: Output; readonly text: () => string } {
  const chunks: string[] = [];
  const output = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, written) {
      chunks.push(chunk);
      written();
    },
  });
  return { output: Object.assign(output, terminal, { isTTY: terminal !== undefined }), text: () => chunks.join('') };
}
