/**
 * What is due, in the order of its time.
 * @module
 */

/** One thing that is due. */
export interface Due {
  /** ms */
  readonly time: number;
  /** Of the same time, the lowest comes first; no two are alike. */
  readonly order: number;
  readonly isCancelled: boolean;
}

/** The earliest first. */
export interface DueQueue<D extends Due> {
  push(due: D): void;
  /** The earliest that is not cancelled; it stays. */
  peek(): D | undefined;
  /** Takes the earliest out. */
  shift(): void;
  /** One of them was cancelled. */
  cancelled(): void;
}

/** So few cancelled ones are not worth a clearance. */
const FEW = 64;

/** Makes an empty queue: a heap, from which the cancelled are cleared when they are the greater part. */
export function createDueQueue<D extends Due>(): DueQueue<D> {
  let heap: D[] = [];
  let dead = 0;

  const isBefore = (one: D, other: D): boolean =>
    one.time < other.time || (one.time === other.time && one.order < other.order);

  const push = (due: D): void => {
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(due, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = due;
  };

  const shift = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
  };

  return {
    push,
    peek: () => {
      while (heap[0]?.isCancelled === true) {
        dead -= 1;
        shift();
      }
      return heap[0];
    },
    shift,
    cancelled: () => {
      dead += 1;
      if (dead <= FEW || dead * 2 <= heap.length) return;
      const living = heap.filter(({ isCancelled }) => !isCancelled);
      heap = [];
      dead = 0;
      for (const due of living) push(due);
    },
  };
}
