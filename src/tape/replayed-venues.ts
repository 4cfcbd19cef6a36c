/**
 * The venues as a replay needs them: nobody's keys are checked, for nobody is asked.
 * @module
 */
import type { Credentials } from '../contract/protocol.js';
import type { Venue } from '../contract/venue.js';
import { venues } from '../venues/index.js';

const table: readonly Venue[] = Object.values(venues);

/** The same tables without the check of keys. */
export const replayedVenues: Readonly<Record<string, Venue>> = Object.fromEntries(
  table.map(({ checkCredentials: _, ...venue }) => [venue.id, venue]),
);

/** 32 bytes in base64: what the strictest signature takes for a key. */
const NOBODY = 'cmVwbGF5ZWQgcmVwbGF5ZWQgcmVwbGF5ZWQgcmVwbGE=';

/** Keys of nobody, by venue id: a tape has no keys, and what they would sign is sent to nobody. */
export const replayedCredentials: Readonly<Record<string, Credentials>> = Object.fromEntries(
  table.flatMap(({ id, credentials }) =>
    credentials === undefined ? [] : [[id, Object.fromEntries(credentials.map(({ name }) => [name, NOBODY]))]],
  ),
);

/** The hosts of all venues. */
export const venueHosts: ReadonlySet<string> = new Set(
  table.flatMap(({ endpoints, hosts, serverTime, symbolList }) =>
    [
      ...Object.values(endpoints).map(({ url }) => url),
      ...Object.values(hosts).flatMap(host => (typeof host === 'string' ? [host] : Object.values(host))),
      ...[serverTime?.url, symbolList?.url],
    ].flatMap(url => (url !== undefined && URL.canParse(url) ? [new URL(url).host] : [])),
  ),
);
