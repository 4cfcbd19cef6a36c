/**
 * Puts the state that is asked for before the changes that come while the answer is under way.
 * @module
 */
import type { Data } from '../../contract/inbound.js';

/** What one connection knows of the states that it has asked for. */
export interface FirstStates {
  /** A subscription was accepted, and its state is asked for next. */
  begin(key: string, at: number): void;
  /** A change was pushed: what is to be told of it now. */
  pushed(data: Data): readonly Data[];
  /** Whether the state is waited for: else an answer was asked for by nobody who wants it. */
  isAwaited(key: string): boolean;
  /** The question was answered; `state` is undefined where it failed. Gives what is to be told now. */
  answered(key: string, state: Data | undefined): readonly Data[];
  /** What has waited too long for an answer. */
  overdue(at: number): readonly Data[];
}

/** How long changes are held back for the state before them, ms, and how many at most. */
const PATIENCE = 3_000;
const MOST = 50;

interface Waiting {
  readonly since: number;
  readonly held: Data[];
}

/**
 * Makes the memory of one connection. Changes that come before the answer are told after it: an answer that was made before
 * them would undo them, and a history that comes after its newest candle would be no history any more.
 */
export function createFirstStates(): FirstStates {
  const waiting = new Map<string, Waiting>();

  const end = (key: string): readonly Data[] => {
    const held = waiting.get(key)?.held ?? [];
    waiting.delete(key);
    return held;
  };

  return {
    begin: (key, at) => {
      waiting.set(key, { since: at, held: waiting.get(key)?.held ?? [] });
    },
    pushed: data => {
      const state = waiting.get(data.topic);
      if (state === undefined) return [data];
      state.held.push(data);
      return state.held.length < MOST ? [] : end(data.topic);
    },
    isAwaited: key => waiting.has(key),
    answered: (key, state) => {
      const held = end(key);
      return state === undefined ? held : [state, ...held];
    },
    overdue: at => {
      if (waiting.size === 0) return [];
      const late = [...waiting].filter(([, { since }]) => at - since >= PATIENCE);
      return late.flatMap(([key]) => end(key));
    },
  };
}
