/**
 * What the simulated legacy stream lists by default.
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';

/** The default symbols. The stream numbers neither its books nor its trades. */
export const listings: readonly Listing[] = [
  listing('BTCUSDT', 'BTC', 83_715.7, 2, 6),
  listing('ETHUSDT', 'ETH', 2_200.1, 2, 4),
  listing('SOLUSDT', 'SOL', 171.36, 2, 3),
  listing('XRPUSDT', 'XRP', 2.1764, 4, 1),
  listing('DOGEUSDT', 'DOGE', 0.168385, 6, 0),
];

function listing(symbol: string, base: string, price: number, priceDecimals: number, sizeDecimals: number): Listing {
  const line = { market: 'spot', kind: 'spot', quote: 'USDT', sequence: '1', tradeId: '1' } as const;
  return { ...line, symbol, base, price, priceDecimals, sizeDecimals };
}
