/**
 * What the rows of Bybit's private topics have in common: times, sides, amounts beside zero.
 * @module
 */
import type { ReadContext } from '../../contract/channel.js';
import type { AccountStamp } from '../../model/account.js';
import { isZeroDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import type { Side } from '../../model/market.js';
import { decimalIfAny } from '../../wire/decimal.js';
import { numberIfAny } from '../../wire/number.js';

/** Stamps what a push tells; rows without a time of their own have the push's. */
export function stampOf({ venue, market, receivedAt }: ReadContext, timestamp: number | undefined): AccountStamp {
  return { venue, market, timestamp, receivedAt };
}

/** Reads a time that may be missing, ms since the epoch; a number or text, where empty text and zero are none. */
export function timeIfAny(value: string | number | undefined, name: string): number | undefined {
  const time = numberIfAny(value === undefined ? undefined : String(value), name);
  return time === 0 ? undefined : time;
}

/** Reads an amount where Bybit writes zero, or nothing, for none. */
export function nonZero(text: string | undefined, name: string): Decimal | undefined {
  const amount = decimalIfAny(text, name);
  return amount === undefined || isZeroDecimal(amount) ? undefined : amount;
}

/** Reads an id that may be missing or empty. */
export function idIfAny(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Reads the side of an order or a fill. */
export function sideOf(word: 'Buy' | 'Sell'): Side {
  return word === 'Buy' ? 'buy' : 'sell';
}

/** Reads which position of a hedged account is meant; undefined where there is only one. */
export function positionSideOf(positionIdx: string | number | undefined): 'long' | 'short' | undefined {
  switch (String(positionIdx ?? 0)) {
    case '1':
      return 'long';
    case '2':
      return 'short';
    default:
      return undefined;
  }
}
