/**
 * The simulated halves of the venues, by id: one line each.
 * @module
 */
import { bitgetCounterpart } from './bitget/counterpart.js';
import { bitgetV1Counterpart } from './bitget-v1/counterpart.js';

/** Each takes the venue's own switches and gives its {@link Counterpart}. */
export const counterparts = {
  bitget: bitgetCounterpart,
  'bitget-v1': bitgetV1Counterpart,
} as const;
