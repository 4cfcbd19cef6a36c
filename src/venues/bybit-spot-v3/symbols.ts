/**
 * How Bybit writes the symbols of spot, and the product line of the stream.
 * @module
 */
import type { Instrument } from '../../contract/venue.js';

/** The stream is of spot only. */
export const markets = ['spot'] as const;

/**
 * Reads a symbol as users write it: "BTCUSDT", "btcusdt", "BTC/USDT", "BTC-USDT"; "default" for all, where a channel of
 * an account takes no symbol.
 *
 * @throws RangeError at what can be no symbol
 */
export function instrument(text: string): Instrument {
  const trimmed = text.trim();
  if (trimmed === ALL) return { symbol: ALL, market: undefined };
  if (!SPELLING.test(trimmed)) {
    throw new RangeError(`symbol ${JSON.stringify(text)} is not one of bybit-spot-v3: write it like BTCUSDT`);
  }
  return { symbol: trimmed.replace(/[-/]/, '').toUpperCase(), market: undefined };
}

/** Whether a request means all symbols. */
export function isAll(symbol: string): boolean {
  return symbol === '' || symbol === ALL;
}

const ALL = 'default';
const SPELLING = /^[a-z0-9]+(?:[-/][a-z0-9]+)?$/i;
