/**
 * What the simulated legacy stream lists by default.
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';

/** The default symbols. */
export const listings: readonly Listing[] = [
  listing('BTCUSDT', 'BTC', 83_715.7, 2, 6),
  listing('ETHUSDT', 'ETH', 2_200.1, 2, 5),
  listing('SOLUSDT', 'SOL', 171.36, 2, 3),
  listing('XRPUSDT', 'XRP', 2.1764, 4, 1),
  listing('DOGEUSDT', 'DOGE', 0.168385, 6, 0),
];

/** Trades are numbered over the whole platform, beyond 2^53. */
function listing(symbol: string, base: string, price: number, priceDecimals: number, sizeDecimals: number): Listing {
  const line = { market: 'spot', kind: 'spot', quote: 'USDT', sequence: '112801745' } as const;
  return { ...line, symbol, base, price, priceDecimals, sizeDecimals, tradeId: '2290000000033122060' };
}
