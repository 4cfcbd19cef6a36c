/**
 * A channel that keeps BGE's words.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { ChannelMessage } from '../../model/market.js';
import { numberIfAny } from '../../wire/number.js';
import type { BgeRequest } from './public-topic.js';
import { listOf } from './rows.js';
import { markets } from './symbols.js';
import type { BgeMarket } from './symbols.js';

/** A channel whose rows keep BGE's words, typed by BGE's schema. */
export interface RawChannel<Row> extends Channel<'channel', BgeMarket, BgeRequest> {
  read(...args: Parameters<Channel<'channel', BgeMarket>['read']>): readonly ChannelMessage<Row>[];
}

/** What all messages have around their rows. */
export interface RawMessage<Row> {
  readonly id?: string | undefined;
  readonly event?: string | undefined;
  readonly ts?: number | undefined;
  readonly data: Row | readonly Row[];
}

/** What a raw channel is made of. */
export interface RawChannelOptions<Row> {
  /** BGE's name, and after a point its interval or level. */
  readonly channel: string;
  readonly docs: string;
  readonly wire: z.ZodType<RawMessage<Row>>;
  /** Present where `id` is the second of the push. */
  readonly timed?: true;
  topic(request: BgeRequest): Topic;
}

/** Makes a channel that passes BGE's rows on as they are, once they fit their schema; `action` is "req" of answers. */
export function createRawChannel<Row extends object>(options: RawChannelOptions<Row>): RawChannel<Row> {
  const { channel, timed, ...rest } = options;
  return defineChannel({
    kind: 'channel',
    markets,
    ...rest,
    normalise: ({ id, event, ts, data }, { venue, market, symbol, receivedAt }) => {
      const second = timed === true ? numberIfAny(id, 'id') : undefined;
      const timestamp = ts ?? (second === undefined ? undefined : second * 1_000);
      const stamp = { venue, market, symbol, timestamp, receivedAt };
      return [{ type: 'message', ...stamp, channel, action: event, rows: listOf(data) }];
    },
  }) as RawChannel<Row>;
}
