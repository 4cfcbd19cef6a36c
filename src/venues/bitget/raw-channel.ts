/**
 * A channel that keeps Bitget's words.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { ChannelMessage } from '../../model/market.js';

/** A channel whose rows keep Bitget's words, typed by Bitget's schema. */
export interface RawChannel<M extends string, Row> extends Channel<'channel', M, SymbolRequest<M>> {
  read(...args: Parameters<Channel<'channel', M>['read']>): readonly ChannelMessage<Row>[];
}

/** What all pushes have around their rows. */
export interface RawPush<Row> {
  readonly action: string;
  readonly data: readonly Row[];
  readonly ts?: number | undefined;
}

/** What a raw channel is made of. */
export interface RawChannelOptions<M extends string, Row> {
  /** Bitget's name. */
  readonly channel: string;
  readonly docs: string;
  readonly markets: readonly M[];
  readonly wire: z.ZodType<RawPush<Row>>;
  topic(request: SymbolRequest<M>): Topic;
}

/** Makes a channel that passes Bitget's rows on as they are, once they fit their schema. */
export function createRawChannel<M extends string, Row>(options: RawChannelOptions<M, Row>): RawChannel<M, Row> {
  const { channel, ...rest } = options;
  return defineChannel({
    kind: 'channel',
    ...rest,
    normalise: ({ action, data, ts }, { venue, market, symbol, receivedAt }) => [
      { type: 'message', venue, market, symbol, timestamp: ts, receivedAt, channel, action, rows: data },
    ],
  }) as RawChannel<M, Row>;
}
