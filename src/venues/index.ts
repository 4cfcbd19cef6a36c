/**
 * The registry: one line per venue.
 * @module
 */
import { backpack } from './backpack/index.js';
import { bge } from './bge/index.js';
import { bitget } from './bitget/index.js';
import { bitgetV1 } from './bitget-v1/index.js';
import { bybit } from './bybit/index.js';
import { bybitSpotV1 } from './bybit-spot-v1/index.js';
import { bybitSpotV3 } from './bybit-spot-v3/index.js';

/** All venues by id. */
export const venues = {
  bitget,
  'bitget-v1': bitgetV1,
  bybit,
  'bybit-spot-v1': bybitSpotV1,
  'bybit-spot-v3': bybitSpotV3,
  backpack,
  bge,
} as const;

/** The id of a venue. */
export type VenueId = keyof typeof venues;
