/**
 * The same coin at two places: what could be earned between them, before fees.
 *
 * There is one venue today, so the two places are two of its markets: spot and the perpetual future. Their difference is
 * the basis. A second venue goes the same way: put its id in the place of 'bitget'.
 *
 * Run it with `npx tsx examples/02-spread-across-venues.ts`. It connects to the exchange, or to RXTAPE_URL where that is
 * set, and ends by itself after RXTAPE_SECONDS (10).
 */
import { combineLatest, filter, map, takeUntil, timer } from 'rxjs';
import { quotes$ } from 'rxtape';
import type { Quote } from 'rxtape';
import { conflate } from 'rxtape/operators';

const where = process.env['RXTAPE_URL'] === undefined ? {} : { url: process.env['RXTAPE_URL'] };
const over$ = timer(Number(process.env['RXTAPE_SECONDS'] ?? 10) * 1_000);

/** Quotes that came further apart than this are not compared: one of the two connections may be down, ms. */
const freshness = 2_000;

combineLatest({
  spot: quotes$('bitget', 'BTCUSDT', { market: 'spot', ...where }),
  future: quotes$('bitget', 'BTCUSDT', { market: 'usdt-futures', ...where }),
})
  .pipe(
    filter(({ spot, future }) => Math.abs(spot.receivedAt - future.receivedAt) < freshness),
    map(({ spot, future }) => ({
      basis: differenceOf(midOf(future), midOf(spot)),
      // Buy here at the ask, sell there at the bid.
      spotToFuture: differenceOf(future.bid, spot.ask),
      futureToSpot: differenceOf(spot.bid, future.ask),
    })),
    conflate(500),
    takeUntil(over$),
  )
  .subscribe({
    next: ({ basis, spotToFuture, futureToSpot }) => {
      console.log(`basis ${textOf(basis)} spot→future ${textOf(spotToFuture)} future→spot ${textOf(futureToSpot)}`);
    },
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });

function midOf({ bid, ask }: Quote): number | undefined {
  return bid === undefined || ask === undefined ? undefined : (bid + ask) / 2;
}

function differenceOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}

function textOf(value: number | undefined): string {
  return value === undefined ? '?' : value.toFixed(2);
}
