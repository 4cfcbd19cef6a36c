/**
 * A stretch of virtual time: what is scheduled in it runs at once, in the order of its times.
 * @module
 */
import { asyncScheduler, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

/** Schedules a step at a virtual time, ms from the beginning. */
export type At = (time: number, step: () => void) => void;

/**
 * Runs a script in virtual time to its end. What throws in a step is thrown by this function (rxjs would swallow it).
 *
 * Time ends after `longest` ms, whatever the script has left running.
 */
export function virtually(script: (at: At) => void, longest = 3_600_000): void {
  const failures: unknown[] = [];
  const scheduler = new TestScheduler(() => {
    // No marbles are compared here.
  });
  scheduler.run(() => {
    scheduler.maxFrames = longest;
    script((time, step) => {
      timer(Math.max(0, time - asyncScheduler.now())).subscribe(() => {
        try {
          step();
        } catch (cause) {
          failures.push(cause);
        }
      });
    });
  });
  if (failures.length > 0) throw failures[0];
}
