/**
 * Virtual time outside a test runner: the clock and the timers of the process, run as fast as the machine can.
 * @module
 */

/** Time that runs when it is told to. */
export interface VirtualClock {
  /** Runs everything that is due within so many ms, in the order of its times. */
  advance(ms: number): void;
  /** How many timers wait. */
  readonly pending: number;
  /** What timers threw: nobody else would hear of it. */
  readonly thrown: readonly unknown[];
  /** Gives the process its own time back. */
  restore(): void;
}

interface Alarm {
  readonly id: number;
  readonly run: () => void;
  /** Of an interval. */
  readonly every: number | undefined;
  at: number;
  order: number;
}

/** So few that were taken back are not worth a clearance. */
const FEW = 64;

/** Takes over `Date.now`, `setTimeout`, `setInterval` and what clears them. */
export function virtualClock(start = 1_800_000_000_000): VirtualClock {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const dateNow = Date.now;
  const live = new Map<number, Alarm>();
  const heap: Alarm[] = [];
  const thrown: unknown[] = [];
  let now = start;
  let count = 0;

  const isBefore = (a: Alarm, b: Alarm): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

  const push = (alarm: Alarm): void => {
    let i = heap.push(alarm) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(alarm, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = alarm;
  };

  const pop = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      const least = a !== undefined && b !== undefined && isBefore(b, a) ? b : a;
      if (least === undefined || !isBefore(least, last)) break;
      heap[i] = least;
      i = least === a ? left : left + 1;
    }
    heap[i] = last;
  };

  const set = (run: () => void, ms: number | undefined, repeats: boolean): number => {
    // As Node does: whole ms, and nothing comes before the next one.
    const delay = Math.max(1, Math.trunc(ms ?? 1));
    const alarm = { id: ++count, run, every: repeats ? delay : undefined, at: now + delay, order: count };
    live.set(alarm.id, alarm);
    push(alarm);
    return alarm.id;
  };
  const clear = (id: unknown): void => {
    live.delete(id as number);
    // What was taken back would be held on to until its time, which may be a day away.
    if (heap.length <= FEW || live.size * 2 > heap.length) return;
    heap.length = 0;
    for (const alarm of live.values()) push(alarm);
  };

  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      set(
        () => {
          run(...args);
        },
        ms,
        false,
      ),
    setInterval: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      set(
        () => {
          run(...args);
        },
        ms,
        true,
      ),
    clearTimeout: clear,
    clearInterval: clear,
  });
  Date.now = () => now;

  return {
    get pending() {
      return live.size;
    },
    thrown,
    advance(ms) {
      const end = now + ms;
      for (let next = heap[0]; next !== undefined && next.at <= end; next = heap[0]) {
        pop();
        if (live.get(next.id) !== next) continue;
        now = Math.max(now, next.at);
        if (next.every === undefined) live.delete(next.id);
        else {
          next.at += next.every;
          next.order = ++count;
          push(next);
        }
        try {
          next.run();
        } catch (cause) {
          thrown.push(cause);
        }
      }
      now = end;
    },
    restore() {
      Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
      Date.now = dateNow;
    },
  };
}
