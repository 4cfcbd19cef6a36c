/**
 * Bybit's public v5 messages in Bybit's words: books, trades, tickers, candles, liquidations.
 *
 * Prices, sizes and rates are text, times and sequence numbers are numbers, unless a line says otherwise.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
 * @module
 */
import * as z from 'zod';

const text = z.string();
const maybe = z.string().optional();

const envelope = <T>(data: z.ZodType<T>) =>
  z.object({
    topic: text,
    type: z.enum(['snapshot', 'delta']),
    /** When the push was made. */
    ts: z.number(),
    data,
  });

/** Price and size; more would be no reason to lose the book. */
const level = z.tuple([z.string(), z.string()], z.string());

/** @see https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook */
export const BookRowWire = z.object({
  s: text,
  b: z.array(level),
  a: z.array(level),
  /** Rises by one with each push; 1 after a restart. */
  u: z.number(),
  /** The matching engine's; comparable between depths. Missing on options of 2023. */
  seq: z.number().optional(),
});
export const BookWire = envelope(BookRowWire).extend({
  /** The matching engine's clock. Since December 2023. */
  cts: z.number().optional(),
});

/** As the reader completes it: see {@link createBestLevels}. */
export const QuoteWire = BookWire.extend({
  best: z.object({ b: z.array(level), a: z.array(level) }).optional(),
});

/** @see https://bybit-exchange.github.io/docs/v5/websocket/public/trade */
export const TradeRowWire = z.object({
  T: z.number(),
  s: text,
  /** Of the taker. */
  S: z.enum(['Buy', 'Sell']),
  v: text,
  p: text,
  i: text,
  /** `PlusTick`, `ZeroPlusTick`, `MinusTick`, `ZeroMinusTick`; contracts only. */
  L: maybe,
  /** A block trade; not told of spreads. */
  BT: z.boolean().optional(),
  /** Since February 2025. */
  RPI: z.boolean().optional(),
  /** Since August 2025. */
  seq: z.number().optional(),
  /** Options only, as the next three: mark price, index price, mark volatility, volatility. */
  mP: maybe,
  iP: maybe,
  mIv: maybe,
  iv: maybe,
});
export const TradeWire = envelope(z.array(TradeRowWire));

/** Newest first; times are text. @see https://bybit-exchange.github.io/docs/v5/market/recent-trade */
export const RestTradesWire = z.looseObject({
  retCode: z.literal(0),
  result: z.looseObject({
    list: z.array(
      z.looseObject({
        /** What the socket calls `i`. */
        execId: text,
        symbol: text,
        price: text,
        size: text,
        side: z.enum(['Buy', 'Sell']),
        time: text,
      }),
    ),
  }),
});

/**
 * All tickers have a symbol; which of the others are there is a matter of the market, and of a delta.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/ticker
 */
export const TickerRowWire = z.object({
  symbol: text,
  lastPrice: maybe,
  highPrice24h: maybe,
  lowPrice24h: maybe,
  volume24h: maybe,
  turnover24h: maybe,
  /** Not of options. */
  prevPrice24h: maybe,
  price24hPcnt: maybe,
  /** Not of spot. */
  markPrice: maybe,
  indexPrice: maybe,
  openInterest: maybe,
  /** Spot only: the price of the base coin in USD. */
  usdIndexPrice: maybe,
  /** From here on linear and inverse only. */
  tickDirection: maybe,
  prevPrice1h: maybe,
  openInterestValue: maybe,
  singleOpenInterest: maybe,
  singleOpenInterestValue: maybe,
  nextFundingTime: maybe,
  fundingRate: maybe,
  fundingIntervalHour: maybe,
  fundingCap: maybe,
  bid1Price: maybe,
  bid1Size: maybe,
  ask1Price: maybe,
  ask1Size: maybe,
  deliveryTime: maybe,
  basis: maybe,
  basisRate: maybe,
  basisRateYear: maybe,
  deliveryFeeRate: maybe,
  predictedDeliveryPrice: maybe,
  preOpenPrice: maybe,
  preQty: maybe,
  curPreListingPhase: maybe,
  /** From here on options, and the first four spreads too. */
  bidPrice: maybe,
  bidSize: maybe,
  askPrice: maybe,
  askSize: maybe,
  bidIv: maybe,
  askIv: maybe,
  markPriceIv: maybe,
  underlyingPrice: maybe,
  totalVolume: maybe,
  totalTurnover: maybe,
  delta: maybe,
  gamma: maybe,
  vega: maybe,
  theta: maybe,
  change24h: maybe,
});
export const TickerWire = envelope(TickerRowWire);

/** @see https://bybit-exchange.github.io/docs/v5/websocket/public/kline */
export const CandleRowWire = z.object({
  start: z.number(),
  end: z.number(),
  interval: text,
  open: text,
  close: text,
  high: text,
  low: text,
  volume: text,
  turnover: text,
  /** Whether the candle is closed. */
  confirm: z.boolean(),
  /** Of the last trade. */
  timestamp: z.number(),
});
export const CandleWire = envelope(z.array(CandleRowWire));

/** @see https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation */
export const LiquidationRowWire = z.object({
  T: z.number(),
  s: text,
  /** Of the position that was closed, not of the order that closes it. */
  S: z.enum(['Buy', 'Sell']),
  v: text,
  /** The bankruptcy price. */
  p: text,
});
export const LiquidationWire = envelope(z.array(LiquidationRowWire));
