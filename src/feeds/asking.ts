/**
 * When a topic may be begun anew: as soon as its budget allows, and once for all reasons at a time.
 * @module
 */
import { timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Window } from '../contract/protocol.js';
import { createBudget } from '../operators/budget.js';
import { now } from '../operators/clock.js';

/** The turn of one topic. */
export interface Asking {
  /** Whether something is going to be done. */
  readonly isPending: boolean;
  /** Does something as soon as the budget allows, but not before `patience` ms; nothing where something is pending. */
  after(patience: number, act: () => void): void;
  /** It is not needed any more. */
  settle(): void;
}

/** Makes the turn of one topic; `windows` say how often it may be begun anew. */
export function createAsking(windows: readonly Window[]): Asking {
  const budget = createBudget(windows);
  let pending: Subscription | undefined;
  return {
    get isPending() {
      return pending !== undefined;
    },
    after: (patience, act) => {
      if (pending !== undefined) return;
      pending = timer(Math.max(patience, budget.wait(now()))).subscribe(() => {
        pending = undefined;
        budget.take(now());
        act();
      });
    },
    settle: () => {
      pending?.unsubscribe();
      pending = undefined;
    },
  };
}
