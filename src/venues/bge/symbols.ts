/**
 * BGE's product line, and how its products are spelled.
 * @module
 */
import type { Instrument } from '../../contract/venue.js';

/** BGE streams spot products only. */
export const markets = ['spot'] as const;
/** A product line of BGE. */
export type BgeMarket = (typeof markets)[number];

/** The venue's word for all products, where a channel takes it. */
export const allProducts = 'all';

/**
 * Reads a symbol as users write it: "BTC_USDT", "btc-usdt", "BTC/USDT"; "all" for all of an account's.
 *
 * @throws RangeError at anything that does not have two parts
 */
export function instrument(text: string): Instrument {
  const upper = text.trim().toUpperCase();
  if (upper === 'ALL' || upper === 'DEFAULT') return { symbol: allProducts, market: undefined };
  const [, base, quote] = PAIR.exec(upper) ?? [];
  if (base === undefined || quote === undefined) {
    throw new RangeError(`symbol ${JSON.stringify(text)} is not one of bge: write its two parts, like BTC_USDT`);
  }
  return { symbol: `${base}_${quote}`, market: undefined };
}

/** Whether a request is for all products: it names none, or says so. */
export function isAll(symbol: string): boolean {
  return symbol === '' || symbol === allProducts;
}

const PAIR = /^([A-Z0-9]+)[_/-]([A-Z0-9]+)$/;
