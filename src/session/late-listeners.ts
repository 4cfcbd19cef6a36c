/**
 * Who comes to a topic after its first push, and needs one of his own.
 * @module
 */
import { timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Window } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { createBudget } from '../operators/budget.js';
import type { Budget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import type { Room } from './room.js';
import type { Listener } from './session.js';

/** The late listeners of one connection. */
export interface LateListeners {
  /** The room's last listener came where the topic flows already. */
  came(room: Room): void;
  /** The topic of this key begins anew for everybody: nobody waits any more. */
  served(key: string): void;
  /** Nobody listens to the topic any more. */
  left(key: string): void;
  close(): void;
}

/** Who waits for one topic. */
interface Late {
  /** How often the topic may be begun anew; it outlives the connection. */
  readonly budget: Budget;
  readonly waiting: Set<Listener>;
  turn: Subscription | undefined;
}

/**
 * Makes the waiting room. Who knows from elsewhere what was told needs nothing.
 *
 * @param windows - how often a topic may be begun anew; who comes more often waits, and those who wait share one push
 * @param serve - begins a topic anew
 */
export function createLateListeners(windows: readonly Window[], serve: (topic: Topic) => void): LateListeners {
  const all = new Map<string, Late>();

  const rest = (late: Late): void => {
    late.turn?.unsubscribe();
    late.turn = undefined;
    late.waiting.clear();
  };

  return {
    came: room => {
      const { topic, listeners } = room;
      const listener = listeners.at(-1);
      if (listener === undefined || listener.catchUp?.() === true) return;
      const known = all.get(topic.key);
      const late: Late = known ?? {
        budget: (room.lateBudget ??= createBudget(windows)),
        waiting: new Set(),
        turn: undefined,
      };
      if (known === undefined) all.set(topic.key, late);
      const wait = late.turn === undefined ? late.budget.wait(now()) : undefined;
      if (wait === 0) {
        serve(topic);
        return;
      }
      late.waiting.add(listener);
      if (wait === undefined) return;
      late.turn = timer(wait).subscribe(() => {
        const isNeeded = room.listeners.some(each => late.waiting.has(each));
        rest(late);
        if (isNeeded) serve(topic);
      });
    },
    served: key => {
      const late = all.get(key);
      if (late === undefined) return;
      rest(late);
      late.budget.take(now());
    },
    left: key => {
      const late = all.get(key);
      if (late !== undefined) rest(late);
      all.delete(key);
    },
    close: () => {
      for (const late of all.values()) rest(late);
    },
  };
}
