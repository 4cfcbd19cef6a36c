/**
 * BGE's codes: what each means, and what mends it.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import type { Refusal, Remedy } from '../../contract/inbound.js';
import { withoutKeys } from '../../wire/without-keys.js';

/**
 * Tells what a code means and what mends it.
 *
 * @param code - a number, or text: BGE writes both
 * @param words - the venue's own, in whatever language
 */
export function refusalOf(code: unknown, words: unknown): Refusal {
  const text = codeText(code);
  const [remedy, meaning] = meanings[text] ?? (text.startsWith('400') ? unknownAuth : unknown);
  const said = wordsOf(words);
  return { code: text, reason: said === '' ? meaning : `${meaning}: ${said}`, remedy };
}

/** Whether a code says that all is well, or nothing. */
export function isSuccess(code: unknown): boolean {
  return code === undefined || codeText(code) === '200';
}

/** Whether a code says that there is nothing, which is no failure of a question for a state. */
export function isNothing(code: unknown): boolean {
  return nothing.has(codeText(code));
}

/** Whether a code answers a login and nothing else. */
export function isLoginCode(code: unknown): boolean {
  return /^400\d\d$/.test(codeText(code));
}

/** Cuts a text where it repeats a login, which holds a key and a signature. */
export function withoutLogin(text: string): string {
  return withoutKeys(text.replace(LOGIN, '…'));
}

const LOGIN = /access[_-](?:key|sign)\W*[:=][\s\S]*/i;

type Meaning = readonly [remedy: Remedy, meaning: string];

const whose = 'check that it is the whole key of an account of bge';
const clock = 'check the clock of this machine';

const meanings: Readonly<Record<string, Meaning>> = {
  // Of the socket itself.
  '400': ['never', 'the request is not valid, or there is no such product, channel or interval'],
  '401': ['login', 'a login must come first'],
  '500': ['retry', 'the venue has a problem of its own'],
  // Of the login.
  '40001': ['never', 'the access key is empty, set apiKey'],
  '40002': ['never', 'the signature is empty'],
  '40003': ['never', 'the timestamp is empty'],
  '40005': ['never', `the timestamp is no valid one, ${clock}`],
  '40006': ['never', `there is no such access key, ${whose}`],
  '40008': ['clock', `the timestamp has expired, ${clock}`],
  '40010': ['never', 'the signature does not fit, check the secret'],
  '40012': ['never', 'the key belongs to no user who may use the interface'],
  '40013': ['never', 'the user is banned, ask the venue'],
  '40014': ['never', 'the user is frozen, ask the venue'],
  '40015': ['never', 'the key is bound to other addresses, add the one of this machine at the venue'],
  '40016': ['never', 'the key has expired, which one that is bound to no address does after 180 days: make another'],
  // Of the business behind it.
  '999': ['never', 'there are no data'],
  '1000': ['login', 'a login must come first'],
  '1001': ['never', 'a parameter is wrong'],
  '1006': ['never', 'there is no such currency'],
  '1008': ['never', 'there are no such candles'],
  '1009': ['never', 'there is no such quote'],
  '1049': ['pause', 'too many requests'],
  '1050': ['never', 'there is no such product'],
  '1051': ['never', 'there is no such level of a book'],
  '1083': ['retry', 'the data of the account could not be read'],
  '1084': ['never', 'there are no open orders'],
  '1087': ['never', 'there are no data'],
  '1088': ['login', 'the user could not be verified'],
  '1096': ['never', 'there is no such account'],
  '1097': ['retry', 'the venue took too long'],
  '1098': ['retry', 'the venue is busy'],
  '1099': ['never', 'there is no such currency'],
};
const nothing: ReadonlySet<string> = new Set(['999', '1084', '1087']);
/** The list has gaps: whatever they mean, it is the key that is refused. */
const unknownAuth: Meaning = ['never', 'the key is refused with a code that is not documented'];
/** Undocumented codes are tried again, with the session's bounds, and told. */
const unknown: Meaning = ['retry', 'a code that is not documented'];
const LONGEST = 200;

function codeText(code: unknown): string {
  return typeof code === 'number' || typeof code === 'string' ? String(code) : '';
}

/** None where they repeat a login: BGE repeats what it does not understand. */
function wordsOf(words: unknown): string {
  if (typeof words !== 'string' || LOGIN.test(words)) return '';
  const shown = withoutLogin(words);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
