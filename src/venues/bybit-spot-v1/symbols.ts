/**
 * The legacy stream's symbols and candle intervals.
 * @module
 */
import type { Instrument } from '../../contract/venue.js';

/**
 * Reads a symbol as users write it: "btcusdt", "BTCUSDT", "BTC3LUSDTNAV"; an asset, "BTC", for balances; "default" for all
 * that an account has.
 *
 * @throws RangeError at an empty symbol and at one with other characters than letters and digits
 */
export function instrument(text: string): Instrument {
  const trimmed = text.trim();
  if (trimmed === ALL) return { symbol: ALL, market: undefined };
  const symbol = trimmed.toUpperCase();
  // A comma would ask for two.
  if (!/^[A-Z0-9]+$/.test(symbol)) {
    throw new RangeError(`symbol ${JSON.stringify(text)} is not one of bybit-spot-v1: it writes symbols like BTCUSDT`);
  }
  return { symbol, market: undefined };
}

/** Whether a request of an account means all symbols. */
export function isAll(symbol: string): boolean {
  return symbol === '' || symbol === ALL;
}

/** All candle intervals; the venue's words are ours. */
export const intervals = [
  ...(['1m', '3m', '5m', '15m', '30m'] as const),
  ...(['1h', '2h', '4h', '6h', '12h', '1d', '1w', '1M'] as const),
] as const;

/** A candle interval. */
export type BybitSpotV1Interval = (typeof intervals)[number];

/**
 * Makes sure that an interval is one of the stream's.
 *
 * @throws RangeError at any other text, naming the possible ones
 */
export function intervalOf(text: string): BybitSpotV1Interval {
  const found = intervals.find(interval => interval === text);
  if (found !== undefined) return found;
  throw new RangeError(`interval ${JSON.stringify(text)} is not one of bybit-spot-v1: ${intervals.join(', ')}`);
}

const ALL = 'default';
