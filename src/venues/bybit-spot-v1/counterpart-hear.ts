/**
 * What the simulated legacy stream makes of a client's message, and how it answers.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type { Door, Heard, MarketFeed, Objection, Verdict, Wish } from '../../contract/counterpart.js';
import { fieldsOf, jsonOf, loginOf, mistake } from './counterpart-request.js';
import type { Fields } from './counterpart-request.js';

/** What a wish is in the venue's words. */
export interface Asked {
  readonly form: 'v1' | 'v2';
  /** "kline" of both forms. */
  readonly topic: string;
  readonly symbol: string;
  /** What is echoed beside the symbol, in the venue's order. */
  readonly details: Readonly<Record<string, string>>;
}

/** What a topic is in our words; `every` is how often it is pushed, ms. */
interface Offer {
  readonly feed: MarketFeed;
  readonly every: number;
  readonly depth?: number;
  readonly window?: number;
}

const V1: Readonly<Record<string, Offer>> = {
  depth: { feed: 'book', depth: 200, every: 300 },
  diffDepth: { feed: 'book', window: 200, every: 300 },
  // It is put together of the full book.
  mergedDepth: { feed: 'book', depth: 200, every: 300 },
  realtimes: { feed: 'ticker', every: 300 },
  kline: { feed: 'candles', every: 300 },
  // Each trade is told, however seldom the pushes are.
  trade: { feed: 'trades', every: 0 },
  lt: { feed: 'nothing', every: 0 },
};
const V2: Readonly<Record<string, Offer>> = {
  depth: { feed: 'book', depth: 40, every: 100 },
  bookTicker: { feed: 'quotes', every: 100 },
  realtimes: { feed: 'ticker', every: 100 },
  kline: { feed: 'candles', every: 100 },
  trade: { feed: 'trades', every: 0 },
};
const PERIODS = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d', '1w', '1M'];
const EVENTS: Readonly<Record<string, 'subscribe' | 'unsubscribe'>> = { sub: 'subscribe', cancel: 'unsubscribe' };

/** The words of -10001, -10004, -10009, -100010, -100011 and -100013 were seen. */
const INVALID_REQUEST: Objection = { code: -10000, message: 'Invalid request!' };
const INVALID_JSON: Objection = { code: -10001, message: 'Invalid JSON!' };
const INVALID_EVENT: Objection = { code: -10002, message: 'Invalid event!' };
const EVENT_REQUIRED: Objection = { code: -10003, message: 'Event required!' };
const INVALID_TOPIC: Objection = { code: -10004, message: 'Invalid topic!' };
const TOPIC_REQUIRED: Objection = { code: -10005, message: 'Topic required!' };
const PARAMS_REQUIRED: Objection = { code: -10007, message: 'Params required!' };
const PERIOD_REQUIRED: Objection = { code: -10008, message: 'Period required!' };
const INVALID_PERIOD: Objection = { code: -10009, message: 'Invalid period!' };
const INVALID_SYMBOLS: Objection = { code: -100010, message: 'Invalid Symbols!' };
const PARAMETER_ERROR: Objection = { code: -100011, message: 'Parameter error!' };
const SCALE_REQUIRED: Objection = { code: -100013, message: 'DumpScale required!' };

/** Takes a message apart: in V1 one entry per symbol. */
export function hear(text: string, door: Door): readonly Heard[] {
  const json = jsonOf(text);
  if (json === undefined) return [mistake(INVALID_JSON)];
  const fields = fieldsOf(json.value);
  if (fields === undefined) return [mistake(INVALID_REQUEST)];
  const { ping, pong, op } = fields;
  // The answer tells the exchange's own clock: `answer` knows it.
  if (isBeat(ping)) return [{ type: 'ping', reply: JSON.stringify({ pong: ping }) }];
  if (isBeat(pong)) return [{ type: 'pong', echo: String(pong) }];
  if (op === 'auth' && door.private) return [loginOf(fields)];
  if (op !== undefined) return [mistake(INVALID_REQUEST)];
  return door.private ? [mistake(INVALID_TOPIC)] : hearRequest(fields, door.name === 'v2' ? 'v2' : 'v1');
}

/**
 * The frames that tell a verdict; `now` is the exchange's clock, `v1Ack` whether V1 acknowledges as its pages say.
 */
export function answer(heard: Heard, verdict: Verdict, now: number, v1Ack: boolean): readonly string[] {
  switch (heard.type) {
    case 'ping':
      return [JSON.stringify({ pong: now })];
    case 'mistake':
      return [errorFrame(heard.objection)];
    case 'login':
      return [verdict === 'granted' ? '{"auth":"success","userId":10043}' : '{"auth":"fail"}'];
    case 'subscribe':
    case 'unsubscribe':
      return answerRequest(heard, verdict, v1Ack);
    default:
      return [];
  }
}

