/**
 * The simulated halves of the venues, by id: one line each.
 * @module
 */
import { backpackCounterpart } from './backpack/counterpart.js';
import { bgeCounterpart } from './bge/counterpart.js';
import { bitgetCounterpart } from './bitget/counterpart.js';
import { bitgetV1Counterpart } from './bitget-v1/counterpart.js';
import { bybitCounterpart } from './bybit/counterpart.js';
import { bybitSpotV1Counterpart } from './bybit-spot-v1/counterpart.js';
import { bybitSpotV3Counterpart } from './bybit-spot-v3/counterpart.js';

/** Each takes the venue's own switches and gives its {@link Counterpart}. */
export const counterparts = {
  bitget: bitgetCounterpart,
  'bitget-v1': bitgetV1Counterpart,
  bybit: bybitCounterpart,
  'bybit-spot-v1': bybitSpotV1Counterpart,
  'bybit-spot-v3': bybitSpotV3Counterpart,
  backpack: backpackCounterpart,
  bge: bgeCounterpart,
} as const;
