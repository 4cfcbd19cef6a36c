/**
 * The candles of one simulated symbol and interval: an invented past, and what the trades make of the present.
 * @module
 */
import type { CandleRow, Stamp, Trade } from '../model/market.js';
import type { Random } from './random.js';

/** Which candle a moment falls into: start inclusive, end exclusive, ms. */
export type CandleSpan = (time: number) => { readonly start: number; readonly end: number };

/** The facts a series begins with. */
export interface CandleOrigin {
  readonly stamp: Pick<Stamp, 'venue' | 'market' | 'symbol'>;
  readonly interval: string;
  readonly spanOf: CandleSpan;
  /** When the market began, ms, and its price then. */
  readonly birth: number;
  readonly price: number;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
}

/** A growing series. */
export interface CandleSeries {
  add(trade: Trade): void;
  /** Lets time pass: what has ended is followed by flat candles without volume. */
  advance(now: number): void;
  /** Oldest first, the last one still open; the newest 1,000 at most. */
  rows(): readonly CandleRow[];
}

/** How many candles the past has. */
const PAST = 500;
const KEPT = 1_000;
/** Before this day there is no past (July 2018). */
const DAWN = Date.UTC(2018, 6, 1);

/** Makes a series with up to 500 candles of the past. */
export function createCandleSeries(origin: CandleOrigin, random: Random): CandleSeries {
  const { spanOf, stamp, interval } = origin;
  const rows: CandleRow[] = [...inventPast(origin, random)];
  let end = spanOf(origin.birth).end;

  const last = (): CandleRow => {
    const row = rows[rows.length - 1];
    if (row === undefined) throw new RangeError(`the ${interval} candles of ${stamp.symbol} have no present`);
    return row;
  };
  const advance = (now: number): void => {
    if (now < end) return;
    const { close } = last();
    const span = spanOf(end);
    // After a long sleep only the newest candles matter.
    if (now - end > KEPT * (span.end - span.start)) end = spanOf(now - KEPT * (span.end - span.start)).start;
    while (now >= end) {
      const next = spanOf(end);
      rows.push(rowOf(origin, next.start, [close, close, close, close], 0, 0));
      end = next.end;
    }
    if (rows.length > KEPT) rows.splice(0, rows.length - KEPT);
  };

  return {
    advance,
    add({ timestamp, price, size }) {
      advance(timestamp ?? 0);
      const { start, open, high, low, volume, turnover } = last();
      // A candle without trades was flat at the last close; its first trade keeps that as its open.
      const prices = [open, Math.max(high, price), Math.min(low, price), price] as const;
      const grown = rowOf(origin, start, prices, volume + size, (turnover ?? 0) + price * size);
      rows[rows.length - 1] = grown;
    },
    rows: () => rows,
  };
}

function inventPast(origin: CandleOrigin, random: Random): readonly CandleRow[] {
  const { spanOf, birth, price, priceDecimals, sizeDecimals } = origin;
  const past: CandleRow[] = [];
  let close = price;
  let time = birth;
  for (let i = 0; i < PAST && (i === 0 || time >= DAWN); i++) {
    const { start, end } = spanOf(time);
    const minutes = (end - start) / 60_000;
    const swing = Math.min(0.1, 0.0006 * Math.sqrt(minutes));
    const open = Math.max(10 ** -priceDecimals, round(close * (1 + swing * random.bell()), priceDecimals));
    const high = round(Math.max(open, close) * (1 + swing * random.next()), priceDecimals);
    const low = Math.max(
      10 ** -priceDecimals,
      round(Math.min(open, close) * (1 - swing * random.next()), priceDecimals),
    );
    const lived = i === 0 ? (birth - start) / (end - start) : 1;
    const volume = round(((minutes * lived * 150_000) / price) * (0.3 + random.next()), sizeDecimals);
    past.unshift(rowOf(origin, start, [open, high, low, close], volume, (volume * (high + low)) / 2));
    close = open;
    time = start - 1;
  }
  return past;
}

function rowOf(
  { stamp, interval, sizeDecimals }: CandleOrigin,
  start: number,
  [open, high, low, close]: readonly [number, number, number, number],
  volume: number,
  turnover: number,
): CandleRow {
  const sums = { volume: round(volume, sizeDecimals), turnover: round(turnover, 6) };
  const times = { timestamp: undefined, receivedAt: start };
  return {
    type: 'candle-row',
    ...stamp,
    ...times,
    interval,
    start,
    open,
    high,
    low,
    close,
    ...sums,
    closed: undefined,
    raw: undefined,
  };
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}
