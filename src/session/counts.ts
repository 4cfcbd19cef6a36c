/**
 * How often something happened in a row, per topic.
 * @module
 */

/** Counts by topic key. */
export interface Counts {
  /** Counts one more, and tells how many there are. */
  up(key: string): number;
  /** The row is broken: what comes next is the first again. */
  clear(key: string): void;
}

/** Makes counts; clearing one that was never counted costs next to nothing. */
export function createCounts(): Counts {
  const counts = new Map<string, number>();
  return {
    up: key => {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    },
    clear: key => {
      if (counts.size > 0) counts.delete(key);
    },
  };
}
