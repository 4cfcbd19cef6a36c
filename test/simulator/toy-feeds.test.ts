import { describe, expect, it } from 'vitest';
import type { Counterpart, Utterance } from '../../src/contract/counterpart.js';
import { createExchange } from '../../src/simulator/index.js';
import { toyCounterpart, toyListings } from './toy-counterpart.js';
import { playToy } from './toy-play.js';
import type { ToyClient } from './toy-play.js';

function listen(keys: readonly string[], duration: number, counterpart: Counterpart = toyCounterpart()) {
  const clients: ToyClient[] = [];
  const exchange = playToy(duration, counterpart, {}, ({ client }) => {
    const one = client();
    clients.push(one);
    for (const key of keys) one.say('subscribe', key);
  });
  const [client] = clients;
  if (client === undefined) throw new Error('nobody came');
  return { exchange, client };
}

describe('quotes', () => {
  it('are the best of the book at their number, told when one of them changed', () => {
    const { exchange, client } = listen(['quotes:BTC', 'book:BTC'], 30_000);
    const quotes = client.said('quotes:BTC', 'quote').map(({ quote }) => quote);
    for (const { bid, bidSize, ask, askSize, sequence = '' } of quotes) {
      const book = exchange.bookAt('BTC', sequence);
      expect([bid, bidSize]).toEqual(book?.bids[0]);
      expect([ask, askSize]).toEqual(book?.asks[0]);
    }
    const tops = quotes.map(({ bid, bidSize, ask, askSize }) => [bid, bidSize, ask, askSize].join());
    expect(tops.every((top, i) => i === 0 || top !== tops[i - 1])).toBe(true);
    const changes = new Set<string>();
    for (const { event } of client.said('book:BTC', 'book')) {
      const book = exchange.bookAt('BTC', event.sequence ?? '');
      changes.add([...(book?.bids[0] ?? []), ...(book?.asks[0] ?? [])].join());
    }
    expect(new Set(tops)).toEqual(changes);
    expect(quotes.length).toBeGreaterThan(50);
  });
});

describe('tickers', () => {
  it('come with what was told before, from the first one on, for early and late listeners alike', () => {
    const clients: ToyClient[] = [];
    playToy(10_000, toyCounterpart({ 'ticker:BTC': { every: 700 } }), {}, ({ client, at }) => {
      const early = client();
      early.say('subscribe', 'ticker:BTC');
      at(4_050, () => {
        const late = client();
        late.say('subscribe', 'ticker:BTC');
        clients.push(early, late);
      });
    });
    expect(clients).toHaveLength(2);
    for (const one of clients) {
      const tickers = one.said('ticker:BTC', 'ticker');
      expect(tickers.length).toBeGreaterThan(5);
      tickers.forEach(({ previous }, i) => {
        expect(previous).toEqual(i === 0 ? undefined : tickers[i - 1]?.ticker);
      });
    }
  });
});

describe('liquidations', () => {
  it('come now and then, near the market, on markets with positions only', () => {
    const { exchange, client } = listen(['liquidations:BTC', 'quotes:BTC'], 120_000);
    const rows = client.said('liquidations:BTC', 'liquidations').flatMap(one => one.rows);
    expect(rows).toEqual(JSON.parse(JSON.stringify(exchange.liquidations('BTC'))));
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThan(100);
    expect(new Set(rows.map(({ side }) => side))).toEqual(new Set(['buy', 'sell']));
    const { price: now = 0 } = exchange.ticker('BTC');
    for (const { price, size, symbol, market } of rows) {
      expect(Math.abs(price / now - 1)).toBeLessThan(0.05);
      expect(size).toBeGreaterThan(0);
      expect([market, symbol]).toEqual(['linear', 'BTC']);
    }
    const spot = listen(['liquidations:BTC'], 60_000, toyCounterpart({ 'liquidations:BTC': { market: 'spot' } }));
    expect(spot.client.said('liquidations:BTC', 'liquidations')).toEqual([]);
  });

  it('are told of all symbols together where none is named', () => {
    const { exchange, client } = listen(['liquidations:'], 120_000);
    const rows = client.said('liquidations:', 'liquidations').flatMap(one => one.rows);
    expect(new Set(rows.map(({ symbol }) => symbol))).toEqual(new Set(['BTC', 'ETH']));
    expect(rows).toHaveLength(exchange.liquidations('BTC').length + exchange.liquidations('ETH').length);
  });
});

describe('a feed of nothing', () => {
  it('is granted for whatever symbol, and no word follows', () => {
    const { exchange, client } = listen(['nothing:whatever'], 20_000);
    expect(client.story()).toEqual(['subscribe granted']);
    expect(exchange.book('BTC').sequence).toBe('1000');
  });
});

