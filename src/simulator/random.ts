/**
 * A seeded source of chance: the same seed gives the same numbers, on every machine.
 * @module
 */

/** A source of chance with a state of its own. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [from, to], both included. */
  whole(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Bell-shaped around 0, with a deviation of 1; never beyond 3. */
  bell(): number;
  /** The same values in another order; the given array is left alone. */
  shuffled<T>(values: readonly T[]): readonly T[];
}

/**
 * Makes a source of chance. Parts of one thing are given names beside the seed, so that what one part draws does not
 * move what another part gets.
 */
export function createRandom(seed: number | string, ...names: readonly string[]): Random {
  let state = hash([String(seed), ...names].join('\u0000'));

  // mulberry32: 32 bits of state are plenty for a game.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));

  return {
    next,
    whole,
    chance: probability => next() < probability,
    bell: () => (next() + next() + next() - 1.5) * 2,
    shuffled<T>(values: readonly T[]): readonly T[] {
      const rest = [...values];
      const mixed: T[] = [];
      while (rest.length > 0) mixed.push(...rest.splice(whole(0, rest.length - 1), 1));
      return mixed;
    },
  };
}

/** FNV-1a, with a last stir so that near seeds lie far apart. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return h ^ (h >>> 13);
}
