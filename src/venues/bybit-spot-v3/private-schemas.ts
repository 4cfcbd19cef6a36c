/**
 * The messages of an account in Bybit's own words. Every time is text.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import * as z from 'zod';
import { TimeWire } from './time.js';

const text = z.string();
const maybe = text.optional();
const side = z.enum(['BUY', 'SELL']);

const envelope = <T>(row: z.ZodType<T>) => z.object({ topic: text, type: maybe, ts: TimeWire, data: z.array(row) });

/** The assets that changed, with what is free and what orders lock of each. */
export const BalanceRowWire = z.object({
  /** The time of the event. */
  E: TimeWire,
  B: z.array(z.object({ a: text, f: text, l: text })),
});
export const BalanceWire = envelope(BalanceRowWire);

export const OrderRowWire = z.object({
  /** The time of the event. */
  E: TimeWire,
  s: text,
  /** The account's own id. */
  c: maybe,
  S: side,
  /** LIMIT, LIMIT_MAKER, MARKET_OF_QUOTE (buys for an amount of quote), MARKET_OF_BASE. */
  o: text,
  /** GTC, IOC, FOK. */
  f: maybe,
  /** What is asked for: quote units where MARKET_OF_QUOTE, else base. */
  q: text,
  /** The limit; "0" where there is none. */
  p: text,
  /** Where it stands. */
  X: text,
  /** The id, beyond 2^53. */
  i: text,
  /** Size of the last fill. */
  l: maybe,
  /** Filled so far, base. */
  z: text,
  /** Filled so far, quote. */
  Z: text,
  /** Fee of the last fill, and its asset. */
  n: maybe,
  N: maybe,
  /** When it was placed. */
  O: TimeWire,
});
export const OrderWire = envelope(OrderRowWire);

/** One fill. It tells no fee: the order's message does. */
export const FillRowWire = z.object({
  s: text,
  /** The id of the trade, beyond 2^53. */
  T: text,
  /** The order's. */
  o: text,
  c: maybe,
  S: side,
  p: text,
  q: text,
  /** Whether the account was the maker. */
  m: z.boolean(),
  /** When it was filled. */
  t: TimeWire,
});
export const FillWire = envelope(FillRowWire);

/** Orders that wait for a price: take profit, stop loss, conditional ones. */
export const StopOrderRowWire = z.object({
  E: TimeWire,
  s: text,
  c: maybe,
  S: side,
  o: text,
  f: maybe,
  q: text,
  p: text,
  /** ORDER_NEW, ORDER_FILLED, ORDER_CANCELED, ORDER_FAILED. */
  X: text,
  i: text,
  /** When it was placed, triggered ("0": not yet) and changed. */
  T: TimeWire,
  t: TimeWire,
  C: TimeWire,
  /** The market's price when it was placed. */
  qp: text,
  /** The id of the order that it becomes. */
  eo: text,
  /** The price that triggers it; since 2023. */
  tp: maybe,
});
export const StopOrderWire = envelope(StopOrderRowWire);
