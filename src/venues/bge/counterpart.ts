/**
 * The exchange's side of BGE's WebSocket, V2.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import type { AccountLine } from '../../contract/account-news.js';
import type { Counterpart, Door } from '../../contract/counterpart.js';
import { answerBge, replyOf } from './counterpart-answer.js';
import type { AnswerWords } from './counterpart-answer.js';
import { candleAt } from './counterpart-calendar.js';
import { hearBge } from './counterpart-hear.js';
import { listings } from './counterpart-listings.js';
import { speakBge } from './counterpart-speak.js';

/** What can be switched at the simulated BGE. */
export interface BgeSwitches extends Partial<AnswerWords> {
  /** Time between two pings, ms; default 10,000; Infinity: none. */
  readonly pingEvery?: number;
  /** A ping that is not answered for so long cuts the line, ms; default 30,000. */
  readonly pongPatience?: number;
  /** A line without a subscription is cut after so long, ms; default 30,000; Infinity: never. */
  readonly idle?: number;
  /**
   * Whether pings count as something told, so that a line on which nothing else comes lives; default true. Otherwise it is
   * cut after 30 s without a push or an answer.
   */
  readonly idleCloseCountsPing?: boolean;
  /** Whether a push of tickers, candles, books and charts follows at once on a subscription; default false: nobody says so. */
  readonly firstPush?: boolean;
}

/**
 * Makes BGE's simulated half.
 *
 * @throws RangeError where a switch is set to something it has not
 */
export function bgeCounterpart(switches: BgeSwitches = {}): Counterpart {
  const { firstPush = false, idleCloseCountsPing = true } = switches;
  const every = positive('pingEvery', switches.pingEvery ?? 10_000);
  const patience = positive('pongPatience', switches.pongPatience ?? 30_000);
  const idle = positive('idle', switches.idle ?? 30_000);
  const words: AnswerWords = {
    codeType: oneOf('codeType', switches.codeType ?? 'sample', ['sample', 'number', 'string']),
    unknownProduct: oneOf('unknownProduct', switches.unknownProduct ?? 'repeated', ['repeated', 'failed', 'absent']),
    idField: oneOf('idField', switches.idField ?? 'order_id', ['order_id', 'orders_id']),
  };
  return {
    id: 'bge',
    doors: DOORS,
    defaultMarket: 'spot',
    listings,
    lines: LINES,
    clockWindow: 30_000,
    closesAfterRefusal: undefined,
    rest: {},
    wrongMarket: 'unknown-symbol',
    immune: { 'bad-checksum': 'its books carry no checksum', 'stale-seed': 'its books come whole each time' },
    rules: {
      messages: { count: 50, per: 1_000, consequence: 'cut' },
      requests: undefined,
      topics: undefined,
      bytes: undefined,
      silence: undefined,
      idle: idle === Infinity ? undefined : idle,
      ...(idleCloseCountsPing ? {} : { untold: 30_000 }),
      lifetime: undefined,
      attempts: undefined,
      connections: undefined,
    },
    ...(every === Infinity ? {} : { pings: { every, patience, say } }),
    hear: text => hearBge(text, { firstPush }),
    bytesOf: text => new TextEncoder().encode(text).length,
    answer: (heard, verdict, now) => answerBge(heard, verdict, now, words),
    reply: (heard, utterance, context) => replyOf(heard, utterance, context, words),
    // Who breaks a rule hears nothing of it.
    warn: () => [],
    speak: (wish, utterance, context) => speakBge(wish, utterance, context, words),
    candleAt,
  };
}

/** Market and account have one address, and may share a connection. */
const DOORS: Readonly<Record<string, Door>> = { '/v2/ws': { name: 'public', private: false } };
const LINES: readonly AccountLine[] = [{ market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' }];

function say(now: number): { readonly frame: string; readonly echo: string } {
  return { frame: JSON.stringify({ ping: now }), echo: String(now) };
}

function positive(name: string, ms: number): number {
  if (ms > 0) return ms;
  throw new RangeError(`${name} ${ms} must be more than 0 ms`);
}

function oneOf<T extends string>(name: string, value: T, possible: readonly T[]): T {
  if (possible.includes(value)) return value;
  throw new RangeError(`${name} "${value}" is not possible; possible are ${possible.join(', ')}`);
}
