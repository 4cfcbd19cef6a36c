/**
 * The registry: one line per venue.
 * @module
 */
import { bitget } from './bitget/index.js';
import { bitgetV1 } from './bitget-v1/index.js';

/** All venues by id. */
export const venues = { bitget, 'bitget-v1': bitgetV1 } as const;

/** The id of a venue. */
export type VenueId = keyof typeof venues;
