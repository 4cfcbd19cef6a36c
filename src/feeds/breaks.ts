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

/** Says why a stream is begun anew at these events. */
export function reasonOf({ code }: FeedError, events: readonly EventOf<Kind>[]): GapReason {
  if (code === 'SEQUENCE' && events.some(event => event.type === 'book-delta' && event.previous === '0'))
    return 'restart';
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

/** Whether a book that stands is begun anew by the venue, unasked: what it changed since the last delta is not told. */
export function isRestart(known: readonly object[] | undefined, event: EventOf<Kind>): boolean {
  const book = known?.at(-1);
  if (event.type !== 'book-snapshot' || event.sequence === undefined) return false;
  // A venue may repeat a snapshot where nothing has changed.
  return book !== undefined && 'sequence' in book && book.sequence !== event.sequence;
}
