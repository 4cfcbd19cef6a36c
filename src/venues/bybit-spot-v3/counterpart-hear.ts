/**
 * What the simulated stream makes of a client's message.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { BatchPart, Door, Heard, Objection, Wish } from '../../contract/counterpart.js';
import type { AccountFeed } from '../../contract/account-news.js';
import { hmacSha256 } from '../../wire/sign.js';

/** What an answer repeats of a request. */
export interface Echo {
  readonly op: string;
  /** Undefined where the client gave none. */
  readonly req_id: string | undefined;
}

/**
 * How far ahead of the exchange a login may be, ms: half of it is the window that the exchange judges by. The venue has no
 * bound that anybody knows; what counts is that the time has not passed.
 */
export const LONGEST_LOGIN = 86_400_000;

/** The intervals of candles. */
export const INTERVALS: readonly string[] = [
  ...['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d', '1w', '1M'],
];

/** A request that the venue does not understand; the words are those of its successor. */
const PARAMS_ERROR = 'Params Error';

const MOST_TOPICS = 10;

const PRIVATE_TOPICS: Readonly<Record<string, AccountFeed>> = {
  outboundAccountInfo: 'balances',
  order: 'orders',
  // The simulated accounts ask for nothing that waits for a price.
  stopOrder: 'other',
  ticketInfo: 'fills',
};

/** Takes a message apart: a request is answered as one, whatever its topics. */
export function hear(text: string, door: Door): readonly Heard[] {
  const request = requestOf(text);
  if (request === undefined) {
    return [mistake(`Failed to decode incoming data:readObjectStart: expect { or n, but found ${text.slice(0, 1)}`)];
  }
  const op = typeof request['op'] === 'string' ? request['op'] : '';
  const echo: Echo = { op, req_id: idOf(request['req_id']) };
  const args: unknown = request['args'];
  switch (op) {
    case 'ping':
      return [{ type: 'ping', reply: JSON.stringify({ op: 'pong', req_id: echo.req_id }) }];
    case 'auth':
      return [door.private ? login(Array.isArray(args) ? args : [], echo) : mistake('error:invalid op', echo)];
    case 'subscribe':
    case 'unsubscribe': {
      if (!isTopics(args)) return [mistake(PARAMS_ERROR, echo)];
      // Nothing of it stands.
      if (args.length > MOST_TOPICS) return [mistake(`args size >${MOST_TOPICS}`, echo)];
      return [{ type: 'batch', op, parts: args.map(topic => partOf(topic, door)), echo }];
    }
    default:
      return [mistake('error:invalid op', echo)];
  }
}

function requestOf(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

/** A number comes back as text. */
function idOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function isTopics(args: unknown): args is readonly string[] {
  return Array.isArray(args) && args.length > 0 && args.every(topic => typeof topic === 'string');
}

function mistake(message: string, echo: Echo = { op: '', req_id: undefined }): Heard {
  return { type: 'mistake', objection: { code: 0, message }, op: echo.op === '' ? undefined : echo.op, echo };
}

function partOf(topic: string, door: Door): BatchPart {
  const isPrivate = Object.hasOwn(PRIVATE_TOPICS, topic);
  const wish = isPrivate ? privateWish(topic) : publicWish(topic);
  if (wish === undefined || (isPrivate && !door.private)) {
    return { type: 'mistake', objection: absent(topic), echo: topic };
  }
  // What the private door says of a public topic is known of the successor only.
  if (!isPrivate && door.private)
    return { type: 'mistake', objection: { code: 0, message: PARAMS_ERROR }, echo: topic };
  return { type: 'wish', wish, echo: topic };
}

function absent(topic: string): Objection {
  return { code: 0, message: `error:handler not found,topic:${topic}` };
}

function privateWish(topic: string): Wish {
  const rest = { private: true, depth: undefined, interval: undefined, every: 0 };
  return { key: topic, market: 'spot', symbol: '', feed: PRIVATE_TOPICS[topic] ?? 'other', ...rest };
}

/** The names are case-sensitive, those of the symbols as well. */
function publicWish(topic: string): Wish | undefined {
  const cut = topic.lastIndexOf('.');
  const symbol = topic.slice(cut + 1);
  if (cut === -1 || symbol === '') return undefined;
  const base = { key: topic, market: 'spot', symbol, private: false, depth: undefined, interval: undefined };
  const name = topic.slice(0, cut);
  switch (name) {
    case 'orderbook.40':
      return { ...base, feed: 'book', depth: 40, every: 100 };
    case 'bookticker':
      return { ...base, feed: 'quotes', every: 100 };
    case 'tickers':
      return { ...base, feed: 'ticker', every: 0 };
    case 'trade':
      return { ...base, feed: 'trades', every: 0, changesOnly: true };
    default: {
      const interval = name.startsWith('kline.') ? name.slice('kline.'.length) : '';
      return INTERVALS.includes(interval) ? { ...base, feed: 'candles', interval, every: 0 } : undefined;
    }
  }
}

/** Reads a login; what is missing or no text is as good as wrong. */
function login([key, time, sign]: readonly unknown[], echo: Echo): Heard {
  const expires = typeof time === 'number' || typeof time === 'string' ? String(time) : '';
  const signed = `GET/realtime${expires}`;
  const claim = {
    key: typeof key === 'string' ? key : '',
    passphrase: undefined,
    // It says until when it holds: the window around this moment begins then and goes back a day.
    at: /^\d{1,16}$/.test(expires) ? Number(expires) - LONGEST_LOGIN / 2 : undefined,
    proves: (secret: string) => hmacSha256(secret, signed, 'hex') === sign,
  };
  return { type: 'login', claim, echo };
}
