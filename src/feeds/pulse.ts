/**
 * How one topic beats: four numbers, for there are thousands of topics.
 * @module
 */

/** What is counted of a topic. */
export interface Pulse {
  /** Messages so far. */
  messages: number;
  /** Usual ms between two of them: a running mean over the last ten or so; 0 before the second. */
  cadence: number;
  /** From the venue's time to the arrival of the last value, ms; NaN where the venue tells no time. */
  lag: number;
  /** How often in a row it was asked for anew because it was silent. */
  heals: number;
}

/** Makes the pulse of a topic of which nothing has come. */
export function createPulse(): Pulse {
  return { messages: 0, cadence: 0, lag: NaN, heals: 0 };
}

/** Counts a message that came so many ms after the last one; undefined for the first. */
export function beat(pulse: Pulse, distance: number | undefined): void {
  pulse.messages += 1;
  if (distance === undefined) return;
  pulse.cadence = pulse.messages === 2 ? distance : pulse.cadence + (distance - pulse.cadence) / 10;
}
