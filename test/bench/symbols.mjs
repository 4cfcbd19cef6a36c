/**
 * The symbols of the bench, and where their prices begin.
 * @module
 */

/** The symbols, the busiest first. */
export const symbols = (
  'BTCUSDT ETHUSDT SOLUSDT XRPUSDT DOGEUSDT BNBUSDT ADAUSDT SUIUSDT LINKUSDT AVAXUSDT ' +
  'LTCUSDT TRXUSDT DOTUSDT BCHUSDT UNIUSDT APTUSDT NEARUSDT ARBUSDT FILUSDT ATOMUSDT'
).split(' ');

/** Where the prices of a symbol begin, in ticks of 0.1. */
export function tickOf(index) {
  return 836_923 - index * 31_337;
}
