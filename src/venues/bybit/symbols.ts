/**
 * Bybit's symbols as users write them.
 * @see https://bybit-exchange.github.io/docs/v5/enum#symbol
 * @module
 */
import type { Instrument } from '../../contract/venue.js';
import type { BybitMarket } from './markets.js';

/**
 * Reads a symbol: "btcusdt", "BTC-USDT" and "BTC/USDT" are `BTCUSDT`, "BTC-PERP" is `BTCPERP`; contracts with a date,
 * options and spreads keep their dashes. "default" stands for none, where a channel takes no symbol.
 *
 * The spelling tells the market where only one has it: `BTCPERP`, `BTC-26DEC25` (linear), `BTCUSDU26` (inverse),
 * `BTC-6JAN23-17500-C` (option), `SOLUSDT_SOL/USDT` (spread). `BTCUSDT` is spot and linear, and what ends in `USD` may be
 * a coin on spot (`XRPRLUSD`) as well as an inverse perpetual: these tell none.
 *
 * @throws RangeError at an empty text, and at one that no symbol can be
 */
export function instrument(text: string): Instrument {
  const upper = text.trim().toUpperCase();
  if (upper === '') throw new RangeError('symbol is empty: bybit writes symbols like BTCUSDT');
  if (/[\s"'\\,:]/.test(upper)) {
    throw new RangeError(
      `symbol ${JSON.stringify(text)} is not one of bybit: write BTCUSDT, BTCPERP, BTC-26DEC25 or BTC-26DEC25-100000-C`,
    );
  }
  if (upper === 'DEFAULT') return { symbol: 'default', market: undefined };
  const symbol = upper.replace(pair, '$1$2');
  return { symbol, market: spellings.find(([spelling]) => spelling.test(symbol))?.[1] };
}

/** Base and quote with one mark between them; what begins with a digit is the date of a contract. */
const pair = /^([A-Z0-9]+)[-/]([A-Z][A-Z0-9]*)$/;

/** What can be written on one market only, first match wins. */
const spellings: readonly (readonly [RegExp, BybitMarket])[] = [
  [/._./, 'spread'],
  [/^[^-]+-\d{1,2}[A-Z]{3}\d{2}-[\d.]+-[CP](-[A-Z]+)?$/, 'option'],
  [/^[^-]+-\d{1,2}[A-Z]{3}\d{2}$/, 'linear'],
  [/.PERP$/, 'linear'],
  [/.USD[HMUZ]\d{2}$/, 'inverse'],
];

/** Names the coin of an option: "BTC-6JAN23-17500-C" is an option on BTC. */
export function baseOf(symbol: string): string {
  const dash = symbol.indexOf('-');
  return dash === -1 ? symbol : symbol.slice(0, dash);
}
