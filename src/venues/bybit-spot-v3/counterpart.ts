/**
 * The exchange's side of Bybit's spot stream, version 3.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { Counterpart, Door, RestContext } from '../../contract/counterpart.js';
import { answer, answerBatch } from './counterpart-answer.js';
import { hear, INTERVALS, LONGEST_LOGIN } from './counterpart-hear.js';
import { listings } from './counterpart-listings.js';
import { speak } from './counterpart-speak.js';

/** What can be switched at the simulated stream. */
export interface BybitSpotV3Switches {
  /**
   * What becomes of a topic that is subscribed already, which is not documented: `refused` (default) voids the whole
   * request, as the successor does; `ignored` it is acknowledged; `again` it is acknowledged, and told anew.
   */
  readonly duplicates?: 'refused' | 'ignored' | 'again';
  /** The line is cut when neither side has said anything for so long, ms; default 600,000, as the successor's is. */
  readonly quietTimeout?: number;
  /** So many ms after a refused login the line is cut; default: it stands. */
  readonly loginCloses?: number;
}

/**
 * Makes the stream's simulated half.
 *
 * @throws RangeError where a switch is set to something it has not
 */
export function bybitSpotV3Counterpart(switches: BybitSpotV3Switches = {}): Counterpart {
  const { duplicates = 'refused', quietTimeout = 600_000, loginCloses = Infinity } = switches;
  if (!DUPLICATES.includes(duplicates)) {
    throw new RangeError(`duplicates "${duplicates}" is not possible; possible are ${DUPLICATES.join(', ')}`);
  }
  if (!(loginCloses >= 0)) throw new RangeError(`loginCloses ${loginCloses} must be 0 or more ms`);
  if (!(quietTimeout > 0)) throw new RangeError(`quietTimeout ${quietTimeout} must be more than 0 ms`);

  return {
    id: 'bybit-spot-v3',
    doors: DOORS,
    defaultMarket: 'spot',
    listings,
    lines: [{ market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' }],
    // A login says until when it holds: it may be anywhere within a day from now.
    clockWindow: LONGEST_LOGIN / 2,
    closesAfterRefusal: loginCloses === Infinity ? undefined : loginCloses,
    rest: { '/v5/market/time': timeAnswer },
    duplicates,
    wrongMarket: 'unknown-symbol',
    immune: {
      'stale-seed': 'every push of its books is whole',
      'bad-checksum': 'its books have no checksum',
      'restart-sequence': 'its books are not numbered',
      'empty-delta': 'every push of its books is whole',
      'unordered-delta': 'every push of its books is whole',
      'rest-stale': 'its REST interface tells no book',
      'rest-ahead': 'its REST interface tells no book',
    },
    rules: {
      // No rate is documented, only how many topics one request holds.
      messages: undefined,
      requests: undefined,
      topics: undefined,
      bytes: undefined,
      silence: undefined,
      idle: undefined,
      quiet: quietTimeout === Infinity ? undefined : quietTimeout,
      lifetime: undefined,
      attempts: { count: 500, per: 300_000 },
      connections: 1_000,
    },
    hear,
    bytesOf: () => 0,
    answer,
    answerBatch,
    // Whoever breaks a rule is cut without a word.
    warn: () => [],
    speak,
    candleAt,
  };
}

const DUPLICATES: readonly string[] = ['refused', 'ignored', 'again'];
const DOORS: Readonly<Record<string, Door>> = {
  '/spot/public/v3': { name: 'public', private: false },
  '/spot/private/v3': { name: 'private', private: true },
};
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
/** The first Monday of the epoch. */
const MONDAY = 4 * DAY;

/** @see https://bybit-exchange.github.io/docs/v5/market/time */
function timeAnswer({ now }: RestContext): string {
  const result = { timeSecond: String(Math.floor(now / 1_000)), timeNano: `${now}000000` };
  return JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: now });
}

/** All open on boundaries of UTC, weeks on Mondays. */
function candleAt(interval: string, time: number): { readonly start: number; readonly end: number } {
  if (!INTERVALS.includes(interval)) {
    throw new RangeError(`interval "${interval}" is no candle interval of bybit-spot-v3`);
  }
  const unit = interval.slice(-1);
  if (unit === 'M') {
    const at = new Date(time);
    const month = (offset: number): number => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1);
    return { start: month(0), end: month(1) };
  }
  const span = parseInt(interval, 10) * (SPANS[unit] ?? 0);
  const origin = unit === 'w' ? MONDAY : 0;
  const start = Math.floor((time - origin) / span) * span + origin;
  return { start, end: start + span };
}
