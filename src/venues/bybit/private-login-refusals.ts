/**
 * Why Bybit refuses a login, and what mends it.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Refusal, Remedy } from '../../contract/inbound.js';

interface Meaning {
  readonly meaning: string;
  readonly remedy: Remedy;
}

const late: Meaning = {
  meaning: 'the login came too late, or is malformed: check the clock of this machine',
  remedy: 'clock',
};
const wrongKey: Meaning = {
  meaning:
    'invalid API key, check that it is whole and of this environment: a key of testnet needs the host testnet, one of demo trading the host demo, and no other key fits there',
  remedy: 'never',
};
const wrongSign: Meaning = { meaning: 'invalid signature, check the secret', remedy: 'never' };
const oldKey: Meaning = { meaning: 'the API key has expired, make a new one', remedy: 'never' };
const unbound: Meaning = {
  meaning: 'the API key is bound to other addresses than that of this machine',
  remedy: 'never',
};
const noRight: Meaning = { meaning: 'the API key has no permission for this', remedy: 'never' };
const tooMany: Meaning = { meaning: 'too many sessions of this account, close others', remedy: 'never' };
const busy: Meaning = { meaning: 'Bybit is busy or restarts', remedy: 'retry' };

/** By Bybit's words: the private door gives no codes. First match wins. */
const meanings: readonly (readonly [words: RegExp, meaning: Meaning])[] = [
  [/params error|request expired|timestamp|recv_?window/i, late],
  [/key.*expired|expired.*key/i, oldKey],
  [/api ?-?key is invalid|invalid api ?-?key/i, wrongKey],
  [/\bsign/i, wrongSign],
  [/\bip\b/i, unbound],
  [/permission/i, noRight],
  [/session/i, tooMany],
];

/** By code, where one is told, as at the door for orders. */
const codes: Readonly<Record<string, Meaning>> = {
  '10001': late,
  '10002': late,
  '10003': tooMany,
  '10004': wrongSign,
  '10005': noRight,
  '10010': unbound,
  '10016': busy,
  '10019': busy,
  '10429': busy,
  '33004': oldKey,
  '-2015': oldKey,
};

/** What is not known may pass: the session tries again, with its bounds. */
const unknown: Meaning = { meaning: 'undocumented refusal', remedy: 'retry' };

/**
 * Tells why a login was refused and what mends it.
 *
 * @param code - as text; '' where none is told
 * @param words - Bybit's own words
 */
export function loginRefusalOf(code: string, words: string): Refusal {
  const known = meanings.find(([pattern]) => pattern.test(words))?.[1];
  const { meaning, remedy } = known ?? codes[code] ?? unknown;
  return { code, reason: words === '' ? meaning : `${meaning}: ${words}`, remedy };
}
