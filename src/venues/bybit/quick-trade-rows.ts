/**
 * Reads the rows of a trades' frame, in the order of contracts and in that of spot.
 * @module
 */
import type { QuickText } from '../../wire/quick-text.js';

/** Makes the reader of a list of trades; gives undefined where one looks different from what Bybit writes. */
export function createTradeRowsReader(place: QuickText): (symbol: string) => object[] | undefined {
  const contractRow = (s: string): object | undefined => {
    const T = place.integer();
    if (T === undefined || !place.over(',"s":"') || !place.over(s)) return undefined;
    const S = place.over('","S":"Buy","v":"') ? 'Buy' : place.over('","S":"Sell","v":"') ? 'Sell' : undefined;
    if (S === undefined) return undefined;
    const v = place.upToQuote();
    if (!place.over(',"p":"')) return undefined;
    const p = place.upToQuote();
    if (!place.over(',"L":"')) return undefined;
    const L = place.upToQuote();
    if (!place.over(',"i":"')) return undefined;
    const i = place.upToQuote();
    if (place.over(usual)) {
      const seq = place.integer();
      return seq === undefined || !place.over('}') ? undefined : { T, s, S, v, p, L, i, BT: false, RPI: false, seq };
    }
    const BT = place.over(',"BT":') ? place.truth() : undefined;
    const RPI = BT !== undefined && place.over(',"RPI":') ? place.truth() : undefined;
    const seq = RPI !== undefined && place.over(',"seq":') ? place.integer() : undefined;
    return seq === undefined || !place.over('}') ? undefined : { T, s, S, v, p, L, i, BT, RPI, seq };
  };

  const spotRow = (s: string): object | undefined => {
    const i = place.upToQuote();
    const T = place.over(',"T":') ? place.integer() : undefined;
    if (T === undefined || !place.over(',"p":"')) return undefined;
    const p = place.upToQuote();
    if (!place.over(',"v":"')) return undefined;
    const v = place.upToQuote();
    const S = place.over(',"S":"Buy","s":"') ? 'Buy' : place.over(',"S":"Sell","s":"') ? 'Sell' : undefined;
    if (S === undefined || !place.over(s) || !place.over('","BT":')) return undefined;
    const BT = place.truth();
    const RPI = BT !== undefined && place.over(',"RPI":') ? place.truth() : undefined;
    const seq = RPI !== undefined && place.over(',"seq":') ? place.integer() : undefined;
    return seq === undefined || !place.over('}') ? undefined : { i, T, p, v, S, s, BT, RPI, seq };
  };

  return symbol => {
    if (!place.over('[')) return undefined;
    const rows: object[] = [];
    do {
      const row = place.over('{"T":') ? contractRow(symbol) : place.over('{"i":"') ? spotRow(symbol) : undefined;
      if (row === undefined) return undefined;
      rows.push(row);
    } while (place.over(','));
    return place.over(']') ? rows : undefined;
  };
}

/** Neither a block trade nor one against a retail order. */
const usual = ',"BT":false,"RPI":false,"seq":';
