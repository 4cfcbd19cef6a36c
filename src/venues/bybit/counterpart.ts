/**
 * The exchange's side of Bybit's WebSocket, version 5 (unified account).
 *
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Breach, Counterpart, Door } from '../../contract/counterpart.js';
import { bybitCandleAt } from './counterpart-calendar.js';
import { bybitLines } from './counterpart-categories.js';
import { argumentCharacters, hearBybit } from './counterpart-hear.js';
import { LOGIN_HORIZON } from './counterpart-hear-private.js';
import { bybitListings } from './counterpart-listings.js';
import { answerBybit, answerBybitBatch } from './counterpart-replies.js';
import { tradesAnswer } from './counterpart-rest.js';
import { speakBybit } from './counterpart-speak.js';
import { PARAMS_ERROR } from './counterpart-words.js';

/** What can be switched at the simulated Bybit. */
export interface BybitSwitches {
  /** A line on which neither side has said anything for so long is cut, ms; default 600,000. */
  readonly idleTimeout?: number;
  /** How long the topics of one request may be together, in characters of JSON; default 21,000. */
  readonly argumentCharacters?: number;
  /** Whether topics that were taken out of service in 2025 are there still; default false: refused as any other. */
  readonly retired?: boolean;
  /** The line is cut at this age, ms; default never. */
  readonly lifetime?: number;
}

/**
 * Makes Bybit's simulated half.
 *
 * @throws RangeError where a switch is set to something it has not
 */
export function bybitCounterpart(switches: BybitSwitches = {}): Counterpart {
  const quiet = positive('idleTimeout', switches.idleTimeout ?? 600_000);
  const characters = positive('argumentCharacters', switches.argumentCharacters ?? 21_000);
  return {
    id: 'bybit',
    doors: DOORS,
    defaultMarket: 'spot',
    listings: bybitListings,
    lines: bybitLines,
    clockWindow: LOGIN_HORIZON,
    closesAfterRefusal: undefined,
    rest: { '/v5/market/time': ({ now }) => timeAnswer(now), '/v5/market/recent-trade': tradesAnswer },
    duplicates: 'refused',
    wrongMarket: 'unknown-symbol',
    immune: {
      'bad-checksum': 'its books carry no checksum',
      'rest-stale': 'its REST interface tells no book',
      'rest-ahead': 'its REST interface tells no book',
    },
    rules: {
      messages: undefined,
      requests: undefined,
      topics: { count: 2_000, per: 0, consequence: 'warn' },
      bytes: { count: characters, per: 0, consequence: 'warn' },
      silence: undefined,
      idle: undefined,
      quiet,
      lifetime: switches.lifetime === undefined ? undefined : positive('lifetime', switches.lifetime),
      attempts: { count: 500, per: 300_000 },
      connections: 1_000,
    },
    hear: (text, door) => hearBybit(text, door, switches.retired ?? false),
    bytesOf: argumentCharacters,
    answer: answerBybit,
    answerBatch: answerBybitBatch,
    // No capture shows what an excess is answered with.
    warn: (breach: Breach) => [
      JSON.stringify({ success: false, ret_msg: PARAMS_ERROR, conn_id: '', req_id: '', op: OPS[breach] ?? '' }),
    ],
    speak: speakBybit,
    candleAt: bybitCandleAt,
  };
}

const DOORS: Readonly<Record<string, Door>> = {
  '/v5/public/spot': { name: 'spot', private: false, market: 'spot' },
  '/v5/public/linear': { name: 'linear', private: false, market: 'linear' },
  '/v5/public/inverse': { name: 'inverse', private: false, market: 'inverse' },
  '/v5/public/option': { name: 'option', private: false, market: 'option' },
  '/v5/public/spread': { name: 'spread', private: false, market: 'spread' },
  '/v5/public/rfq': { name: 'rfq', private: false, market: 'rfq' },
  '/v5/public/misc/status': { name: 'status', private: false, market: 'status' },
  '/v5/private': { name: 'private', private: true },
};

const OPS: Partial<Readonly<Record<Breach, string>>> = { topics: 'subscribe', bytes: 'subscribe' };

/** @see https://bybit-exchange.github.io/docs/v5/market/time */
function timeAnswer(now: number): string {
  const result = { timeSecond: String(Math.floor(now / 1_000)), timeNano: `${now}000000` };
  return JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: now });
}

function positive(name: string, value: number): number {
  if (value > 0) return value;
  throw new RangeError(`${name} ${value} must be more than 0`);
}
