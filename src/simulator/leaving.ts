/**
 * How the frames of one client's subscriptions leave: at once, put back, behind those of another, or once more.
 * @module
 */
import type { Wish } from '../contract/counterpart.js';
import type { Delivery } from './delivery.js';
import type { Sent } from './push.js';
import type { Spoilt } from './spoil.js';

/** A subscription that stands. */
export interface Standing {
  readonly wish: Wish;
  /** Acknowledged, and never spoken of. */
  readonly silent: boolean;
  /** Pushes that are still lost. */
  withheld: number;
  /** Frames that come after the next ones. */
  kept: readonly Sent[];
  /** Frames that come after the next ones of another subscription. */
  yielded: readonly Sent[];
}

/** What leaving needs of the session. */
export interface LeavingOptions {
  readonly delivery: Delivery;
  say(frames: readonly Sent[]): void;
  isStanding(entry: Standing): boolean;
}

/** The order in which frames leave. */
export interface Leaving {
  /** @param later - when what is sent once more is sent, ms from now */
  leave(entry: Standing, spoilt: Spoilt, later: number): void;
}

/** Makes the order of one client's frames. */
export function createLeaving({ delivery, say, isStanding }: LeavingOptions): Leaving {
  let yielding: readonly Standing[] = [];

  function overtaken(): void {
    for (const entry of yielding) {
      if (isStanding(entry)) say(entry.yielded);
      entry.yielded = [];
    }
    yielding = [];
  }

  return {
    leave(entry, { send, keep, yield: put, repeat }, later) {
      say(entry.yielded);
      entry.yielded = [];
      say(send);
      // A frame that is put back must not come before the one that overtakes it.
      if (send.length > 0) {
        say(entry.kept);
        overtaken();
      }
      entry.kept = send.length > 0 ? keep : [...entry.kept, ...keep];
      if (put.length > 0) {
        entry.yielded = put;
        yielding = [...yielding, entry];
      }
      if (repeat.length === 0) return;
      delivery.after(later, () => {
        if (isStanding(entry)) say(repeat);
      });
    },
  };
}
