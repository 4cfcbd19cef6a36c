/**
 * A bounded memory of ids.
 * @module
 */
import { compareSequence } from '../model/decimal.js';

/** Whether an id is new; `isLook`: without remembering it. */
export type IsNewId = (id: string, time?: number, isLook?: true) => boolean;

/**
 * Creates a memory of the ids seen last, and gives the question to it: whether an id is new. To ask is to remember, but where
 * it is asked to look only.
 *
 * At least the last `capacity` different ids are known, never more than twice as many. Where a time is told, what is later
 * than all before is new without a look: an id has one time. Without times, ids that grow cost a comparison each. The others
 * cost a look into a set.
 *
 * @throws RangeError where the capacity is not a positive integer
 */
export function createRecentIds(capacity: number): IsNewId {
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new RangeError(`capacity must be a positive integer, not ${capacity}`);
  }
  /** In order of arrival, the oldest ones dropped now and then. */
  let ids: string[] = [];
  /** Of all ids; made when one comes that may be old, and given up when none did for long. */
  let index: Set<string> | undefined;
  let unasked = 0;
  /** The latest time, and the place of its first id. */
  let latest = -Infinity;
  let latestFrom = 0;
  /** Of ids without times; undefined where there are none yet, or where some had times. */
  let greatest: string | undefined;

  const keep = (id: string): true => {
    if (ids.length === 2 * capacity) {
      ids = ids.slice(capacity);
      latestFrom = Math.max(0, latestFrom - capacity);
      if (index !== undefined) index = new Set(ids);
    }
    ids.push(id);
    index?.add(id);
    return true;
  };

  const keepUnasked = (id: string): true => {
    if (++unasked > capacity) index = undefined;
    return keep(id);
  };

  const ask = (id: string): boolean => {
    unasked = 0;
    index ??= new Set(ids);
    return !index.has(id) && keep(id);
  };

  const isNewAt = (id: string, time: number): boolean => {
    greatest = undefined;
    if (time > latest) {
      keepUnasked(id);
      latest = time;
      latestFrom = ids.length - 1;
      return true;
    }
    if (time < latest || ids.length - latestFrom > FEW) return ask(id);
    for (let i = latestFrom; i < ids.length; i++) if (ids[i] === id) return false;
    return keepUnasked(id);
  };

  return (id, time, isLook) => {
    if (isLook === true) return !(index ??= new Set(ids)).has(id);
    if (time !== undefined) return isNewAt(id, time);
    if (ids.length > 0 && (greatest === undefined || compareSequence(id, greatest) <= 0)) return ask(id);
    greatest = id;
    return keepUnasked(id);
  };
}

/** So many ids of one time are looked through one by one. */
const FEW = 16;
