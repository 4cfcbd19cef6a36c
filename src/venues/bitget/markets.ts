/**
 * Bitget's product lines, symbols and candle intervals in both spellings.
 * @module
 */
import type { Instrument } from '../../contract/venue.js';

/** Product lines as we write them, with the `instType` of the wire. @see https://www.bitget.com/api-doc/common/websocket-intro */
export const instTypes = {
  spot: 'SPOT',
  'usdt-futures': 'USDT-FUTURES',
  'usdc-futures': 'USDC-FUTURES',
  'coin-futures': 'COIN-FUTURES',
  margin: 'MARGIN',
} as const;

/** A product line of Bitget. */
export type BitgetMarket = keyof typeof instTypes;

/** The product lines with books and tickers. */
export const tradedMarkets = ['spot', 'usdt-futures', 'usdc-futures', 'coin-futures'] as const;
/** The product lines with mark price, funding and open interest. */
export const futuresMarkets = ['usdt-futures', 'usdc-futures', 'coin-futures'] as const;
/** A product line with books and tickers. */
export type TradedMarket = (typeof tradedMarkets)[number];
/** A product line with mark price, funding and open interest. */
export type FuturesMarket = (typeof futuresMarkets)[number];

/** What the legacy interface hung onto a symbol to say its product line. */
const legacySuffixes: Readonly<Record<string, BitgetMarket>> = {
  SPBL: 'spot',
  UMCBL: 'usdt-futures',
  DMCBL: 'coin-futures',
  CMCBL: 'usdc-futures',
};

/**
 * Reads a symbol as users write it: "btcusdt", "BTCUSDT", "BTCUSDT_UMCBL".
 *
 * @throws RangeError at an empty symbol and at an unknown suffix
 */
export function instrument(text: string): Instrument {
  // The venue's word for "everything", where a channel takes no symbol.
  if (text.trim() === 'default') return { symbol: 'default', market: undefined };
  const upper = text.trim().toUpperCase();
  if (upper === '') throw new RangeError('symbol is empty: bitget writes symbols like BTCUSDT');
  const cut = upper.indexOf('_');
  if (cut === -1) return { symbol: upper, market: undefined };
  const market = legacySuffixes[upper.slice(cut + 1)];
  if (market === undefined || cut === 0) {
    const known = Object.keys(legacySuffixes).map(suffix => `_${suffix}`);
    throw new RangeError(
      `symbol ${JSON.stringify(text)} is not one of bitget: write BTCUSDT, or with one of the old endings ${known.join(', ')}`,
    );
  }
  return { symbol: upper.slice(0, cut), market };
}

/** Candle intervals: our word to the venue's. Those from 6h on open on UTC+8 boundaries, the "utc" ones on UTC. */
const intervals = {
  '1m': '1m',
  '3m': '3m',
  '5m': '5m',
  '15m': '15m',
  '30m': '30m',
  '1h': '1H',
  '2h': '2H',
  '4h': '4H',
  '6h': '6H',
  '8h': '8H',
  '12h': '12H',
  '1d': '1D',
  '3d': '3D',
  '1w': '1W',
  '1M': '1M',
  '6hutc': '6Hutc',
  '12hutc': '12Hutc',
  '1dutc': '1Dutc',
  '3dutc': '3Dutc',
  '1wutc': '1Wutc',
  '1Mutc': '1Mutc',
} as const;

/** A candle interval in our word ("1h") or the venue's ("1H"). */
export type BitgetInterval = keyof typeof intervals | (typeof intervals)[keyof typeof intervals];

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
    throw new RangeError(`interval ${JSON.stringify(text)} is not one of bitget: ${Object.keys(intervals).join(', ')}`);
  }
  return found;
}
