/**
 * What BGE's simulated half lists by default.
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';

/** The default products. */
export const listings: readonly Listing[] = [
  listing('BTC', 83_715.7, 2, 6, '112588640'),
  listing('ETH', 2_200.1, 2, 4, '98203311'),
  listing('SOL', 171.36, 2, 3, '87120331'),
  listing('XRP', 2.1764, 4, 1, '55201007'),
  listing('DOGE', 0.168385, 6, 0, '40112233'),
];

function listing(base: string, price: number, priceDecimals: number, sizeDecimals: number, sequence: string): Listing {
  const line = { market: 'spot', kind: 'spot', symbol: `${base}_USDT`, base, quote: 'USDT' } as const;
  return { ...line, price, priceDecimals, sizeDecimals, sequence, tradeId: '310529000' };
}
