/**
 * The login of both dialects.
 * @module
 */
import type { LoginContext } from '../../contract/protocol.js';
import { hmacSha256 } from '../../wire/sign.js';

/** How a dialect signs: how the signature is written, and in what unit the time is. */
export interface Signing {
  readonly encoding: 'hex' | 'base64';
  readonly unit: 'ms' | 's';
}

/**
 * Makes the text that logs in: HMAC-SHA256 of `{timestamp}GET/user/verify`, with the very timestamp that is sent.
 *
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 */
export function loginText({ now, credentials }: LoginContext, { encoding, unit }: Signing): string {
  const { apiKey = '', secret = '', passphrase = '' } = credentials;
  const timestamp = String(Math.floor(unit === 'ms' ? now : now / 1_000));
  const sign = hmacSha256(secret, `${timestamp}GET/user/verify`, encoding);
  return JSON.stringify({ op: 'login', args: [{ apiKey, passphrase, timestamp, sign }] });
}

/** Cuts a text where it repeats a login: a complaint of the venue must not carry keys further. */
export function withoutKeys(text: string): string {
  return text.replace(KEYS, '…');
}

/** In JSON, in JSON inside of text, and as servers print objects: `apiKey=…`. */
const KEYS = /\\?["']?\b(?:apiKey|passphrase|sign)\b\\?["']?\s*[:=][\s\S]*/;
