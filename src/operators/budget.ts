/**
 * The arithmetic of rate limits: several sliding windows at once.
 * @module
 */
import { checkCount, checkDuration } from './check-argument.js';
import { createSteady } from './steady.js';

/** At most so many in so long. */
export interface BudgetWindow {
  readonly messages: number;
  /** ms */
  readonly per: number;
}

/** What may still be spent. */
export interface Budget {
  /** Tells in how many ms the next may go; 0 = now. */
  wait(now: number): number;
  /** Notes that one goes now. */
  take(now: number): void;
}

/**
 * Makes a budget that keeps every window: where `wait` is obeyed, no stretch of `per` ms (its end left out) holds
 * more than `messages` takes, and none waits longer than that needs. Time is an argument; a clock that is set back
 * counts as one that stood still. Memory is one number per message of the largest window.
 *
 * @param windows - all must hold; none means no limit
 * @throws TypeError or RangeError at a window that nothing fits through
 *
 * @example
 * ```ts
 * import { createBudget } from 'rxtape/operators';
 *
 * const budget = createBudget([{ messages: 2, per: 1_000 }]);
 * budget.take(0);
 * budget.take(300);
 * console.log(budget.wait(400)); // 600
 * ```
 */
export function createBudget(windows: readonly BudgetWindow[]): Budget {
  for (const { messages, per } of windows) {
    checkCount('messages of a window', messages);
    checkDuration('per of a window', per);
  }
  const steady = createSteady();
  const size = Math.max(1, ...windows.map(({ messages }) => messages));
  const times: number[] = [];
  let taken = 0;

  return {
    wait(now) {
      const time = steady(now);
      let free = time;
      for (const { messages, per } of windows) {
        if (taken < messages) continue;
        const oldest = times[(taken - messages) % size] ?? -Infinity;
        if (oldest + per > free) free = oldest + per;
      }
      return free - time;
    },
    take(now) {
      times[taken % size] = steady(now);
      taken += 1;
    },
  };
}
