/**
 * Bitget's public V2 messages in Bitget's words.
 *
 * Prices, sizes and times inside rows are text; `ts` of the envelope is a number and may be missing.
 * @see https://www.bitget.com/api-doc/spot/websocket/public/Tickers-Channel
 * @module
 */
import * as z from 'zod';

const text = z.string();
const maybe = z.string().optional();
/** JSON number, or text where the number is beyond 2^53. */
const integer = z.union([z.number(), z.string()]).optional();

const envelope = <T>(row: z.ZodType<T>) =>
  z.object({
    action: z.enum(['snapshot', 'update']),
    arg: z.object({ instType: text, channel: text, instId: text }),
    data: z.array(row),
    ts: z.number().optional(),
  });

/** @see https://www.bitget.com/api-doc/contract/websocket/public/Tickers-Channel */
export const TickerRowWire = z.object({
  instId: text,
  lastPr: text,
  bidPr: text,
  askPr: text,
  bidSz: text,
  askSz: text,
  open24h: text,
  high24h: text,
  low24h: text,
  change24h: text,
  baseVolume: text,
  quoteVolume: text,
  openUtc: text,
  /** Spot only. */
  changeUtc24h: maybe,
  /** From here on futures only. */
  fundingRate: maybe,
  nextFundingTime: maybe,
  markPrice: maybe,
  indexPrice: maybe,
  holdingAmount: maybe,
  /** "1" perpetual, "2" delivery; the pages say integer, the wire says text. */
  symbolType: z.union([z.string(), z.number()]).optional(),
  ts: text,
});
export const TickerWire = envelope(TickerRowWire);

/** @see https://www.bitget.com/api-doc/spot/websocket/public/Trades-Channel */
export const TradeRowWire = z.object({
  ts: text,
  price: text,
  size: text,
  side: z.enum(['buy', 'sell']),
  tradeId: text,
});
export const TradeWire = envelope(TradeRowWire);

/** Over REST, newest first. @see https://www.bitget.com/api-doc/spot/market/Get-Market-Trades */
export const RestTradeRowWire = TradeRowWire.extend({
  /** The pages print both spellings. */
  side: z.enum(['buy', 'sell', 'Buy', 'Sell']),
});
export const RestTradesWire = z.looseObject({ code: z.literal('00000'), data: z.array(RestTradeRowWire) });

/** Price and size; more would be no reason to lose the book. */
const level = z.tuple([z.string(), z.string()], z.string());
/** @see https://www.bitget.com/api-doc/spot/websocket/public/Depth-Channel */
export const BookRowWire = z.object({
  asks: z.array(level),
  bids: z.array(level),
  ts: text,
  /** Until about mid 2026; 0 says "not provided". */
  checksum: z.number().optional(),
  /** Since April 2025. */
  seq: integer,
  /** Since 2026; 0 on snapshots. */
  pseq: integer,
});
export const BookWire = envelope(BookRowWire);

/**
 * `[start ms, open, high, low, close, volume base, volume quote, volume USDT]`
 * @see https://www.bitget.com/api-doc/spot/websocket/public/Candlesticks-Channel
 */
export const CandleRowWire = z.tuple([text, text, text, text, text, text, text], z.string());
export const CandleWire = envelope(CandleRowWire);

/** Call auction of a new listing. @see https://www.bitget.com/api-doc/spot/websocket/public/Auction-Channel */
export const AuctionRowWire = z.object({
  stage: text,
  stageEndTime: text,
  estOpeningPrice: z.string().nullish(),
  matchedVolume: z.string().nullish(),
  auctionEndTime: text,
});
export const AuctionWire = envelope(AuctionRowWire);

/** @see https://www.bitget.com/api-doc/margin/common/websocket/public/Index-Price-Channel */
export const IndexPriceRowWire = z.object({
  symbol: text,
  baseCoin: text,
  quoteCoin: text,
  indexPrice: text,
  ts: text,
});
export const IndexPriceWire = envelope(IndexPriceRowWire);
