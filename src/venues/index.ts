/**
 * The registry: one line per venue.
 * @module
 */
import { bitget } from './bitget/index.js';

/** All venues by id. */
export const venues = { bitget } as const;

/** The id of a venue. */
export type VenueId = keyof typeof venues;
