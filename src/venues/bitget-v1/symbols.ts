/**
 * The legacy stream's symbols and candle intervals.
 * @module
 */
import type { Instrument } from '../../contract/venue.js';

/** The product lines of the spot stream. */
export const markets = ['spot', 'margin'] as const;

/**
 * Reads a symbol as users write it: "btcusdt", "BTCUSDT", "BTCUSDT_SPBL"; "default" for all.
 *
 * @throws RangeError at an empty symbol and at an ending of another stream
 */
export function instrument(text: string): Instrument {
  if (text.trim() === 'default') return { symbol: 'default', market: undefined };
  const upper = text.trim().toUpperCase();
  if (upper === '') throw new RangeError('symbol is empty: bitget-v1 writes symbols like BTCUSDT');
  const symbol = plainSymbol(upper);
  if (symbol === '' || symbol.includes('_')) {
    throw new RangeError(
      `symbol ${JSON.stringify(text)} is not one of bitget-v1: write BTCUSDT or BTCUSDT_SPBL (the stream is spot only)`,
    );
  }
  return { symbol, market: symbol === upper ? undefined : 'spot' };
}

/** A symbol without the ending of spot. */
export function plainSymbol(symbol: string): string {
  return symbol.endsWith(ENDING) ? symbol.slice(0, -ENDING.length) : symbol;
}

/** What the private channels hang onto a symbol. */
export const ENDING = '_SPBL';

/** Whether a request means all symbols. */
export function isAll(symbol: string): boolean {
  return symbol === '' || symbol === 'default';
}

/** Candle intervals: our word to the venue's. Those from 12h on open on UTC+8 boundaries. */
const intervals = {
  '1m': '1m',
  '5m': '5m',
  '15m': '15m',
  '30m': '30m',
  '1h': '1H',
  '4h': '4H',
  '12h': '12H',
  '1d': '1D',
  '1w': '1W',
} as const;

/** A candle interval in our word ("1h") or the venue's ("1H"). */
export type BitgetV1Interval = keyof typeof intervals | (typeof intervals)[keyof typeof intervals];

/** All candle intervals, ours and the venue's word of each. */
export const intervalWords = Object.entries(intervals) as readonly (readonly [
  ours: keyof typeof intervals,
  theirs: (typeof intervals)[keyof typeof intervals],
])[];

/**
 * Finds an interval by our word or by the venue's.
 *
 * @throws RangeError at any other text, naming the possible ones
 */
export function intervalOf(text: string): readonly [ours: string, theirs: string] {
  const found = intervalWords.find(([ours, theirs]) => ours === text || theirs === text);
  if (found === undefined) {
    throw new RangeError(
      `interval ${JSON.stringify(text)} is not one of bitget-v1: ${Object.keys(intervals).join(', ')}`,
    );
  }
  return found;
}
