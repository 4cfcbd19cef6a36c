/**
 * Which candles of two feeds say something new.
 * @module
 */
import type { Candle } from '../model/market.js';

/** So many starts are remembered; what is older than those is known. */
const MOST = 1_000;

/**
 * Makes the question whether a candle says something new: no candle after it was told closed, none that is older by the
 * venue's time or has less volume, and none that says what was said. To ask is to remember.
 */
export function createCandleNovelty(): (candle: Candle) => boolean {
  const told = new Map<number, Candle>();
  const starts: number[] = [];
  let oldest = 0;
  let floor = -Infinity;

  return candle => {
    const known = told.get(candle.start);
    if (known === undefined) {
      if (candle.start <= floor) return false;
      const forgotten = starts[oldest];
      if (forgotten !== undefined) {
        told.delete(forgotten);
        floor = Math.max(floor, forgotten);
      }
      starts[oldest] = candle.start;
      oldest = (oldest + 1) % MOST;
    } else if (known.closed || isOlder(candle, known) || isSame(candle, known)) return false;
    told.set(candle.start, candle);
    return true;
  };
}

function isOlder(candle: Candle, known: Candle): boolean {
  const { timestamp: time = NaN } = candle;
  const { timestamp: last = NaN } = known;
  if (time < last) return true;
  return !(time > last) && candle.volume < known.volume;
}

function isSame(a: Candle, b: Candle): boolean {
  return (
    a.close === b.close &&
    a.volume === b.volume &&
    a.high === b.high &&
    a.low === b.low &&
    a.open === b.open &&
    a.turnover === b.turnover &&
    a.closed === b.closed
  );
}
