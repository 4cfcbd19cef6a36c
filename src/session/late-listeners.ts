/**
 * Who comes to a topic after its first push, and needs one of his own.
 * @module
 */
import { timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Window } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { createBudget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import type { Room } from './room.js';
import type { Listener } from './session.js';

/** The late listeners of one connection. */
export interface LateListeners {
  /** The room's last listener came where the topic was asked for already. */
  came(room: Room): void;
  /** The room's topic begins anew for everybody: nobody waits any more. */
  served(room: Room): void;
  /** Nobody listens there any more. */
  left(room: Room): void;
  close(): void;
}

interface Waiting {
  readonly listeners: Set<Listener>;
  readonly turn: Subscription;
}

/**
 * Makes the waiting room. Who knows from elsewhere what was told needs nothing, nor does who comes before the first push.
 *
 * @param windows - how often a topic may be begun anew; who comes more often waits, and those who wait share one push
 * @param serve - begins a topic anew
 */
export function createLateListeners(windows: readonly Window[], serve: (topic: Topic) => void): LateListeners {
  const waiting = new Map<Room, Waiting>();

  const left = (room: Room): void => {
    waiting.get(room)?.turn.unsubscribe();
    waiting.delete(room);
  };

  return {
    came: room => {
      const listener = room.listeners.at(-1);
      if (room.flows !== true || listener === undefined || listener.catchUp?.() === true) return;
      const known = waiting.get(room);
      if (known !== undefined) {
        known.listeners.add(listener);
        return;
      }
      // It outlives the connection.
      const wait = (room.lateBudget ??= createBudget(windows)).wait(now());
      if (wait === 0) {
        serve(room.topic);
        return;
      }
      const listeners = new Set([listener]);
      const turn = timer(wait).subscribe(() => {
        waiting.delete(room);
        if (room.listeners.some(each => listeners.has(each))) serve(room.topic);
      });
      waiting.set(room, { listeners, turn });
    },
    served: room => {
      left(room);
      room.lateBudget?.take(now());
    },
    left,
    close: () => {
      for (const room of [...waiting.keys()]) left(room);
    },
  };
}
