/**
 * When BGE's candles begin: nobody says, so they do in UTC, and weeks on Monday.
 * @module
 */

/**
 * The candle that a moment falls into: start inclusive, end exclusive, ms since the epoch.
 *
 * @param interval - in our words
 * @throws RangeError where it is no interval
 */
export function candleAt(interval: string, time: number): { readonly start: number; readonly end: number } {
  if (interval === '1M') {
    const date = new Date(time);
    const month = (offset: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
    return { start: month(0), end: month(1) };
  }
  const [, digits, unit = ''] = /^(\d+)([mhdw])$/.exec(interval) ?? [];
  const span = Number(digits) * (SPANS[unit] ?? NaN);
  if (Number.isNaN(span)) throw new RangeError(`interval "${interval}" is no candle interval of bge`);
  const origin = unit === 'w' ? MONDAY : 0;
  const start = Math.floor((time - origin) / span) * span + origin;
  return { start, end: start + span };
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const SPANS: Readonly<Record<string, number>> = { m: MINUTE, h: 60 * MINUTE, d: DAY, w: 7 * DAY };
/** The first Monday of the epoch. */
const MONDAY = 4 * DAY;
