/**
 * The stream's refusals: what its codes and texts mean, what mends it, and which topics they blame.
 *
 * Of this stream itself only "args size >10", 10003 and -1004 are known. The others are those of its successor (V5) at the
 * same host, which answers in the same frame.
 * @see https://bybit-exchange.github.io/docs/v5/error
 * @module
 */
import type { Refusal, Remedy } from '../../contract/inbound.js';

/** What a refusal says. */
export interface Words {
  /** Bybit's code as text; `''` where there is none, as in the answers to requests. */
  readonly code: string;
  readonly text: string;
  /** Whether it answers a login. */
  readonly isLogin: boolean;
}

/** Tells what a refusal means and what mends it. */
export function refusalOf({ code, text, isLogin }: Words): Refusal {
  const { meaning, remedy } = meaningOf(code, text, isLogin);
  return { code, reason: text === '' ? meaning : `${meaning}: ${text}`, remedy };
}

/** The topics that a refusal names as its reason; empty where it names none. */
export function guiltyOf(text: string): readonly string[] {
  const unknown = /handler not found,\s*topic:\s*(\S+)/.exec(text)?.[1];
  if (unknown !== undefined) return [unknown];
  const named = /Invalid symbol\s*:\s*\[([^\]]*)\]/i.exec(text)?.[1] ?? '';
  // A bare symbol is no topic: then nobody is named.
  return named.split(/[\s,]+/).filter(name => name.includes('.'));
}

/** The topics that a refusal says are subscribed already. */
export function standingOf(text: string): readonly string[] {
  const topic = /already subscribed,\s*topic:\s*(\S+)/.exec(text)?.[1];
  return topic === undefined ? [] : [topic];
}

/** The code of a private topic that is asked for before a login. */
export const NOT_LOGGED_IN = '-1004';

interface Meaning {
  readonly meaning: string;
  readonly remedy: Remedy;
}

function meaningOf(code: string, text: string, isLogin: boolean): Meaning {
  if (isLogin && (clockCodes.has(code) || CLOCK_WORDS.test(text))) return clock;
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined;
  return known ?? phrases.find(([phrase]) => phrase.test(text))?.[1] ?? unknown;
}

const clock: Meaning = {
  meaning: 'the login has expired on its way: check the clock of this machine',
  remedy: 'clock',
};

/** What a login is refused with where its time has passed: no word of this stream is known. */
const clockCodes: ReadonlySet<string> = new Set(['10001', '10002']);
const CLOCK_WORDS = /request expired|params error|timestamp|recv_?window/i;

const codes: Readonly<Record<string, Meaning>> = {
  [NOT_LOGGED_IN]: { meaning: 'a login must come first', remedy: 'login' },
  '10001': { meaning: 'wrong parameter', remedy: 'never' },
  '10003': {
    meaning:
      'the login failed: check the API key and the secret, and that they are of this environment (a testnet key needs the testnet host)',
    remedy: 'never',
  },
  '10004': { meaning: 'invalid signature, check the secret', remedy: 'never' },
  '10005': { meaning: 'the API key lacks the permission', remedy: 'never' },
  '10006': { meaning: 'too many requests', remedy: 'pause' },
  '10010': { meaning: 'the API key is bound to other IP addresses', remedy: 'never' },
  '10016': { meaning: 'system error', remedy: 'retry' },
  '10429': { meaning: 'too many requests', remedy: 'pause' },
  '33004': { meaning: 'the API key has expired', remedy: 'never' },
  '-2015': { meaning: 'the API key has expired', remedy: 'never' },
};

/** Answers to requests carry no code, so that their words must do; first match wins. */
const phrases: readonly (readonly [RegExp, Meaning])[] = [
  [/args size/i, { meaning: 'too many topics in one request', remedy: 'never' }],
  [/handler not found/i, { meaning: 'the topic does not exist at this address', remedy: 'never' }],
  [/invalid symbol/i, { meaning: 'the symbol does not exist', remedy: 'never' }],
  [/already subscribed/i, { meaning: 'the topic is subscribed already', remedy: 'never' }],
  [/not authori[sz]ed|needs auth/i, { meaning: 'a login must come first', remedy: 'login' }],
  [/api ?key|invalid sign/i, { meaning: 'the login failed, check the API key and the secret', remedy: 'never' }],
  [/params error|invalid op|failed to decode/i, { meaning: 'the request is not understood', remedy: 'never' }],
  [/too many|rate limit|too frequent/i, { meaning: 'too many requests', remedy: 'pause' }],
];

/** Unknown refusals are tried again, with the session's bounds, and told. */
const unknown: Meaning = { meaning: 'undocumented refusal', remedy: 'retry' };
