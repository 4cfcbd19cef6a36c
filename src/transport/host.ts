/**
 * What of an address may be said aloud.
 * @module
 */

/** The host of an address alone: a path or a query may hold a secret. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is no URL';
}
