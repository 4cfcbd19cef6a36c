/**
 * A strategy as a pure operator: a cross of two moving averages on candles, confirmed by the order book.
 *
 * It opens nothing and knows no clock: candles and books come in, signals come out. So it runs the same way live, in a
 * marble test, and over recorded data.
 */
import { filter, map, pairwise, startWith, withLatestFrom } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import type { Book, Candle } from 'rxtape';
import { rolling } from 'rxtape/operators';
import { imbalanceOf } from 'rxtape/reducers';

/** When to signal. */
export interface CrossOptions {
  /** Candles of the fast average. */
  readonly fast: number;
  /** Candles of the slow average. */
  readonly slow: number;
  /** Levels of each side of the book that are weighed; 10 by default. */
  readonly depth?: number;
  /** The imbalance, from 0 to 1, that the book must show in the direction of the cross; 0.2 by default. */
  readonly threshold?: number;
  /** How much older than the candle's last change the book may be, ms; 5,000 by default. */
  readonly freshness?: number;
}

/** The averages have crossed, and the book agrees. */
export interface CrossSignal {
  readonly side: 'buy' | 'sell';
  readonly symbol: string;
  /** Close of the candle that made the cross. */
  readonly price: number;
  /** When the candle last changed, by our clock, ms since the epoch. */
  readonly at: number;
  readonly fast: number;
  readonly slow: number;
  readonly imbalance: number;
}

interface Averages {
  readonly candle: Candle;
  /** Whether we saw the candle open before it was told closed; false for what comes as history. */
  readonly live: boolean;
  readonly fast: number;
  readonly slow: number;
}

/**
 * Emits a signal where a candle closes, its averages have crossed, and the book leans the same way.
 *
 * Only closed candles count. History fills the averages and signals nothing: its crosses are past, and the book is of
 * now. A cross that the book does not confirm at that moment is gone.
 *
 * @param book$ - of the same symbol
 * @throws RangeError, at the call, where the fast average is not shorter than the slow one
 */
export function crossWithImbalance(
  book$: Observable<Book>,
  options: CrossOptions,
): OperatorFunction<Candle, CrossSignal> {
  const { fast, slow, depth = 10, threshold = 0.2, freshness = 5_000 } = options;
  if (!(fast >= 1 && fast < slow))
    throw new RangeError(`fast must be at least 1 and less than slow, not ${fast}, ${slow}`);

  return candles$ =>
    candles$.pipe(
      averages(fast, slow),
      crosses(),
      withLatestFrom(book$),
      filter(([{ candle }, book]) => candle.receivedAt - book.receivedAt <= freshness),
      map(([{ side, candle, fast, slow }, book]) => {
        const imbalance = imbalanceOf(book, depth) ?? 0;
        return { side, symbol: candle.symbol, price: candle.close, at: candle.receivedAt, fast, slow, imbalance };
      }),
      filter(({ side, imbalance }) => (side === 'buy' ? imbalance : -imbalance) >= threshold),
    );
}

/** The two averages at each closed candle, once there are enough. */
function averages(fast: number, slow: number): OperatorFunction<Candle, Averages> {
  return candles$ =>
    candles$.pipe(
      startWith(undefined),
      pairwise(),
      map(([before, candle]) => ({ candle, live: before?.start === candle?.start && before?.closed === false })),
      filter((seen): seen is { candle: Candle; live: boolean } => seen.candle?.closed === true),
      rolling({ count: slow }),
      filter(window => window.length === slow),
      map(window => {
        const closes = window.map(({ candle }) => candle.close);
        const { candle, live } = window[slow - 1] as (typeof window)[number];
        return { candle, live, fast: meanOf(closes.slice(-fast)), slow: meanOf(closes) };
      }),
    );
}

/** The candles at which the fast average has changed sides. */
function crosses(): OperatorFunction<Averages, Averages & Pick<CrossSignal, 'side'>> {
  return averages$ =>
    averages$.pipe(
      // Averages that touch are on no side; in a flat market they differ by a rounding error.
      filter(({ fast, slow }) => Math.abs(fast - slow) > Math.abs(slow) * 1e-9),
      map(now => ({ ...now, side: now.fast > now.slow ? ('buy' as const) : ('sell' as const) })),
      pairwise(),
      filter(([before, now]) => before.side !== now.side && now.live),
      map(([, now]) => now),
    );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
