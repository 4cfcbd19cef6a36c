/**
 * Backpack's product lines and candle intervals.
 * @see https://docs.backpack.exchange/#tag/Markets
 * @module
 */

/** The product lines, in Backpack's words, lower case. */
export const markets = ['spot', 'perp', 'rfq'] as const;
/** A product line of Backpack. */
export type BackpackMarket = (typeof markets)[number];

/** The product lines with books and trades. */
export const tradedMarkets = ['spot', 'perp'] as const;
/** A product line with books and trades. */
export type TradedMarket = (typeof tradedMarkets)[number];

/** The product lines with mark price, funding, open interest, positions and liquidations. */
export const contractMarkets = ['perp'] as const;
/** A product line with mark price, funding, open interest, positions and liquidations. */
export type ContractMarket = (typeof contractMarkets)[number];

/** The product line of a symbol in Backpack's spelling, which says it by its end. */
export function marketOf(symbol: string): BackpackMarket {
  if (symbol.endsWith('_PERP')) return 'perp';
  return symbol.endsWith('_RFQ') ? 'rfq' : 'spot';
}

/** Candle intervals: our word to the venue's. */
const intervals = {
  '1s': '1s',
  '1m': '1m',
  '3m': '3m',
  '5m': '5m',
  '15m': '15m',
  '30m': '30m',
  '1h': '1h',
  '2h': '2h',
  '4h': '4h',
  '6h': '6h',
  '8h': '8h',
  '12h': '12h',
  '1d': '1d',
  '3d': '3d',
  '1w': '1w',
  '1M': '1month',
} as const;

/** A candle interval in our word ("1M") or the venue's ("1month"). */
export type BackpackInterval = keyof typeof intervals | (typeof intervals)[keyof typeof intervals];

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
    const known = Object.keys(intervals).join(', ');
    throw new RangeError(`interval ${JSON.stringify(text)} is not one of backpack: ${known}`);
  }
  return found;
}
