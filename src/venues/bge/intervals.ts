/**
 * BGE's candle intervals in both spellings.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-public-v2.md
 * @module
 */

/** Our word, the venue's, and the length in seconds; of a month the longest. */
const intervals = [
  ['1m', '1min', 60],
  ['5m', '5min', 300],
  ['15m', '15min', 900],
  ['30m', '30min', 1_800],
  ['1h', '60min', 3_600],
  ['4h', '4hour', 14_400],
  ['1d', '1day', 86_400],
  ['1w', '1week', 604_800],
  ['1M', '1mon', 2_678_400],
] as const;

/** A candle interval in the venue's word. */
export type BgeIntervalWord = (typeof intervals)[number][1];
/** A candle interval in our word ("1h") or the venue's ("60min"). */
export type BgeInterval = (typeof intervals)[number][0] | BgeIntervalWord;

/** All candle intervals in the venue's words. */
export const intervalWords: readonly BgeIntervalWord[] = intervals.map(([, theirs]) => theirs);

/**
 * Finds an interval by our word or by the venue's; `seconds` is its length, of a month the longest.
 *
 * @throws RangeError at any other text, naming the possible ones
 */
export function intervalOf(text: string): {
  readonly ours: string;
  readonly theirs: BgeIntervalWord;
  readonly seconds: number;
} {
  const found = intervals.find(([ours, theirs]) => ours === text || theirs === text);
  if (found === undefined) {
    const known = intervals.map(([ours]) => ours).join(', ');
    throw new RangeError(`interval ${JSON.stringify(text)} is not one of bge: ${known}`);
  }
  const [ours, theirs, seconds] = found;
  return { ours, theirs, seconds };
}
