/**
 * A channel of the private stream: events of one sort.
 * @module
 */
import * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { AccountStamp } from '../../model/account.js';
import type { EventOf, Kind } from '../../model/kinds.js';
import { docs } from './docs.js';
import { timeOf } from './time.js';
import { accountTopic } from './topic.js';

/** What every event has: when it was, ms since the epoch. */
export interface AccountEvent {
  readonly E: number | string;
}

/** Makes a channel that is read event by event; what one of them says nothing of gives no event of ours. */
export function createAccountChannel<K extends Kind, Event extends AccountEvent>(
  kind: K,
  sort: string,
  event: z.ZodType<Event>,
  normalise: (rows: readonly Event[], context: ReadContext) => readonly EventOf<K>[],
): Channel<K, 'spot'> {
  return defineChannel<K, 'spot', SymbolRequest<'spot'>, { readonly rows: readonly Event[] }>({
    kind,
    docs,
    markets: ['spot'],
    topic: () => accountTopic(sort),
    wire: z.object({ rows: z.array(event) }),
    normalise: ({ rows }, context) => normalise(rows, context),
  });
}

/** Makes the stamp of events that arrived together: its time is that of the last one. */
export function accountStampOf(
  rows: readonly AccountEvent[],
  { venue, market, receivedAt }: Pick<ReadContext, 'venue' | 'market' | 'receivedAt'>,
): AccountStamp {
  const last = rows.at(-1);
  return { venue, market, timestamp: last && timeOf(last.E, 'E'), receivedAt };
}
