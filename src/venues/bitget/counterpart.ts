/**
 * The exchange's side of Bitget's WebSocket, version 2 (classic account).
 *
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { AccountLine } from '../../contract/account-news.js';
import type {
  Breach,
  Consequence,
  Counterpart,
  Door,
  Heard,
  LoginFailure,
  Objection,
  Verdict,
} from '../../contract/counterpart.js';
import { absent, argumentBytes, argumentOf, hearBitget, NOT_LOGGED_IN } from './counterpart-hear.js';
import { ISOLATED_SYMBOL } from './counterpart-hear-private.js';
import { bitgetListings } from './counterpart-listings.js';
import { bitgetRest } from './counterpart-rest.js';
import { speakBitget } from './counterpart-speak.js';
import type { BitgetIntegrity } from './counterpart-speak.js';

export type { BitgetIntegrity } from './counterpart-speak.js';

/** What can be switched at the simulated Bitget. */
export interface BitgetSwitches {
  /** What book frames are checked by; default: as in September 2026, `seq+pseq`. */
  readonly integrity?: BitgetIntegrity;
  /** How `code` is written; default `number` (seen live), `string` is what the pages print. */
  readonly codeType?: 'number' | 'string';
  /** Whether `{"op":"ping"}` is answered and counts as a sign of life; default false: it is refused with 30002. */
  readonly jsonPing?: boolean;
  /** Without a text ping for so long the line is cut, ms; default 120,000. */
  readonly pingTimeout?: number;
  /** What more messages, requests or channels than allowed bring; default `warn-then-cut`: 30006, then 30007. */
  readonly excess?: Consequence;
  /** What becomes of a symbol asked for on the wrong product; default `silent`: acknowledged, then nothing (seen live). */
  readonly wrongMarket?: 'silent' | 'unknown-symbol';
  /** The line is cut at this age, ms; default never (24 h was documented until 2025). */
  readonly lifetime?: number;
  /** Time between two pushes of an open candle, ms; default 1,000. */
  readonly candleEvery?: number;
  /** Whether a login that is signed in hex is good as well; default false: 30015. */
  readonly hexSign?: boolean;
  /** So many ms after a refused login the line is cut; default 1,000; Infinity: it stands. */
  readonly loginCloses?: number;
}

/**
 * Makes Bitget's simulated half.
 *
 * @throws RangeError where a switch is set to something it has not
 */
export function bitgetCounterpart(switches: BitgetSwitches = {}): Counterpart {
  const integrity = oneOf('integrity', switches.integrity ?? 'seq+pseq', INTEGRITIES);
  const codeType = oneOf('codeType', switches.codeType ?? 'number', ['number', 'string']);
  const consequence = oneOf('excess', switches.excess ?? 'warn-then-cut', ['warn', 'warn-then-cut', 'cut']);
  const wrongMarket = oneOf('wrongMarket', switches.wrongMarket ?? 'silent', ['silent', 'unknown-symbol']);
  const hearing = {
    jsonPing: switches.jsonPing ?? false,
    candleEvery: switches.candleEvery ?? 1_000,
    hexSign: switches.hexSign ?? false,
  };
  const loginCloses = switches.loginCloses ?? 1_000;
  if (!(loginCloses >= 0)) throw new RangeError(`loginCloses ${loginCloses} must be 0 or more ms`);
  const errorFrame = ({ code, message }: Objection, op?: string, arg?: unknown): string =>
    // The order of the keys is the venue's; what is undefined is left out.
    JSON.stringify({ event: 'error', arg, code: codeType === 'number' ? code : String(code), msg: message, op });

  return {
    id: 'bitget',
    doors: DOORS,
    defaultMarket: 'spot',
    listings: bitgetListings,
    lines: LINES,
    clockWindow: 30_000,
    closesAfterRefusal: loginCloses === Infinity ? undefined : loginCloses,
    rest: bitgetRest,
    wrongMarket,
    immune:
      integrity === 'seq+pseq'
        ? { ...NO_REST_BOOK, 'bad-checksum': 'its integrity "seq+pseq" carries no checksum' }
        : NO_REST_BOOK,
    rules: {
      messages: { count: 10, per: 1_000, consequence },
      requests: { count: 240, per: 3_600_000, consequence },
      topics: { count: 1_000, per: 0, consequence },
      bytes: { count: 4_096, per: 0, consequence: 'cut' },
      silence: switches.pingTimeout ?? 120_000,
      idle: undefined,
      lifetime: switches.lifetime,
      attempts: { count: 300, per: 300_000 },
      connections: 100,
    },
    hear: (text: string, door: Door) => hearBitget(text, door, hearing),
    bytesOf: argumentBytes,
    answer(heard: Heard, verdict: Verdict): readonly string[] {
      if (heard.type === 'ping') return [heard.reply];
      if (heard.type === 'mistake') return [errorFrame(heard.objection, heard.op, heard.echo)];
      if (heard.type === 'login') {
        const objection = LOGIN_FAILURES[verdict as LoginFailure] as Objection | undefined;
        if (objection !== undefined) return [errorFrame(objection)];
        return [codeType === 'number' ? '{"event":"login","code":0}' : '{"event":"login","code":"0","msg":""}'];
      }
      if (heard.type !== 'subscribe' && heard.type !== 'unsubscribe') return [];
      if (verdict === 'not-logged-in') return [errorFrame(NOT_LOGGED_IN, heard.type, heard.echo)];
      if (verdict === 'unknown-symbol') return [errorFrame(absent(argumentOf(heard.wish)), heard.type, heard.echo)];
      return [JSON.stringify({ event: heard.type, arg: heard.echo })];
    },
    warn(breach: Breach, last: boolean): readonly string[] {
      // No capture shows the words; the codes are those of the venue's table.
      const message = breach === 'topics' ? 'over limit' : last ? 'over limit, connection close' : 'too many requests';
      return [errorFrame({ code: last ? 30007 : 30006, message })];
    },
    speak: (wish, utterance, context) => speakBitget(wish, utterance, context, integrity),
    candleAt,
  };
}

