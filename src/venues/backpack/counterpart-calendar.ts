/**
 * When the candles of Backpack's simulated half open.
 *
 * @see https://docs.backpack.exchange/#tag/Streams/Public/K-Line
 * @module
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
/** The first Monday of the epoch. */
const MONDAY = 4 * DAY;

/**
 * The candle that a moment falls into: all of them follow UTC, weeks begin on Monday.
 *
 * @param interval - in our words: "1s", "1m", "1h", "1d", "1w", "1M"
 * @throws RangeError at what is no interval
 */
export function backpackCandleAt(interval: string, time: number): { readonly start: number; readonly end: number } {
  const parts = /^(\d+)([smhdwM])$/.exec(interval);
  if (parts === null) throw new RangeError(`interval "${interval}" is no candle interval of backpack`);
  const [, digits = '', unit = ''] = parts;
  if (unit === 'M') {
    const date = new Date(time);
    const month = (offset: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
    return { start: month(0), end: month(1) };
  }
  const span = Number(digits) * (SPANS[unit] ?? 0);
  const origin = unit === 'w' ? MONDAY : 0;
  const start = Math.floor((time - origin) / span) * span + origin;
  return { start, end: start + span };
}
