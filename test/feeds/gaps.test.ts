import type { Observable } from 'rxjs';
import { Subscription } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Book, Gap, Ticker, Trade } from '../../src/index.js';
import { book$, createFeeds, ticker$, trades$ } from '../../src/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Exchange } from '../../src/simulator/exchange.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

const market = 'usdt-futures';
const symbol = 'BTCUSDT';

interface Stage {
  readonly at: At;
  readonly exchange: Exchange;
  readonly trades: (Trade | Gap)[];
  readonly books: (Book | Gap)[];
  readonly tickers: (Ticker | Gap)[];
  /** What those are told who did not ask for gaps. */
  readonly plain: unknown[];
}

function play(seconds: number, script: (stage: Stage) => void): Stage {
  let played: Stage | undefined;
  virtually(at => {
    const exchange = createExchange(counterparts.bitget({ integrity: 'checksum+seq+pseq' }), { seed: 3, tick: 100 });
    const feeds = createFeeds({
      urls: { bitget: 'ws://exchange' },
      transport: exchangeTransport(exchange),
      backoff: { base: 1_000, jitter: 0 },
    });
    const stage: Stage = { at, exchange, trades: [], books: [], tickers: [], plain: [] };
    played = stage;
    const all = new Subscription();
    all.add(feeds.trades$('bitget', symbol, { market, gaps: true }).subscribe(value => stage.trades.push(value)));
    all.add(feeds.book$('bitget', symbol, { market, gaps: true }).subscribe(value => stage.books.push(value)));
    all.add(feeds.ticker$('bitget', symbol, { market, gaps: true }).subscribe(value => stage.tickers.push(value)));
    all.add(feeds.ticker$('bitget', symbol, { market }).subscribe(value => stage.plain.push(value)));
    script(stage);
    at(seconds * 1_000, () => {
      all.unsubscribe();
      exchange.close();
    });
  });
  if (played === undefined) throw new Error('nothing was played');
  return played;
}

const gapsOf = (values: readonly { readonly type: string }[]): readonly Gap[] =>
  values.filter((value): value is Gap => value.type === 'gap');

const isTrade = (value: Trade | Gap): value is Trade => value.type !== 'gap';

/** Each gap stands where it must: from the last value before it to the first value after it. */
function expectInOrder(values: readonly (Ticker | Book | Gap)[]): void {
  for (const [index, value] of values.entries()) {
    if (value.type !== 'gap') continue;
    const [before, after] = [values[index - 1], values[index + 1]];
    if (before?.type === 'gap' || after?.type === 'gap' || before === undefined || after === undefined) {
      throw new Error('a gap stands between two values');
    }
    expect(value.from).toBeGreaterThanOrEqual(before.receivedAt);
    expect(value.to).toBe(after.receivedAt);
    const { venue, market, symbol } = before;
    expect(value).toMatchObject({ venue, market, symbol });
  }
}

