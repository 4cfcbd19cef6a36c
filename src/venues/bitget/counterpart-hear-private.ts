/**
 * What Bitget's private door makes of a login and of the private channels.
 *
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { AccountFeed } from '../../contract/account-news.js';
import type { Heard, Wish } from '../../contract/counterpart.js';
import { hmacSha256 } from '../../wire/sign.js';

/** The one pair that the simulated isolated margin account trades. */
export const ISOLATED_SYMBOL = 'BTCUSDT';

interface PrivateChannel {
  readonly feed: AccountFeed;
  readonly markets: readonly string[];
  /** What names the part that is asked for; `none` where nothing does. */
  readonly by: 'coin' | 'instId' | 'none';
  /** Markets where a single symbol may be asked for. */
  readonly symbols: readonly string[];
  /** Whether all symbols together may be asked for. */
  readonly whole: boolean;
}

const FUTURES = ['usdt-futures', 'usdc-futures', 'coin-futures'];
const SPOT_AND_FUTURES = ['spot', ...FUTURES];
const whole = (feed: AccountFeed, markets: readonly string[], by: PrivateChannel['by'] = 'instId'): PrivateChannel => ({
  ...{ feed, markets, by },
  symbols: [],
  whole: true,
});

/** The private channels. Futures orders by symbol are documented, and refused live. */
export const PRIVATE_CHANNELS: Readonly<Record<string, PrivateChannel>> = {
  account: whole('balances', SPOT_AND_FUTURES, 'coin'),
  equity: whole('equity', FUTURES, 'none'),
  orders: { ...whole('orders', SPOT_AND_FUTURES), symbols: ['spot'] },
  'orders-algo': whole('other', SPOT_AND_FUTURES),
  fill: { ...whole('fills', SPOT_AND_FUTURES), symbols: SPOT_AND_FUTURES },
  positions: whole('positions', FUTURES),
  'positions-history': whole('history', FUTURES),
  'adl-noti': whole('other', FUTURES),
  'account-crossed': whole('balances', ['margin'], 'coin'),
  'account-isolated': whole('balances', ['margin'], 'coin'),
  'orders-crossed': { ...whole('orders', ['margin']), symbols: ['margin'], whole: false },
  'orders-isolated': { ...whole('orders', ['margin']), symbols: ['margin'], whole: false },
};

/** A wish for a private channel, and whether there is such a thing at all. */
export interface PrivateWish {
  readonly wish: Wish;
  readonly exists: boolean;
  readonly echo: unknown;
}

/** Reads the argument of a private channel; undefined where the channel does not take it. */
export function hearPrivate(
  channel: string,
  market: string,
  fields: Readonly<Record<string, unknown>>,
): PrivateWish | undefined {
  const offered = PRIVATE_CHANNELS[channel];
  if (!offered?.markets.includes(market)) return undefined;
  const { coin, instId } = fields;
  if ((offered.by === 'coin' && instId !== undefined) || (offered.by !== 'coin' && coin !== undefined))
    return undefined;
  const name = coin ?? instId ?? 'default';
  if (typeof name !== 'string') return undefined;
  const inst = name === 'default' ? name : name.toUpperCase();
  const instType = market.toUpperCase();
  const exists = inst === 'default' ? offered.whole : offered.symbols.includes(market);
  const symbol = inst === 'default' ? '' : inst;
  // The two margin accounts have money of their own.
  const line = channel.endsWith('-isolated') ? `${market}-isolated` : market;
  const rest = { private: true, depth: undefined, interval: undefined, every: 0 };
  const wish: Wish = { key: `${instType}:${channel}:${inst}`, market: line, symbol, feed: offered.feed, ...rest };
  return { wish, exists, echo: { instType, channel, ...(offered.by === 'coin' ? { coin: inst } : { instId: inst }) } };
}

/** The argument that a push repeats; `equity` repeats neither. */
export function pushArgumentOf({ key }: Wish): Readonly<Record<string, string>> {
  const [instType = '', channel = '', inst = ''] = key.split(':');
  const by = PRIVATE_CHANNELS[channel]?.by;
  if (by === 'none') return { instType, channel };
  return by === 'coin' ? { instType, channel, coin: inst } : { instType, channel, instId: inst };
}

/** Reads a login; what is missing or no text is as good as wrong. */
export function hearLogin(fields: Readonly<Record<string, unknown>>, hexSign: boolean): Heard {
  const textOf = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  const timestamp = textOf('timestamp');
  const sign = textOf('sign');
  const signed = `${timestamp}GET/user/verify`;
  const encodings = hexSign ? (['base64', 'hex'] as const) : (['base64'] as const);
  const claim = {
    key: textOf('apiKey'),
    passphrase: textOf('passphrase'),
    at: timeOf(timestamp),
    proves: (secret: string) => encodings.some(encoding => hmacSha256(secret, signed, encoding) === sign),
  };
  return { type: 'login', claim, echo: undefined };
}

/** Seconds and milliseconds are told apart by their size; seconds may have a fraction. */
function timeOf(text: string): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return value < 100_000_000_000 ? value * 1_000 : value;
}
