/**
 * The exchange's side of Bitget's legacy spot stream, in both dialects.
 *
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import type {
  Breach,
  Consequence,
  Counterpart,
  Door,
  Heard,
  RestContext,
  Verdict,
} from '../../contract/counterpart.js';
import { answerGuide, guideLines, hearGuide, speakGuide, warnGuide } from './counterpart-guide.js';
import { answerOfficial, errorFrame, hearOfficial, officialLines } from './counterpart-hear.js';
import { listings } from './counterpart-listings.js';
import { argumentBytes } from './counterpart-request.js';
import type { Encoding } from './counterpart-request.js';
import { speakOfficial } from './counterpart-speak.js';

/** What can be switched at the simulated legacy stream. */
export interface BitgetV1Switches {
  /**
   * `guide` (default): JSON pings, hex signatures, codes from 40001, account channels only; `official`: text pings,
   * base64, codes from 30001, market data and the account on one socket.
   */
  readonly dialect?: 'guide' | 'official';
  /** Whether the other dialect's way to write a signature is good as well; default false. */
  readonly lenientSign?: boolean;
  /** Whether requests are acknowledged in the guide's dialect, which does not tell; default true. */
  readonly acks?: boolean;
  /** So many ms after a refused login the line is cut; default 0, at once; Infinity: it stands. */
  readonly loginCloses?: number;
  /** Without a ping for so long the line is cut, ms; default 120,000. */
  readonly pingTimeout?: number;
  /** The line is cut when it stands so long without a subscription, ms; default 30,000 where official, else never. */
  readonly idleTimeout?: number;
  /** What more messages, requests or channels than allowed bring; default `warn-then-cut`. */
  readonly excess?: Consequence;
  /** Time between two pushes of an open candle, ms; default 1,000. */
  readonly candleEvery?: number;
}

/**
 * Makes the legacy stream's simulated half.
 *
 * @throws RangeError where a switch is set to something it has not
 */
export function bitgetV1Counterpart(switches: BitgetV1Switches = {}): Counterpart {
  const { dialect = 'guide', acks = true, excess: consequence = 'warn-then-cut', loginCloses = 0 } = switches;
  if (!(DIALECTS as readonly string[]).includes(dialect)) {
    throw new RangeError(`dialect "${dialect}" is not possible; possible are ${DIALECTS.join(', ')}`);
  }
  if (!(loginCloses >= 0)) throw new RangeError(`loginCloses ${loginCloses} must be 0 or more ms`);
  const official = dialect === 'official';
  const own: Encoding = official ? 'base64' : 'hex';
  const encodings: readonly Encoding[] = switches.lenientSign === true ? ['base64', 'hex'] : [own];
  const door: Door = { name: dialect, private: true };
  const idle = switches.idleTimeout ?? (official ? 30_000 : Infinity);

  return {
    id: 'bitget-v1',
    doors: { '/spot/v1/stream': door },
    defaultMarket: 'spot',
    listings,
    lines: official ? officialLines : guideLines,
    clockWindow: 30_000,
    closesAfterRefusal: loginCloses === Infinity ? undefined : loginCloses,
    rest: { '/api/v2/public/time': timeAnswer },
    wrongMarket: 'unknown-symbol',
    immune: official
      ? { ...NO_REST_BOOK, 'restart-sequence': 'its books are not numbered' }
      : { ...NO_REST_BOOK, ...NO_BOOKS },
    rules: {
      messages: { count: 10, per: 1_000, consequence },
      requests: { count: 240, per: 3_600_000, consequence },
      topics: { count: 1_000, per: 0, consequence },
      bytes: { count: 4_096, per: 0, consequence: 'cut' },
      silence: switches.pingTimeout ?? 120_000,
      idle: idle === Infinity ? undefined : idle,
      lifetime: undefined,
      attempts: { count: 300, per: 300_000 },
      connections: 100,
    },
    hear: text =>
      official ? hearOfficial(text, encodings, switches.candleEvery ?? 1_000) : hearGuide(text, encodings),
    bytesOf: argumentBytes,
    answer: (heard: Heard, verdict: Verdict) =>
      official ? answerOfficial(heard, verdict) : answerGuide(heard, verdict, acks),
    warn(breach: Breach, last: boolean) {
      if (!official) return warnGuide();
      const message = breach === 'topics' ? 'over limit' : last ? 'over limit, connection close' : 'too many requests';
      return [errorFrame({ code: last ? 30007 : 30006, message })];
    },
    speak(wish, utterance, context) {
      if (official) return speakOfficial(wish, utterance, context);
      return utterance.type === 'account' ? speakGuide(wish, utterance.news) : [];
    },
    candleAt,
  };
}

const DIALECTS = ['guide', 'official'] as const;
const NO_REST_BOOK = {
  'rest-stale': 'its REST interface tells no book',
  'rest-ahead': 'its REST interface tells no book',
};
const NO_BOOKS = {
  'empty-delta': 'it has no books',
  'unordered-delta': 'it has no books',
  'late-book': 'it has no books',
  'stale-seed': 'it has no books',
  'bad-checksum': 'it has no books',
  'restart-sequence': 'it has no books',
};
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPANS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: 24 * HOUR, w: 168 * HOUR };
/** The first Monday of the epoch. */
const MONDAY = 96 * HOUR;

/** The current interface tells the time; the legacy one is gone. */
function timeAnswer({ now }: RestContext): string {
  return JSON.stringify({ code: '00000', msg: 'success', requestTime: now, data: { serverTime: String(now) } });
}

/** Candles of 12 hours and more open at midnight in UTC+8. */
function candleAt(interval: string, time: number): { readonly start: number; readonly end: number } {
  const parts = /^(\d+)([mhdw])$/.exec(interval);
  if (parts === null) throw new RangeError(`interval "${interval}" is no candle interval of bitget-v1`);
  const [, digits = '', unit = ''] = parts;
  const span = Number(digits) * (SPANS[unit] ?? 0);
  const shift = span >= 12 * HOUR ? 8 * HOUR : 0;
  const origin = (unit === 'w' ? MONDAY : 0) - shift;
  const start = Math.floor((time - origin) / span) * span + origin;
  return { start, end: start + span };
}
