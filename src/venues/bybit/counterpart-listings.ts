/**
 * What Bybit's simulated half lists by default.
 *
 * @see https://bybit-exchange.github.io/docs/v5/enum#symbol
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';

const SPOT = { market: 'spot', kind: 'spot', quote: 'USDT' } as const;
const LINEAR = { market: 'linear', kind: 'perpetual', quote: 'USDT' } as const;
const PERP = { market: 'linear', kind: 'perpetual', quote: 'USDC' } as const;
const INVERSE = { market: 'inverse', kind: 'perpetual', quote: 'USD' } as const;
const OPTION = { market: 'option', kind: 'option' } as const;

/** The default symbols, one option of each coin: their trades are asked for by coin. Sizes are in base units here, also of inverse contracts: see {@link contractsPerCoin}. */
export const bybitListings: readonly Listing[] = [
  listing(SPOT, 'BTCUSDT', 'BTC', 83_712.4, 2, 6, '115058638774'),
  listing(SPOT, 'ETHUSDT', 'ETH', 2_200.31, 2, 5, '98314470021'),
  listing(SPOT, 'SOLUSDT', 'SOL', 171.37, 2, 3, '45120986617'),
  listing(SPOT, 'XRPUSDT', 'XRP', 2.1766, 4, 2, '40077112905'),
  listing({ ...SPOT, quote: 'USDC' }, 'SOLUSDC', 'SOL', 171.33, 2, 3, '12544098123'),
  listing(LINEAR, 'BTCUSDT', 'BTC', 83_690.1, 1, 3, '821670598155'),
  listing(LINEAR, 'ETHUSDT', 'ETH', 2_199.38, 2, 2, '546120330988'),
  listing(LINEAR, 'SOLUSDT', 'SOL', 171.31, 2, 1, '302256189044'),
  listing(LINEAR, 'XRPUSDT', 'XRP', 2.1761, 4, 0, '287413009921'),
  listing(PERP, 'BTCPERP', 'BTC', 83_702.3, 1, 3, '31337927919'),
  listing({ ...LINEAR, kind: 'delivery' }, 'BTCUSDT-25DEC26', 'BTC', 84_011.5, 1, 3, '31337990112'),
  listing(INVERSE, 'BTCUSD', 'BTC', 83_688.5, 1, 3, '42159594212'),
  listing(INVERSE, 'ETHUSD', 'ETH', 2_198.95, 2, 2, '36650121870'),
  listing({ ...INVERSE, kind: 'delivery' }, 'BTCUSDZ26', 'BTC', 83_950.5, 1, 3, '12321470232'),
  listing({ ...OPTION, quote: 'USDC' }, 'BTC-25DEC26-85000-C', 'BTC', 2_415, 0, 2, '5190442110'),
  listing({ ...OPTION, quote: 'USDC' }, 'ETH-25DEC26-2300-C', 'ETH', 92.4, 1, 1, '5190443055'),
  listing({ ...OPTION, quote: 'USDT' }, 'SOL-25DEC26-180-P-USDT', 'SOL', 12.35, 2, 1, '5190442987'),
];

/**
 * How many contracts stand for one coin of an inverse market. A contract is one US dollar; here its worth in coins is
 * that of the price at which the market began, so that sizes of one order or position add up whatever the price does.
 */
export function contractsPerCoin({ price, sizeDecimals }: Pick<Listing, 'price' | 'sizeDecimals'>): number {
  const lots = 10 ** sizeDecimals;
  // The smallest size is a whole number of contracts.
  return Math.max(1, Math.round(price / lots)) * lots;
}

function listing(
  line: Pick<Listing, 'market' | 'kind' | 'quote'>,
  symbol: string,
  base: string,
  price: number,
  priceDecimals: number,
  sizeDecimals: number,
  sequence: string,
): Listing {
  return { ...line, symbol, base, price, priceDecimals, sizeDecimals, sequence, tradeId: '2290000000050703789' };
}
