/**
 * What BGE makes of a login.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-private-v2.md
 * @module
 */
import type { Heard, LoginFailure, Objection } from '../../contract/counterpart.js';
import { hmacSha256 } from '../../wire/sign.js';
import type { Fields } from './counterpart-words.js';

/** The codes of what a login lacks by itself. */
const MISSING: readonly (readonly [field: string, objection: Objection])[] = [
  ['access_key', { code: 40001, message: 'ACCESS_KEY cannot be empty' }],
  ['access_sign', { code: 40002, message: 'ACCESS_SIGN cannot be empty' }],
  ['access_timestamp', { code: 40003, message: 'ACCESS_TIMESTAMP cannot be empty' }],
];

/** Why a login is refused. Only the words of 40001 were seen. */
export const LOGIN_FAILURES: Readonly<Record<LoginFailure, Objection>> = {
  'login-refused': { code: 40012, message: 'Invalid API user' },
  'wrong-key': { code: 40006, message: 'Invalid ACCESS_KEY' },
  'wrong-passphrase': { code: 40010, message: 'Verification failed' },
  'wrong-timestamp': { code: 40005, message: 'Invalid ACCESS_TIMESTAMP' },
  expired: { code: 40008, message: 'ACCESS_TIMESTAMP expired' },
  'wrong-signature': { code: 40010, message: 'Verification failed' },
};

/** Reads a login; undefined where it is none of the form that V2 has. */
export function hearLogin({ params }: Fields): Heard | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const fields = params as Fields;
  if (fields['type'] !== 'api') return undefined;
  const lacking = MISSING.find(([field]) => textOf(fields[field]) === '');
  if (lacking !== undefined) return { type: 'mistake', objection: lacking[1], op: 'login', echo: undefined };
  const timestamp = textOf(fields['access_timestamp']);
  const sign = textOf(fields['access_sign']);
  const claim = {
    key: textOf(fields['access_key']),
    passphrase: undefined,
    at: /^\d+$/.test(timestamp) ? Number(timestamp) : undefined,
    // Time, method, path and body one after the other, of which a socket has the time alone; in the secret's own letters.
    proves: (secret: string) => hmacSha256(secret, timestamp, 'base64') === sign,
  };
  return { type: 'login', claim, echo: undefined };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
