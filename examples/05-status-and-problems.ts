/**
 * What goes on beside the data: where the connections stand, and what went wrong and was done about it.
 *
 * One of the two symbols does not exist. Its feed errors; the other one goes on.
 *
 * Run it with `npx tsx examples/05-status-and-problems.ts`. It connects to the exchange, or to RXTAPE_URL where that is
 * set, and ends by itself after RXTAPE_SECONDS (10).
 */
import { takeUntil, timer } from 'rxjs';
import { FeedError, problems$, status$, ticker$ } from 'rxtape';
import { conflate } from 'rxtape/operators';

const where = process.env['RXTAPE_URL'] === undefined ? {} : { url: process.env['RXTAPE_URL'] };
const over$ = timer(Number(process.env['RXTAPE_SECONDS'] ?? 10) * 1_000);

// Watching opens nothing and keeps nothing alive: subscribe to these two first, and leave them on.
status$('bitget').subscribe(status => {
  const { connection, phase } = status;
  // Each phase brings what is known about it.
  if (status.phase === 'waiting') console.log(`connection ${connection}: next attempt in ${status.delay} ms`);
  else console.log(`connection ${connection}: ${phase}`);
});
problems$('bitget').subscribe(({ error, mending }) => {
  console.log(`problem ${error.code}, mended by ${mending}: ${error.message}`);
});

for (const symbol of ['BTCUSDT', 'NOSUCHUSDT']) {
  ticker$('bitget', symbol, where)
    .pipe(conflate(500), takeUntil(over$))
    .subscribe({
      next: ({ price }) => {
        console.log(`${symbol} ${price ?? '?'}`);
      },
      error: (cause: unknown) => {
        if (cause instanceof FeedError) console.log(`${symbol} ended: the venue says ${cause.venueCode ?? '?'}`);
        else throw cause;
      },
    });
}