const DOORS: Readonly<Record<string, Door>> = {
  '/v2/ws/public': { name: 'public', private: false },
  '/v2/ws/private': { name: 'private', private: true },
};
const LINES: readonly AccountLine[] = [
  { market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' },
  { market: 'usdt-futures', trades: 'usdt-futures', kind: 'positions', marketBuys: 'base' },
  { market: 'usdc-futures', trades: 'usdc-futures', kind: 'positions', marketBuys: 'base' },
  { market: 'coin-futures', trades: 'coin-futures', kind: 'positions', marketBuys: 'base' },
  { market: 'margin', trades: 'spot', kind: 'spot', marketBuys: 'quote' },
  { market: 'margin-isolated', trades: 'spot', symbols: [ISOLATED_SYMBOL], kind: 'spot', marketBuys: 'quote' },
];
/** Only the words of 30005 and 30015 were seen; the others are those of the table of codes. */
const LOGIN_FAILURES: Readonly<Record<LoginFailure, Objection>> = {
  'login-refused': { code: 30005, message: 'error' },
  'wrong-key': { code: 30011, message: 'Invalid ACCESS_KEY' },
  'wrong-passphrase': { code: 30012, message: 'Invalid ACCESS_PASSPHRASE' },
  'wrong-timestamp': { code: 30013, message: 'Invalid ACCESS_TIMESTAMP' },
  expired: { code: 30014, message: 'Request timestamp expired' },
  'wrong-signature': { code: 30015, message: 'Invalid sign' },
};
const NO_REST_BOOK = {
  'rest-stale': 'its REST interface tells no book',
  'rest-ahead': 'its REST interface tells no book',
};
const INTEGRITIES = ['checksum', 'checksum+seq', 'checksum+seq+pseq', 'seq+pseq'] as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
/** The first Monday of the epoch. */
const MONDAY = 4 * DAY;

function oneOf<T extends string>(name: string, value: T, possible: readonly T[]): T {
  if (possible.includes(value)) return value;
  throw new RangeError(`${name} "${value}" is not possible; possible are ${possible.join(', ')}`);
}

/** Candles of 6 hours and more open at midnight in UTC+8, unless they say "utc". */
function candleAt(interval: string, time: number): { readonly start: number; readonly end: number } {
  const parts = /^(\d+)([mhdwM])(utc)?$/.exec(interval);
  if (parts === null) throw new RangeError(`interval "${interval}" is no candle interval of bitget`);
  const [, digits = '', unit = '', utc] = parts;
  const shift = utc === undefined && (unit === 'M' || Number(digits) * (SPANS[unit] ?? 0) >= 6 * HOUR) ? 8 * HOUR : 0;
  if (unit === 'M') {
    const local = new Date(time + shift);
    const month = (offset: number): number => Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + offset, 1) - shift;
    return { start: month(0), end: month(1) };
  }
  const span = Number(digits) * (SPANS[unit] ?? 0);
  const origin = unit === 'w' ? MONDAY : 0;
  const start = Math.floor((time + shift - origin) / span) * span + origin - shift;
  return { start, end: start + span };
}
