/**
 * Requests that wait for the venue's answer.
 * @module
 */
import { timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import { now } from '../operators/clock.js';
import { createSteady } from '../operators/steady.js';

/** Who waits, and since when. */
export interface Unanswered {
  /** A request went out. */
  ask(key: string): void;
  /** It was answered, or is of no interest any more; tells whether it waited. */
  answer(key: string): boolean;
  /** Stops for good. */
  close(): void;
}

/**
 * Watches requests with one timer for all of them.
 *
 * @param patience - how long an answer may take, ms
 * @param overdue - told the key of each request that was not answered in time
 */
export function createUnanswered(patience: number, overdue: (key: string) => void): Unanswered {
  const steady = createSteady();
  const time = (): number => steady(now());
  const since = new Map<string, number>();
  let look: Subscription | undefined;

  /** The oldest stands first, for a request that is asked again moves to the end. */
  const schedule = (): void => {
    const [oldest] = since.values();
    if (oldest === undefined || look !== undefined) return;
    look = timer(Math.max(0, oldest + patience - time())).subscribe(() => {
      look = undefined;
      for (const [key, at] of since) {
        if (at + patience > time()) break;
        since.delete(key);
        overdue(key);
      }
      schedule();
    });
  };

  return {
    ask: key => {
      since.delete(key);
      since.set(key, time());
      schedule();
    },
    answer: key => since.size > 0 && since.delete(key),
    close: () => {
      since.clear();
      look?.unsubscribe();
    },
  };
}
