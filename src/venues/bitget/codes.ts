/**
 * Bitget's error codes: what each means, and what mends it.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { Refusal, Remedy } from '../../contract/inbound.js';

interface Meaning {
  readonly meaning: string;
  readonly remedy: Remedy;
}

/** A key of the wrong environment is refused as if it were none. */
const whose = 'whether the key is a demo key, which needs the demo host, or one of another environment';

/** Codes of the stream itself. */
const streamCodes: Readonly<Record<string, Meaning>> = {
  '30001': { meaning: 'the channel or the symbol does not exist', remedy: 'never' },
  '30002': { meaning: 'illegal request', remedy: 'never' },
  '30003': { meaning: 'invalid operation', remedy: 'never' },
  '30004': { meaning: 'a login must come first', remedy: 'login' },
  '30005': {
    meaning: `the login failed, check the key, the secret and the passphrase, and ${whose}`,
    remedy: 'never',
  },
  '30006': { meaning: 'too many requests', remedy: 'pause' },
  '30007': { meaning: 'over the limit, the connection closes', remedy: 'reconnect' },
  '30011': {
    meaning: `invalid API key, check that it is whole, and ${whose}`,
    remedy: 'never',
  },
  '30012': {
    meaning: `invalid passphrase, check the one that was chosen when the key was made, and ${whose}`,
    remedy: 'never',
  },
  '30013': { meaning: 'invalid timestamp, check the clock of this machine', remedy: 'clock' },
  '30014': {
    meaning: 'the timestamp has expired, check the clock of this machine: it may be 30 s off at most',
    remedy: 'clock',
  },
  '30015': { meaning: 'invalid signature, check the secret', remedy: 'never' },
  '30016': { meaning: 'wrong parameter: an unknown channel, interval or product line', remedy: 'never' },
};

/** Codes of operations over the socket that have a meaning of their own for a connection. */
const operationCodes: Readonly<Record<string, Meaning>> = {
  '429': { meaning: 'too many requests', remedy: 'pause' },
  '25000': { meaning: 'system error', remedy: 'retry' },
  '25001': { meaning: 'timeout, the result is unknown', remedy: 'retry' },
  '25003': { meaning: 'another operation is under way', remedy: 'retry' },
  '25004': { meaning: 'too frequent', remedy: 'pause' },
  '25103': { meaning: 'the symbol is not open for this now', remedy: 'retry' },
  '25209': { meaning: 'the order is being processed', remedy: 'retry' },
  '25239': { meaning: 'the order is being processed', remedy: 'retry' },
  '40001': { meaning: 'the API key is empty', remedy: 'never' },
  '40002': { meaning: 'the secret key is empty', remedy: 'never' },
  '40003': { meaning: 'the signature is empty', remedy: 'never' },
  '40006': { meaning: `invalid API key, check that it is whole, and ${whose}`, remedy: 'never' },
  '40008': { meaning: 'the timestamp has expired, check the clock of this machine', remedy: 'clock' },
  '40009': { meaning: 'invalid signature, check the secret', remedy: 'never' },
  '40010': { meaning: 'timeout, the result is unknown', remedy: 'retry' },
  '40015': { meaning: 'system error, the result is unknown', remedy: 'retry' },
  '40017': { meaning: 'wrong parameter', remedy: 'never' },
  '40034': { meaning: 'wrong parameter', remedy: 'never' },
  '40084': { meaning: 'the key is of a classic account, and this address serves unified ones', remedy: 'never' },
  '40085': { meaning: 'the key is of a unified account, and this address serves classic ones', remedy: 'never' },
  '40725': { meaning: 'service error, the result is unknown', remedy: 'retry' },
  '45001': { meaning: 'unknown error, the result is unknown', remedy: 'retry' },
};

/** Codes that answer a login and nothing else. */
const loginCodes: ReadonlySet<string> = new Set([
  ...['30005', '30011', '30012', '30013', '30014', '30015'],
  ...['40001', '40002', '40003', '40006', '40008', '40009', '40084', '40085'],
]);

/** Ranges that share one meaning, first match wins. */
const ranges: readonly (readonly [from: number, to: number, meaning: Meaning])[] = [
  [25005, 25012, { meaning: 'the state of the account forbids it', remedy: 'never' }],
  [25100, 25112, { meaning: 'the state of the symbol forbids it', remedy: 'never' }],
  [25200, 25245, { meaning: 'the order is not valid', remedy: 'never' }],
  [25550, 25579, { meaning: 'the order is not valid', remedy: 'never' }],
  [25650, 25659, { meaning: 'the order is not valid', remedy: 'never' }],
  [43000, 43999, { meaning: 'a business rule forbids it', remedy: 'never' }],
  [95000, 95999, { meaning: 'a business rule forbids it', remedy: 'never' }],
  [12000, 13999, { meaning: 'a business rule forbids it', remedy: 'never' }],
  [22000, 22999, { meaning: 'a business rule forbids it', remedy: 'never' }],
];

/** Undocumented codes are tried again, with the session's bounds, and told. */
const unknown: Meaning = { meaning: 'undocumented code', remedy: 'retry' };

/**
 * Tells what a code means and what mends it.
 *
 * @param code - as a number (the wire) or text (the pages)
 * @param message - the venue's own words
 */
export function refusalOf(code: unknown, message: string): Refusal {
  const text = textOf(code);
  const number = Number(text);
  const { meaning, remedy } =
    streamCodes[text] ??
    operationCodes[text] ??
    ranges.find(([from, to]) => number >= from && number <= to)?.[2] ??
    unknown;
  return { code: text, reason: message === '' ? meaning : `${meaning}: ${message}`, remedy };
}

/** Whether a code says that a login is refused. */
export function isLoginCode(code: unknown): boolean {
  return loginCodes.has(textOf(code));
}

function textOf(code: unknown): string {
  return typeof code === 'number' || typeof code === 'string' ? String(code) : '';
}
