/**
 * A channel that keeps Bybit's words.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { ChannelMessage } from '../../model/market.js';

/** A channel whose rows keep Bybit's words, typed by Bybit's schema. */
export interface RawChannel<M extends string, Row> extends Channel<'channel', M, SymbolRequest<M>> {
  read(...args: Parameters<Channel<'channel', M>['read']>): readonly ChannelMessage<Row>[];
}

/** What all pushes have around their rows. */
export interface RawPush<Row> {
  /** Missing where a push is neither a snapshot nor a delta. */
  readonly type?: string | undefined;
  readonly ts?: number | undefined;
  /** In the place of `ts`, on some. */
  readonly creationTime?: number | undefined;
  readonly data: Row | readonly Row[];
}

/** What a raw channel is made of. */
export interface RawChannelOptions<M extends string, Row> {
  /** Bybit's name. */
  readonly channel: string;
  readonly docs: string;
  readonly markets: readonly M[];
  readonly wire: z.ZodType<RawPush<Row>>;
  topic(request: SymbolRequest<M>): Topic;
}

/** Makes a channel that passes Bybit's rows on as they are, once they fit their schema. */
export function createRawChannel<M extends string, Row extends object>(
  options: RawChannelOptions<M, Row>,
): RawChannel<M, Row> {
  const { channel, ...rest } = options;
  return defineChannel({
    kind: 'channel',
    ...rest,
    normalise: ({ type: action, ts, creationTime, data }, { venue, market, symbol, receivedAt }) => {
      const timestamp = ts ?? creationTime;
      const rows = isList(data) ? data : [data];
      return [{ type: 'message', venue, market, symbol, timestamp, receivedAt, channel, action, rows }];
    },
  }) as RawChannel<M, Row>;
}

function isList<Row>(data: Row | readonly Row[]): data is readonly Row[] {
  return Array.isArray(data);
}
