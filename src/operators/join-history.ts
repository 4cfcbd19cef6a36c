/**
 * Where a history joins what a stream has told, and what it adds.
 * @module
 */

/** What a trade must tell to be joined; a `Trade` does, and a `Fill`. */
export interface Recoverable {
  readonly id: string | undefined;
  /** The venue's clock, ms since the epoch. */
  readonly timestamp: number | undefined;
  /** Our clock, ms since the epoch. */
  readonly receivedAt: number;
}

/** The break that a history is to mend. */
export interface Hole<T> {
  /** When the last message before it arrived, ms since the epoch. */
  readonly from: number;
  /** What was told last before it. */
  readonly after: T;
  /** What came first after it. */
  readonly before: T;
  /** When a trade was told that is remembered, ms since the epoch; undefined where it was not. */
  readonly toldAt: (id: string) => number | undefined;
}

/** What a history adds. */
export interface Joined<T> {
  /** What was missed, oldest first. */
  readonly missed: readonly T[];
  /** Whether it reaches back to what was told before the break. */
  readonly reachesBack: boolean;
  /** Whether it reaches on to the first after it. */
  readonly reachesOn: boolean;
}

/** Adds a page, told oldest or newest first, to a history that is oldest first. */
export function addPage<T extends Recoverable>(history: readonly T[], page: readonly T[], hole: Hole<T>): readonly T[] {
  const next = isNewestFirst(page, hole) ? [...page].reverse() : page;
  const isEarlier = (timeOf(next.at(0)) ?? 0) <= (timeOf(history.at(0)) ?? 0);
  return isEarlier ? [...next, ...history] : [...history, ...next];
}

/** Finds what was missed: of the trades before the first after the break those that were not told. */
export function joinHistory<T extends Recoverable>(history: readonly T[], hole: Hole<T>): Joined<T> {
  const { from, after, before, toldAt } = hole;
  const end = history.findIndex(({ id }) => id === before.id);
  // Where the end is not among them, the newest may be on their way in the stream.
  const until = end === -1 ? history.filter(trade => isInOrder(trade, before)) : history.slice(0, end);
  const start = until.findLastIndex(({ id }) => id !== undefined && (toldAt(id) ?? Infinity) <= from);
  const known = new Set([before.id]);
  const missed = until.slice(start + 1).filter(trade => {
    const { id } = trade;
    if (id === undefined || known.has(id) || toldAt(id) !== undefined) return false;
    known.add(id);
    return start !== -1 || isInOrder(after, trade);
  });
  return { missed, reachesBack: start !== -1, reachesOn: end !== -1 };
}

function isNewestFirst<T extends Recoverable>(page: readonly T[], { before, toldAt }: Hole<T>): boolean {
  const first = timeOf(page.at(0)) ?? 0;
  const last = timeOf(page.at(-1)) ?? 0;
  if (first !== last) return first > last;
  // All of one ms: only what is known says which way they run.
  const next = page.findIndex(({ id }) => id === before.id);
  const told = page.findIndex(({ id }) => id !== undefined && toldAt(id) !== undefined);
  return next !== -1 && told > next;
}

function isInOrder(earlier: Recoverable, later: Recoverable): boolean {
  return (earlier.timestamp ?? -Infinity) <= (later.timestamp ?? Infinity);
}

function timeOf(trade: Recoverable | undefined): number | undefined {
  return trade?.timestamp;
}