/** What a wish is in the venue's words: "v1:kline_1m:BTCUSDT", with ":binary" behind it where it is packed. */
export function askedIn({ key }: Wish): Asked {
  const [form, channel = '', symbol = '', packing] = key.split(':');
  const [topic = '', detail] = channel.split('_');
  const binary = String(packing === 'binary');
  const asked = { topic, symbol };
  if (form === 'v2') {
    return { form, ...asked, details: { binary, ...(detail === undefined ? {} : { klineType: detail }) } };
  }
  const name = topic === 'kline' ? 'klineType' : 'dumpScale';
  return { form: 'v1', ...asked, details: { ...(detail === undefined ? {} : { [name]: detail }), binary } };
}

function isBeat(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}

function errorFrame({ code, message }: Objection): string {
  return JSON.stringify({ code: String(code), desc: message });
}

function hearRequest(fields: Fields, form: 'v1' | 'v2'): readonly Heard[] {
  const { event, topic } = fields;
  if (event === undefined) return [mistake(EVENT_REQUIRED)];
  const op = typeof event === 'string' && Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined;
  if (op === undefined) return [mistake(INVALID_EVENT)];
  const wrong = (objection: Objection): readonly Heard[] => [mistake(objection, op, fields)];
  if (topic === undefined) return wrong(TOPIC_REQUIRED);
  const params = fieldsOf(fields['params']);
  if (params === undefined) return wrong(PARAMS_REQUIRED);
  const [name, period] = nameOf(topic, params, form);
  const offers = form === 'v1' ? V1 : V2;
  const offer = Object.hasOwn(offers, name) ? offers[name] : undefined;
  if (offer === undefined) return wrong(INVALID_TOPIC);
  if (name === 'kline' && period === undefined) return wrong(PERIOD_REQUIRED);
  if (name === 'kline' && !PERIODS.includes(period ?? '')) return wrong(INVALID_PERIOD);
  const { dumpScale } = params;
  if (name === 'mergedDepth' && (!isBeat(dumpScale) || !/^\d$/.test(String(dumpScale)))) return wrong(SCALE_REQUIRED);
  const zipped = params['binary'] === true || params['binary'] === 'true';
  const detail = name === 'mergedDepth' ? String(dumpScale) : period;
  const symbol = form === 'v1' ? fields['symbol'] : params['symbol'];
  if (typeof symbol !== 'string') return wrong(form === 'v1' ? INVALID_SYMBOLS : PARAMETER_ERROR);
  const symbols = form === 'v1' ? symbol.split(',') : [symbol];
  const channel = detail === undefined ? name : `${name}_${detail}`;
  return symbols.map(one => {
    const key = `${form}:${channel}:${one}${zipped ? ':binary' : ''}`;
    return { type: op, wish: wishOf(key, one, offer, { zipped, interval: period }), echo: { event, topic } };
  });
}

/** V1 names the interval in the topic, V2 beside it. */
function nameOf(topic: unknown, { klineType }: Fields, form: 'v1' | 'v2'): readonly [name: string, period?: string] {
  if (typeof topic !== 'string') return [''];
  if (form === 'v1') return topic.startsWith('kline_') ? ['kline', topic.slice('kline_'.length)] : [topic];
  return topic === 'kline' && typeof klineType === 'string' ? [topic, klineType] : [topic];
}

function wishOf(
  key: string,
  symbol: string,
  { feed, depth, window, every }: Offer,
  { zipped, interval }: { readonly zipped: boolean; readonly interval: string | undefined },
): Wish {
  const size = { depth, ...(window === undefined ? {} : { window }) };
  return { key, market: 'spot', symbol, feed, private: false, ...size, zipped, interval, every };
}

function answerRequest(
  { wish, echo }: Extract<Heard, { type: 'subscribe' | 'unsubscribe' }>,
  verdict: Verdict,
  v1Ack: boolean,
): readonly string[] {
  const { form, symbol, details } = askedIn(wish);
  const { event, topic } = echo as { readonly event: string; readonly topic: string };
  const good = verdict === 'granted' || verdict === 'silent' || verdict === 'already-subscribed';
  if (form === 'v1') {
    if (!good) return [errorFrame(INVALID_SYMBOLS)];
    const { binary } = details;
    return v1Ack ? [JSON.stringify({ topic, event, symbol, params: { binary }, code: '0', msg: 'Success' })] : [];
  }
  if (good) {
    const params = { symbol, ...details, symbolName: symbol };
    return [JSON.stringify({ topic, event, params, code: '0', msg: 'Success' })];
  }
  const { code, message: msg } = PARAMETER_ERROR;
  return [JSON.stringify({ topic, event, params: { symbol }, code: String(code), msg })];
}
