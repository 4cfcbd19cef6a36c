/**
 * What the simulated stream lists by default.
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';

/** The default symbols. Their trades are numbered beyond 2^53, as in the samples. */
export const listings: readonly Listing[] = [
  listing('BTCUSDT', 'BTC', 83_715.7, 2, 6),
  listing('ETHUSDT', 'ETH', 2_200.1, 2, 5),
  listing('SOLUSDT', 'SOL', 171.36, 2, 3),
  listing('XRPUSDT', 'XRP', 2.1764, 4, 2),
  listing('UNIUSDT', 'UNI', 6.0125, 4, 3),
];

function listing(symbol: string, base: string, price: number, priceDecimals: number, sizeDecimals: number): Listing {
  const line = { market: 'spot', quote: 'USDT', kind: 'spot' } as const;
  // The stream numbers no books.
  const numbers = { sequence: '1', tradeId: '2290000000036455162' };
  return { ...line, symbol, base, price, priceDecimals, sizeDecimals, ...numbers };
}
