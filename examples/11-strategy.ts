/**
 * A strategy on live data: it says when it would buy and sell. It sends no orders.
 *
 * The strategy itself is a pure operator, in strategy/cross-with-imbalance.ts. Here it only gets its streams.
 *
 * Run it with `npx tsx examples/11-strategy.ts`. It connects to the exchange, or to RXTAPE_URL where that is set, and
 * ends by itself after RXTAPE_SECONDS (600).
 */
import { merge, takeUntil, tap, timer } from 'rxjs';
import { book$, candles$ } from 'rxtape';
import { conflate } from 'rxtape/operators';
import { crossWithImbalance } from './strategy/cross-with-imbalance.js';

const where = process.env['RXTAPE_URL'] === undefined ? {} : { url: process.env['RXTAPE_URL'] };
const over$ = timer(Number(process.env['RXTAPE_SECONDS'] ?? 600) * 1_000);

const minutes$ = candles$('bitget', 'BTCUSDT', { interval: '1m', ...where });
const ladder$ = book$('bitget', 'BTCUSDT', where);

// Two subscribers of the same stream cost one subscription at the venue.
const signals$ = minutes$.pipe(crossWithImbalance(ladder$, { fast: 9, slow: 21, threshold: 0.1 }));
const signs$ = minutes$.pipe(conflate(1_000));

merge(
  signals$.pipe(
    tap(({ side, symbol, price, imbalance }) => {
      console.log(`${side} ${symbol} at ${price}, imbalance ${imbalance.toFixed(2)}`);
    }),
  ),
  signs$.pipe(
    tap(({ symbol, start, close, closed }) => {
      const time = new Date(start).toISOString().slice(11, 16);
      console.log(`${symbol} candle of ${time} ${closed ? 'closed at' : 'is at'} ${close}`);
    }),
  ),
)
  .pipe(takeUntil(over$))
  .subscribe({
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });
