/**
 * How far each fill of an account is from the middle of the book, in basis points: positive is worse than the middle.
 *
 * It needs keys that may read, in BITGET_API_KEY, BITGET_SECRET_KEY and BITGET_PASSPHRASE.
 *
 * Run it with `npx tsx examples/12-slippage.ts`. It connects to the exchange, or to the simulator at RXTAPE_URL (and
 * RXTAPE_REST_URL), whose keys it knows, and ends by itself after RXTAPE_SECONDS (600).
 */
import { map, merge, takeUntil, timer, withLatestFrom } from 'rxjs';
import { createFeeds } from 'rxtape';
import type { Fill } from 'rxtape';
import { midOf } from 'rxtape/reducers';
import { demoCredentials } from 'rxtape/simulator';

const { RXTAPE_URL: url, RXTAPE_REST_URL: restUrl, RXTAPE_SECONDS: seconds = '600' } = process.env;
const { BITGET_API_KEY: apiKey = '', BITGET_SECRET_KEY: secret = '', BITGET_PASSPHRASE: passphrase = '' } = process.env;

const { book$, fills$, problems$ } = createFeeds({
  // Keys go to the exchange they are of, and nowhere else.
  credentials: { bitget: url === undefined ? { apiKey, secret, passphrase } : demoCredentials },
  urls: url === undefined ? {} : { bitget: url },
  restUrls: restUrl === undefined ? {} : { bitget: restUrl },
});

problems$().subscribe(({ error }) => {
  console.error(error.message);
});

/** The fills of a symbol, each with the latest book: two connections, so it is the book of about that moment. */
const slippage$ = (symbol: string) =>
  fills$('bitget', { symbol }).pipe(
    withLatestFrom(book$('bitget', symbol).pipe(map(midOf))),
    map(([fill, mid]) => lineOf(fill, mid)),
  );

function lineOf({ symbol, side, size, price, liquidity }: Fill, mid: number | undefined): string {
  // Exact text becomes a number where a ratio is all that is wanted.
  const worse = mid === undefined ? NaN : ((Number(price) - mid) / mid) * (side === 'buy' ? 10_000 : -10_000);
  return `${symbol} ${side} ${size} at ${price} as ${liquidity ?? '?'}: ${worse.toFixed(2)} bp from the middle`;
}

merge(slippage$('BTCUSDT'), slippage$('ETHUSDT'))
  .pipe(takeUntil(timer(Number(seconds) * 1_000)))
  .subscribe({
    next: line => {
      console.log(line);
    },
    // Wrong keys arrive here, as a LoginError.
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });
