/**
 * The stream's topics under Bybit's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { ChannelMessage } from '../../model/market.js';
import { docs } from './docs.js';
import { intervals } from './intervals.js';
import type { SpotV3Interval } from './intervals.js';
import { BalanceWire, FillWire, OrderWire, StopOrderWire } from './private-schemas.js';
import type { BalanceRowWire, FillRowWire, OrderRowWire, StopOrderRowWire } from './private-schemas.js';
import { BookWire, CandleWire, QuoteWire, TickerWire, TradeWire } from './schemas.js';
import type { BookRowWire, CandleRowWire, QuoteRowWire, TickerRowWire, TradeRowWire } from './schemas.js';
import { markets } from './symbols.js';
import { timeOf } from './time.js';
import { onlyAll, privateTopic, publicTopic } from './topic.js';

/** A channel whose rows keep Bybit's words, typed by Bybit's schema. */
export interface RawChannel<Row> extends Channel<'channel', 'spot', SymbolRequest<'spot'>> {
  read(...args: Parameters<Channel<'channel', 'spot'>['read']>): readonly ChannelMessage<Row>[];
}

/** What is around the rows; the public door tells one at a time. */
interface Push<Data> {
  readonly type?: string | undefined;
  readonly ts: string | number;
  readonly data: Data;
}

type Candles = Readonly<Record<`kline.${SpotV3Interval}`, RawChannel<z.infer<typeof CandleRowWire>>>>;

/** Every topic under Bybit's own name; those of the market are asked for by symbol, those of an account as a whole. */
export const rawChannels = {
  'orderbook.40': ofMarket<z.infer<typeof BookRowWire>>('orderbook.40', BookWire),
  trade: ofMarket<z.infer<typeof TradeRowWire>>('trade', TradeWire, false),
  tickers: ofMarket<z.infer<typeof TickerRowWire>>('tickers', TickerWire),
  bookticker: ofMarket<z.infer<typeof QuoteRowWire>>('bookticker', QuoteWire),
  ...(Object.fromEntries(
    intervals.map(interval => [`kline.${interval}`, ofMarket(`kline.${interval}`, CandleWire)]),
  ) as Candles),
  outboundAccountInfo: ofAccount<z.infer<typeof BalanceRowWire>>('outboundAccountInfo', BalanceWire),
  order: ofAccount<z.infer<typeof OrderRowWire>>('order', OrderWire),
  stopOrder: ofAccount<z.infer<typeof StopOrderRowWire>>('stopOrder', StopOrderWire),
  ticketInfo: ofAccount<z.infer<typeof FillRowWire>>('ticketInfo', FillWire),
};

function ofMarket<Row>(channel: string, wire: z.ZodType<Push<Row>>, prompt = true): RawChannel<Row> {
  const topic = (request: SymbolRequest<'spot'>): Topic => publicTopic(channel, request, prompt);
  return raw(channel, topic, wire, data => [data]);
}

function ofAccount<Row>(channel: string, wire: z.ZodType<Push<readonly Row[]>>): RawChannel<Row> {
  const topic = (request: SymbolRequest<'spot'>): Topic => {
    onlyAll(channel, request);
    return privateTopic(channel);
  };
  return raw(channel, topic, wire, data => data);
}

function raw<Row, Data>(
  channel: string,
  topic: (request: SymbolRequest<'spot'>) => Topic,
  wire: z.ZodType<Push<Data>>,
  rowsOf: (data: Data) => readonly Row[],
): RawChannel<Row> {
  return defineChannel({
    kind: 'channel',
    docs,
    markets,
    topic,
    wire,
    normalise: ({ type, ts, data }, { venue, market, symbol, receivedAt }) => {
      const timestamp = timeOf(ts, 'ts');
      const rows = rowsOf(data);
      return [{ type: 'message', venue, market, symbol, timestamp, receivedAt, channel, action: type, rows }];
    },
  }) as RawChannel<Row>;
}
