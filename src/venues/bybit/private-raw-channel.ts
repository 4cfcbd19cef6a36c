/**
 * A channel of an account that keeps Bybit's words.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { ChannelMessage } from '../../model/market.js';
import { timeIfAny } from './private-row.js';
import { privateTopicOf } from './private-topic.js';

/** A channel whose rows keep Bybit's words, typed by Bybit's schema. */
export interface PrivateRawChannel<M extends string, Row> extends Channel<'channel', M, SymbolRequest<M>> {
  read(...args: Parameters<Channel<'channel', M>['read']>): readonly ChannelMessage<Row>[];
}

/** What all pushes have around their rows. */
export interface PrivatePush<Row> {
  readonly creationTime?: string | number | undefined;
  readonly data: readonly Row[];
}

/** What a raw channel is made of. */
export interface PrivateRawChannelOptions<M extends string, Row> {
  /** Bybit's name. */
  readonly channel: string;
  readonly docs: string;
  readonly markets: readonly M[];
  readonly wire: z.ZodType<PrivatePush<Row>>;
  /** Names the topic, where it is not the channel's name. Throws `RangeError` where there is none. */
  nameOf?(request: SymbolRequest<M>): string;
  /** Whether the request wants this row; absent: every one. */
  wants?(request: SymbolRequest, row: Row): boolean;
}

/** Makes a channel that passes Bybit's rows on as they are, once they fit their schema. */
export function createPrivateRawChannel<M extends string, Row>({
  channel,
  docs,
  markets,
  wire,
  nameOf,
  wants,
}: PrivateRawChannelOptions<M, Row>): PrivateRawChannel<M, Row> {
  return defineChannel({
    kind: 'channel',
    docs,
    markets,
    topic: (request: SymbolRequest<M>) => privateTopicOf(nameOf?.(request) ?? channel),
    wire,
    normalise: ({ data, creationTime }, context) => {
      const rows = wants === undefined ? data : data.filter(row => wants(context, row));
      if (rows.length === 0) return [];
      const { venue, market, symbol, receivedAt } = context;
      const timestamp = timeIfAny(creationTime, 'creationTime');
      return [{ type: 'message', venue, market, symbol, timestamp, receivedAt, channel, action: undefined, rows }];
    },
  }) as PrivateRawChannel<M, Row>;
}
