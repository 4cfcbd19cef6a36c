/**
 * What BGE makes of a client's message.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import type { Heard, Wish } from '../../contract/counterpart.js';
import { hearLogin } from './counterpart-login.js';
import { CHANNELS, INTERVALS, LEVELS, PACE } from './counterpart-words.js';
import type { Asked, ChannelWords, Fields, Named } from './counterpart-words.js';

/** What the ear can be told. */
export interface HearingSwitches {
  /** Whether a push follows at once on a subscription. */
  readonly firstPush: boolean;
}

/** Takes a message apart: it is one thing, or one mistake. */
export function hearBge(text: string, switches: HearingSwitches): readonly Heard[] {
  const fields = fieldsOf(text);
  if (fields === undefined) return [invalid(text, undefined)];
  const { event, pong } = fields;
  if (typeof pong === 'number') return [{ type: 'pong', echo: String(pong) }];
  if (event === 'login') return [hearLogin(fields) ?? invalid(text, 'login')];
  if (event !== 'sub' && event !== 'unsub' && event !== 'req') {
    return [invalid(text, typeof event === 'string' ? event : undefined)];
  }
  const named = namedOf(fields);
  const channel = named === undefined ? undefined : CHANNELS[named.biz]?.[named.type];
  // Flat fields only: what stands inside "params" or "para" is not seen.
  if (named === undefined || channel === undefined || !isWhole(fields, named, channel)) return [invalid(text, event)];
  const { from, to } = fields;
  const asked: Asked = { ...named, event, text, from: Number(from ?? 0), to: Number(to ?? Infinity) };
  const wish = wishFor(named, channel, fields['zip'] === true, switches);
  const type = event === 'sub' ? 'subscribe' : event === 'unsub' ? 'unsubscribe' : 'ask';
  return [{ type, wish, echo: asked }];
}

/** The names in a wish. */
export function namesIn({ key }: Wish): Named {
  const [biz = '', type = '', product = '', interval] = key.split(':');
  return { biz, type, product, ...(interval === undefined ? {} : { interval }) };
}

/** A message as BGE repeats it: it calls the product by an older name. */
export function repeated(text: string): string {
  const fields = fieldsOf(text);
  if (fields === undefined) return text;
  const renamed = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key === 'product' ? 'pairCode' : key, renamed(inner)]),
    );
  };
  return JSON.stringify(renamed(fields));
}

function fieldsOf(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function invalid(text: string, event: string | undefined): Heard {
  const objection = { code: 400, message: `Invalid request: ${repeated(text)}` };
  return { type: 'mistake', objection, op: event, echo: undefined };
}

function namedOf({ biz, type, product, interval }: Fields): Named | undefined {
  if (typeof biz !== 'string' || typeof type !== 'string' || typeof product !== 'string') return undefined;
  const name = biz === 'exchange' && product.toLowerCase() === 'all' ? 'all' : product;
  return { biz, type, product: name, ...(typeof interval === 'string' ? { interval } : {}) };
}

/** Whether all that is required is there, and is something that there is. */
function isWhole(fields: Fields, { type, product, interval }: Named, { intervals, asked }: ChannelWords): boolean {
  if (typeof fields['zip'] !== 'boolean') return false;
  if (intervals !== undefined && (interval === undefined || !intervals.includes(interval))) return false;
  if (product === 'all' && type !== 'orders') return false;
  if (fields['event'] !== 'req') return true;
  if (!asked || product === 'all') return false;
  return type !== 'candles' || (Number.isInteger(fields['from']) && Number.isInteger(fields['to']));
}

function wishFor(named: Named, channel: ChannelWords, zipped: boolean, { firstPush }: HearingSwitches): Wish {
  const { biz, type, product, interval } = named;
  const isPrivate = biz === 'exchange';
  const isBook = channel.feed === 'book';
  return {
    key: [biz, type, product, ...(interval !== undefined && channel.intervals !== undefined ? [interval] : [])].join(
      ':',
    ),
    market: 'spot',
    symbol: product === 'all' ? '' : product,
    feed: channel.feed,
    private: isPrivate,
    depth: isBook ? depthOf(type, interval) : undefined,
    // Accounts and trades are told as they change, whatever the switch says.
    changesOnly: isPrivate || channel.feed === 'trades' || !firstPush,
    zipped,
    interval: channel.feed === 'candles' ? INTERVALS[interval ?? ''] : undefined,
    every: channel.every,
    ...(isBook ? { repeatAfter: PACE } : {}),
  };
}

/** What is gathered, or put on a grid, is made of all there is. */
function depthOf(type: string, interval: string | undefined): number {
  const level = type === 'orderbook' ? LEVELS[interval ?? ''] : undefined;
  return level === undefined || level.decimals !== undefined ? ALL_LEVELS : level.rows;
}

const ALL_LEVELS = 10_000;
