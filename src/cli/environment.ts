/**
 * The variables that a command may read: those of the process, and those of a `.env` file.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { CommandError } from './command-error.js';

/** Variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Looks up a variable; undefined where it is not set, or empty. */
export type Environment = (name: string) => string | undefined;

/**
 * Makes the look-up: the process first, then the folder's `.env`, which is read when a variable is asked for that the
 * process has not. Values are in the closure only, where no inspection shows them.
 *
 * The look-up throws a {@link CommandError} with exit code 2 where there is a `.env` that cannot be read.
 */
export function environmentOf(variables: Variables, folder: string): Environment {
  let file: Variables | undefined;
  return name => {
    const own = variables[name];
    if (own !== undefined && own !== '') return own;
    file ??= readEnvFile(join(folder, '.env'));
    const kept = file[name];
    return kept === '' ? undefined : kept;
  };
}

function readEnvFile(path: string): Variables {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (cause) {
    const { code = 'no reason told' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new CommandError(`.env of this folder cannot be read (${code}): mend it, or set the variables`, 2);
  }
}
