/**
 * What all rows of Bitget's private channels have in common: times, amounts beside zero, fees.
 * @module
 */
import type { ReadContext } from '../../contract/channel.js';
import type { AccountStamp, Fee } from '../../model/account.js';
import { addDecimal, isZeroDecimal, negateDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { numberIfAny } from '../../wire/number.js';

/** Stamps what a push tells; rows without a time of their own have the push's. */
export function stampOf({ venue, market, receivedAt }: ReadContext, timestamp: number | undefined): AccountStamp {
  return { venue, market, timestamp, receivedAt };
}

/** Reads a time that may be missing, ms since the epoch; a number or text. */
export function timeIfAny(value: string | number | undefined, name: string): number | undefined {
  return numberIfAny(value === undefined ? undefined : String(value), name);
}

/** Reads an amount where Bitget writes zero, or nothing, for none. */
export function nonZero(text: string | undefined, name: string): Decimal | undefined {
  const amount = decimalIfAny(text, name);
  return amount === undefined || isZeroDecimal(amount) ? undefined : amount;
}

/** Reads an id that may be missing or empty. */
export function idIfAny(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** One fee as the wire tells it. */
export interface FeeEntry {
  readonly feeCoin: string;
  readonly amount: string;
}

/**
 * Reads fees, one per asset.
 *
 * @param paid - the sign of a fee that the account pays; it differs by channel
 */
export function feesOf(entries: readonly FeeEntry[], paid: 'positive' | 'negative'): readonly Fee[] {
  const byAsset = new Map<string, Decimal>();
  for (const { feeCoin, amount } of entries) {
    const told = decimalOf(amount, 'fee');
    const fee = paid === 'positive' ? told : negateDecimal(told);
    const before = byAsset.get(feeCoin);
    byAsset.set(feeCoin, before === undefined ? fee : addDecimal(before, fee));
  }
  return [...byAsset].map(([asset, amount]) => ({ asset, amount }));
}
