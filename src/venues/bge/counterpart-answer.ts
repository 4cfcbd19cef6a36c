/**
 * What BGE answers: acknowledgements, states that were asked for, and its two shapes of a failure.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import type { Heard, LoginFailure, Objection, SpeakContext, Utterance, Verdict } from '../../contract/counterpart.js';
import { repeated } from './counterpart-hear.js';
import { LOGIN_FAILURES } from './counterpart-login.js';
import { candleRow, listed, tickerRow } from './counterpart-speak.js';
import { rowsOf } from './counterpart-speak-account.js';
import type { AccountWords } from './counterpart-speak-account.js';
import type { Asked } from './counterpart-words.js';

/** How BGE may answer. */
export interface AnswerWords extends AccountWords {
  /** How codes are written: the samples have 400 as text and all others as numbers. */
  readonly codeType: 'sample' | 'number' | 'string';
  /**
   * What a product that is not listed is answered with: 400 in a message that repeats the request (`repeated`), a refused
   * acknowledgement with 500 (`failed`), or with 1050 (`absent`).
   */
  readonly unknownProduct: 'repeated' | 'failed' | 'absent';
}

/** The frames that tell a verdict. */
export function answerBge(heard: Heard, verdict: Verdict, now: number, words: AnswerWords): readonly string[] {
  switch (heard.type) {
    case 'mistake':
      return [failure(heard.op, heard.objection, words)];
    case 'login': {
      const objection = LOGIN_FAILURES[verdict as LoginFailure] as Objection | undefined;
      if (objection !== undefined) return [failure('login', objection, words)];
      return [JSON.stringify({ ts: now, code: codeOf(200, words), status: 'OK', event: 'login' })];
    }
    case 'subscribe':
    case 'unsubscribe':
    case 'ask': {
      const asked = heard.echo as Asked;
      if (verdict === 'not-logged-in') return [failure(asked.event, NOT_LOGGED_IN, words)];
      if (verdict === 'unknown-symbol') return [unknown(asked, now, words)];
      return heard.type === 'ask' ? [] : [acknowledgement(asked, 200, now, words)];
    }
    default:
      return [];
  }
}

/** The frames that answer a question for a state. */
export function replyOf(
  { wish, echo }: Extract<Heard, { type: 'ask' }>,
  utterance: Utterance | undefined,
  context: SpeakContext,
  words: AnswerWords,
): readonly string[] {
  const asked = echo as Asked;
  if (utterance === undefined) return [unknown(asked, context.now, words)];
  const data = stateOf(asked, utterance, context) ?? JSON.stringify(accountRows());
  return [acknowledgement(asked, 200, context.now, words, data)];

  function accountRows(): readonly unknown[] {
    return utterance?.type === 'account' ? rowsOf(wish, utterance.news, words) : [];
  }
}

const NOT_LOGGED_IN: Objection = { code: 401, message: 'Not logged in' };

/** The state of a market; undefined where it is an account's. */
function stateOf({ from, to }: Asked, utterance: Utterance, context: SpeakContext): string | undefined {
  if (utterance.type === 'ticker') return tickerRow(utterance.ticker, listed(context), context.now);
  if (utterance.type !== 'candles') return undefined;
  const rows = utterance.rows.filter(({ start }) => start >= from * 1_000 && start <= to * 1_000);
  return `[${rows.map(row => candleRow(row, listed(context))).join(',')}]`;
}

/** Levels come back as numbers. */
function acknowledgement(asked: Asked, code: number, ts: number, words: AnswerWords, data?: string): string {
  const { biz, type, product, interval, event } = asked;
  const status = code === 200 ? 'OK' : 'FAIL';
  const head = JSON.stringify({ biz, type, product, ts, code: codeOf(code, words), status });
  const tail = JSON.stringify({ event, interval: type === 'orderbook' ? Number(interval) : interval });
  return `${head.slice(0, -1)}${data === undefined ? '' : `,"data":${data}`},${tail.slice(1)}`;
}

function unknown(asked: Asked, now: number, words: AnswerWords): string {
  if (words.unknownProduct === 'failed') return acknowledgement(asked, 500, now, words);
  if (words.unknownProduct === 'absent') return acknowledgement(asked, 1050, now, words);
  return failure(asked.event, { code: 400, message: `Invalid request: ${repeated(asked.text)}` }, words);
}

function failure(event: string | undefined, { code, message }: Objection, words: AnswerWords): string {
  return JSON.stringify({ event, code: codeOf(code, words), msg: message });
}

function codeOf(code: number, { codeType }: AnswerWords): number | string {
  return codeType === 'string' || (codeType === 'sample' && code === 400) ? String(code) : code;
}
