import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Balances, Book, Candle, Orders, Trade } from '../../src/index.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, FaultName } from '../../src/simulator/index.js';
import { bgeCounterpart } from '../../src/venues/bge/counterpart.js';
import { bge } from '../../src/venues/bge/index.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

const { apiKey, secret } = demoCredentials;

/** All that ends a subscription, or the account's stream, has its own tests. */
const faults: readonly FaultName[] = [
  ...(['refuse-connection', 'close-1001', 'close-1006', 'half-open', 'slow-consumer'] as const),
  ...(['late-ack', 'data-before-ack', 'no-ack', 'silent-subscription', 'silent-login'] as const),
  ...(['drop-frame', 'duplicate', 'reorder', 'garbage', 'truncated', 'restart-sequence'] as const),
];
const goesWrong = 60_000;
const isLine = (fault: FaultName): boolean => /^(close|half|slow)/.test(fault);

function differs(exchange: Exchange, { bids, asks, sequence, symbol }: Book): boolean {
  const real = exchange.bookAt(symbol, sequence ?? '');
  return JSON.stringify([bids, asks]) !== JSON.stringify([real?.bids.slice(0, 150), real?.asks.slice(0, 150)]);
}

describe.each([false, true])('under each fault, zip %s', zip => {
  it.each(faults)('%s', fault => {
    virtually(at => {
      const rule = { fault, until: goesWrong, ...(isLine(fault) ? { every: 17_000 } : {}) };
      const exchange = createExchange(bgeCounterpart(), { seed: `fault ${fault}`, tick: 100, faults: [rule] });
      const feeds = createFeedsOf({ bge }, exchangeTransport(exchange), {
        urls: { bge: 'ws://127.0.0.1' },
        credentials: { bge: { apiKey, secret } },
        random: () => 0.5,
        linger: 0,
      });
      const all = new Subscription();
      const errors: unknown[] = [];
      const wrong: Book[] = [];
      const books: Book[] = [];
      const trades: Trade[] = [];
      const candles: Candle[] = [];
      const orders: Orders[] = [];
      const balances: Balances[] = [];
      const into = <T>(list: T[]) => ({
        next: (value: T) => list.push(value),
        error: (cause: unknown) => errors.push(cause),
      });
      at(0, () => {
        const book$ = feeds.book$('bge', 'BTC_USDT', { zip });
        all.add(book$.subscribe(into(books)));
        all.add(book$.subscribe(book => differs(exchange, book) && wrong.push(book)));
        all.add(feeds.trades$('bge', 'BTC_USDT', { zip }).subscribe(into(trades)));
        all.add(feeds.candles$('bge', 'BTC_USDT', { interval: '1m', zip }).subscribe(into(candles)));
        all.add(feeds.orders$('bge', { symbol: 'BTC_USDT', zip }).subscribe(into(orders)));
        all.add(feeds.balances$('bge', { symbol: 'BTC_USDT', zip }).subscribe(into(balances)));
      });
      at(240_050, () => {
        expect(exchange.struck.get(fault) ?? 0).toBeGreaterThan(0);
        expect(errors).toEqual([]);
        expect(wrong).toEqual([]);
        expect(exchange.violations.filter(({ breach }) => breach !== 'idle')).toEqual([]);
        const recent = ({ receivedAt }: { readonly receivedAt: number }): boolean => receivedAt > Date.now() - 1_000;
        expect(books.filter(recent).length).toBeGreaterThan(0);
        // A trade is told once; after the last trouble none is missing.
        expect(new Set(trades.map(({ id }) => id)).size).toBe(trades.length);
        const calm = exchange.trades('BTC_USDT').filter(({ timestamp = 0 }) => timestamp > Date.now() - 100_000);
        expect(trades.slice(-calm.length).map(({ id }) => id)).toEqual(calm.map(({ id }) => id));
        const starts = candles.map(({ start }) => start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        for (const { start, close } of candles.filter(({ closed }) => closed).slice(-2)) {
          expect(exchange.candles('BTC_USDT', '1m').find(one => one.start === start)).toMatchObject({ close });
        }
        const account = exchange.account();
        const open = account
          .orders('spot')
          .filter(
            ({ status, symbol }) => symbol === 'BTC_USDT' && (status === 'open' || status === 'partially-filled'),
          );
        // What an order was told last cannot be missed where nothing is numbered; nor can TCP lose it.
        if (fault !== 'drop-frame') {
          expect(Object.keys(orders.at(-1)?.open ?? {}).sort()).toEqual(open.map(({ id }) => id).sort());
        }
        const held = account.balances('spot').filter(({ asset }) => asset === 'BTC' || asset === 'USDT');
        for (const { asset, available } of held) expect(balances.at(-1)?.assets[asset]?.available).toBe(available);
        all.unsubscribe();
        exchange.close();
      });
    });
  });
});
