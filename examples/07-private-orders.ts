/**
 * The orders of an account as they change, and what the account then holds.
 *
 * It sends no orders: make one elsewhere and watch it here. It needs keys that may read, in BITGET_API_KEY,
 * BITGET_SECRET_KEY and BITGET_PASSPHRASE.
 *
 * Run it with `npx tsx examples/07-private-orders.ts`. It connects to the exchange, or to the simulator at RXTAPE_URL
 * (and RXTAPE_REST_URL), whose keys it knows, and ends by itself after RXTAPE_SECONDS (600).
 */
import { merge, takeUntil, tap, timer } from 'rxjs';
import { createFeeds } from 'rxtape';
import { demoCredentials } from 'rxtape/simulator';

const { RXTAPE_URL: url, RXTAPE_REST_URL: restUrl, RXTAPE_SECONDS: seconds = '600' } = process.env;
const { BITGET_API_KEY: apiKey = '', BITGET_SECRET_KEY: secret = '', BITGET_PASSPHRASE: passphrase = '' } = process.env;

const { balances$, orders$, problems$ } = createFeeds({
  // Keys go to the exchange they are of, and nowhere else.
  credentials: { bitget: url === undefined ? { apiKey, secret, passphrase } : demoCredentials },
  urls: url === undefined ? {} : { bitget: url },
  restUrls: restUrl === undefined ? {} : { bitget: restUrl },
});

problems$().subscribe(({ error }) => {
  console.error(error.message);
});

merge(
  orders$('bitget').pipe(
    tap(({ open, changed }) => {
      for (const { symbol, side, orderType, price, filled, size, quoteSize, status } of changed) {
        // A market order has no limit, and may be for an amount of quote.
        const limit = price === undefined ? orderType : `${orderType} ${price}`;
        console.log(
          `${symbol} ${side} ${limit}: ${status}, filled ${filled} of ${size ?? `${quoteSize ?? '?'} quote`}`,
        );
      }
      console.log(`${Object.keys(open).length} open`);
    }),
  ),
  balances$('bitget').pipe(
    tap(({ changed }) => {
      // Amounts are text, as the venue wrote them: nothing is rounded.
      for (const { asset, available, held } of changed) console.log(`${asset} ${available} free, ${held ?? '?'} held`);
    }),
  ),
)
  .pipe(takeUntil(timer(Number(seconds) * 1_000)))
  .subscribe({
    // Wrong keys arrive here, as a LoginError.
    error: (cause: unknown) => {
      console.error(String(cause));
      process.exitCode = 1;
    },
  });
