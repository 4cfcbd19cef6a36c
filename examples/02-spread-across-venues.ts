/**
 * The same coin at two exchanges: what could be earned between the best bid of one and the best ask of the other, before fees.
 *
 * Run it with `npx tsx examples/02-spread-across-venues.ts`. It connects to Bitget and to Bybit, or to two simulators, side by
 * side: `rxtape simulate bitget` at RXTAPE_URL and `rxtape simulate bybit` at RXTAPE_BYBIT_URL. It ends by itself after
 * RXTAPE_SECONDS (10).
 */
import { combineLatest, filter, map, takeUntil, timer } from 'rxjs';
import { createFeeds } from 'rxtape';
import type { Quote } from 'rxtape';
import { conflate } from 'rxtape/operators';

const { RXTAPE_URL: bitget, RXTAPE_BYBIT_URL: bybit, RXTAPE_SECONDS: seconds = '10' } = process.env;
if ((bitget === undefined) !== (bybit === undefined)) {
  throw new RangeError(
    'RXTAPE_URL and RXTAPE_BYBIT_URL go together: one real and one simulated price compare to nothing',
  );
}

const { quotes$, problems$ } = createFeeds({
  urls: bitget === undefined || bybit === undefined ? {} : { bitget, bybit },
});

// A lost connection is mended, for ever if need be. Without this line a missing network is silence.
problems$().subscribe(({ error }) => {
  console.error(error.message);
});

/** Quotes that came further apart than this are not compared: one of the two connections may be down, ms. */
const freshness = 2_000;

combineLatest({
  bitget: quotes$('bitget', 'BTCUSDT'),
  bybit: quotes$('bybit', 'BTCUSDT'),
})
  .pipe(
    filter(({ bitget, bybit }) => Math.abs(bitget.receivedAt - bybit.receivedAt) < freshness),
    conflate(500),
    map(({ bitget, bybit }) => [
      `Bitget ${quoteText(bitget)}`,
      `Bybit ${quoteText(bybit)}`,
      // Buy here at the ask, sell there at the bid.
      `Bitget→Bybit ${gainText(bitget.ask, bybit.bid)}`,
      `Bybit→Bitget ${gainText(bybit.ask, bitget.bid)}`,
    ]),
    takeUntil(timer(Number(seconds) * 1_000)),
  )
  .subscribe({
    next: parts => {
      console.log(parts.join('  '));
    },
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });

/** A side is undefined while nobody stands on it. */
function quoteText({ bid, ask }: Quote): string {
  return `${bid?.toFixed(2) ?? '?'} / ${ask?.toFixed(2) ?? '?'}`;
}

/** In hundredths of a per cent of what was paid. */
function gainText(paid: number | undefined, got: number | undefined): string {
  return paid === undefined || got === undefined ? '?' : `${(((got - paid) / paid) * 10_000).toFixed(2)} bp`;
}
