/**
 * A channel that keeps Backpack's words.
 * @module
 */
import * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { ChannelMessage } from '../../model/market.js';
import { pushOf } from './schemas.js';
import { msOfMicros } from './time.js';

/** A channel whose rows keep Backpack's words, typed by Backpack's schema. */
export interface RawChannel<M extends string, Row> extends Channel<'channel', M, SymbolRequest<M>> {
  read(...args: Parameters<Channel<'channel', M>['read']>): readonly ChannelMessage<Row>[];
}

/** What a raw channel is made of. */
export interface RawChannelOptions<M extends string, Row> {
  /** Backpack's name, without the symbol. */
  readonly channel: string;
  readonly docs: string;
  readonly markets: readonly M[];
  readonly row: z.ZodType<Row>;
  /** Whether its symbols are not among the venue's list of markets. */
  readonly unlisted?: true;
  topic(request: SymbolRequest<M>): Topic;
}

/** Makes a channel that passes Backpack's events on as they are, once they fit their schema. */
export function createRawChannel<M extends string, Row extends object>(
  options: RawChannelOptions<M, Row>,
): RawChannel<M, Row> {
  const { channel, row, ...rest } = options;
  return defineChannel({
    kind: 'channel',
    ...rest,
    wire: pushOf(z.union([row, z.array(row)])),
    normalise: ({ data }, { venue, market, symbol, receivedAt }) => {
      const rows = isList(data) ? data : [data];
      const { E: micros, e: event } = (rows[0] ?? {}) as { readonly E?: unknown; readonly e?: unknown };
      const timestamp = typeof micros === 'number' || typeof micros === 'string' ? msOfMicros(micros, 'E') : undefined;
      const action = typeof event === 'string' ? event : undefined;
      return [{ type: 'message', venue, market, symbol, timestamp, receivedAt, channel, action, rows }];
    },
  }) as RawChannel<M, Row>;
}

function isList<Row>(data: Row | readonly Row[]): data is readonly Row[] {
  return Array.isArray(data);
}
