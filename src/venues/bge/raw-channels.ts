/**
 * BGE's channels under BGE's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import { privatePage, publicPage } from './docs.js';
import { intervalWords } from './intervals.js';
import type { BgeIntervalWord } from './intervals.js';
import { levels } from './levels.js';
import type { BgeLevel } from './levels.js';
import { AssetsWire, OrdersWire } from './private-schemas.js';
import type { AssetRowWire, OrderRowWire } from './private-schemas.js';
import { assetsTopic, ordersTopic } from './private-topic.js';
import { candlesTopic, fillsTopic, orderbookTopic, percent10Topic, tickerTopic } from './public-topic.js';
import { createRawChannel } from './raw-channel.js';
import type { RawChannel } from './raw-channel.js';
import { CandlesWire, FillsWire, OrderbookWire, Percent10Wire, TickerWire } from './schemas.js';
import type { CandleRowWire, DepthRowWire, FillRowWire, TickerRowWire } from './schemas.js';

type Candles = Readonly<Record<`candles.${BgeIntervalWord}`, RawChannel<z.infer<typeof CandleRowWire>>>>;
type Orderbooks = Readonly<Record<`orderbook.${BgeLevel}`, RawChannel<z.infer<typeof DepthRowWire>>>>;

/** Every channel; candles by interval, books by level. */
export const rawChannels = {
  ...(Object.fromEntries(
    intervalWords.map(interval => {
      const topic: typeof tickerTopic = request => candlesTopic({ ...request, interval });
      const channel = `candles.${interval}`;
      return [channel, createRawChannel({ channel, docs: publicPage, wire: CandlesWire, topic })];
    }),
  ) as Candles),
  fills: createRawChannel<z.infer<typeof FillRowWire>>({
    channel: 'fills',
    docs: publicPage,
    wire: FillsWire,
    topic: fillsTopic,
  }),
  ...(Object.fromEntries(
    levels.map(level => {
      const topic: typeof tickerTopic = ({ market, symbol, zip = false }) =>
        orderbookTopic({ market, symbol, zip, level });
      const channel = `orderbook.${level}`;
      return [channel, createRawChannel({ channel, docs: publicPage, wire: OrderbookWire, timed: true, topic })];
    }),
  ) as Orderbooks),
  /** The grid of a depth chart: 200 points a side in steps of 0.05 %, and no book. */
  percent10: createRawChannel<z.infer<typeof DepthRowWire>>({
    channel: 'percent10',
    docs: publicPage,
    wire: Percent10Wire,
    timed: true,
    topic: percent10Topic,
  }),
  ticker: createRawChannel<z.infer<typeof TickerRowWire>>({
    channel: 'ticker',
    docs: publicPage,
    wire: TickerWire,
    timed: true,
    topic: tickerTopic,
  }),
  assets: createRawChannel<z.infer<typeof AssetRowWire>>({
    channel: 'assets',
    docs: privatePage,
    wire: AssetsWire,
    topic: assetsTopic,
  }),
  orders: createRawChannel<z.infer<typeof OrderRowWire>>({
    channel: 'orders',
    docs: privatePage,
    wire: OrdersWire,
    topic: ordersTopic,
  }),
};
