/**
 * What Bitget's simulated half lists by default.
 *
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';

const SPOT = { market: 'spot', kind: 'spot', quote: 'USDT' } as const;
const LINEAR = { market: 'usdt-futures', kind: 'perpetual', quote: 'USDT' } as const;
const PERP = { market: 'usdc-futures', kind: 'perpetual', quote: 'USDC' } as const;
const INVERSE = { market: 'coin-futures', kind: 'perpetual', quote: 'USD' } as const;

/**
 * The default symbols. Spot numbers its books as the captures of 2025 do; the futures number theirs beyond 2^53, as was
 * seen live, so that a client which reads them as doubles is found out.
 */
export const bitgetListings: readonly Listing[] = [
  listing(SPOT, 'BTCUSDT', 'BTC', 83_715.7, 2, 6, '395681152'),
  listing(SPOT, 'ETHUSDT', 'ETH', 2_200.1, 2, 4, '412230981'),
  listing(SPOT, 'SOLUSDT', 'SOL', 171.36, 2, 3, '1352182127898370048'),
  listing(SPOT, 'XRPUSDT', 'XRP', 2.1764, 4, 1, '87120331'),
  listing(SPOT, 'DOGEUSDT', 'DOGE', 0.168385, 6, 0, '90071992547409'),
  listing(LINEAR, 'BTCUSDT', 'BTC', 83_692.3, 1, 4, '1352182127898370048'),
  listing(LINEAR, 'ETHUSDT', 'ETH', 2_199.42, 2, 2, '1483653649791156272'),
  listing(LINEAR, 'SOLUSDT', 'SOL', 171.315, 3, 1, '1483653649791210007'),
  listing(LINEAR, 'XRPUSDT', 'XRP', 2.1759, 4, 0, '1483653650001200033'),
  listing(LINEAR, 'DOGEUSDT', 'DOGE', 0.16835, 5, 0, '1483653650000901121'),
  listing(PERP, 'BTCPERP', 'BTC', 83_701.5, 1, 4, '1352182128200114177'),
  listing(PERP, 'ETHPERP', 'ETH', 2_199.8, 2, 2, '1352182128199023367'),
  listing(INVERSE, 'BTCUSD', 'BTC', 83_688.4, 1, 3, '1352182129911223345'),
  listing(INVERSE, 'ETHUSD', 'ETH', 2_198.95, 2, 2, '1352182129900772211'),
  listing({ ...INVERSE, kind: 'delivery' }, 'BTCUSDZ26', 'BTC', 83_950.2, 1, 3, '1352182129955001999'),
];

function listing(
  line: Pick<Listing, 'market' | 'kind' | 'quote'>,
  symbol: string,
  base: string,
  price: number,
  priceDecimals: number,
  sizeDecimals: number,
  sequence: string,
): Listing {
  return { ...line, symbol, base, price, priceDecimals, sizeDecimals, sequence, tradeId: '1235671058980749319' };
}
