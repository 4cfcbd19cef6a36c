/**
 * One coin at four exchanges: where it is bought cheapest and sold dearest, by the order books.
 *
 * Run it with `npx tsx examples/06-four-exchanges.ts`. It connects to the exchanges, or to four simulators, side by side:
 * `rxtape simulate bitget` at RXTAPE_URL, likewise `bybit` at RXTAPE_BYBIT_URL, `backpack` at RXTAPE_BACKPACK_URL and `bge` at
 * RXTAPE_BGE_URL. It ends by itself after RXTAPE_SECONDS (10).
 */
import { combineLatest, map, takeUntil, timer } from 'rxjs';
import { createFeeds } from 'rxtape';
import type { Book } from 'rxtape';
import { conflate } from 'rxtape/operators';

const {
  RXTAPE_URL: bitget,
  RXTAPE_BYBIT_URL: bybit,
  RXTAPE_BACKPACK_URL: backpack,
  RXTAPE_BGE_URL: bge,
  RXTAPE_SECONDS: seconds = '10',
} = process.env;
const isSimulated = bitget !== undefined && bybit !== undefined && backpack !== undefined && bge !== undefined;
const isReal = [bitget, bybit, backpack, bge].every(url => url === undefined);
if (!isSimulated && !isReal) {
  throw new RangeError('RXTAPE_URL, RXTAPE_BYBIT_URL, RXTAPE_BACKPACK_URL and RXTAPE_BGE_URL go together');
}

const { book$, problems$ } = createFeeds({
  urls: isSimulated ? { bitget, bybit, backpack, bge } : {},
  // Backpack's books begin over HTTP.
  restUrls: isSimulated ? { backpack: backpack.replace(/^ws/, 'http') } : {},
});
problems$().subscribe(({ error }) => {
  console.error(error.message);
});

combineLatest({
  Bitget: book$('bitget', 'BTCUSDT'),
  Bybit: book$('bybit', 'BTCUSDT', { depth: 50 }),
  Backpack: book$('backpack', 'BTC_USDC'),
  BGE: book$('bge', 'BTC_USDT'),
})
  .pipe(
    conflate(500),
    map(books => Object.entries<Book>(books)),
    map(books => ({
      asks: books.flatMap(([name, { asks }]) => asks.slice(0, 1).map(([price]) => ({ name, price }))),
      bids: books.flatMap(([name, { bids }]) => bids.slice(0, 1).map(([price]) => ({ name, price }))),
    })),
    map(({ asks, bids }) => {
      const [ask] = asks.sort((a, b) => a.price - b.price);
      const [bid] = bids.sort((a, b) => b.price - a.price);
      return `cheapest at ${ask?.name ?? '?'} for ${ask?.price ?? '?'}, dearest at ${bid?.name ?? '?'} for ${bid?.price ?? '?'}`;
    }),
    takeUntil(timer(Number(seconds) * 1_000)),
  )
  .subscribe({
    next: line => {
      console.log(line);
    },
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });
