/**
 * Reads the answers to a login, and leaves all other frames of the private door to the common reader.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { parseJson } from '../../wire/json.js';
import { withoutKeys } from '../../wire/without-keys.js';
import { loginRefusalOf } from './private-login-refusals.js';
import { oddRowsApart } from './private-odd-rows.js';
import { createReader } from './reader.js';

/**
 * Makes the reader of one private connection.
 *
 * @throws DecodeError, from the reader, at what is not Bybit's protocol
 */
export function createPrivateReader(): (frame: Frame) => readonly Inbound[] {
  const read = createReader();
  return frame => {
    const answer = loginAnswerIn(frame.data);
    return answer === undefined ? read(frame).flatMap(oddRowsApart) : [answer];
  };
}

/** What answers to a login look like at the private door, and at the one for orders. */
interface LoginAnswer {
  readonly op: 'auth';
  readonly success?: unknown;
  readonly ret_msg?: unknown;
  readonly retCode?: unknown;
  readonly retMsg?: unknown;
}

function loginAnswerIn(data: Frame['data']): Inbound | undefined {
  // Answers are short; the word stands in no push but where somebody names his orders so.
  if (typeof data !== 'string' || data.length > LONGEST || !data.includes('"auth"')) return undefined;
  const message = parsed(data);
  if (!isLoginAnswer(message)) return undefined;
  const { success, retCode } = message;
  if (success === true || (success === undefined && retCode === 0)) return { type: 'welcome' };
  const code = typeof retCode === 'number' || typeof retCode === 'string' ? String(retCode) : '';
  return { type: 'unwelcome', refusal: loginRefusalOf(code, wordsOf(message)) };
}

const LONGEST = 2_000;

/** What is no JSON the common reader finds out, and says. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function isLoginAnswer(message: unknown): message is LoginAnswer {
  if (typeof message !== 'object' || message === null) return false;
  // A push that has such a member is a push all the same.
  return 'op' in message && message.op === 'auth' && !('topic' in message);
}

/** Where they repeat a request, they hold the key and the signature. */
function wordsOf({ ret_msg: words, retMsg }: LoginAnswer): string {
  const told = typeof words === 'string' ? words : retMsg;
  return typeof told === 'string' ? withoutKeys(told) : '';
}
