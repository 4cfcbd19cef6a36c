/**
 * The candle intervals of Bybit, and when their candles open.
 *
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/kline
 * @module
 */

/** Our word for each interval of the topic `kline.{interval}.{symbol}`. */
export const KLINE_INTERVALS: Readonly<Record<string, string>> = {
  ...{ '1': '1m', '3': '3m', '5': '5m', '15': '15m', '30': '30m' },
  ...{ '60': '1h', '120': '2h', '240': '4h', '360': '6h', '720': '12h' },
  ...{ D: '1d', W: '1w', M: '1M' },
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
/** The first Monday of the epoch. */
const MONDAY = 4 * DAY;

/**
 * The candle that a moment falls into: all of them follow UTC, weeks begin on Monday.
 *
 * @param interval - in our words: "1m", "1h", "1d", "1w", "1M"
 * @throws RangeError at what is no interval
 */
export function bybitCandleAt(interval: string, time: number): { readonly start: number; readonly end: number } {
  const parts = /^(\d+)([mhdwM])$/.exec(interval);
  if (parts === null) throw new RangeError(`interval "${interval}" is no candle interval of bybit`);
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
