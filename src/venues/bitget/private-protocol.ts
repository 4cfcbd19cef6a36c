/**
 * Bitget's protocol at the private door: the public one, and a login before everything.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { Inbound } from '../../contract/inbound.js';
import type { Credentials, LoginContext, Protocol } from '../../contract/protocol.js';
import type { CredentialField } from '../../contract/venue.js';
import { hmacSha256 } from '../../wire/sign.js';
import { isLoginCode, refusalOf } from './codes.js';
import { protocol } from './protocol.js';
import { createReader, wordsOf } from './reader.js';
import type { Envelope } from './reader.js';
import type { BitgetArg } from './topic.js';

/** The three keys of an account, which Bitget gives out together. */
export const credentials = [
  { name: 'apiKey', variable: 'BITGET_API_KEY' },
  { name: 'secret', variable: 'BITGET_SECRET_KEY' },
  { name: 'passphrase', variable: 'BITGET_PASSPHRASE' },
] as const satisfies readonly CredentialField[];

/** Bitget's private V2 protocol. */
export const privateProtocol: Protocol = {
  ...protocol,
  reader: () => createReader({ isArg, answer: answerToLogin }),
  login,
};

/** The signature is of the same text as the one sent; seconds, which every version of Bitget takes. */
function login({ now, credentials: given }: LoginContext): string {
  const timestamp = String(Math.floor(now / 1_000));
  const sign = hmacSha256(keyFrom(given, 'secret'), `${timestamp}GET/user/verify`, 'base64');
  const arg = { apiKey: keyFrom(given, 'apiKey'), passphrase: keyFrom(given, 'passphrase'), timestamp, sign };
  return JSON.stringify({ op: 'login', args: [arg] });
}

function keyFrom(given: Credentials, name: string): string {
  const value = given[name];
  if (value === undefined || value === '') {
    const names = credentials.map(field => field.name).join(', ');
    throw new TypeError(`credentials of bitget have no ${name}: all of ${names} are needed`);
  }
  return value;
}

function answerToLogin(message: Envelope, event: string): Inbound | undefined {
  const { code, msg } = message;
  const words = wordsOf(message);
  if (event === 'login') {
    // A number on the wire, text on the pages, and missing at times.
    const isGranted = code === undefined || code === null || code === 0 || code === '0';
    return isGranted ? { type: 'welcome' } : { type: 'unwelcome', refusal: refusalOf(code, words) };
  }
  if (event !== 'error') return undefined;
  if (isLoginCode(code)) return { type: 'unwelcome', refusal: refusalOf(code, words) };
  const isUnheardOf = code === 30002 || code === '30002' || code === 30003 || code === '30003';
  if (!isUnheardOf || typeof msg !== 'string' || !/\blogin\b/.test(msg)) return undefined;
  // It is the operation that is refused, not the keys: the public door answers so.
  const meaning = 'this address takes no login, private channels are at /v2/ws/private';
  const reason = words === '' ? meaning : `${meaning}: ${words}`;
  return { type: 'unwelcome', refusal: { code: String(code), reason, remedy: 'never' } };
}

function isArg(value: unknown): value is BitgetArg {
  if (typeof value !== 'object' || value === null) return false;
  const { instType, channel, instId, coin } = value as Partial<Record<keyof BitgetArg, unknown>>;
  return typeof instType === 'string' && typeof channel === 'string' && isName(instId) && isName(coin);
}

function isName(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
