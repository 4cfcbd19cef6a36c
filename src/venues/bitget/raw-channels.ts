/**
 * Bitget's channels under Bitget's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { ChannelMessage } from '../../model/market.js';
import { intervalWords, tradedMarkets } from './markets.js';
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

/** A channel whose rows keep Bitget's words, typed by Bitget's schema. */
export interface RawChannel<M extends string, Row> extends Channel<'channel', M, SymbolRequest<M>> {
  read(...args: Parameters<Channel<'channel', M>['read']>): readonly ChannelMessage<Row>[];
}

interface Push<Row> {
  readonly action: string;
  readonly data: readonly Row[];
  readonly ts?: number | undefined;
}

function rawChannel<M extends string, Row>(
  channel: string,
  page: string,
  markets: readonly M[],
  incremental: boolean,
  wire: z.ZodType<Push<Row>>,
): RawChannel<M, Row> {
  return defineChannel({
    kind: 'channel',
    docs: page,
    markets,
    topic: ({ market, symbol }: SymbolRequest<M>) => topicOf(channel, market, symbol, incremental),
    wire,
    normalise: ({ action, data, ts }, { venue, market, symbol, receivedAt }) => [
      { type: 'message', venue, market, symbol, timestamp: ts, receivedAt, channel, action, rows: data },
    ],
  }) as RawChannel<M, Row>;
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
