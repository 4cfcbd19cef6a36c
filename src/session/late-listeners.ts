/**
 * Who comes to a topic after its first push, and needs one of his own.
 * @module
 */
import { timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Window } from '../contract/protocol.js';
import { createBudget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import type { Room } from './room.js';
import type { Listener } from './session.js';

/** The late listeners of one topic. */
export interface LateListeners {
  came(listener: Listener): void;
  /** The topic begins anew for everybody: nobody waits any more. */
  served(): void;
  close(): void;
}

/**
 * Makes the waiting room of one topic.
 *
 * @param windows - how often the topic may be begun anew; who comes more often waits, and those who wait share one push
 * @param serve - begins the topic anew
 */
export function createLateListeners(room: Room, windows: readonly Window[], serve: () => void): LateListeners {
  // It outlives the connection.
  const budget = (room.lateBudget ??= createBudget(windows));
  const waiting = new Set<Listener>();
  let turn: Subscription | undefined;

  const close = (): void => {
    waiting.clear();
    turn?.unsubscribe();
    turn = undefined;
  };

  const act = (): void => {
    const isNeeded = room.listeners.some(listener => waiting.has(listener));
    close();
    if (isNeeded) serve();
  };

  return {
    came: listener => {
      waiting.add(listener);
      if (turn !== undefined) return;
      const wait = budget.wait(now());
      if (wait > 0) turn = timer(wait).subscribe(act);
      else act();
    },
    served: () => {
      close();
      budget.take(now());
    },
    close,
  };
}
