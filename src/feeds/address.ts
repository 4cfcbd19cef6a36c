/**
 * Where a door is found.
 * @module
 */
import type { Venue } from '../contract/venue.js';

/**
 * Makes the address of a door.
 *
 * @param url - an origin, to which the door's own path is appended, or a whole address
 * @param host - one of the venue's other hosts, by name
 * @throws RangeError where the url is none of a WebSocket, or the host is unknown
 */
export function addressOf(venue: Venue, endpoint: string, url: string | undefined, host: string | undefined): string {
  const door = venue.endpoints[endpoint];
  if (door === undefined) throw new RangeError(`${venue.id} has no door ${JSON.stringify(endpoint)}`);
  const base = url ?? (host === undefined ? undefined : hostOf(venue, host, endpoint));
  if (base === undefined) return door.url;
  if (!URL.canParse(base) || !/^wss?:$/.test(new URL(base).protocol)) {
    // What follows a question mark may be a secret.
    const said = JSON.stringify(base.replace(/\?.*$/s, ''));
    throw new RangeError(`url ${said} is not a WebSocket address like ws://127.0.0.1:8080`);
  }
  const parsed = new URL(base);
  if (parsed.pathname === '/' || parsed.pathname === '') parsed.pathname = new URL(door.url).pathname;
  return parsed.href;
}

/**
 * Makes the address of a part of a REST interface.
 *
 * @param url - the venue's own address
 * @param origin - what replaces its origin
 */
export function restAddress(url: string, origin: string | undefined): string {
  if (origin === undefined) return url;
  const { pathname, search } = new URL(url);
  return new URL(pathname + search, origin).href;
}

/**
 * Refuses an address over which keys would travel in clear: `ws:` is for this machine only.
 *
 * @throws RangeError
 */
export function checkSecure(address: string): void {
  const { protocol, hostname, host } = new URL(address);
  if (protocol === 'wss:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return;
  throw new RangeError(`url ws://${host} is not encrypted: keys are sent over wss:// only, or to this machine`);
}

function hostOf(venue: Venue, host: string, endpoint: string): string | undefined {
  const found = Object.hasOwn(venue.hosts, host) ? venue.hosts[host] : undefined;
  if (found !== undefined) return typeof found === 'string' ? found : found[endpoint];
  const known = Object.keys(venue.hosts).join(', ');
  throw new RangeError(
    `host ${JSON.stringify(host)} is not one of ${venue.id}: ${known === '' ? 'it has none' : known}`,
  );
}
