/**
 * The private events in the venue's words: amounts and times are text.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import * as z from 'zod';
import { TimeWire } from './time.js';

const text = z.string();
const maybe = z.string().optional();
const side = z.enum(['BUY', 'SELL']);

/** Balances that changed. */
export const BalanceEventWire = z.object({
  E: TimeWire,
  B: z.array(
    z.object({
      a: text,
      /** Available. */
      f: text,
      /** Locked by orders. */
      l: text,
    }),
  ),
});

/** An order that changed, with its latest fill. */
export const OrderEventWire = z.object({
  E: TimeWire,
  s: text,
  /** The client's id. */
  c: maybe,
  S: side,
  o: text,
  f: maybe,
  /** In base units, but of market orders that buy in quote units. */
  q: text,
  p: text,
  X: text,
  i: text,
  /** Filled so far, in base units. */
  z: text,
  /** Filled so far, in quote units. */
  Z: maybe,
  /** When it was made. */
  O: TimeWire.optional(),
  /** Of the latest fill: size, price, fee and its asset, and the trade's id. */
  l: maybe,
  L: maybe,
  n: maybe,
  N: maybe,
  t: maybe,
});

/** A fill. */
export const FillEventWire = z.object({
  E: TimeWire,
  s: text,
  q: text,
  /** When it was. */
  t: TimeWire,
  p: text,
  /** The trade's id. */
  T: text,
  /** The order's id. */
  o: text,
  c: maybe,
  /** Whether the account was the maker. */
  m: z.boolean(),
  S: side,
});

/** An order that waits for a price, since August 2022. */
export const StopEventWire = z.object({
  E: TimeWire,
  s: text,
  c: maybe,
  S: side,
  o: text,
  q: text,
  p: text,
  X: text,
  i: text,
  /** The order that was made when it was triggered. */
  eo: maybe,
});
