/**
 * How late values come: counted, not kept, however many there are.
 * @module
 */

/** The lags of one kind of value so far, in ms; a lag is our clock less the venue's, and holds the difference of both. */
export interface LagTally {
  readonly count: number;
  /** Undefined before the first. */
  readonly least: number | undefined;
  /** By how much the lag grows, in ms per second; undefined before there are enough. */
  readonly slope: number | undefined;
  /** Whether every time was one of whole seconds: then a lag says little. */
  readonly isCoarse: boolean;
  /** How many there are of each. */
  readonly counts: ReadonlyMap<number, number>;
  /** Counts a value that the venue made at `timestamp`, and that came at `receivedAt`: ms since the epoch. */
  take(timestamp: number, receivedAt: number): void;
}

/** So many values make a slope. */
const enough = 20;
/** A clock that tells whole seconds tells nothing else in so many values. */
const telling = 3;

/** Makes an empty tally. */
export function createLagTally(): LagTally {
  const counts = new Map<number, number>();
  let [count, fine, least, origin] = [0, 0, Infinity, 0];
  // The sums of a straight line through all points: time in s since the first value, lag in ms.
  let [sumT, sumL, sumTT, sumTL] = [0, 0, 0, 0];
  return {
    counts,
    get count() {
      return count;
    },
    get least() {
      return count === 0 ? undefined : least;
    },
    get slope() {
      const spread = count * sumTT - sumT * sumT;
      return count < enough || spread <= 0 ? undefined : (count * sumTL - sumT * sumL) / spread;
    },
    get isCoarse() {
      return count >= telling && fine === 0;
    },
    take: (timestamp, receivedAt) => {
      const lag = Math.round(receivedAt - timestamp);
      if (count === 0) origin = receivedAt;
      const t = (receivedAt - origin) / 1_000;
      count += 1;
      if (timestamp % 1_000 !== 0) fine += 1;
      least = Math.min(least, lag);
      counts.set(lag, (counts.get(lag) ?? 0) + 1);
      sumT += t;
      sumL += lag;
      sumTT += t * t;
      sumTL += t * lag;
    },
  };
}

/**
 * Finds which lag so many of a hundred do not exceed.
 *
 * @param tallies - taken together
 * @param percent - above 0, up to 100
 * @returns undefined where there is none
 */
export function percentileOf(tallies: readonly LagTally[], percent: number): number | undefined {
  const all = new Map<number, number>();
  for (const { counts } of tallies) for (const [lag, n] of counts) all.set(lag, (all.get(lag) ?? 0) + n);
  const total = [...all.values()].reduce((sum, n) => sum + n, 0);
  let seen = 0;
  for (const [lag, n] of [...all].sort(([a], [b]) => a - b)) {
    seen += n;
    if (seen >= (total * percent) / 100) return lag;
  }
  return undefined;
}
