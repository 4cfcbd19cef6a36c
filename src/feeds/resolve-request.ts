/**
 * From what the user wrote to what the venue's channel takes.
 * @module
 */
import type { SymbolRequest } from '../contract/channel.js';
import type { Venue } from '../contract/venue.js';

/**
 * Makes the request of a call: the symbol in the venue's spelling, and its market.
 *
 * The market is what the options say, else what an old spelling says ("BTCUSDT_UMCBL"), else the venue's default.
 *
 * @param markets - the product lines that have what is asked for
 * @throws TypeError where the symbol is no text
 * @throws RangeError where the market does not exist, has no such thing, or contradicts the symbol's spelling
 */
export function resolveRequest(
  venue: Venue,
  what: string,
  markets: readonly string[],
  symbol: unknown,
  { market, ...rest }: { readonly market?: string },
  isAccount: boolean,
): SymbolRequest {
  if (typeof symbol !== 'string') {
    throw new TypeError(`symbol must be text like "BTCUSDT", not ${symbol === null ? 'null' : typeof symbol}`);
  }
  // No symbol: all of them, where the kind is one of an account.
  const instrument = symbol === '' && isAccount ? { symbol: '', market: undefined } : venue.instrument(symbol);
  const chosen = market ?? instrument.market ?? venue.defaultMarket;
  if (!venue.markets.includes(chosen)) {
    throw new RangeError(`market ${JSON.stringify(chosen)} is not one of ${venue.id}: ${venue.markets.join(', ')}`);
  }
  if (market !== undefined && instrument.market !== undefined && market !== instrument.market) {
    throw new RangeError(`symbol ${symbol} is of market ${instrument.market}, not of ${market}`);
  }
  if (!markets.includes(chosen)) {
    throw new RangeError(`market ${chosen} of ${venue.id} has no ${what}: choose one of ${markets.join(', ')}`);
  }
  return { ...rest, market: chosen, symbol: instrument.symbol };
}
