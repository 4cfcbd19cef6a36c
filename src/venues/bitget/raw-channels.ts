/**
 * Bitget's public channels under Bitget's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import type { SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import { intervalWords, tradedMarkets } from './markets.js';
import { createRawChannel } from './raw-channel.js';
import type { RawChannel, RawPush } from './raw-channel.js';
import { AuctionWire, BookWire, CandleWire, IndexPriceWire, TickerWire, TradeWire } from './schemas.js';
import type {
  AuctionRowWire,
  BookRowWire,
  CandleRowWire,
  IndexPriceRowWire,
  TickerRowWire,
  TradeRowWire,
} from './schemas.js';
import { topicOf } from './topic.js';

const docs = 'https://www.bitget.com/api-doc/spot/websocket/public';

function rawChannel<M extends string, Row>(
  channel: string,
  page: string,
  markets: readonly M[],
  incremental: boolean,
  wire: z.ZodType<RawPush<Row>>,
): RawChannel<M, Row> {
  const topic = ({ market, symbol }: SymbolRequest<M>): Topic => topicOf(channel, market, symbol, incremental);
  return createRawChannel({ channel, docs: page, markets, topic, wire });
}

type TradedMarket = (typeof tradedMarkets)[number];
type Candles = Readonly<
  Record<`candle${(typeof intervalWords)[number][1]}`, RawChannel<TradedMarket, z.infer<typeof CandleRowWire>>>
>;

const book = (channel: string, incremental: boolean): RawChannel<TradedMarket, z.infer<typeof BookRowWire>> =>
  rawChannel(channel, `${docs}/Depth-Channel`, tradedMarkets, incremental, BookWire);

/** Every public channel under Bitget's own name. */
export const rawChannels = {
  ticker: rawChannel<TradedMarket, z.infer<typeof TickerRowWire>>(
    'ticker',
    `${docs}/Tickers-Channel`,
    tradedMarkets,
    false,
    TickerWire,
  ),
  trade: rawChannel<TradedMarket, z.infer<typeof TradeRowWire>>(
    'trade',
    `${docs}/Trades-Channel`,
    tradedMarkets,
    false,
    TradeWire,
  ),
  books: book('books', true),
  books1: book('books1', true),
  books5: book('books5', true),
  books15: book('books15', true),
  auction: rawChannel<'spot', z.infer<typeof AuctionRowWire>>(
    'auction',
    `${docs}/Auction-Channel`,
    ['spot'],
    false,
    AuctionWire,
  ),
  'index-price': rawChannel<'margin', z.infer<typeof IndexPriceRowWire>>(
    'index-price',
    'https://www.bitget.com/api-doc/margin/common/websocket/public/Index-Price-Channel',
    ['margin'],
    false,
    IndexPriceWire,
  ),
  ...(Object.fromEntries(
    intervalWords.map(([, theirs]) => {
      const channel = `candle${theirs}`;
      return [channel, rawChannel(channel, `${docs}/Candlesticks-Channel`, tradedMarkets, true, CandleWire)];
    }),
  ) as Candles),
};
