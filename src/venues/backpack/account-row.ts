/**
 * What the rows of Backpack's accounts have in common: sides, amounts, stamps.
 * @module
 */
import type { ReadContext } from '../../contract/channel.js';
import type { AccountStamp } from '../../model/account.js';
import { isZeroDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import type { Side } from '../../model/market.js';
import { decimalOf } from '../../wire/decimal.js';
import { msOfMicros } from './time.js';

/** Stamps a row: its time is the engine's. */
export function stampOf({ venue, market, receivedAt }: ReadContext, micros: number | string): AccountStamp {
  return { venue, market, timestamp: msOfMicros(micros, 'T'), receivedAt };
}

/**
 * Reads an amount.
 *
 * @throws RangeError where it is none
 */
export function amountOf(value: string | number | null | undefined, name: string): Decimal {
  return decimalOf(String(value ?? ''), name);
}

/** Reads an amount that may be missing. */
export function amountIfAny(value: string | number | null | undefined, name: string): Decimal | undefined {
  return value === undefined || value === null || value === '' ? undefined : amountOf(value, name);
}

/** Reads an amount where zero, or nothing, means none. */
export function nonZero(value: string | number | null | undefined, name: string): Decimal | undefined {
  const amount = amountIfAny(value, name);
  return amount === undefined || isZeroDecimal(amount) ? undefined : amount;
}

/** Reads the side of an order. */
export function sideOf(word: 'Bid' | 'Ask'): Side {
  return word === 'Bid' ? 'buy' : 'sell';
}
