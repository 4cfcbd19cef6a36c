/**
 * Breaks of a stream: when they began, why, and whether what comes after them goes on from what went before.
 * @module
 */
import type { ReadContext } from '../contract/channel.js';
import type { FeedError } from '../model/errors.js';
import type { Gap, GapReason } from '../model/gap.js';
import type { EventOf, Kind } from '../model/kinds.js';
import type { CandleSnapshot } from '../model/market.js';

/** A break that nothing has come after yet. */
export interface Break {
  /** When the last message before it arrived, ms since the epoch. */
  readonly from: number;
  readonly reason: GapReason;
}

/** Makes the gap of a break that ends with the message of this context. */
export function gapOf({ from, reason }: Break, { venue, market, symbol, receivedAt }: ReadContext): Gap {
  return { type: 'gap', venue, market, symbol, from, to: receivedAt, reason };
}

/** Says why a stream is begun anew. */
export function reasonOf({ code }: FeedError): GapReason {
  return code === 'CHECKSUM' ? 'checksum' : code === 'SEQUENCE' || code === 'CROSSED' ? 'sequence' : 'resync';
}

/** Whether a history reaches back to the last candle that was told: then none is missing. */
export function isContinued(known: readonly object[] | undefined, { rows }: CandleSnapshot): boolean {
  const last = known?.at(-1);
  if (last === undefined || !('start' in last) || typeof last.start !== 'number') return false;
  const { start } = last;
  return rows.some(row => row.start <= start);
}

/** Whether an event says what it follows on, so that the reducer would have found a hole. */
export function isChained(event: EventOf<Kind>): boolean {
  return event.type === 'book-delta' && event.previous !== undefined;
}
