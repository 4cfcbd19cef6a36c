/**
 * BGE's public messages in BGE's words: pushes, and the answers to `req`, which have the same rows.
 *
 * Prices and sizes are text; `id` and times are numbers, in seconds but for those of trades.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-public-v2.md
 * @module
 */
import * as z from 'zod';

const text = z.string();
/** JSON number, or text where the number is beyond 2^53. */
const integer = z.union([z.number(), z.string()]);

/** What all messages of a topic have around their data. */
export const envelope = <T>(data: z.ZodType<T>) =>
  z.object({
    /** Of books, grids and tickers the second of the push; of candles where one begins; of trades the number of a batch. */
    id: z.string().optional(),
    /** Of answers only: our word, and when it was answered, ms. */
    event: z.string().optional(),
    ts: z.number().optional(),
    data,
  });

/** Name and number as the venue writes them; prices are of the last 24 hours. */
export const TickerRowWire = z.object({
  id: z.number(),
  seq_id: integer.optional(),
  open: text,
  close: text,
  high: text,
  low: text,
  /** In base units. */
  vol: text,
  /** In quote units. */
  filled_size: text,
  count: z.number().optional(),
  change: z.string().optional(),
  /** A fraction, whatever its name. */
  change_percent: text,
});
/** A push has one row in a list, an answer the row itself. */
export const TickerWire = envelope(z.union([z.array(TickerRowWire), TickerRowWire]));

/** One trade; `ts` in ms. */
export const FillRowWire = z.object({
  id: integer,
  ts: z.number(),
  price: text,
  vol: text,
  direction: z.enum(['buy', 'sell']),
});
export const FillsWire = envelope(z.array(FillRowWire));

/** Price and size; more would be no reason to lose the book. */
const level = z.tuple([z.string(), z.string()], z.string());
/** Both sides best first; of `percent10` the points of a chart instead of prices that somebody bids. */
export const DepthRowWire = z.object({
  seq_id: integer.optional(),
  bids: z.array(level),
  asks: z.array(level),
});
export const OrderbookWire = z.object({
  ...envelope(DepthRowWire).shape,
  /** Which of the levels it is. */
  interval: z.union([z.string(), z.number()]),
});
export const Percent10Wire = envelope(DepthRowWire);

/** One candle; `id` is the second where it begins. */
export const CandleRowWire = z.object({
  id: z.number(),
  open: text,
  close: text,
  high: text,
  low: text,
  /** In base units. */
  vol: text,
  /** In quote units. */
  filled_size: text,
  count: z.number().optional(),
  /** Not in answers. */
  seq_id: integer.optional(),
});
/** A push has the newest candle itself, an answer a list of them. */
export const CandlesWire = z.object({
  ...envelope(z.union([z.array(CandleRowWire), CandleRowWire])).shape,
  interval: text,
});
