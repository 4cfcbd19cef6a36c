/**
 * The full order book: spread, imbalance, and how much can be bought and sold within 0.1 % of the middle.
 *
 * The book is whole at each emission and never changes afterwards: keep it, compare it, put it into a state.
 *
 * Run it with `npx tsx examples/03-book-depth.ts`. It connects to the exchange, or to RXTAPE_URL where that is set, and
 * ends by itself after RXTAPE_SECONDS (10).
 */
import { map, takeUntil, timer } from 'rxjs';
import { book$ } from 'rxtape';
import type { Book, Level } from 'rxtape';
import { conflate } from 'rxtape/operators';
import { imbalanceOf, midOf, spreadOf } from 'rxtape/reducers';

const where = process.env['RXTAPE_URL'] === undefined ? {} : { url: process.env['RXTAPE_URL'] };
const over$ = timer(Number(process.env['RXTAPE_SECONDS'] ?? 10) * 1_000);

book$('bitget', 'BTCUSDT', where)
  .pipe(conflate(500), map(depthOf), takeUntil(over$))
  .subscribe({
    next: ({ levels, spread, imbalance, bids, asks }) => {
      console.log(
        `${levels} levels, spread ${spread?.toFixed(2) ?? '?'}, imbalance ${imbalance?.toFixed(2) ?? '?'}, ` +
          `within 0.1 %: ${bids.toFixed(3)} bid, ${asks.toFixed(3)} asked`,
      );
    },
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });

function depthOf(book: Book) {
  const mid = midOf(book) ?? NaN;
  return {
    levels: book.bids.length + book.asks.length,
    spread: spreadOf(book),
    imbalance: imbalanceOf(book, 10),
    bids: sizeOf(book.bids, price => price >= mid * 0.999),
    asks: sizeOf(book.asks, price => price <= mid * 1.001),
  };
}

/** Both sides are sorted best first, so the levels that count stand at the beginning. */
function sizeOf(levels: readonly Level[], counts: (price: number) => boolean): number {
  let size = 0;
  for (const [price, here] of levels) {
    if (!counts(price)) break;
    size += here;
  }
  return size;
}
