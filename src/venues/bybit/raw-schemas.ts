/**
 * Bybit's public v5 messages that have no normalised kind, in Bybit's words, and those that Bybit has retired.
 * @module
 */
import * as z from 'zod';

const text = z.string();
/** Text says the page, a number says the wire. */
const amount = z.union([z.string(), z.number()]);

const envelope = <T>(data: z.ZodType<T>) =>
  z.object({
    topic: text,
    type: z.string().optional(),
    ts: z.number().optional(),
    creationTime: z.number().optional(),
    data,
  });

/** Price, size without and size with orders of retail price improvement; gone where both sizes are "0". */
const level = z.tuple([z.string(), z.string(), z.string()], z.string());
/** @see https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook-rpi */
export const RpiBookRowWire = z.object({
  s: text,
  b: z.array(level),
  a: z.array(level),
  u: z.number(),
  seq: z.number(),
});
export const RpiBookWire = envelope(RpiBookRowWire);

/** @see https://bybit-exchange.github.io/docs/v5/websocket/public/insurance-pool */
export const InsuranceRowWire = z.object({ coin: text, symbols: text, balance: text, updateTime: text });
export const InsuranceWire = envelope(z.array(InsuranceRowWire));

/** The highest bid and the lowest ask that are taken. @see https://bybit-exchange.github.io/docs/v5/websocket/public/order-price-limit */
export const PriceLimitRowWire = z.object({ symbol: text, buyLmt: text, sellLmt: text });
export const PriceLimitWire = envelope(PriceLimitRowWire);

/**
 * Coin, symbol, balance of the pool, its former balance, the ratio that triggers, the drawdown of 8 hours, the balance that
 * triggers, the ratio that ends it.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/adl-alert
 */
export const AdlAlertRowWire = z.object({
  c: text,
  s: text,
  b: amount,
  mb: amount.optional(),
  i_pr: amount,
  pr: amount,
  adl_tt: amount,
  adl_sr: amount,
});
export const AdlAlertWire = envelope(z.array(AdlAlertRowWire));

/** @see https://bybit-exchange.github.io/docs/v5/websocket/system/system-status */
export const SystemStatusRowWire = z.object({
  id: text,
  title: text,
  /** `scheduled`, `ongoing`, `completed`, `canceled`. */
  state: text,
  /** ms since the epoch, as text. */
  begin: text,
  end: text,
  href: text,
  serviceTypes: z.array(z.number()),
  product: z.array(z.number()),
  uidSuffix: z.array(z.number()),
  maintainType: amount,
  env: amount,
});
export const SystemStatusWire = envelope(z.array(SystemStatusRowWire));

/** @see https://bybit-exchange.github.io/docs/v5/rfq/websocket/public/public-transaction */
export const RfqTradeRowWire = z.object({
  rfqId: text,
  strategyType: text,
  legs: z.array(
    z.object({ category: text, symbol: text, side: text, price: text, qty: text, markPrice: z.string().optional() }),
  ),
  /** ms since the epoch, as text. */
  createdAt: text,
  updatedAt: text,
});
export const RfqTradesWire = envelope(z.array(RfqTradeRowWire));

/** Retired in November 2025, at most one a second. The side is the position's. */
export const OldLiquidationRowWire = z.object({
  updatedTime: z.number(),
  symbol: text,
  side: text,
  size: text,
  price: text,
});
export const OldLiquidationWire = envelope(OldLiquidationRowWire);

/** Leveraged tokens, retired in July 2025: net asset value. */
export const NetValueRowWire = z.object({
  symbol: text,
  time: z.number(),
  nav: text,
  basketPosition: text,
  leverage: text,
  basketLoan: text,
  circulation: text,
  basket: text,
});
export const NetValueWire = envelope(NetValueRowWire);

/** Leveraged tokens, retired in July 2025: candles, without volume. */
export const TokenCandleRowWire = z.object({
  start: z.number(),
  end: z.number(),
  interval: text,
  open: text,
  close: text,
  high: text,
  low: text,
  confirm: z.boolean(),
  timestamp: z.number(),
});
export const TokenCandleWire = envelope(z.array(TokenCandleRowWire));
