/**
 * Bybit's protocol at the private door: the common one, and a login before everything.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Credentials, LoginContext, Protocol } from '../../contract/protocol.js';
import { hmacSha256 } from '../../wire/sign.js';
import { credentials } from './credentials.js';
import { createPrivateReader } from './private-reader.js';
import { protocol } from './protocol.js';

/**
 * Bybit's private V5 protocol. A connection is cut after ten minutes without data and without a ping: ours come far sooner.
 */
export const privateProtocol: Protocol = { ...protocol, reader: createPrivateReader, login };

/** How long a login may be on its way, and how far behind Bybit's clock ours may be, ms: only what is past is refused. */
const validity = 30_000;

function login({ now, credentials: given }: LoginContext): string {
  const apiKey = keyFrom(given, 'apiKey');
  const expires = Math.floor(now) + validity;
  const signature = hmacSha256(keyFrom(given, 'secret'), `GET/realtime${expires}`, 'hex');
  return JSON.stringify({ op: 'auth', args: [apiKey, expires, signature] });
}

function keyFrom(given: Credentials, name: string): string {
  const value = given[name];
  if (value === undefined || value === '') {
    const names = credentials.map(field => field.name).join(' and ');
    throw new TypeError(`credentials of bybit have no ${name}: ${names} are needed`);
  }
  return value;
}
