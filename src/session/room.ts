/**
 * The listeners of one topic.
 * @module
 */
import type { Topic } from '../contract/topic.js';
import type { Budget } from '../operators/budget.js';
import type { Listener, Signal } from './session.js';

/** One topic of one connection, and who listens to it, whatever link lives. */
export interface Room {
  readonly topic: Topic;
  /** Replaced, never changed: a listener may leave while a message is handed round. */
  listeners: readonly Listener[];
  /** How often the topic may be begun anew for those who come late; made when the first one does. */
  lateBudget?: Budget;
}

/** Hands a signal to all who listen now. */
export function tellAll(room: Room, signal: Signal): void {
  for (const listener of room.listeners) listener.next(signal);
}
