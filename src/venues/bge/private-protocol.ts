/**
 * BGE's protocol at the private door: the public one, and a login before everything.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-private-v2.md
 * @module
 */
import type { Inbound } from '../../contract/inbound.js';
import type { Credentials, LoginContext, Protocol } from '../../contract/protocol.js';
import type { CredentialField } from '../../contract/venue.js';
import { hmacSha256 } from '../../wire/sign.js';
import { isLoginCode, isSuccess, refusalOf } from './codes.js';
import { busyText, protocol } from './protocol.js';
import { createReader } from './reader.js';
import type { Envelope } from './reader.js';

/** The two keys of an account. */
export const credentials = [
  { name: 'apiKey', variable: 'BGE_API_KEY' },
  { name: 'secret', variable: 'BGE_SECRET_KEY' },
] as const satisfies readonly CredentialField[];

/** BGE's private protocol. */
export const privateProtocol: Protocol = {
  ...protocol,
  reader: () => createReader(answerToLogin),
  login,
  heartbeat: { ...protocol.heartbeat, text: busyText('exchange', 'assets') },
};

/** What is signed is the time alone, in ms: of a request over HTTP method, path and body would follow, which a socket has not. */
function login({ now, credentials: given }: LoginContext): string {
  const timestamp = Math.floor(now);
  const params = {
    type: 'api',
    access_key: keyFrom(given, 'apiKey'),
    access_sign: hmacSha256(keyFrom(given, 'secret'), String(timestamp), 'base64'),
    access_timestamp: timestamp,
  };
  return JSON.stringify({ event: 'login', params });
}

function keyFrom(given: Credentials, name: string): string {
  const value = given[name];
  if (value !== undefined && value !== '') return value;
  const names = credentials.map(field => field.name).join(', ');
  throw new TypeError(`credentials of bge have no ${name}: all of ${names} are needed`);
}

function answerToLogin({ code, msg, status }: Envelope, event: string): Inbound | undefined {
  const isMeant = event === 'login' || (event === 'error' && isLoginCode(code));
  if (!isMeant) return undefined;
  if (event === 'login' && isSuccess(code)) return { type: 'welcome' };
  // A draft of the interface had the words there.
  const refusal = refusalOf(code, msg ?? status);
  // The keys are not to blame for a venue that is busy.
  if (refusal.remedy === 'retry') return { type: 'complaint', refusal: { ...refusal, remedy: 'reconnect' } };
  return { type: 'unwelcome', refusal };
}
