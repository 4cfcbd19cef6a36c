/**
 * A bounded memory of ids.
 * @module
 */
import { compareSequence } from '../model/decimal.js';

/**
 * Creates a memory of the ids seen last, and gives the question to it: whether an id is new. To ask is to remember.
 *
 * At least the last `capacity` different ids are known, never more than twice as many. Ids that grow, as those of most
 * venues do, cost a comparison each; the others a look into a set.
 *
 * @throws RangeError where the capacity is not a positive integer
 */
export function createRecentIds(capacity: number): (id: string) => boolean {
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new RangeError(`capacity must be a positive integer, not ${capacity}`);
  }
  /** In order of arrival, the oldest ones dropped now and then. */
  let ids: string[] = [];
  let greatest: string | undefined;
  /** Of all ids; made when one comes that is not above the greatest, and given up when they grow for long. */
  let index: Set<string> | undefined;
  let grown = 0;

  const keep = (id: string): void => {
    if (ids.length === 2 * capacity) {
      ids = ids.slice(capacity);
      if (index !== undefined) index = new Set(ids);
    }
    ids.push(id);
    index?.add(id);
  };

  return id => {
    if (greatest === undefined || compareSequence(id, greatest) > 0) {
      greatest = id;
      if (++grown > capacity) index = undefined;
      keep(id);
      return true;
    }
    grown = 0;
    index ??= new Set(ids);
    if (index.has(id)) return false;
    keep(id);
    return true;
  };
}
