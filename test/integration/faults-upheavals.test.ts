import { Subscription, defer, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { venues } from '../../src/index.js';
import type { Book, Trade } from '../../src/index.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import { RequestError } from '../../src/model/errors.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Exchange } from '../../src/simulator/exchange.js';
import type { Http } from '../../src/transport/http.js';
import type { Transport } from '../../src/transport/socket.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { marketStreams } from '../support/market-streams.js';
import type { MarketPlace } from '../support/market-streams.js';
import { differenceOf, recorded } from '../support/recorded.js';
import { virtually } from '../support/virtual-time.js';

/** A public door at its own pace, in virtual time. */
interface Row extends MarketPlace {
  readonly venue: keyof typeof venues;
  readonly market: string;
  readonly symbol: string;
  readonly switches?: object;
  readonly levels: number;
  /** Where books are told by their time; else by their number. */
  readonly isTimed: boolean;
  /** Whether the venue says why it hangs up, so that it is left alone for half a minute. */
  readonly rests?: true;
}

const spot = { market: 'spot', symbol: 'BTCUSDT', options: {}, isTimed: true } as const;
const rows: readonly Row[] = [
  { ...spot, venue: 'bitget', levels: Infinity, rests: true },
  {
    ...spot,
    ...{ venue: 'bitget-v1', options: { dialect: 'official' }, switches: { dialect: 'official' } },
    ...{ levels: Infinity, rests: true },
  },
  { ...spot, venue: 'bybit', market: 'linear', options: { market: 'linear' }, book: { depth: 50 }, levels: 50 },
  { ...spot, venue: 'bybit-spot-v1', levels: 200 },
  { ...spot, venue: 'bybit-spot-v3', levels: 40 },
  { ...spot, venue: 'backpack', symbol: 'SOL_USDC', levels: Infinity },
  { ...spot, venue: 'bge', symbol: 'BTC_USDT', levels: 150, isTimed: false },
];

/** When it strikes, and when all must be well again, ms. */
const struckAt = 20_000;
const end = 100_000;

describe.each(rows)('what befalls $venue as a whole, at its own pace', row => {
  const { venue, market, symbol, levels, isTimed } = row;

  it.each(['ban', 'venue-restart', 'clock-jump'] as const)('%s: healed, without a hail of attempts', fault => {
    const left = virtually(at => {
      const counterpartOf = counterparts[venue] as (switches: object) => Counterpart;
      const { counterpart, books: log } = recorded(counterpartOf(row.switches ?? {}));
      const exchange = createExchange(counterpart, { seed: 5, tick: 100 });
      const attempts: number[] = [];
      const start = Date.now();
      const transport: Transport = url =>
        defer(() => {
          attempts.push(Date.now() - start);
          return exchangeTransport(exchange)(url);
        });
      const feeds = createFeedsOf(venues, transport, { http: restOf(exchange), random: () => 0.5, linger: 0 });
      const all = new Subscription();
      const books: Book[] = [];
      const wrong: string[] = [];
      const trades: Trade[] = [];
      const errors: unknown[] = [];
      const listen = <T>(source$: Observable<T>, next: (value: T) => void): void => {
        all.add(source$.subscribe({ next, error: (cause: unknown) => errors.push(cause) }));
      };
      const streams = marketStreams(feeds, row, symbol);
      listen(streams.book$, book => {
        books.push(book);
        const truth = isTimed ? log.at(book) : exchange.bookAt(symbol, book.sequence ?? '', { market });
        const difference = differenceOf(book, truth, levels);
        if (difference !== undefined) wrong.push(difference);
      });
      listen(streams.trades$, trade => trades.push(trade));
      listen(streams.ticker$, () => {});
      at(struckAt, () => {
        expect(books.length).toBeGreaterThan(10);
        exchange.inject(fault);
      });
      at(end, () => {
        all.unsubscribe();
        exchange.close();
        expect(errors).toEqual([]);
        expect(wrong).toEqual([]);
        expect(Date.now() - (books.at(-1)?.receivedAt ?? 0)).toBeLessThan(2_000);
        expect(trades.filter(({ receivedAt }) => receivedAt > Date.now() - 20_000).length).toBeGreaterThan(20);
        const ids = trades.map(({ id, timestamp, price, size }) => id ?? `${timestamp} ${price} ${size}`);
        expect(new Set(ids).size).toBe(ids.length);
        const anew = attempts.filter(time => time >= struckAt);
        if (fault === 'clock-jump') expect(anew).toEqual([]);
        else expect(anew.length).toBeGreaterThan(0);
        expect(anew.length).toBeLessThan(12);
        if (fault === 'ban' && row.rests === true) expect(anew[0]).toBeGreaterThanOrEqual(struckAt + 30_000);
        expect(exchange.violations).toEqual([]);
      });
    }, 2_000);
    expect(left).toBe(0);
  });
});

/** The REST interface of a simulated exchange, without sockets. */
function restOf(exchange: Exchange): Http {
  return url =>
    defer(() => {
      const { pathname, search } = new URL(url);
      const { status = 404, body = '' } = exchange.restAnswer(pathname + search) ?? {};
      if (status === 200) return of(JSON.parse(body) as unknown);
      return throwError(() => new RequestError(`request failed: status ${status}`, status));
    });
}
