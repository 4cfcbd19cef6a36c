/**
 * Which REST interface belongs to the exchange that a command talks to.
 * @module
 */
import type { Channel } from '../contract/channel.js';
import type { Venue } from '../contract/venue.js';
import type { Args } from './command.js';
import { CommandError } from './command-error.js';

/** Where the venue's doors and its REST interface are, as far as the user says. */
export interface SaidAddresses {
  readonly url: string | undefined;
  readonly restUrl: string | undefined;
  readonly host: string | undefined;
}

/**
 * Reads the address of `--rest-url`.
 *
 * @throws CommandError with exit code 2 where it is none of HTTP
 */
export function restUrlOf({ restUrl }: Args['options']): string | undefined {
  if (typeof restUrl !== 'string') return undefined;
  if (URL.canParse(restUrl) && /^https?:$/.test(new URL(restUrl).protocol)) return restUrl;
  const said = JSON.stringify(restUrl.replace(/\?.*$/s, ''));
  throw new CommandError(`rest-url ${said} is not an HTTP address like http://127.0.0.1:8080`, 2);
}

/**
 * Sees to it that a first state over HTTP is not fetched from another exchange than the changes.
 *
 * @throws CommandError with exit code 2 where `--url` alone would do that
 */
export function checkSeed({ id }: Venue, { kind, seed }: Channel, { url, restUrl }: SaidAddresses): void {
  if (seed === undefined || url === undefined || restUrl !== undefined) return;
  throw new CommandError(`${kind} of ${id} begins with a state over HTTP: say with --rest-url where, beside --url`, 2);
}

/** Whether symbols are looked up in the venue's list: a typo must not be silence for ever, but the list must be that exchange's. */
export function isChecked({ symbolList }: Venue, options: Args['options'], said: SaidAddresses): boolean {
  if (symbolList === undefined || options['checkSymbols'] === false) return false;
  return (said.url ?? said.host) === undefined || said.restUrl !== undefined;
}
