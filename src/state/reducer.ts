/**
 * What a reducer is: how one kind of stream goes on from its last state.
 * @module
 */
import type { EventOf, Kind, ValueOf } from '../model/kinds.js';
import type { Doubt, Reset } from '../model/market.js';

/** The least that a state holds: what the last event brought. */
export interface Reduced<V> {
  /** The values to tell the subscriber, oldest first; empty where the event changed the state but tells nothing. */
  readonly emit: readonly V[];
  /** What a subscriber who comes now must be told first: the values that hold, oldest first. */
  readonly known: readonly V[];
}

/**
 * Makes the next state of the last one and an event; pure, so that an old state may be used again.
 *
 * - The same object back says: nothing new, and nothing to emit.
 * - `undefined` back says: nothing is known (yet, or any more), and nothing to emit.
 * - A new object says: emit its {@link Reduced.emit}. What was emitted never changes afterwards.
 *
 * A reset begins an epoch. A doubt says that a message may be lost: what the venue tells whole stands, what later events
 * would build on is asked for anew (by an error at the next event, unless the event itself proves that nothing is missing).
 *
 * It throws a `FeedError` where the event cannot follow on the state; the state then is to be given up.
 */
export type Reducer<K extends Kind, S extends Reduced<ValueOf<K>> = Reduced<ValueOf<K>>> = (
  state: S | undefined,
  event: EventOf<K> | Reset | Doubt,
) => S | undefined;
