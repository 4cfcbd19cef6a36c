/**
 * What Bitget makes of a client's message.
 *
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { Door, Heard, MarketFeed, Objection, Wish } from '../../contract/counterpart.js';
import { hearLogin, hearPrivate, PRIVATE_CHANNELS } from './counterpart-hear-private.js';

/** The argument of a request as the venue repeats it. */
export interface Argument {
  readonly instType: string;
  readonly channel: string;
  readonly instId: string;
}

/** What the ear can be told. */
export interface HearingSwitches {
  /** Whether `{"op":"ping"}` counts as a sign of life, as only an unofficial description of version 1 says. */
  readonly jsonPing: boolean;
  /** ms between two pushes of a candle. */
  readonly candleEvery: number;
  /** Whether a signature in hex is good as well. */
  readonly hexSign: boolean;
}

/** The instType of each market. */
export const INST_TYPES: Readonly<Record<string, string>> = {
  spot: 'SPOT',
  'usdt-futures': 'USDT-FUTURES',
  'usdc-futures': 'USDC-FUTURES',
  'coin-futures': 'COIN-FUTURES',
  margin: 'MARGIN',
};

/** The candle channels, and our word for each interval. */
export const CANDLE_INTERVALS: Readonly<Record<string, string>> = {
  ...{ candle1m: '1m', candle3m: '3m', candle5m: '5m', candle15m: '15m', candle30m: '30m' },
  ...{ candle1H: '1h', candle2H: '2h', candle4H: '4h', candle6H: '6h', candle8H: '8h', candle12H: '12h' },
  ...{ candle1D: '1d', candle3D: '3d', candle1W: '1w', candle1M: '1M' },
  ...{ candle6Hutc: '6hutc', candle12Hutc: '12hutc', candle1Dutc: '1dutc' },
  ...{ candle3Dutc: '3dutc', candle1Wutc: '1wutc', candle1Mutc: '1Mutc' },
};

const PLAIN_CHANNELS: Readonly<Record<string, { readonly feed: MarketFeed; readonly depth?: number }>> = {
  ticker: { feed: 'ticker' },
  trade: { feed: 'trades' },
  books: { feed: 'book' },
  books1: { feed: 'book', depth: 1 },
  books5: { feed: 'book', depth: 5 },
  books15: { feed: 'book', depth: 15 },
  auction: { feed: 'auction' },
  'index-price': { feed: 'indices' },
};

const PARAM_ERROR: Objection = { code: 30016, message: 'Param error' };
/** What a private channel is answered without a login. */
export const NOT_LOGGED_IN: Objection = { code: 30004, message: 'User not logged in/User must be logged in' };

/** Takes a message apart: one entry per argument; a message that is no request is one `mistake`. */
export function hearBitget(text: string, door: Door, switches: HearingSwitches): readonly Heard[] {
  if (text === 'ping') return [{ type: 'ping', reply: 'pong' }];
  const request = requestOf(text);
  const op = request?.['op'];
  // Nobody has seen an answer to this form; any frame shows that the line lives.
  if (op === 'ping' && switches.jsonPing) return [{ type: 'ping', reply: '{"op":"pong"}' }];
  if (op === 'login' && !door.private) return [mistake({ code: 30003, message: 'INVALID op:login' })];
  const args = request?.['args'];
  if (op === 'login') return [hearLogin(recordOf(Array.isArray(args) ? args[0] : undefined) ?? {}, switches.hexSign)];
  if ((op !== 'subscribe' && op !== 'unsubscribe') || !Array.isArray(args) || args.length === 0) {
    return [mistake({ code: 30002, message: `Unrecognized request:${text}` })];
  }
  return args.map((arg: unknown) => hearArgument(op, arg, door, switches));
}

/** The sum of the arguments in bytes; 0 where there are none. */
export function argumentBytes(text: string): number {
  const args = requestOf(text)?.['args'];
  return Array.isArray(args) ? new TextEncoder().encode(args.map(arg => JSON.stringify(arg)).join('')).length : 0;
}

/** The canonical argument of a wish. */
export function argumentOf(wish: Wish): Argument {
  const [instType = '', channel = '', instId = ''] = wish.key.split(':');
  return { instType, channel, instId };
}

function requestOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function mistake(objection: Objection, op?: string, echo?: unknown): Heard {
  return { type: 'mistake', objection, op, echo };
}

function hearArgument(op: 'subscribe' | 'unsubscribe', arg: unknown, door: Door, switches: HearingSwitches): Heard {
  const fields = recordOf(arg);
  const channel = fields?.['channel'];
  const instId = fields?.['instId'] ?? 'default';
  const instType = fields?.['instType'];
  if (typeof channel !== 'string' || typeof instId !== 'string' || typeof instType !== 'string') {
    return mistake(PARAM_ERROR, op, arg);
  }
  const market = instType.toLowerCase();
  if (Object.hasOwn(PRIVATE_CHANNELS, channel)) {
    if (!door.private) return mistake(NOT_LOGGED_IN, op, arg);
    const coin = fields?.['coin'];
    const wished = hearPrivate(channel, market, fields ?? {});
    if (wished === undefined || (coin !== undefined && typeof coin !== 'string')) return mistake(PARAM_ERROR, op, arg);
    const { wish, exists, echo } = wished;
    return exists ? { type: op, wish, echo } : mistake(absent(argumentOf(wish)), op, echo);
  }
  // Whether the private door has public channels is not documented.
  if (door.private) return mistake(PARAM_ERROR, op, arg);
  const known = Object.hasOwn(INST_TYPES, market) && isOffered(channel, market);
  if (!known) return mistake(PARAM_ERROR, op, arg);

  const interval = CANDLE_INTERVALS[channel];
  const { feed, depth } = PLAIN_CHANNELS[channel] ?? { feed: 'candles' as const };
  const symbol = instId === 'default' ? instId : instId.toUpperCase();
  const echo: Argument = { instType: instType.toUpperCase(), channel, instId: symbol };
  if (feed === 'indices' && symbol !== 'default') return mistake(absent(echo), op, echo);
  const key = `${echo.instType}:${channel}:${symbol}`;
  const every = feed === 'candles' ? switches.candleEvery : feed === 'auction' ? 300 : 0;
  return { type: op, wish: { key, market, symbol, feed, private: false, depth, interval, every }, echo };
}

function isOffered(channel: string, market: string): boolean {
  if (channel === 'index-price') return market === 'margin';
  if (market === 'margin') return false;
  if (channel === 'auction') return market === 'spot';
  return Object.hasOwn(PLAIN_CHANNELS, channel) || Object.hasOwn(CANDLE_INTERVALS, channel);
}

/** The refusal of something that the exchange does not list. */
export function absent({ instType, channel, instId }: Argument): Objection {
  return {
    code: 30001,
    message: `instType:${instType},channel:${channel},instId:${instId},precision:null doesn't exist`,
  };
}
