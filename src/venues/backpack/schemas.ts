/**
 * Backpack's public pushes: required is what we read.
 * @see https://docs.backpack.exchange/#tag/Streams/Public
 * @module
 */
import * as z from 'zod';

/** An integer as it is, or its digits where a number does not hold them, or where the pages print text. */
export const Whole = z.union([z.number(), z.string()]);

/** The envelope: the name that was asked for, and one event. */
export function pushOf<T extends z.ZodType>(data: T) {
  return z.looseObject({ stream: z.string(), data });
}

const event = { e: z.string(), E: Whole };
const levels = z.array(z.tuple([z.string(), z.string()], z.unknown()));

/** A change of a book. */
export const DepthRowWire = z.looseObject({
  ...event,
  T: Whole,
  s: z.string(),
  a: levels,
  b: levels,
  U: Whole,
  u: Whole,
});

/** A book as REST tells it. @see https://docs.backpack.exchange/#tag/Markets/operation/get_depth */
export const RestDepthWire = z.looseObject({
  asks: levels,
  bids: levels,
  lastUpdateId: Whole,
  timestamp: Whole,
});

/** The best bid and ask; a side that is empty is null. */
export const BookTickerRowWire = z.looseObject({
  ...event,
  T: Whole,
  s: z.string(),
  a: z.string().nullish(),
  A: z.string().nullish(),
  b: z.string().nullish(),
  B: z.string().nullish(),
  u: Whole,
});

/** A trade. */
export const TradeRowWire = z.looseObject({
  ...event,
  T: Whole,
  s: z.string(),
  p: z.string(),
  q: z.string(),
  t: Whole,
  m: z.boolean(),
});

/** Trades as REST tells them, newest first. @see https://docs.backpack.exchange/#tag/Trades/operation/get_recent_trades */
export const RestTradesWire = z.array(
  z.looseObject({
    /** What the socket calls `t`. */
    id: Whole.nullish(),
    price: z.string(),
    quantity: z.string(),
    /** In ms. */
    timestamp: z.number(),
    isBuyerMaker: z.boolean(),
  }),
);

/** A candle; one without trades is told when it ends, with null for all its numbers. */
export const KlineRowWire = z.looseObject({
  ...event,
  s: z.string(),
  t: z.string(),
  T: z.string(),
  o: z.string().nullish(),
  h: z.string().nullish(),
  l: z.string().nullish(),
  c: z.string().nullish(),
  v: z.string().nullish(),
  X: z.boolean(),
});

/** A ticker. */
export const TickerRowWire = z.looseObject({
  ...event,
  s: z.string(),
  o: z.string().nullish(),
  c: z.string().nullish(),
  h: z.string().nullish(),
  l: z.string().nullish(),
  v: z.string().nullish(),
  V: z.string().nullish(),
});

/** A mark price; without funding on prediction markets. */
export const MarkPriceRowWire = z.looseObject({
  ...event,
  T: Whole,
  s: z.string(),
  p: z.string(),
  f: z.string().nullish(),
  i: z.string().nullish(),
  n: z.number().nullish(),
});

/** The open interest. */
export const OpenInterestRowWire = z.looseObject({ ...event, s: z.string(), o: z.string() });

/** A liquidation. */
export const LiquidationRowWire = z.looseObject({
  ...event,
  s: z.string(),
  S: z.enum(['Bid', 'Ask']),
  p: z.string(),
  q: z.string(),
});

/** The price of a stock at a broker, whose shape nobody has published. */
export const StockPriceRowWire = z.looseObject({});

export const DepthWire = pushOf(DepthRowWire);
export const BookTickerWire = pushOf(BookTickerRowWire);
export const TradeWire = pushOf(TradeRowWire);
export const KlineWire = pushOf(KlineRowWire);
export const TickerWire = pushOf(TickerRowWire);
export const MarkPriceWire = pushOf(MarkPriceRowWire);
export const OpenInterestWire = pushOf(OpenInterestRowWire);
export const LiquidationWire = pushOf(LiquidationRowWire);
