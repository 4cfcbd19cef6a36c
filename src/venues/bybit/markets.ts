/**
 * Bybit's product lines, the depths of their books, and candle intervals in both spellings.
 * @module
 */

/** The product lines whose accounts and books Bybit keeps; each has a door of its own. */
export const tradedMarkets = ['spot', 'linear', 'inverse', 'option'] as const;
/** The product lines with candles. */
export const candleMarkets = ['spot', 'linear', 'inverse'] as const;
/** The product lines with funding, liquidations and tickers that come in patches. */
export const contractMarkets = ['linear', 'inverse'] as const;
/** The product lines with a mark price. */
export const markedMarkets = ['linear', 'inverse', 'option'] as const;
/**
 * Everything that has a door: the product lines, spreads between two of them, requests for quotes, and the state of the
 * system itself. The last three have raw channels only.
 */
export const markets = [...tradedMarkets, 'spread', 'rfq', 'status'] as const;

/** A product line with a book. */
export type TradedMarket = (typeof tradedMarkets)[number];
/** A product line with candles. */
export type CandleMarket = (typeof candleMarkets)[number];
/** A product line of perpetuals and futures. */
export type ContractMarket = (typeof contractMarkets)[number];
/** A product line with a mark price. */
export type MarkedMarket = (typeof markedMarkets)[number];
/** Whatever has a door. */
export type BybitMarket = (typeof markets)[number];

/** Whether a market's tickers come whole once, and then in what changed. */
export function isPatched(market: BybitMarket): boolean {
  return contractMarkets.some(patched => patched === market);
}

/** A depth that one of the product lines has. */
export type BybitDepth = 1 | 25 | 50 | 100 | 200 | 1000;

/**
 * The depths of the books of each product line, least first; the last one is the most that Bybit tells.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
 */
export const depths: Readonly<Record<TradedMarket, readonly BybitDepth[]>> = {
  spot: [1, 50, 200, 1000],
  linear: [1, 50, 200, 1000],
  inverse: [1, 50, 200, 1000],
  option: [25, 100],
};

/** Candle intervals: our word to the venue's. */
const intervals = {
  '1m': '1',
  '3m': '3',
  '5m': '5',
  '15m': '15',
  '30m': '30',
  '1h': '60',
  '2h': '120',
  '4h': '240',
  '6h': '360',
  '12h': '720',
  '1d': 'D',
  '1w': 'W',
  '1M': 'M',
} as const;

/** A candle interval in our word ("1h") or the venue's ("60"). */
export type BybitInterval = keyof typeof intervals | (typeof intervals)[keyof typeof intervals];

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
    throw new RangeError(`interval ${JSON.stringify(text)} is not one of bybit: ${Object.keys(intervals).join(', ')}`);
  }
  return found;
}
