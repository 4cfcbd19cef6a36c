/**
 * A symbol of a simulated exchange.
 * @module
 */
import type { Sequence } from '../model/decimal.js';

/** A symbol that the exchange lists, and how it writes its numbers. */
export interface Listing {
  readonly market: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly kind: 'spot' | 'perpetual' | 'delivery' | 'option';
  /** Where the price begins. */
  readonly price: number;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
  /** Where the numbering of the book begins; may be beyond 2^53. */
  readonly sequence: Sequence;
  /** Where the numbering of the trades begins; may be beyond 2^53. */
  readonly tradeId: Sequence;
}
