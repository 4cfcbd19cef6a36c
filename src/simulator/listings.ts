/**
 * Which symbols a simulated exchange lists.
 * @module
 */
import type { Listing } from '../contract/counterpart.js';
import { createRandom } from './random.js';

/** A symbol to list beside the venue's own, or instead of one of the same name. */
export type SymbolSpec = Pick<Listing, 'symbol'> & Partial<Listing>;

/**
 * Adds symbols to a venue's listings. A name alone stands on the default market; what is not said of a new symbol is
 * taken from the market's first one, and its price is made up from its name.
 *
 * @throws RangeError where the market is none of the venue's
 */
export function listingsWith(
  defaults: readonly Listing[],
  added: readonly (string | SymbolSpec)[],
  defaultMarket: string,
): readonly Listing[] {
  let listings = defaults;
  for (const entry of added) {
    const spec: SymbolSpec = typeof entry === 'string' ? { symbol: entry } : entry;
    const market = spec.market ?? defaultMarket;
    const known = listings.find(one => one.market === market && one.symbol === spec.symbol);
    const template = known ?? listings.find(one => one.market === market);
    if (template === undefined) {
      const possible = [...new Set(listings.map(one => one.market))].join(', ');
      throw new RangeError(`market "${market}" is not simulated; possible are ${possible}`);
    }
    const listing = { ...(known ?? invented(template, spec.symbol)), ...spec };
    listings = [...listings.filter(one => one !== known), listing];
  }
  return listings;
}

function invented(template: Listing, symbol: string): Listing {
  const random = createRandom(symbol, template.market);
  const base = symbol.endsWith(template.quote) ? symbol.slice(0, -template.quote.length) : symbol;
  const price = Number((0.5 + 300 * random.next() ** 3).toFixed(4));
  return { ...template, symbol, base, price, priceDecimals: 4, sizeDecimals: 2 };
}
