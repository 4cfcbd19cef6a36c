/**
 * The legacy stream's channels under the venue's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { ChannelMessage } from '../../model/market.js';
import { accountStampOf, createAccountChannel } from './account-channel.js';
import type { AccountEvent } from './account-channel.js';
import { channels } from './channels.js';
import { formOf } from './form.js';
import type { Form, FormRequest } from './form.js';
import { BalanceEventWire, FillEventWire, OrderEventWire, StopEventWire } from './private-schemas.js';
import { createPublicChannel } from './public-channel.js';
import { BookRowWire, CandleRowWire, QuoteRowWire, TickerRowWire, TokenRowWire, TradeRowWire } from './schemas.js';
import { intervals, isAll } from './symbols.js';
import type { BybitSpotV1Interval } from './symbols.js';
import { publicTopic } from './topic.js';

/** A channel whose rows keep the venue's words, typed by the venue's schema. */
export interface RawChannel<Row, R extends SymbolRequest<'spot'> = FormRequest> extends Channel<'channel', 'spot', R> {
  read(...args: Parameters<Channel<'channel'>['read']>): readonly ChannelMessage<Row>[];
}

/** A request for the merged book. */
export interface MergedDepthRequest extends FormRequest<'v1'> {
  /** Decimals of the prices that levels are put together at; default 1. */
  readonly dumpScale?: number;
}

/** The first push of V1 says that it is one; V2 does not say. */
function publicChannel<Row, R extends FormRequest>(
  channel: string,
  row: z.ZodType<Row>,
  topic: (request: R) => Topic,
): RawChannel<Row, R> {
  return createPublicChannel<'channel', R, Row>({
    kind: 'channel',
    row,
    topic,
    normalise: ({ rows, isFirst, sentAt }, { venue, market, symbol, receivedAt }) => {
      const action = isFirst === undefined ? undefined : isFirst ? 'first' : 'update';
      return [{ type: 'message', venue, market, symbol, timestamp: sentAt, receivedAt, channel, action, rows }];
    },
  }) as RawChannel<Row, R>;
}

function plainTopic(
  topic: string,
  possible: readonly [Form, ...Form[]],
  incremental: boolean,
): (request: FormRequest) => Topic {
  return ({ symbol, form, binary }) =>
    publicTopic({ form: formOf(topic, possible, form), topic, symbol, binary, incremental });
}

function mergedTopic({ symbol, form, binary, dumpScale = 1 }: MergedDepthRequest): Topic {
  if (!Number.isSafeInteger(dumpScale) || dumpScale < 0) {
    throw new RangeError(`dumpScale ${dumpScale} must be a number of decimals: 0, 1, 2 …`);
  }
  formOf('mergedDepth', ['v1'], form);
  return publicTopic({ form: 'v1', topic: 'mergedDepth', params: { dumpScale }, symbol, binary, incremental: false });
}

/** Events of an account; those that name a symbol are told of one, or of all. */
function accountChannel<Event extends AccountEvent & { readonly s?: string }>(
  sort: string,
  event: z.ZodType<Event>,
): RawChannel<Event, SymbolRequest<'spot'>> {
  return createAccountChannel('channel', sort, event, (events, context) => {
    const { symbol, receivedAt } = context;
    const rows = events.filter(({ s }) => s === undefined || isAll(symbol) || s === symbol);
    if (rows.length === 0) return [];
    const { venue, market, timestamp } = accountStampOf(rows, context);
    return [{ type: 'message', venue, market, symbol, timestamp, receivedAt, channel: sort, action: undefined, rows }];
  }) as RawChannel<Event, SymbolRequest<'spot'>>;
}

type Candles = Readonly<Record<`kline_${BybitSpotV1Interval}`, RawChannel<z.infer<typeof CandleRowWire>>>>;

/** Every channel under the venue's own name; candles as V1 calls them. */
export const rawChannels = {
  depth: publicChannel('depth', BookRowWire, plainTopic('depth', ['v1', 'v2'], false)),
  diffDepth: publicChannel('diffDepth', BookRowWire, plainTopic('diffDepth', ['v1'], true)),
  mergedDepth: publicChannel('mergedDepth', BookRowWire, mergedTopic),
  trade: publicChannel('trade', TradeRowWire, plainTopic('trade', ['v1', 'v2'], false)),
  realtimes: publicChannel('realtimes', TickerRowWire, plainTopic('realtimes', ['v1', 'v2'], false)),
  bookTicker: publicChannel('bookTicker', QuoteRowWire, plainTopic('bookTicker', ['v2'], false)),
  lt: publicChannel('lt', TokenRowWire, plainTopic('lt', ['v1'], false)),
  ...(Object.fromEntries(
    intervals.map(interval => {
      const topic = (request: FormRequest): Topic => channels.candles.topic({ ...request, interval });
      return [`kline_${interval}`, publicChannel(`kline_${interval}`, CandleRowWire, topic)];
    }),
  ) as Candles),
  outboundAccountInfo: accountChannel('outboundAccountInfo', BalanceEventWire),
  executionReport: accountChannel('executionReport', OrderEventWire),
  ticketInfo: accountChannel('ticketInfo', FillEventWire),
  stop_executionReport: accountChannel('stop_executionReport', StopEventWire),
};
