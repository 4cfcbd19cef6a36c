/**
 * Which market is meant where none is named.
 * @module
 */
import type { Channel } from '../contract/channel.js';
import type { Venue } from '../contract/venue.js';

/**
 * Finds the market of a request that names none: where the venue's default one has no such kind, the first that has it.
 * Undefined leaves it to the venue and to the spelling of the symbol.
 */
export function likelyMarket(venue: Venue, { markets }: Channel, symbol: string): string | undefined {
  if (markets.includes(venue.defaultMarket)) return undefined;
  return symbol === '' || venue.instrument(symbol).market === undefined ? markets[0] : undefined;
}
