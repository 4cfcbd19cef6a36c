/**
 * The keys of an account, out of the environment.
 * @module
 */
import type { Credentials } from '../contract/protocol.js';
import type { Venue } from '../contract/venue.js';
import { CommandError } from './command-error.js';
import type { Environment } from './environment.js';

/**
 * Reads the keys that a venue's login needs.
 *
 * @throws CommandError with exit code 2 where some are missing; it names their variables, and no value
 */
export function accountKeys({ credentials = [] }: Venue, variable: Environment): Credentials {
  const found = credentials.map(({ fallback, ...field }) => {
    const value = variable(field.variable) ?? (fallback === undefined ? undefined : variable(fallback));
    return { ...field, value };
  });
  const missing = found.filter(({ value }) => value === undefined).map(field => field.variable);
  if (missing.length > 0) {
    throw new CommandError(`only public channels are available without ${listed(missing)}`, 2);
  }
  return Object.fromEntries(found.map(({ name, value = '' }) => [name, value]));
}

/** "A", "A and B", "A, B and C". */
function listed(names: readonly string[]): string {
  const [last = ''] = names.slice(-1);
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
