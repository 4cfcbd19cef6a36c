/**
 * What is to be played where only a tape is named: what was recorded.
 * @module
 */
import { PassThrough } from 'node:stream';
import type { Venue } from '../contract/venue.js';
import { venues } from '../index.js';
import type { TapeHeader } from '../tape/index.js';
import type { Args, Command } from './command.js';
import { CommandError } from './command-error.js';
import type { Io } from './io.js';
import { parse } from './program.js';
import { sayingOnly } from './tape-plan.js';

/**
 * Gives what the tape says is meant, where the command line does not say it.
 *
 * @param command - that the words of the tape are read for
 * @throws CommandError with exit code 2 where neither says it
 */
export function meant({ positional, options }: Args, { words }: TapeHeader, command: Command, io: Io): Args {
  const [path = '', ...rest] = positional as readonly (string | undefined)[];
  // What was left out is handed over as undefined.
  const own = rest.filter(word => word !== undefined);
  if (own.length > 0) return { positional: own, options };
  if (words === undefined || words.length === 0) {
    throw new CommandError('replay needs a kind, a venue and symbols: the tape does not say what was recorded', 2);
  }
  // What a tape asks for must not write anything.
  const parsed = parse(['replay', path, ...words], [command], { ...io, stdout: new PassThrough() });
  if (parsed.type === 'told') throw new CommandError('tape says nothing that can be replayed: name kind and venue', 2);
  const all: readonly Venue[] = Object.values(venues);
  const choices = all.flatMap(venue => (venue.options ?? []).map(({ name }) => name));
  const said = sayingOnly(parsed.args, choices);
  return { positional: said.positional.slice(1), options: { ...said.options, ...options } };
}
