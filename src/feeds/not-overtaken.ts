/**
 * Which changes, held back until a first state came, are not in it yet.
 * @module
 */
import { compareSequence } from '../model/decimal.js';
import type { EventOf, Kind } from '../model/kinds.js';
import type { BookDelta } from '../model/market.js';

/**
 * Leaves out the changes of a book that end at or before the number of its first state, whatever their times: the clocks
 * of a venue's socket and of its REST interface need not agree.
 */
export function notOvertaken<K extends Kind>(
  first: readonly EventOf<K>[],
  held: readonly EventOf<K>[],
): readonly EventOf<K>[] {
  const [state] = first;
  if (state?.type !== 'book-snapshot' || state.sequence === undefined) return held;
  const reached = state.sequence;
  return held.slice(lastBeginning(held)).filter(event => {
    if (event.type !== 'book-delta' || event.sequence === undefined) return true;
    return compareSequence(event.sequence, reached) > 0;
  });
}

/** Where the venue began its numbers anew for the last time: at a lower number of a later time. What came before is no use. */
function lastBeginning<K extends Kind>(held: readonly EventOf<K>[]): number {
  let beginning = 0;
  let highest: BookDelta | undefined;
  for (const [i, event] of held.entries()) {
    if (event.type !== 'book-delta' || event.sequence === undefined) continue;
    const ahead = compareSequence(event.sequence, highest?.sequence ?? '0');
    const isLater = (event.timestamp ?? 0) > (highest?.timestamp ?? Infinity);
    if (ahead < 0 && isLater) beginning = i;
    if (ahead > 0 || isLater) highest = event;
  }
  return beginning;
}
