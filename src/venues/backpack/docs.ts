/**
 * The pages that Backpack's table is made from.
 * @module
 */

/** Backpack's page of all its streams. */
export const streamsPage = 'https://docs.backpack.exchange/#tag/Streams';

/** Finds the page of one stream, e.g. `Public/Depth`. */
export function pageOf(stream: `${'Public' | 'Private'}/${string}`): string {
  return `${streamsPage}/${stream}`;
}
