/**
 * A clock that stands in for RxJS's own while a slice of a tape runs.
 * @module
 */
import { Subscription, asyncScheduler } from 'rxjs';
import type { SchedulerAction } from 'rxjs';
import { createDueQueue } from './due-queue.js';
import type { Due } from './due-queue.js';

/** Time that passes only when it is told to. All times are ms since the epoch. */
export interface VirtualClock {
  now(): number;
  /**
   * Runs work, and the timers that it makes in their time, by this clock: for so long `asyncScheduler` and `Date.now` are
   * this clock's. Before it returns or throws, they are put back.
   */
  run(work: () => void): void;
  /** When the next timer is due; undefined where none waits. */
  next(): number | undefined;
  /** Within {@link run}: lets the time pass, and what is due until then run in its order. */
  pass(to: number): void;
  /** The same, but what is due in the very ms waits: what happens then comes first. A time that was set back stays so. */
  reach(to: number): void;
  /** Within {@link run}: lets what is due now, and in the next ms, run one after the other until it is enough. */
  hurry(isEnough: () => boolean): void;
}

interface Timer extends Due {
  isCancelled: boolean;
  work(): void;
}

type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

/** As in Node, a timer without delay waits for a ms: or a chain of them would never let the time pass. */
const SHORTEST = 1;
/** What a timer can wait for, ms. What waits longer is never due. */
const LONGEST = 2 ** 31 - 1;

/**
 * Makes a clock.
 *
 * What runs by it is what RxJS schedules by default: `timer`, `interval`, `delay`, `debounceTime`, `bufferTime` …; and
 * what reads `Date.now()`, as RxJS does in `timestamp` and in a `ReplaySubject` with a time window. Promises,
 * `setTimeout`, and the other schedulers do not.
 *
 * @param start - the time to begin with
 */
export function createVirtualClock(start: number): VirtualClock {
  const queue = createDueQueue<Timer>();
  /** Of the timers: never runs back. */
  let elapsed = start;
  /** What the clock says, less that. */
  let setBack = 0;
  let last = 0;

  const now = (): number => elapsed - setBack;

  const add = (delay: number, place: number | undefined, work: () => void): Timer => {
    const time = delay > LONGEST ? Infinity : elapsed + (delay >= SHORTEST ? Math.trunc(delay) : SHORTEST);
    const order = place ?? (last += 1);
    const timer: Timer = { time, order, isCancelled: false, work };
    queue.push(timer);
    return timer;
  };

  const cancel = (timer: Timer): void => {
    timer.isCancelled = true;
    queue.cancelled();
  };

  /** As RxJS's own action does: it runs once, unless it is scheduled again, and the last word counts. */
  const schedule = <T>(work: Work<T>, delay = 0, state?: T): Subscription => {
    let timer: Timer | undefined;
    /** While it runs: its delay, and its place among those of the same ms, which an interval keeps. */
    let running: { readonly delay: number; readonly order: number } | undefined;
    const action = Object.assign(
      new Subscription(() => {
        if (timer !== undefined) cancel(timer);
        timer = undefined;
      }),
      {
        schedule(next?: T, wait = 0): Subscription {
          if (action.closed) return action;
          if (timer !== undefined) cancel(timer);
          const place = running?.delay === wait ? running.order : undefined;
          running = undefined;
          const made = add(wait, place, () => {
            timer = undefined;
            running = { delay: wait, order: made.order };
            try {
              work.call(action, next);
            } finally {
              running = undefined;
            }
          });
          timer = made;
          return action;
        },
      },
    ) as SchedulerAction<T>;
    return action.schedule(state, delay);
  };

  const runWhile = (isDue: (timer: Timer) => boolean): void => {
    for (let due = queue.peek(); due !== undefined && isDue(due); due = queue.peek()) {
      queue.shift();
      elapsed = Math.max(elapsed, due.time);
      due.work();
    }
  };

  return {
    now,
    run: work => {
      const before = { now: asyncScheduler.now, schedule: asyncScheduler.schedule, wall: wall.now };
      asyncScheduler.now = now;
      asyncScheduler.schedule = schedule;
      wall.now = now;
      try {
        work();
      } finally {
        asyncScheduler.now = before.now;
        asyncScheduler.schedule = before.schedule;
        wall.now = before.wall;
      }
    },
    next: () => {
      const time = queue.peek()?.time;
      return time === undefined || time === Infinity ? undefined : time - setBack;
    },
    pass: to => {
      const end = to + setBack;
      runWhile(({ time }) => time <= end);
      elapsed = Math.max(elapsed, end);
    },
    reach: to => {
      const end = to + setBack;
      runWhile(({ time }) => time < end);
      // Who recorded had his clock set back: the timers go on, the time of day does not.
      if (end < elapsed) setBack = elapsed - to;
      else elapsed = end;
    },
    hurry: isEnough => {
      const end = elapsed + SHORTEST;
      for (let due = queue.peek(); due !== undefined && due.time <= end && !isEnough(); due = queue.peek()) {
        queue.shift();
        due.work();
      }
    },
  };
}

/** The clock that RxJS reads by itself; a replay's own code may do as well. */
const wall: { now: () => number } = Date;
