/**
 * Reads the row of a book's frame.
 * @module
 */
import type { QuickText } from '../../wire/quick-text.js';

/** Makes the reader of a book's row; gives undefined where the row looks different from what Bybit writes. */
export function createBookRowReader(place: QuickText): (symbol: string) => object | undefined {
  return symbol => {
    if (!place.over('{"s":"') || !place.over(symbol) || !place.over('","b":')) return undefined;
    const b = place.pairs();
    if (b === undefined || !place.over(',"a":')) return undefined;
    const a = place.pairs();
    if (a === undefined || !place.over(',"u":')) return undefined;
    const u = place.integer();
    const seq = u !== undefined && place.over(',"seq":') ? place.integer() : undefined;
    return u === undefined || seq === undefined || !place.over('}') ? undefined : { s: symbol, b, a, u, seq };
  };
}
