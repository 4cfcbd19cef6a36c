/**
 * The ticker of one symbol: last price, spread, and the change of the last 24 hours, about twice a second.
 *
 * Run it with `npx tsx examples/01-ticker.ts`. It connects to the exchange, or to RXTAPE_URL where that is set, and
 * ends by itself after RXTAPE_SECONDS (10).
 */
import { map, takeUntil, timer } from 'rxjs';
import { problems$, ticker$ } from 'rxtape';
import { conflate } from 'rxtape/operators';

const where = process.env['RXTAPE_URL'] === undefined ? {} : { url: process.env['RXTAPE_URL'] };
const over$ = timer(Number(process.env['RXTAPE_SECONDS'] ?? 10) * 1_000);

// A lost connection is mended, for ever if need be. Without this line a missing network is silence.
problems$('bitget').subscribe(({ error }) => {
  console.error(error.message);
});

ticker$('bitget', 'BTCUSDT', where)
  .pipe(
    // A busy symbol tells ten tickers a second; a person reads two.
    conflate(500),
    map(({ symbol, price, bid, ask, change24h }) => {
      // A field is undefined where the venue did not tell it.
      const spread = bid === undefined || ask === undefined ? '?' : (ask - bid).toFixed(2);
      const change = change24h === undefined ? '?' : `${(change24h * 100).toFixed(2)} %`;
      return `${symbol} price ${price ?? '?'} spread ${spread} 24 h ${change}`;
    }),
    takeUntil(over$),
  )
  .subscribe({
    next: line => {
      console.log(line);
    },
    // What arrives here cannot be mended: a symbol that the venue refuses.
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });
