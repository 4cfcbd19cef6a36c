/**
 * The messages in the exchange's own words, public and private.
 *
 * Prices and sizes are text; the `ts` of the envelope came late and may be missing.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import * as z from 'zod';
import { TimeWire } from './time.js';

const text = z.string();
const maybe = z.string().optional();

const envelope = <T>(row: z.ZodType<T>) =>
  z.object({
    action: z.enum(['snapshot', 'update']),
    arg: z.object({ instType: text, channel: text, instId: text }),
    data: z.array(row),
    ts: TimeWire.optional(),
  });

/** @see https://bitgetlimited.github.io/apidoc/en/spot/#tickers-channel */
export const TickerRowWire = z.object({
  instId: text,
  last: text,
  open24h: text,
  high24h: text,
  low24h: text,
  bestBid: text,
  bestAsk: text,
  baseVolume: text,
  quoteVolume: text,
  /** These four since 2023. */
  openUtc: maybe,
  chgUTC: maybe,
  bidSz: maybe,
  askSz: maybe,
  ts: TimeWire,
});
export const TickerWire = envelope(TickerRowWire);

/** `[time ms, price, size, side]`: without an id. @see https://bitgetlimited.github.io/apidoc/en/spot/#trades-channel */
export const TradeRowWire = z.tuple([text, text, text, z.enum(['buy', 'sell'])], z.unknown());
export const TradeWire = envelope(TradeRowWire);

const level = z.tuple([z.string(), z.string()]);
/** @see https://bitgetlimited.github.io/apidoc/en/spot/#depth-channel */
export const BookRowWire = z.object({
  asks: z.array(level),
  bids: z.array(level),
  ts: TimeWire,
  checksum: z.number().optional(),
});
export const BookWire = envelope(BookRowWire);

/** `[start ms, open, high, low, close, volume base]` @see https://bitgetlimited.github.io/apidoc/en/spot/#candlesticks-channel */
export const CandleRowWire = z.tuple([text, text, text, text, text, text], z.unknown());
export const CandleWire = envelope(CandleRowWire);

/** @see https://bitgetlimited.github.io/apidoc/en/spot/#account-channel */
export const BalanceRowWire = z.object({
  /** A number of the venue's own. */
  coinId: TimeWire.optional(),
  coinName: text,
  available: text,
});
export const BalanceWire = envelope(BalanceRowWire);

/** @see https://bitgetlimited.github.io/apidoc/en/spot/#order-channel */
export const OrderRowWire = z.object({
  instId: text,
  ordId: text,
  clOrdId: maybe,
  px: maybe,
  sz: text,
  /** In quote units: what a market order may spend. */
  notional: maybe,
  ordType: text,
  force: maybe,
  side: z.enum(['buy', 'sell']),
  /** From here to `execType`: the latest fill only, and only where there is one. */
  fillPx: maybe,
  tradeId: maybe,
  fillSz: maybe,
  fillTime: TimeWire.optional(),
  /** Negative: paid. */
  fillFee: maybe,
  fillFeeCcy: maybe,
  execType: maybe,
  accFillSz: text,
  avgPx: maybe,
  status: text,
  cTime: TimeWire.optional(),
  uTime: TimeWire,
  /** All fees so far; negative: paid. */
  orderFee: z.array(z.object({ feeCcy: text, fee: text })).optional(),
});
export const OrderWire = envelope(OrderRowWire);
