/**
 * BGE's levels of a book: how finely its prices are told, and how many of them.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-public-v2.md
 * @module
 */

/**
 * The levels: "0" and "6" tell every price; "1" to "5" and "7" to "11" gather prices in steps of 0.00001, 0.0001, 0.001,
 * 0.01 and 0.1. Those below "6" have up to 150 prices a side, the others up to 20.
 */
export const levels = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'] as const;
/** A level of a book in the venue's word. */
export type BgeLevel = (typeof levels)[number];

/** How many prices a side a book may be asked for with. */
const depths = [150, 20] as const;
/** How many prices a side a book may be asked for with. */
export type BgeDepth = (typeof depths)[number];

/** What a book is chosen by; both together must agree. */
export interface LevelChoice {
  /** Prices a side; the level is "0" or "6" then. Default 150. */
  readonly depth?: BgeDepth;
  /** The venue's own level, which may gather prices. */
  readonly level?: BgeLevel;
}

/** The prices a side of a level. */
export function depthOf(level: string): BgeDepth {
  return Number(level) < 6 ? 150 : 20;
}

/**
 * Finds the level of a choice.
 *
 * @throws RangeError where there is no such depth or level, or where they contradict each other
 */
export function levelOf({ depth, level }: LevelChoice): BgeLevel {
  if (depth !== undefined && !depths.includes(depth)) {
    throw new RangeError(`depth ${depth} is not one of bge: ${depths.join(', ')}`);
  }
  if (level === undefined) return depth === 20 ? '6' : '0';
  if (!levels.includes(level)) {
    throw new RangeError(`level ${JSON.stringify(level)} is not one of bge: ${levels.join(', ')}`);
  }
  if (depth !== undefined && depth !== depthOf(level)) {
    throw new RangeError(`level ${level} of bge has ${depthOf(level)} prices a side, not ${depth}`);
  }
  return level;
}
