/**
 * A stretch of virtual time: what is scheduled in it runs at once, in the order of its times.
 *
 * rxjs's TestScheduler gives up ("Expected a due immediate or interval") where a timer takes back another of the same ms,
 * which a whole client against a whole exchange does all the time; hence the runner's fake timers.
 * @module
 */
import { vi } from 'vitest';

/** Schedules a step at a virtual time, ms from the beginning. */
export type At = (time: number, step: () => void) => void;

/**
 * Runs a script in virtual time until its last step is done, and `after` ms longer. What a step throws, this throws.
 *
 * @returns how many timers were left then
 */
export function virtually(script: (at: At) => void, after = 0): number {
  vi.useFakeTimers({
    now: 1_800_000_000_000,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  try {
    const start = Date.now();
    let end = 0;
    const failures: unknown[] = [];
    script((time, step) => {
      end = Math.max(end, time);
      setTimeout(
        () => {
          try {
            step();
          } catch (cause) {
            failures.push(cause);
          }
        },
        start + time - Date.now(),
      );
    });
    while (Date.now() < start + end) vi.advanceTimersByTime(Math.min(60_000, start + end - Date.now()));
    vi.advanceTimersByTime(after);
    if (failures.length > 0) throw failures[0];
    return vi.getTimerCount();
  } finally {
    vi.useRealTimers();
  }
}
