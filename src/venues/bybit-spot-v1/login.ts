/**
 * The login, the same in all versions of the venue's interface.
 * @module
 */
import type { LoginContext } from '../../contract/protocol.js';
import { hmacSha256 } from '../../wire/sign.js';

/**
 * Makes the text that logs in: HMAC-SHA256 of `GET/realtime{expires}` in hex, `expires` in ms.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 */
export function loginText({ now, credentials }: LoginContext): string {
  const { apiKey = '', secret = '' } = credentials;
  const expires = Math.floor(now) + VALIDITY;
  return JSON.stringify({ op: 'auth', args: [apiKey, expires, hmacSha256(secret, `GET/realtime${expires}`, 'hex')] });
}

/** How long a login may be under way, ms; the venue's sample has 1 s, which a slow line or clock breaks. */
const VALIDITY = 10_000;
