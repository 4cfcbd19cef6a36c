/**
 * Backpack's public streams under their own names.
 * @module
 */
import { pageOf } from './docs.js';
import { contractMarkets, intervalWords, tradedMarkets } from './markets.js';
import { createRawChannel } from './raw-channel.js';
import type { RawChannel } from './raw-channel.js';
import {
  BookTickerRowWire,
  DepthRowWire,
  KlineRowWire,
  LiquidationRowWire,
  MarkPriceRowWire,
  OpenInterestRowWire,
  StockPriceRowWire,
  TickerRowWire,
  TradeRowWire,
} from './schemas.js';
import { depthWindows, plainTopic, topicOf } from './stream.js';
import type { DepthWindow, Pushes } from './stream.js';
import type { TradedMarket } from './markets.js';
import type * as z from 'zod';

type DepthRow = z.infer<typeof DepthRowWire>;
type KlineRow = z.infer<typeof KlineRowWire>;

/** The streams of a symbol by name; the tickers of stocks are not Backpack's own. */
export const rawChannels = {
  depth: traded('depth', 'Depth', DepthRowWire),
  ...(Object.fromEntries(
    depthWindows.map(window => [`depth.${window}`, traded(`depth.${window}`, 'Depth', DepthRowWire)]),
  ) as Readonly<Record<`depth.${DepthWindow}`, RawChannel<TradedMarket, DepthRow>>>),
  bookTicker: traded('bookTicker', 'Book-ticker', BookTickerRowWire),
  trade: traded('trade', 'Trade', TradeRowWire),
  ticker: traded('ticker', 'Ticker', TickerRowWire, { prompt: true }),
  ...(Object.fromEntries(
    intervalWords.map(([, word]) => [`kline.${word}`, traded(`kline.${word}`, 'K-Line', KlineRowWire, klinePushes())]),
  ) as Readonly<Record<`kline.${(typeof intervalWords)[number][1]}`, RawChannel<TradedMarket, KlineRow>>>),
  markPrice: contract('markPrice', 'Mark-price', MarkPriceRowWire, { prompt: true }),
  openInterest: contract('openInterest', 'Open-interest', OpenInterestRowWire),
  liquidation: createRawChannel({
    channel: 'liquidation',
    docs: pageOf('Public/Liquidation'),
    markets: contractMarkets,
    row: LiquidationRowWire,
    topic: ({ symbol }) => (symbol === 'default' ? plainTopic('liquidation') : topicOf('liquidation', symbol)),
  }),
  externalTicker: createRawChannel({
    channel: 'externalTicker',
    docs: pageOf('Public/External-ticker'),
    markets: tradedMarkets,
    row: TickerRowWire,
    unlisted: true,
    topic: ({ symbol }) => topicOf('externalTicker', symbol),
  }),
  stockPrice: createRawChannel({
    channel: 'stockPrice',
    docs: pageOf('Public/Stock-price'),
    markets: ['spot'],
    row: StockPriceRowWire,
    unlisted: true,
    topic: ({ symbol }) => {
      if (symbol !== 'default' && !symbol.includes('_')) return plainTopic(`stockPrice.${symbol}`);
      throw new RangeError(`channel stockPrice of backpack is told by stock: name one, like AAPL or BRK.B`);
    },
  }),
} as const;

/** A lost push of a candle may have been its last one. */
function klinePushes(): Pushes {
  return { incremental: true };
}

function traded<Row extends object>(channel: string, page: string, row: z.ZodType<Row>, pushes?: Pushes) {
  const docs = pageOf(`Public/${page}`);
  return createRawChannel({
    channel,
    docs,
    markets: tradedMarkets,
    row,
    topic: ({ symbol }) => topicOf(channel, symbol, pushes),
  });
}

function contract<Row extends object>(channel: string, page: string, row: z.ZodType<Row>, pushes?: Pushes) {
  const docs = pageOf(`Public/${page}`);
  return createRawChannel({
    channel,
    docs,
    markets: contractMarkets,
    row,
    topic: ({ symbol }) => topicOf(channel, symbol, pushes),
  });
}
