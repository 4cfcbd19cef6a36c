/**
 * What the exchange's own legacy stream makes of a client's message.
 *
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import type { AccountLine } from '../../contract/account-news.js';
import type { Heard, LoginFailure, MarketFeed, Objection, Verdict, Wish } from '../../contract/counterpart.js';
import { argsOf, fieldsOf, loginOf, mistake } from './counterpart-request.js';
import type { Encoding } from './counterpart-request.js';

/** The argument of a request as the venue repeats it. */
export interface Argument {
  readonly instType: string;
  readonly channel: string;
  readonly instId: string;
}

/** The parts of an account. */
export const officialLines: readonly AccountLine[] = [
  { market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' },
];

/** The candle channels, and our word for each interval. */
const CANDLES: Readonly<Record<string, string>> = {
  ...{ candle1m: '1m', candle5m: '5m', candle15m: '15m', candle30m: '30m', candle1H: '1h' },
  ...{ candle4H: '4h', candle12H: '12h', candle1D: '1d', candle1W: '1w' },
};

const PLAIN: Readonly<Record<string, { readonly feed: MarketFeed; readonly depth?: number }>> = {
  ticker: { feed: 'ticker' },
  trade: { feed: 'trades' },
  books: { feed: 'book' },
  books5: { feed: 'book', depth: 5 },
  books15: { feed: 'book', depth: 15 },
};

/** What private symbols end in. */
export const ENDING = '_SPBL';

const PARAM_ERROR: Objection = { code: 30016, message: 'Param error' };
const NOT_LOGGED_IN: Objection = { code: 30004, message: 'User not logged in/User must be logged in' };
const LOGIN_FAILURES: Readonly<Record<LoginFailure, Objection>> = {
  'login-refused': { code: 30005, message: 'error' },
  'wrong-key': { code: 30011, message: 'Invalid ACCESS_KEY' },
  'wrong-passphrase': { code: 30012, message: 'Invalid ACCESS_PASSPHRASE' },
  'wrong-timestamp': { code: 30013, message: 'Invalid ACCESS_TIMESTAMP' },
  expired: { code: 30014, message: 'Request timestamp expired' },
  'wrong-signature': { code: 30015, message: 'Invalid sign' },
};

/** Takes a message apart. Public and private channels are of one door. */
export function hearOfficial(text: string, encodings: readonly Encoding[], candleEvery: number): readonly Heard[] {
  if (text === 'ping') return [{ type: 'ping', reply: 'pong' }];
  const request = fieldsOf(text);
  const op = request?.['op'];
  if (op === 'login') return [loginOf(request, encodings)];
  const args = argsOf(request);
  if ((op !== 'subscribe' && op !== 'unsubscribe') || args.length === 0) {
    return [mistake({ code: 30002, message: `Unrecognized request:${text}` })];
  }
  return args.map(arg => hearArgument(op, arg, candleEvery));
}

/** The frames that tell a verdict. */
export function answerOfficial(heard: Heard, verdict: Verdict): readonly string[] {
  if (heard.type === 'ping') return [heard.reply];
  if (heard.type === 'mistake') return [errorFrame(heard.objection, heard.op, heard.echo)];
  if (heard.type === 'login') {
    const objection = LOGIN_FAILURES[verdict as LoginFailure] as Objection | undefined;
    return [objection === undefined ? '{"event":"login","code":0}' : errorFrame(objection)];
  }
  if (heard.type !== 'subscribe' && heard.type !== 'unsubscribe') return [];
  if (verdict === 'not-logged-in') return [errorFrame(NOT_LOGGED_IN, heard.type, heard.echo)];
  if (verdict === 'unknown-symbol') return [errorFrame(absent(argumentOf(heard.wish)), heard.type, heard.echo)];
  return [JSON.stringify({ event: heard.type, arg: heard.echo })];
}

/** The frame of a complaint. What is undefined is left out. */
export function errorFrame({ code, message }: Objection, op?: string, arg?: unknown): string {
  return JSON.stringify({ event: 'error', arg, code, msg: message, op });
}

/** The argument of a wish as the venue repeats it: the product line in lower case. */
export function argumentOf({ key }: Wish): Argument {
  const [instType = '', channel = '', instId = ''] = key.split(':');
  return { instType, channel, instId };
}

function absent({ instType, channel, instId }: Argument): Objection {
  return { code: 30001, message: `instType:${instType},channel:${channel},instId:${instId} doesn't exist` };
}

function hearArgument(op: 'subscribe' | 'unsubscribe', arg: unknown, candleEvery: number): Heard {
  const { channel, instId, instType } = fieldsOf(arg) ?? {};
  if (typeof channel !== 'string' || typeof instId !== 'string' || typeof instType !== 'string') {
    return mistake(PARAM_ERROR, op, arg);
  }
  const inst = instId === 'default' ? instId : instId.toUpperCase();
  const echo: Argument = { instType: instType.toLowerCase(), channel, instId: inst };
  const key = `${echo.instType}:${channel}:${inst}`;
  if (echo.instType === 'spbl') {
    const feed = channel === 'account' ? 'balances' : channel === 'orders' ? 'orders' : undefined;
    if (feed === undefined) return mistake(absent(echo), op, echo);
    const symbol = inst === 'default' ? '' : inst.endsWith(ENDING) ? inst.slice(0, -ENDING.length) : undefined;
    if (symbol === undefined || (feed === 'balances' && symbol !== '')) return mistake(absent(echo), op, echo);
    const rest = { private: true, depth: undefined, interval: undefined, every: 0 };
    return { type: op, wish: { key, market: 'spot', symbol, feed, ...rest }, echo };
  }
  const interval = Object.hasOwn(CANDLES, channel) ? CANDLES[channel] : undefined;
  const plain = Object.hasOwn(PLAIN, channel) ? PLAIN[channel] : undefined;
  if (echo.instType !== 'sp' || (plain === undefined && interval === undefined)) return mistake(absent(echo), op, echo);
  const { feed, depth } = plain ?? { feed: 'candles' as const };
  const every = feed === 'candles' ? candleEvery : 0;
  return { type: op, wish: { key, market: 'spot', symbol: inst, feed, private: false, depth, interval, every }, echo };
}
