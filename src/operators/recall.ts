/**
 * Bounded memories of names.
 * @module
 */

/** Two generations: when the young one is full, the old one is forgotten. */
interface Generations<V> {
  get(name: string): V | undefined;
  set(name: string, value: V): void;
  delete(name: string): void;
}

/** Makes a memory of at least the last `capacity` names, and never more than twice as many. */
export function createRecall<V>(capacity: number): Generations<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  return {
    get: name => young.get(name) ?? old.get(name),
    set(name, value) {
      if (young.size >= capacity && !young.has(name)) {
        old = young;
        young = new Map();
      }
      young.set(name, value);
    },
    delete(name) {
      young.delete(name);
      old.delete(name);
    },
  };
}

/**
 * Makes the question whether something of which there may be several alike is told for the first time: the n-th of one
 * feed is what the n-th of the other was. Remembered is only what one feed has told and the other has not.
 */
export function createTally(capacity: number): (name: string, feed: 0 | 1) => boolean {
  const ahead = createRecall<number>(capacity);
  return (name, feed) => {
    const lead = ahead.get(name) ?? 0;
    const step = feed === 0 ? 1 : -1;
    if (lead + step === 0) ahead.delete(name);
    else ahead.set(name, lead + step);
    return lead * step >= 0;
  };
}
