/**
 * The simulated halves of the venues, by id: one line each.
 * @module
 */
import { bitgetCounterpart } from './bitget/counterpart.js';

/** Each takes the venue's own switches and gives its {@link Counterpart}. */
export const counterparts = {
  bitget: bitgetCounterpart,
} as const;