describe('options', () => {
  const cheap = { ...toyListings[0], market: 'option', symbol: 'BTC-C', kind: 'option', price: 12, priceDecimals: 0 };
  const counterpart = toyCounterpart(
    { 'book:BTC-C': { market: 'option' }, 'ticker:BTC-C': { market: 'option' } },
    { listings: [...toyListings, cheap as (typeof toyListings)[number]] },
  );

  it('are traded at however few prices there are', () => {
    const { exchange, client } = listen(['book:BTC-C', 'ticker:BTC-C'], 60_000, counterpart);
    expect(client.said('book:BTC-C', 'book').length).toBeGreaterThan(100);
    const { bids, asks } = exchange.book('BTC-C', { market: 'option' });
    expect(bids.length).toBeGreaterThan(0);
    expect(bids.every(([price, size]) => price >= 1 && size > 0)).toBe(true);
    expect(asks.length).toBeGreaterThan(20);
    expect(bids[0]?.[0]).toBeLessThan(asks[0]?.[0] ?? 0);
  });

  it('have a mark price and an open interest, and neither funding nor an index of their own', () => {
    const ticker = createExchange(counterpart).ticker('BTC-C', { market: 'option' });
    expect(ticker.markPrice).toBeGreaterThan(0);
    expect(ticker.openInterest).toBeGreaterThan(0);
    expect(ticker).toMatchObject({ fundingRate: undefined, nextFundingTime: undefined, indexPrice: undefined });
  });
});

describe('REST', () => {
  const rest: Counterpart['rest'] = {
    '/depth': ({ book, query: { symbol = '', market = 'linear' } }) => {
      const found = book(market, symbol);
      return found === undefined ? undefined : JSON.stringify({ ...found, bids: found.bids.map(({ level }) => level) });
    },
    '/trades': ({ trades, query: { symbol = '' } }) => JSON.stringify(trades('linear', symbol)),
    '/hello': ({ now, query, listings }) => JSON.stringify([now, query, listings.length]),
  };

  it('answers by its query, from the book and the trades as they stand', () => {
    const exchange = playToy(2_000, toyCounterpart({}, { rest }), {}, ({ client }) => {
      client().say('subscribe', 'book:BTC');
    });
    const { bids, sequence } = exchange.book('BTC');
    expect(JSON.parse(exchange.rest('/depth?symbol=BTC') ?? '')).toMatchObject({ bids, sequence });
    expect(sequence).not.toBe('1000');
    expect(JSON.parse(exchange.rest('/trades?symbol=BTC') ?? '')).toEqual(
      JSON.parse(JSON.stringify(exchange.trades('BTC'))),
    );
    expect(exchange.rest('/depth?symbol=NOPE')).toBeUndefined();
    expect(exchange.rest('/depth?symbol=BTC&market=moon')).toBeUndefined();
    expect(exchange.rest('/nowhere')).toBeUndefined();
    expect(exchange.rest('constructor')).toBeUndefined();
  });

  it('decodes its query and tells the time of the exchange', () => {
    const hello: unknown[] = [];
    playToy(1_000, toyCounterpart({}, { rest }), { clockOffset: 7 }, ({ exchange, at }) => {
      at(500, () => hello.push(JSON.parse(exchange.rest('/hello?a=b%20c&d=%3F&e') ?? '') as unknown));
    });
    expect(hello).toEqual([[507, { a: 'b c', d: '?', e: '' }, 4]]);
  });

  it('gives a book from before the subscription, once, where the seed is stale and the socket has changes only', () => {
    const sequences: (string | undefined)[] = [];
    const clients: ToyClient[] = [];
    const ask = (exchange: { rest(path: string): string | undefined }): void => {
      sequences.push((JSON.parse(exchange.rest('/depth?symbol=BTC') ?? '') as { sequence: string }).sequence);
    };
    const counterpart = toyCounterpart({ 'book:BTC': { changesOnly: true } }, { rest });
    playToy(6_000, counterpart, {}, ({ exchange, client, at }) => {
      client().say('subscribe', 'trades:BTC');
      at(3_050, () => {
        exchange.inject('stale-seed');
        const one = client();
        clients.push(one);
        one.say('subscribe', 'book:BTC');
      });
      at(3_060, () => {
        ask(exchange);
        ask(exchange);
      });
    });
    const [stale = '0', fresh = '0'] = sequences;
    expect(BigInt(fresh)).toBeGreaterThan(BigInt(stale));
    const [change] = clients[0]?.said('book:BTC', 'book') ?? [];
    expect((change?.event as Extract<Utterance, { type: 'book' }>['event'] & { previous: string }).previous).toBe(
      fresh,
    );
  });
});
