/**
 * Backpack's pushes of an account: required is what we read.
 * @see https://docs.backpack.exchange/#tag/Streams/Private
 * @module
 */
import * as z from 'zod';
import { Whole, pushOf } from './schemas.js';

/** An amount: text on the wire, a number in some of the pages' samples. */
const Amount = z.union([z.string(), z.number()]);
/** An amount that is missing, or null, where there is none. */
const MaybeAmount = Amount.nullish();

/** An event of an order; a fill is one of them. */
export const OrderRowWire = z.looseObject({
  e: z.string(),
  E: Whole,
  T: Whole,
  s: z.string(),
  i: Whole,
  c: Whole.nullish(),
  S: z.enum(['Bid', 'Ask']),
  o: z.string(),
  f: z.string().nullish(),
  X: z.string(),
  q: MaybeAmount,
  Q: MaybeAmount,
  p: MaybeAmount,
  Y: MaybeAmount,
  z: Amount,
  Z: Amount,
  r: z.boolean().nullish(),
  y: z.boolean().nullish(),
  t: Whole.nullish(),
  l: MaybeAmount,
  L: MaybeAmount,
  m: z.boolean().nullish(),
  n: MaybeAmount,
  N: z.string().nullish(),
});

/** A position; without `e` where it is told because it was subscribed to. */
export const PositionRowWire = z.looseObject({
  e: z.string().nullish(),
  T: Whole,
  s: z.string(),
  q: Amount,
  B: MaybeAmount,
  M: MaybeAmount,
  l: MaybeAmount,
  p: MaybeAmount,
  P: MaybeAmount,
});

/** What an account holds of one asset. */
export const BalanceRowWire = z.looseObject({
  e: z.string(),
  T: Whole,
  a: z.string(),
  A: Amount,
  L: Amount,
  S: MaybeAmount,
});

/** An event of a request for quote, or of a quote. */
export const RfqRowWire = z.looseObject({
  e: z.string(),
  E: Whole,
  T: Whole,
  R: Whole,
  s: z.string(),
  X: z.string(),
});

/** An event of a stream whose shape nobody has published. */
export const UnknownRowWire = z.looseObject({});

export const OrderWire = pushOf(OrderRowWire);
/** One position, or several: the pages do not say which. */
export const PositionWire = pushOf(z.union([PositionRowWire, z.array(PositionRowWire)]));
export const BalanceWire = pushOf(BalanceRowWire);
