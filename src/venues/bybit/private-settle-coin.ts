/**
 * Which coin a contract of Bybit is settled in, as far as its name tells.
 * @see https://bybit-exchange.github.io/docs/v5/enum
 * @module
 */
import type { CategoryRow } from './private-topic.js';

/** Finds the coin of margin, profit and fees of a contract; undefined on spot, and where the name follows no known pattern. */
export function settleCoinOf({ category, symbol }: CategoryRow): string | undefined {
  switch (category) {
    case 'linear':
      return linearCoinOf(symbol);
    case 'inverse':
      return INVERSE.exec(symbol)?.[1];
    case 'option':
      return OPTION.exec(symbol)?.[1] ?? (/-[CP]$/.test(symbol) ? 'USDC' : undefined);
    default:
      return undefined;
  }
}

/** `BTCUSD`, and with the letter of a quarter and a year `BTCUSDU23`. */
const INVERSE = /^(.+)USD(?:[HMUZ]\d\d)?$/;
/** `BTC-13FEB25-89000-P-USDT`; one of USDC names no coin. */
const OPTION = /-[CP]-([A-Z]+)$/;

/** `BTCUSDT`, `BTCUSDT-21FEB25`, `BTCPERP`, `BTC-26DEC25`. */
function linearCoinOf(symbol: string): string | undefined {
  const [name = '', date] = symbol.split('-');
  if (name.endsWith('USDT')) return 'USDT';
  return date !== undefined || name.endsWith('PERP') ? 'USDC' : undefined;
}
