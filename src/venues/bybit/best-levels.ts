/**
 * Completes the deltas of level 1, which tell only the side that changed, to the best bid and ask.
 *
 * Bybit has sent this level whole each time since March 2025, and as deltas before.
 * @module
 */

/** A message of level 1 before anything is known of it but its topic. */
export interface BestMessage {
  readonly type?: unknown;
  readonly data?: unknown;
  /** Both sides as they stand after a delta; absent where what it builds on is not known. */
  best?: Sides;
}

/** Remembers the level 1 of each topic of one connection. */
export interface BestLevels {
  /** Reads a message; gives one that is a delta its `best`. */
  follow(topic: string, message: BestMessage): void;
}

type Levels = readonly (readonly [price: string, size: string])[];

interface Sides {
  readonly b: Levels;
  readonly a: Levels;
}

interface Numbered extends Sides {
  readonly u: number;
}

/** Makes the memory of one connection. */
export function createBestLevels(): BestLevels {
  const held = new Map<string, Numbered>();
  return {
    follow: (topic, message) => {
      const { data } = message;
      if (!isNumbered(data)) return;
      if (message.type !== 'delta' || data.u === 1) {
        held.set(topic, data);
        return;
      }
      const last = held.get(topic);
      // A delta that comes twice changes nothing.
      if (last?.u === data.u) message.best = last;
      else if (last?.u !== data.u - 1) held.delete(topic);
      else {
        message.best = { b: merged(last.b, data.b), a: merged(last.a, data.a) };
        held.set(topic, { ...message.best, u: data.u });
      }
    },
  };
}

function merged(levels: Levels, changes: Levels): Levels {
  if (changes.length === 0) return levels;
  const isChanged = (price: string): boolean => changes.some(change => change[0] === price);
  return [...levels.filter(([price]) => !isChanged(price)), ...changes.filter(([, size]) => Number(size) !== 0)];
}

/** The schema looks at it later: here it needs only not to break anything. */
function isNumbered(data: unknown): data is Numbered {
  if (typeof data !== 'object' || data === null) return false;
  const { b, a, u } = data as { readonly b?: unknown; readonly a?: unknown; readonly u?: unknown };
  return isLevels(b) && isLevels(a) && typeof u === 'number';
}

function isLevels(value: unknown): value is Levels {
  return Array.isArray(value) && value.every(level => Array.isArray(level));
}
