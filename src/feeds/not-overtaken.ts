/**
 * Which changes, held back until a first state came, are not in it yet.
 * @module
 */
import { compareSequence } from '../model/decimal.js';
import type { EventOf, Kind } from '../model/kinds.js';

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
  return held.filter(event => {
    if (event.type !== 'book-delta' || event.sequence === undefined) return true;
    return compareSequence(event.sequence, reached) > 0;
  });
}
