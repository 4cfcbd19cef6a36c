/**
 * A bounded memory of ids.
 * @module
 */

/**
 * Creates a memory of the ids seen last, and gives the question to it: whether an id is new. To ask is to remember.
 *
 * At least the last `capacity` different ids are known, never more than twice as many.
 *
 * @throws RangeError where the capacity is not a positive integer
 */
export function createRecentIds(capacity: number): (id: string) => boolean {
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new RangeError(`capacity must be a positive integer, not ${capacity}`);
  }
  let young = new Set<string>();
  let old = new Set<string>();
  return id => {
    if (young.has(id)) return false;
    const isNew = !old.has(id);
    if (young.size === capacity) {
      old = young;
      young = new Set();
    }
    young.add(id);
    return isNew;
  };
}