describe('gaps in the stream', () => {
  it('are none where nothing broke', () => {
    const { trades, books, tickers } = play(20, () => undefined);
    expect(gapsOf([...trades, ...books, ...tickers])).toEqual([]);
    expect(books.length).toBeGreaterThan(10);
  });

  it('tell a lost connection, before the first value after it, to those who asked for it', () => {
    const { books, tickers, plain } = play(20, ({ at, exchange }) => {
      at(10_000, () => {
        exchange.inject('close-1006');
      });
    });
    for (const values of [books, tickers]) {
      const gaps = gapsOf(values);
      expect(gaps.map(({ reason }) => reason)).toEqual(['connection']);
      expect((gaps[0]?.to ?? 0) - (gaps[0]?.from ?? 0)).toBeGreaterThanOrEqual(1_000);
      expectInOrder(values);
    }
    expect(gapsOf(plain as Ticker[])).toEqual([]);
    expect(plain).toEqual(tickers.filter(value => value.type !== 'gap'));
  });

  it('are none for trades where the venue tells the last ones again, joined by their ids', () => {
    const { trades, exchange } = play(20, ({ at, exchange }) => {
      at(10_000, () => {
        exchange.inject('close-1006');
      });
    });
    expect(gapsOf(trades)).toEqual([]);
    const ids = (trades as Trade[]).map(({ id }) => id);
    const truth = exchange.trades(symbol, { market }).map(({ id }) => id);
    const from = truth.indexOf(ids[0]);
    expect(truth.slice(from, from + ids.length)).toEqual(ids);
  });

  it('tell trades that were missed, where the break was longer than what the venue tells again', () => {
    const { trades, exchange } = play(400, ({ at, exchange }) => {
      at(10_000, () => {
        exchange.inject('refuse-connection', { times: 8 });
        exchange.inject('close-1006');
      });
      // Nobody listens, so nothing moves by itself.
      at(30_000, () => {
        exchange.step(600);
      });
    });
    expect(gapsOf(trades).map(({ reason }) => reason)).toEqual(['connection']);
    const [gap] = gapsOf(trades);
    const told = new Set(trades.filter(isTrade).map(({ id }) => id));
    const first = trades.find(isTrade);
    const truth = exchange.trades(symbol, { market });
    const missed = truth
      .slice(truth.findIndex(({ id }) => id === first?.id))
      .filter(({ id, receivedAt }) => !told.has(id) && receivedAt < (trades.at(-1) as Trade).receivedAt);
    expect(missed.length).toBeGreaterThan(0);
    for (const { receivedAt } of missed) {
      expect(receivedAt).toBeGreaterThanOrEqual(gap?.from ?? Infinity);
      expect(receivedAt).toBeLessThanOrEqual(gap?.to ?? 0);
    }
  });

  it('tell silence, a break in the numbers, a wrong checksum and what could not be read', () => {
    const { books, tickers, trades } = play(120, ({ at, exchange }) => {
      at(10_000, () => {
        exchange.inject('drop-frame', { feed: 'book' });
      });
      at(30_000, () => {
        exchange.inject('bad-checksum', { feed: 'book' });
      });
      at(50_000, () => {
        exchange.inject('truncated', { feed: 'trades' });
      });
      at(70_000, () => {
        exchange.inject('half-open');
      });
    });
    expect(gapsOf(books).map(({ reason }) => reason)).toEqual(['sequence', 'checksum', 'silence']);
    expect(gapsOf(tickers).map(({ reason }) => reason)).toEqual(['unreadable', 'silence']);
    expect(gapsOf(trades)[0]?.reason).toBe('unreadable');
    expectInOrder(books);
    expectInOrder(tickers);
  });

  it('tell that the venue began a book anew by itself', () => {
    const { books } = play(40, ({ at, exchange }) => {
      at(10_000, () => {
        exchange.inject('restart-sequence', { feed: 'book' });
      });
    });
    expect(gapsOf(books).map(({ reason }) => reason)).toEqual(['restart']);
    expectInOrder(books);
  });

  it('tell a snapshot that the venue sends by itself', () => {
    const books: (Book | Gap)[] = [];
    virtually(at => {
      const exchange = createExchange(counterparts.bybit({}), { seed: 3, tick: 100 });
      const { book$ } = createFeeds({ urls: { bybit: 'ws://exchange' }, transport: exchangeTransport(exchange) });
      const all = book$('bybit', symbol, { market: 'linear', gaps: true }).subscribe(value => books.push(value));
      at(10_000, () => {
        exchange.inject('restart-sequence', { feed: 'book' });
      });
      at(20_000, () => {
        all.unsubscribe();
        exchange.close();
      });
    });
    expect(gapsOf(books).map(({ reason }) => reason)).toEqual(['restart']);
    expectInOrder(books);
  });

  it('are in the type of the stream where they are asked for, and nowhere else', () => {
    expectTypeOf(ticker$('bitget', symbol, { gaps: true })).toEqualTypeOf<Observable<Ticker | Gap>>();
    expectTypeOf(trades$('bitget', symbol, { market, gaps: true })).toEqualTypeOf<Observable<Trade | Gap>>();
    expectTypeOf(book$('bitget', symbol, { gaps: false })).toEqualTypeOf<Observable<Book>>();
    expectTypeOf(book$('bitget', symbol)).toEqualTypeOf<Observable<Book>>();
  });
});
