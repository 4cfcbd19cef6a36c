/**
 * How one topic beats: a few whole numbers within its feed's record, for there are thousands of topics.
 * @module
 */

/** What is counted of a topic. */
export interface Pulse {
  /** Messages so far. */
  messages: number;
  /** Usual ms between two of them, whole: a running mean over the last ten or so; 0 before the second. */
  cadence: number;
  /** From the venue's time to the arrival of the last value, whole ms; undefined where the venue tells no time. */
  lag: number | undefined;
  /** How often in a row it was asked for anew because it was silent. */
  heals: number;
  /** Silence is counted from here on where that is later than the last message: whole s since the epoch. */
  quietSince: number;
}

/** Counts a message that came so many ms after the last one; undefined for the first. */
export function beat(pulse: Pulse, distance: number | undefined): void {
  pulse.messages += 1;
  pulse.heals = 0;
  if (distance === undefined) return;
  // Rounded away from what it was, so that it gets there.
  const step = (distance - pulse.cadence) / 10;
  pulse.cadence =
    pulse.messages === 2 ? Math.round(distance) : pulse.cadence + (step > 0 ? Math.ceil(step) : Math.floor(step));
}
