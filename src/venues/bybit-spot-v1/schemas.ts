/**
 * The public rows in the venue's words. Prices and sizes are text, times are ms.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import * as z from 'zod';
import { TimeWire } from './time.js';

const text = z.string();
const maybe = z.string().optional();

/** 24 hours, rolling. */
export const TickerRowWire = z.object({
  t: TimeWire,
  /** Last price. */
  c: text,
  h: text,
  l: text,
  o: text,
  /** Base volume. */
  v: text,
  /** Quote volume. */
  qv: text,
  /** Change as a ratio. */
  m: maybe,
  /** What the base is worth in US dollars, since January 2023; may be empty. */
  xp: maybe,
});

/** One trade. */
export const TradeRowWire = z.object({
  /** The id, a number of the whole platform, beyond 2^53. */
  v: text,
  t: TimeWire,
  p: text,
  q: text,
  /** Whether the buyer is the taker. */
  m: z.boolean(),
  /** V2: "1" is a block trade. */
  type: maybe,
});

const level = z.tuple([text, text], z.unknown());

/** A book whole, or changes of it: absolute sizes, "0" removes. */
export const BookRowWire = z.object({
  t: TimeWire,
  /** Rises and skips. */
  v: maybe,
  b: z.array(level),
  a: z.array(level),
  /** Of changes: rises by one with each; of what is whole: 0. */
  o: z.number().optional(),
});

/** One candle, as it stands. */
export const CandleRowWire = z.object({
  /** When it opens. */
  t: TimeWire,
  c: text,
  h: text,
  l: text,
  o: text,
  /** Base volume. */
  v: text,
});

/** The best bid and ask, of V2 only. */
export const QuoteRowWire = z.object({
  bidPrice: text,
  bidQty: text,
  askPrice: text,
  askQty: text,
  time: TimeWire,
});

/** A leveraged token. */
export const TokenRowWire = z.object({
  t: TimeWire,
  /** Net asset value. */
  nav: text,
  /** Basket. */
  b: text,
  /** Leverage as it is. */
  l: text,
  loan: text,
  /** Tokens in circulation. */
  ti: text,
  /** Value of the position. */
  n: text,
});
