/**
 * The stream's protocol at the private door: the public one, and a login before everything.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { Credentials, LoginContext, Protocol } from '../../contract/protocol.js';
import type { CredentialField } from '../../contract/venue.js';
import { hmacSha256 } from '../../wire/sign.js';
import { protocol } from './protocol.js';
import { createReader, LOGIN_ID } from './reader.js';

/** The two keys of an account. */
export const credentials = [
  { name: 'apiKey', variable: 'BYBIT_API_KEY' },
  { name: 'secret', variable: 'BYBIT_SECRET_KEY' },
] as const satisfies readonly CredentialField[];

/** The private protocol. */
export const privateProtocol: Protocol = { ...protocol, reader: () => createReader({ logsIn: true }), login };

/**
 * How long a login may be on its way, ms. The pages' own sample gives it a second, which fails on slow lines; no upper
 * bound is known.
 */
const VALID = 30_000;

/** The signature is of the very time that is sent. */
function login({ now, credentials: given }: LoginContext): string {
  const expires = Math.floor(now) + VALID;
  const sign = hmacSha256(keyFrom(given, 'secret'), `GET/realtime${expires}`, 'hex');
  return JSON.stringify({ req_id: LOGIN_ID, op: 'auth', args: [keyFrom(given, 'apiKey'), expires, sign] });
}

function keyFrom(given: Credentials, name: string): string {
  const value = given[name];
  if (value !== undefined && value !== '') return value;
  const names = credentials.map(field => field.name).join(' and ');
  throw new TypeError(`credentials of bybit-spot-v3 have no ${name}: ${names} are needed`);
}
