/**
 * How Bybit's simulated half writes amounts, and in which units.
 *
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
 * @module
 */
import type { Listing } from '../../contract/counterpart.js';
import { multiplyDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { contractsPerCoin } from './counterpart-listings.js';

/** Writes sizes of one symbol: coins on most markets, contracts of one dollar on the inverse one. */
export interface SizeWriter {
  /** A size of market data. */
  readonly number: (size: number | undefined) => string;
  /** A size of an account, exactly. */
  readonly exact: (size: Decimal) => string;
}

/** Text without trailing zeros and without exponent; '0' for what the event does not tell. */
export function plain(value: number | undefined, decimals: number): string {
  return trimmed((value ?? 0).toFixed(decimals));
}

/** A price: futures keep all decimals of theirs, the others do not. */
export function priceText(value: number | undefined, listing: Listing): string {
  const { priceDecimals } = listing;
  return isFuture(listing) ? (value ?? 0).toFixed(priceDecimals) : plain(value, priceDecimals);
}

/** Text without trailing zeros. */
export function trimmed(text: string): string {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

/** Makes the writer of a symbol's sizes. */
export function sizesOf(listing: Listing): SizeWriter {
  const { market, sizeDecimals } = listing;
  if (market === 'inverse') {
    const rate = contractsPerCoin(listing);
    return {
      number: size => plain((size ?? 0) * rate, 0),
      exact: size => trimmed(multiplyDecimal(size, `${rate}`)),
    };
  }
  const number = (size: number | undefined): string =>
    isFuture(listing) ? (size ?? 0).toFixed(sizeDecimals) : plain(size, sizeDecimals);
  return { number, exact: size => size };
}

function isFuture({ market }: Listing): boolean {
  return market === 'linear' || market === 'inverse';
}
