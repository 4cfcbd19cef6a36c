/**
 * The legacy stream's channels under the venue's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { ChannelMessage } from '../../model/market.js';
import { channels } from './channels.js';
import { eitherDialect, onlyDialect } from './dialect.js';
import type { DialectRequest, GuideRequest, OfficialRequest } from './dialect.js';
import { guideBalances, guideFills, guideOrders, guidePositions } from './guide-channels.js';
import { GuideBalanceWire, GuideFillWire, GuideOrderWire, GuidePositionWire } from './guide-schemas.js';
import type {
  GuideBalanceRowWire,
  GuideFillRowWire,
  GuideOrderRowWire,
  GuidePositionRowWire,
} from './guide-schemas.js';
import { officialBalances, officialOrders } from './official-channels.js';
import { BalanceWire, BookWire, CandleWire, OrderWire, TickerWire, TradeWire } from './schemas.js';
import type {
  BalanceRowWire,
  BookRowWire,
  CandleRowWire,
  OrderRowWire,
  TickerRowWire,
  TradeRowWire,
} from './schemas.js';
import { intervalWords } from './symbols.js';
import { timeOf } from './time.js';
import { officialTopic } from './topic.js';

/** A channel whose rows keep the venue's words, typed by the venue's schema. */
export interface RawChannel<M extends string, Row, R extends SymbolRequest<M> = SymbolRequest<M>> extends Channel<
  'channel',
  M,
  R
> {
  read(...args: Parameters<Channel<'channel', M>['read']>): readonly ChannelMessage<Row>[];
}

interface Push<Row> {
  readonly action: string;
  readonly data: readonly Row[];
  readonly ts?: number | string | undefined;
}

/** Where a raw channel stands in the pages, and how its topic is named. */
interface Named<M extends string, R extends SymbolRequest<M>> {
  readonly docs: string;
  readonly markets: readonly M[];
  topic(request: R): Topic;
}

function rawChannel<M extends string, R extends SymbolRequest<M>, Row>(
  channel: string,
  { docs, markets, topic }: Named<M, R>,
  wire: z.ZodType<Push<Row>>,
): RawChannel<M, Row, R> {
  return defineChannel({
    kind: 'channel',
    docs,
    markets,
    topic,
    wire,
    normalise: ({ action, data, ts }, { venue, market, symbol, receivedAt }) => {
      const timestamp = ts === undefined ? undefined : timeOf(ts, 'ts');
      return [{ type: 'message', venue, market, symbol, timestamp, receivedAt, channel, action, rows: data }];
    },
  }) as RawChannel<M, Row, R>;
}

type Official<Row> = RawChannel<'spot', Row, OfficialRequest<'spot'>>;
type Either<Guide, Official> = RawChannel<'spot', Guide | Official, DialectRequest<'spot'>>;

function publicChannel<Row>(
  channel: string,
  docs: string,
  incremental: boolean,
  wire: z.ZodType<Push<Row>>,
): Official<Row> {
  const topic = ({ symbol, dialect }: OfficialRequest<'spot'>): Topic => {
    onlyDialect('official', channel, dialect);
    return officialTopic(channel, symbol, incremental);
  };
  return rawChannel(channel, { docs, markets: ['spot'], topic }, wire);
}

const bookChannel = (channel: string, incremental: boolean): Official<z.infer<typeof BookRowWire>> =>
  publicChannel(channel, channels.book.docs, incremental, BookWire);

type Candles = Readonly<Record<`candle${(typeof intervalWords)[number][1]}`, Official<z.infer<typeof CandleRowWire>>>>;

/** Every channel under the venue's own name; those of the account in either dialect. */
export const rawChannels = {
  account: eitherDialect(
    rawChannel('account', guideBalances, GuideBalanceWire),
    rawChannel('account', officialBalances, BalanceWire),
  ) as Either<z.infer<typeof GuideBalanceRowWire>, z.infer<typeof BalanceRowWire>>,
  orders: eitherDialect(
    rawChannel('orders', guideOrders, GuideOrderWire),
    rawChannel('orders', officialOrders, OrderWire),
  ) as Either<z.infer<typeof GuideOrderRowWire>, z.infer<typeof OrderRowWire>>,
  trades: rawChannel<'spot', GuideRequest<'spot'>, z.infer<typeof GuideFillRowWire>>(
    'trades',
    {
      ...guideFills,
      topic: request => {
        onlyDialect('guide', 'trades', request.dialect);
        return guideFills.topic(request);
      },
    },
    GuideFillWire,
  ),
  positions: rawChannel<'margin', GuideRequest<'margin'>, z.infer<typeof GuidePositionRowWire>>(
    'positions',
    guidePositions,
    GuidePositionWire,
  ),
  ticker: publicChannel<z.infer<typeof TickerRowWire>>('ticker', channels.ticker.docs, false, TickerWire),
  trade: publicChannel<z.infer<typeof TradeRowWire>>('trade', channels.trades.docs, false, TradeWire),
  books: bookChannel('books', true),
  books5: bookChannel('books5', false),
  books15: bookChannel('books15', false),
  ...(Object.fromEntries(
    intervalWords.map(([, theirs]) => {
      const channel = `candle${theirs}`;
      return [channel, publicChannel(channel, channels.candles.docs, true, CandleWire)];
    }),
  ) as Candles),
};
