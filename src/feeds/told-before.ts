/**
 * Trades and fills that were told before: venues tell the last ones again after a reconnection.
 * @module
 */
import type { EventOf, Kind } from '../model/kinds.js';
import { createRecentIds } from '../state/recent-ids.js';

/** How many ids are remembered. */
const remembered = 2_000;

/** Whether an event was told before; remembers it, but where it is to look only. */
export type ToldBefore = (event: EventOf<Kind>, isLook?: true) => boolean;

/** Makes the memory of one topic; undefined for kinds whose events have no ids. */
export function createToldBefore(kind: Kind): ToldBefore | undefined {
  if (kind !== 'trades' && kind !== 'fills') return undefined;
  const isNew = createRecentIds(remembered);
  return (event, isLook) => {
    // A fill's id may be shared by both sides of a trade with oneself, and by other symbols.
    if (event.type === 'fill') return !isNew(`${event.symbol} ${event.orderId} ${event.id}`, undefined, isLook);
    return event.type === 'trade' && event.id !== undefined && !isNew(event.id, event.timestamp, isLook);
  };
}
