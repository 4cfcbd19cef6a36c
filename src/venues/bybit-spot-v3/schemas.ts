/**
 * The messages of the market in Bybit's own words. Every push is whole; `type` says so, and is wrong in early editions.
 *
 * Prices, sizes and ratios are text.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import * as z from 'zod';
import { TimeWire } from './time.js';

const text = z.string();
const level = z.tuple([text, text], z.unknown());

/** What is around the one row of a push. */
const envelope = <T>(row: z.ZodType<T>) => z.object({ topic: text, type: text.optional(), ts: TimeWire, data: row });

/** 40 levels a side, best first: `[price, size]`. */
export const BookRowWire = z.object({
  s: text,
  /** The time of the book. */
  t: TimeWire,
  b: z.array(level),
  a: z.array(level),
});
export const BookWire = envelope(BookRowWire);

export const TradeRowWire = z.object({
  /** The id, beyond 2^53. */
  v: text,
  t: TimeWire,
  /** Price. */
  p: text,
  /** Size. */
  q: text,
  /** Whether the buyer is the taker. */
  m: z.boolean(),
  /** "0" an ordinary trade, "1" a block trade; since December 2022. */
  type: text.optional(),
});
export const TradeWire = envelope(TradeRowWire);

/** Over 24 hours, rolling. */
export const TickerRowWire = z.object({
  /** The time of the last trade, which may be seconds before the push. */
  t: TimeWire,
  s: text,
  o: text,
  h: text,
  l: text,
  /** The last price. */
  c: text,
  /** Base volume. */
  v: text,
  /** Quote volume. */
  qv: text,
  /** Change as a ratio: "0.0196" is 1.96 %. */
  m: text,
  /** The index price in USD, whatever the quote; empty where there is none. Since January 2023. */
  xp: text.optional(),
});
export const TickerWire = envelope(TickerRowWire);

export const QuoteRowWire = z.object({ s: text, bp: text, bq: text, ap: text, aq: text, t: TimeWire });
export const QuoteWire = envelope(QuoteRowWire);

export const CandleRowWire = z.object({
  /** When it opens. */
  t: TimeWire,
  s: text,
  o: text,
  h: text,
  l: text,
  c: text,
  /** Base volume. */
  v: text,
});
export const CandleWire = envelope(CandleRowWire);
