/**
 * Bars of one second, made of trades, and the average price of the last five of them, weighted by volume.
 *
 * Run it with `npx tsx examples/04-bars.ts`. It connects to the exchange, or to RXTAPE_URL where that is set, and ends
 * by itself after RXTAPE_SECONDS (10).
 */
import { map, takeUntil, timer } from 'rxjs';
import { trades$ } from 'rxtape';
import { rolling, toBars } from 'rxtape/operators';
import type { Bar } from 'rxtape/operators';

const where = process.env['RXTAPE_URL'] === undefined ? {} : { url: process.env['RXTAPE_URL'] };
const over$ = timer(Number(process.env['RXTAPE_SECONDS'] ?? 10) * 1_000);

trades$('bitget', 'BTCUSDT', where)
  .pipe(
    // The venue's recent trades come first, so there are bars at once. `fill` makes flat bars where nobody traded.
    toBars({ interval: 1_000, fill: true }),
    rolling({ count: 5 }),
    map(bars => ({ bar: bars.at(-1), average: averageOf(bars) })),
    takeUntil(over$),
  )
  .subscribe({
    next: ({ bar, average }) => {
      if (bar === undefined) return;
      const { start, open, high, low, close, volume, count } = bar;
      const time = new Date(start).toISOString().slice(11, 19);
      const prices = `open ${open} high ${high} low ${low} close ${close}`;
      console.log(`${time} ${prices} volume ${volume.toFixed(4)} of ${count} trades, average ${average.toFixed(2)}`);
    },
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });

/** Each bar by the middle of its range; without any volume the plain last price. */
function averageOf(bars: readonly Bar[]): number {
  const volume = bars.reduce((sum, bar) => sum + bar.volume, 0);
  if (volume === 0) return bars.at(-1)?.close ?? NaN;
  return bars.reduce((sum, bar) => sum + bar.volume * ((bar.high + bar.low + bar.close) / 3), 0) / volume;
}
