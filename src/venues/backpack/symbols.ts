/**
 * Backpack's symbols as users write them.
 * @module
 */
import type { Instrument } from '../../contract/venue.js';
import { marketOf } from './markets.js';

/**
 * Reads a symbol: "SOL_USDC", "SOL/USDC" and "SOL-USDC" are `SOL_USDC`, on spot; "SOL-USDC-PERP" is `SOL_USDC_PERP`, on
 * perp. A word alone ("AAPL", "BRK.B") is a stock, which only the stream of broker prices knows; "default" stands for all
 * symbols, where a channel takes none.
 *
 * Nothing is turned into upper case: `kSHIB_USDC` and `KSHIB_USDC` would be two symbols, and Backpack is silent about one
 * that it does not have. So a base without any capital or digit, and a quote with a small letter, are refused.
 *
 * @throws RangeError at an empty text, and at one that no symbol can be
 */
export function instrument(text: string): Instrument {
  const said = text.trim();
  if (said === '') throw new RangeError('symbol is empty: backpack writes symbols like SOL_USDC or SOL_USDC_PERP');
  if (said === 'default') return { symbol: said, market: undefined };
  const parts = said.split(/[_/-]/);
  const [base = '', ...rest] = parts;
  const isKnown = BASE.test(base) && /[A-Z0-9]/.test(base) && rest.length <= 2 && rest.every(part => WORD.test(part));
  if (!isKnown || OTHER_ENDS.has(rest[0] ?? '')) throw unknown(text, said);
  const symbol = parts.join('_');
  return { symbol, market: rest.length === 0 ? undefined : marketOf(symbol) };
}

/**
 * Refuses a symbol that is no pair.
 *
 * @throws RangeError
 */
export function checkPair(symbol: string): void {
  if (symbol.includes('_')) return;
  throw new RangeError(
    `symbol ${JSON.stringify(symbol)} is not one of backpack: it joins its parts by "_", like SOL_USDC or SOL_USDC_PERP`,
  );
}

/** Some begin with a small "k" (a thousand of it), stocks have a dot. */
const BASE = /^[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*$/;
const WORD = /^[A-Z0-9]+$/;
/** What stands third, and is no quote. */
const OTHER_ENDS: ReadonlySet<string> = new Set(['PERP', 'RFQ']);

function unknown(text: string, said: string): RangeError {
  const upper = said.toUpperCase().replaceAll(/[/-]/g, '_');
  const isSmall = said !== said.toUpperCase() && /^[A-Z0-9.]+_[A-Z0-9_]+$/.test(upper);
  const words = isSmall
    ? `capitals and small letters count, write ${upper}, or a small letter only where backpack has one (kSHIB_USDC)`
    : 'write SOL_USDC or SOL_USDC_PERP';
  return new RangeError(`symbol ${JSON.stringify(text)} is not one of backpack: ${words}`);
}
