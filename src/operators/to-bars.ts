/**
 * Makes bars of trades.
 * @module
 */
import { Observable, ignoreElements, tap, timer } from 'rxjs';
import type { OperatorFunction, Subscription } from 'rxjs';
import { checkDuration, checkFunction } from './check-argument.js';
import { now } from './clock.js';
import { createSteady } from './steady.js';

/** What a trade must tell; a `Trade` does. */
export interface BarTrade {
  /** The venue's clock, ms since the epoch; where it is undefined `receivedAt` counts. */
  readonly timestamp: number | undefined;
  /** Our clock, ms since the epoch. */
  readonly receivedAt: number;
  readonly price: number;
  readonly size: number;
  /** The taker's side. */
  readonly side?: 'buy' | 'sell' | undefined;
}

/** One bar: the trades from `start` up to, and without, `end`. */
export interface Bar {
  /** ms since the epoch, a multiple of the interval. */
  readonly start: number;
  /** ms since the epoch */
  readonly end: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Sum of the sizes. */
  readonly volume: number;
  /** Of it, with a buying taker. */
  readonly buyVolume: number;
  /** Of it, with a selling taker. */
  readonly sellVolume: number;
  /** Number of trades. */
  readonly count: number;
  /** True once nothing can change it any more. */
  readonly closed: boolean;
}

/** Which bars {@link toBars} makes. */
export interface ToBarsOptions<T extends BarTrade> {
  /** Length of a bar, ms; bars begin at its multiples since the epoch, in UTC. */
  readonly interval: number;
  /** Whether the forming bar is emitted at each trade, with `closed: false`; false by default. */
  readonly partial?: boolean;
  /** How long after its end a bar waits for trades that are still under way, ms; 1,000 by default. */
  readonly grace?: number;
  /** Is told each trade whose bar is closed already. */
  readonly late?: (trade: T) => void;
  /** Whether intervals without a trade give flat bars, at the last price and with no volume; false by default. */
  readonly fill?: boolean;
}

/** A longer pause (a wrong timestamp) is not filled. */
const LONGEST_FILL = 10_000;

/**
 * Emits the bars of the trades of one symbol; of several, group them by symbol first.
 *
 * A bar is closed by the first trade of a later bar, or, in a quiet market, by the clock, `grace` ms after its end. The
 * clock is the trades' own: the time of the newest trade and what has passed since it came. So neither a venue's clock
 * that differs from ours nor a recording played back at its pace makes trades late. On completion the forming bar
 * is emitted with `closed: false`, unless `partial` has shown it already. With `fill`, a pause of more than 10,000 bars
 * stays empty.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { from } from 'rxjs';
 * import { toBars } from 'rxtape/operators';
 *
 * const trade = (timestamp: number, price: number) => ({ timestamp, receivedAt: timestamp, price, size: 1 });
 * const trades = [trade(0, 10), trade(20_000, 12), trade(61_000, 11)];
 * from(trades).pipe(toBars({ interval: 60_000 })).subscribe(bar => console.log(bar.start, bar.close, bar.closed));
 * // 0 12 true, 60000 11 false
 * ```
 */
export function toBars<T extends BarTrade>(options: ToBarsOptions<T>): OperatorFunction<T, Bar> {
  const { interval, partial = false, grace = 1_000, late, fill = false } = options;
  checkDuration('interval', interval);
  checkDuration('grace', grace, 0);
  checkDuration('interval and grace together', interval + grace);
  checkFunction('late', late);

  return source =>
    new Observable<Bar>(subscriber => {
      const steady = createSteady();
      let forming: Bar | undefined;
      /** Where the next bar begins that is not closed. */
      let edge = -Infinity;
      let price: number | undefined;
      let newest = -Infinity;
      let newestCameAt = 0;
      let alarm: Subscription | undefined;

      const marketTime = (): number => newest + steady(now()) - newestCameAt;

      const closeUntil = (start: number): void => {
        if (forming !== undefined) {
          const bar = forming;
          forming = undefined;
          edge = bar.end;
          price = bar.close;
          subscriber.next({ ...bar, closed: true });
        }
        if (!fill || price === undefined || start - edge > LONGEST_FILL * interval) return;
        while (edge < start && !subscriber.closed) {
          edge += interval;
          subscriber.next(flat(edge - interval, edge, price));
        }
      };
      const arm = (): void => {
        if (alarm !== undefined || subscriber.closed || (forming === undefined && !fill)) return;
        const end = edge + interval;
        alarm = timer(Math.max(0, end + grace - marketTime())).subscribe(() => {
          alarm = undefined;
          // Trades may have closed that bar since, or shown that the market's clock is behind: then sleep on.
          if (marketTime() >= edge + interval + grace) closeUntil(edge + interval);
          arm();
        });
      };
      const take = (trade: T): void => {
        const time = trade.timestamp ?? trade.receivedAt;
        const start = Math.floor(time / interval) * interval;
        if (start < edge) {
          late?.(trade);
          return;
        }
        if (time >= newest) {
          newest = time;
          newestCameAt = steady(now());
        }
        if (start > edge) closeUntil(start);
        edge = start;
        forming = grow(forming ?? flat(start, start + interval, trade.price), trade);
        if (partial) subscriber.next(forming);
        arm();
      };
      const end = (): void => {
        if (forming !== undefined && !partial) subscriber.next(forming);
      };

      subscriber.add(() => alarm?.unsubscribe());
      source.pipe(tap({ next: take, complete: end }), ignoreElements()).subscribe(subscriber);
    });
}

function flat(start: number, end: number, price: number): Bar {
  const prices = { open: price, high: price, low: price, close: price };
  return { start, end, ...prices, volume: 0, buyVolume: 0, sellVolume: 0, count: 0, closed: true };
}

function grow(bar: Bar, { price, size, side }: BarTrade): Bar {
  return {
    start: bar.start,
    end: bar.end,
    open: bar.open,
    high: Math.max(bar.high, price),
    low: Math.min(bar.low, price),
    close: price,
    volume: bar.volume + size,
    buyVolume: side === 'buy' ? bar.buyVolume + size : bar.buyVolume,
    sellVolume: side === 'sell' ? bar.sellVolume + size : bar.sellVolume,
    count: bar.count + 1,
    closed: false,
  };
}
