/**
 * Which category a symbol of a simulated account belongs to, and in which units its sizes are.
 *
 * @see https://bybit-exchange.github.io/docs/v5/enum#category
 * @module
 */
import type { AccountLine } from '../../contract/account-news.js';
import type { Listing } from '../../contract/counterpart.js';
import { sizesOf } from './counterpart-amounts.js';
import type { SizeWriter } from './counterpart-amounts.js';
import { bybitListings } from './counterpart-listings.js';

/** The parts of a unified account: they share their money. */
export const bybitLines: readonly AccountLine[] = [
  { market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote', purse: 'unified' },
  { market: 'linear', trades: 'linear', kind: 'positions', marketBuys: 'base', purse: 'unified' },
  { market: 'inverse', trades: 'inverse', kind: 'positions', marketBuys: 'base', purse: 'unified' },
];

/** The category of a symbol that has positions: inverse contracts are named in dollars. */
export function positionCategoryOf(symbol: string): 'linear' | 'inverse' {
  return /USD([HMUZ]\d\d)?$/.test(symbol) ? 'inverse' : 'linear';
}

/** The writer of the sizes of an account's rows. */
export function accountSizesOf(market: string, symbol: string): SizeWriter {
  const listing: Listing | undefined = bybitListings.find(one => one.market === market && one.symbol === symbol);
  // Symbols that were added are written as they are.
  return listing === undefined ? { number: String, exact: size => size } : sizesOf(listing);
}
