/**
 * How a simulated exchange writes its prices and sizes.
 * @module
 */
import type { Listing } from '../contract/counterpart.js';
import type { BookRow } from '../model/market.js';
import type { Random } from './random.js';

/** Turns whole ticks and lots into numbers and text. */
export interface Spelling {
  priceOf(tick: number): number;
  sizeOf(lots: number): number;
  /** The nearest tick. */
  tickOf(price: number): number;
  /** A level, a removal where `lots` is 0. */
  row(tick: number, lots: number, random: Random): BookRow;
}

/**
 * Makes the spelling of a symbol. One price is always written the same way, but some keep their trailing zeros and
 * others do not, and so do the sizes; a removal is "0". Who formats numbers anew fails the checksum, as he would live.
 */
export function createSpelling({ priceDecimals, sizeDecimals }: Listing): Spelling {
  const priceUnit = 10 ** priceDecimals;
  const sizeUnit = 10 ** sizeDecimals;
  const sizeOf = (lots: number): number => lots / sizeUnit;
  return {
    priceOf: tick => tick / priceUnit,
    sizeOf,
    tickOf: price => Math.round(price * priceUnit),
    row(tick, lots, random) {
      const fixed = (tick / priceUnit).toFixed(priceDecimals);
      const price = isFull(tick) ? fixed : trimmed(fixed);
      const size = sizeOf(lots).toFixed(sizeDecimals);
      const text = lots === 0 ? '0' : random.chance(0.7) ? size : trimmed(size);
      return { level: [tick / priceUnit, sizeOf(lots)], text: [price, text], mark: -1 };
    },
  };
}

/** A property of the price itself, so that its spelling never changes. */
function isFull(tick: number): boolean {
  return Math.floor(tick / 10) % 3 !== 0;
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
