/**
 * What Backpack's simulated half lists by default.
 *
 * @see https://docs.backpack.exchange/#tag/Markets/operation/get_markets
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';

const SPOT = { market: 'spot', kind: 'spot', quote: 'USDC' } as const;
const PERP = { market: 'perp', kind: 'perpetual', quote: 'USDC' } as const;

/** The default symbols: with a small letter, and with a dot, are among them. */
export const backpackListings: readonly Listing[] = [
  listing(SPOT, 'SOL_USDC', 'SOL', 98.97, 2, 2, '4330360994'),
  listing(SPOT, 'BTC_USDC', 'BTC', 86_648, 1, 5, '2210345009'),
  listing(SPOT, 'ETH_USDC', 'ETH', 2_766.95, 2, 4, '1345937435'),
  listing(SPOT, 'kSHIB_USDC', 'kSHIB', 0.009_412, 6, 0, '312009'),
  listing(SPOT, 'AAPL.US_USDC', 'AAPL.US', 231.15, 2, 3, '70144'),
  listing(PERP, 'SOL_USDC_PERP', 'SOL', 98.95, 2, 2, '7501116421'),
  listing(PERP, 'BTC_USDC_PERP', 'BTC', 86_625, 1, 5, '1662976170'),
  listing(PERP, 'ETH_USDC_PERP', 'ETH', 2_766.4, 2, 4, '7501116464'),
  listing(PERP, 'kSHIB_USDC_PERP', 'kSHIB', 0.009_411, 6, 0, '5120998'),
  listing(PERP, 'AAPL.US_USDC_PERP', 'AAPL.US', 231.2, 2, 3, '90133'),
];

/** A market that is closed: REST names it, and nobody hears anything of it. */
export const CLOSED_MARKET = { symbol: 'OLD_USDC', base: 'OLD', quote: 'USDC', market: 'spot' } as const;

function listing(
  line: Pick<Listing, 'market' | 'kind' | 'quote'>,
  symbol: string,
  base: string,
  price: number,
  priceDecimals: number,
  sizeDecimals: number,
  sequence: string,
): Listing {
  return { ...line, symbol, base, price, priceDecimals, sizeDecimals, sequence, tradeId: '381737932' };
}
