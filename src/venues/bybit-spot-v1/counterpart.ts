/**
 * The exchange's side of Bybit's legacy spot stream: the public doors of V1 and V2, and the private one of both.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type { Counterpart, Door, RestContext } from '../../contract/counterpart.js';
import { answer, hear } from './counterpart-hear.js';
import { listings } from './counterpart-listings.js';
import { LOGIN_SPAN } from './counterpart-request.js';
import { implied, lines } from './counterpart-speak-account.js';
import { speak } from './counterpart-speak.js';

/** What can be switched at the simulated legacy stream. */
export interface BybitSpotV1Switches {
  /** Whether V1 acknowledges as its pages say; default false: nobody has seen it do so. */
  readonly v1Ack?: boolean;
  /** Whether the first book of `diffDepth` bears the counter that its changes go on from; default false: it says 0. */
  readonly countsFirst?: boolean;
  /** Whether the exchange asks its clients whether they live, every 20 s; default false. */
  readonly serverPings?: boolean;
  /** The line is cut when neither side has said anything for so long, ms; default 60,000. */
  readonly quiet?: number;
  /** So many ms after a refused login the line is cut; default 0, at once; Infinity: it stands. */
  readonly loginCloses?: number;
}

/**
 * Makes the legacy stream's simulated half.
 *
 * @throws RangeError where a switch is set to something it has not
 */
export function bybitSpotV1Counterpart(switches: BybitSpotV1Switches = {}): Counterpart {
  const { v1Ack = false, countsFirst = false, serverPings = false, quiet = 60_000, loginCloses = 0 } = switches;
  if (!(loginCloses >= 0)) throw new RangeError(`loginCloses ${loginCloses} must be 0 or more ms`);
  if (!(quiet > 0)) throw new RangeError(`quiet ${quiet} must be more than 0 ms`);
  const checksums = {
    'bad-checksum': 'its books carry no checksum',
    'rest-stale': 'its REST interface tells no book',
    'rest-ahead': 'its REST interface tells no book',
  };
  const seeds = { 'stale-seed': 'nothing ties its first book to the changes after it (see the switch countsFirst)' };

  return {
    id: 'bybit-spot-v1',
    doors: DOORS,
    defaultMarket: 'spot',
    listings,
    lines,
    clockWindow: LOGIN_SPAN,
    closesAfterRefusal: loginCloses === Infinity ? undefined : loginCloses,
    rest: { '/v5/market/time': timeAnswer },
    wrongMarket: 'unknown-symbol',
    immune: countsFirst ? checksums : { ...checksums, ...seeds },
    ...(serverPings ? { pings: { every: 20_000, patience: 20_000, say: ask } } : {}),
    duplicates: 'again',
    rules: {
      messages: undefined,
      requests: undefined,
      topics: undefined,
      bytes: undefined,
      silence: undefined,
      idle: undefined,
      quiet: quiet === Infinity ? undefined : quiet,
      lifetime: undefined,
      attempts: { count: 500, per: 300_000 },
      connections: 1_000,
    },
    implied: door => (door.private ? implied : []),
    hear,
    bytesOf: () => 0,
    answer: (heard, verdict, now) => answer(heard, verdict, now, v1Ack),
    warn: () => [],
    speak: (wish, utterance, context) => speak(wish, utterance, context, countsFirst),
    candleAt,
  };
}

const DOORS: Readonly<Record<string, Door>> = {
  '/spot/quote/ws/v1': { name: 'v1', private: false, market: 'spot' },
  '/spot/quote/ws/v2': { name: 'v2', private: false, market: 'spot' },
  '/spot/ws': { name: 'private', private: true, market: 'spot' },
};
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPANS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: 24 * HOUR, w: 168 * HOUR };
/** The first Monday of the epoch. */
const MONDAY = 96 * HOUR;

function ask(now: number): { readonly frame: string; readonly echo: string } {
  return { frame: JSON.stringify({ ping: now }), echo: String(now) };
}

/**
 * The current interface tells the time; the legacy one is gone.
 *
 * @see https://bybit-exchange.github.io/docs/v5/market/time
 */
function timeAnswer({ now }: RestContext): string {
  const result = { timeSecond: String(Math.floor(now / 1_000)), timeNano: `${now}000000` };
  return JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: now });
}

/** All candles open at UTC; weeks on Mondays. */
function candleAt(interval: string, time: number): { readonly start: number; readonly end: number } {
  const parts = /^(\d+)([mhdwM])$/.exec(interval);
  if (parts === null) throw new RangeError(`interval "${interval}" is no candle interval of bybit-spot-v1`);
  const [, digits = '', unit = ''] = parts;
  if (unit === 'M') {
    const date = new Date(time);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
  }
  const span = Number(digits) * (SPANS[unit] ?? 0);
  const origin = unit === 'w' ? MONDAY : 0;
  const start = Math.floor((time - origin) / span) * span + origin;
  return { start, end: start + span };
}
