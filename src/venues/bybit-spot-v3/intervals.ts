/**
 * The intervals of the stream's candles; ours are spelled alike.
 * @module
 */

/** All intervals, shortest first; every candle opens on a boundary of UTC. */
export const intervals = [
  ...(['1m', '3m', '5m', '15m', '30m'] as const),
  ...(['1h', '2h', '4h', '6h', '12h'] as const),
  ...(['1d', '1w', '1M'] as const),
] as const;

/** One of them. */
export type SpotV3Interval = (typeof intervals)[number];

/**
 * Checks an interval.
 *
 * @throws RangeError at any other text, naming the possible ones
 */
export function intervalOf(text: string): SpotV3Interval {
  const found = intervals.find(interval => interval === text);
  if (found !== undefined) return found;
  throw new RangeError(`interval ${JSON.stringify(text)} is not one of bybit-spot-v3: ${intervals.join(', ')}`);
}
