/**
 * Two connections, one stream: a trade that one of them misses comes from the other.
 *
 * Each set of feeds has connections of its own; two streams of one set would share one. Bars of one second are made of the
 * merged trades by a consumer that takes its time, and never falls behind.
 *
 * Run it with `npx tsx examples/09-redundant.ts`. It connects to the exchange, or to RXTAPE_URL where that is set, and
 * ends by itself after RXTAPE_SECONDS (10).
 */
import { filter, map, takeUntil, tap, timer } from 'rxjs';
import { createFeeds } from 'rxtape';
import type { Gap, Trade } from 'rxtape';
import { closedOnly, consumeLatest, redundant, toBars } from 'rxtape/operators';
import type { Bar } from 'rxtape/operators';

const where = process.env['RXTAPE_URL'] === undefined ? {} : { url: process.env['RXTAPE_URL'] };
const over$ = timer(Number(process.env['RXTAPE_SECONDS'] ?? 10) * 1_000);

const heard = { first: 0, second: 0 };
let told = 0;
redundant(heard$('first'), heard$('second'))
  .pipe(
    tap(value => {
      if (value.type === 'gap') console.log(`both missed ${value.to - value.from} ms`);
      else told += 1;
    }),
    filter(isTrade),
    toBars({ interval: 1_000, fill: true }),
    closedOnly(),
    consumeLatest(bar => save$(bar), {
      dropped: total => {
        console.log(`${total} bars left out`);
      },
    }),
    takeUntil(over$),
  )
  .subscribe({
    next: line => {
      console.log(line);
    },
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
    complete: () => {
      console.log(`told ${told} trades, of ${heard.first} and ${heard.second}`);
    },
  });

/** What one connection hears, and what it misses. */
function heard$(connection: 'first' | 'second') {
  return createFeeds()
    .trades$('bitget', 'BTCUSDT', { ...where, gaps: true })
    .pipe(
      tap(value => {
        if (value.type === 'gap') console.log(`${connection} connection missed ${value.to - value.from} ms`);
        else heard[connection] += 1;
      }),
    );
}

function isTrade(value: Trade | Gap): value is Trade {
  return value.type === 'trade';
}

/** Stands for what takes its time: a database, a chart. */
function save$({ start, close, count }: Bar) {
  const time = new Date(start).toISOString().slice(11, 19);
  return timer(200).pipe(map(() => `saved ${time} close ${close} of ${count} trades`));
}
