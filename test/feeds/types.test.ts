import type { Observable } from 'rxjs';
import { assertType, describe, expect, expectTypeOf, it } from 'vitest';
import type {
  Book,
  Candle,
  ChannelMessage,
  FundingRate,
  Gap,
  MarkPrice,
  OpenInterest,
  Problem,
  Quote,
  Recovered,
  Status,
  Ticker,
  Trade,
} from '../../src/index.js';
import {
  book$,
  candles$,
  channel$,
  createFeeds,
  fundingRate$,
  markPrice$,
  openInterest$,
  problems$,
  quotes$,
  status$,
  ticker$,
  trades$,
  venues,
} from '../../src/index.js';

/** What does not compile is wrong at run time as well; both are shown side by side. */
describe('the types of the face', () => {
  it('gives each kind its value', () => {
    expectTypeOf(ticker$('bitget', 'BTCUSDT')).toEqualTypeOf<Observable<Ticker>>();
    expectTypeOf(trades$('bitget', 'BTCUSDT', { market: 'usdt-futures' })).toEqualTypeOf<Observable<Trade>>();
    expectTypeOf(book$('bitget', 'BTCUSDT', { depth: 5 })).toEqualTypeOf<Observable<Book>>();
    expectTypeOf(quotes$('bitget', 'BTCUSDT', { host: 'demo' })).toEqualTypeOf<Observable<Quote>>();
    expectTypeOf(candles$('bitget', 'BTCUSDT', { interval: '1h' })).toEqualTypeOf<Observable<Candle>>();
    expectTypeOf(markPrice$('bitget', 'BTCUSDT', { market: 'usdt-futures' })).toEqualTypeOf<Observable<MarkPrice>>();
    expectTypeOf(openInterest$('bitget', 'BTCUSD', { market: 'coin-futures' })).toEqualTypeOf<
      Observable<OpenInterest>
    >();
    expectTypeOf(fundingRate$('bitget', 'BTCPERP', { market: 'usdc-futures' })).toEqualTypeOf<
      Observable<FundingRate>
    >();
    expectTypeOf(status$('bitget')).toEqualTypeOf<Observable<Status>>();
    expectTypeOf(problems$()).toEqualTypeOf<Observable<Problem>>();
  });

  it('marks what was fetched where breaks are filled', () => {
    const filled$ = trades$('bybit', 'BTCUSDT', { backfill: true });
    expectTypeOf(filled$).toEqualTypeOf<Observable<Recovered<Trade> | Gap>>();
    expectTypeOf(trades$('bybit', 'BTCUSDT', { gaps: true })).toEqualTypeOf<Observable<Trade | Gap>>();
    // @ts-expect-error only trades are fetched
    expect(() => ticker$('bybit', 'BTCUSDT', { backfill: true })).toThrow(RangeError);
  });

  it('types the rows of a channel by the venue’s schema', () => {
    const auction$ = channel$('bitget', 'auction', 'BTCUSDT');
    expectTypeOf(auction$).toExtend<
      Observable<ChannelMessage<{ stage: string; estOpeningPrice?: string | null | undefined }>>
    >();
    expectTypeOf(channel$('bitget', 'candle1Dutc', 'BTCUSDT')).toExtend<
      Observable<ChannelMessage<readonly string[]>>
    >();
    expectTypeOf(channel$('bitget', 'index-price', 'default', { market: 'margin' })).toExtend<
      Observable<ChannelMessage<{ indexPrice: string }>>
    >();
  });

  it('does not take what is no symbol, venue, market, depth, interval, host or channel', () => {
    // @ts-expect-error a symbol is text
    expect(() => ticker$('bitget', 1)).toThrow(new TypeError('symbol must be text like "BTCUSDT", not number'));
    // @ts-expect-error there is no such venue
    expect(() => ticker$('bitgte', 'BTCUSDT')).toThrow(
      new RangeError(`venue "bitgte" is not known: choose one of ${Object.keys(venues).join(', ')}`),
    );
    // @ts-expect-error there is no such market
    expect(() => ticker$('bitget', 'BTCUSDT', { market: 'linear' })).toThrow(
      new RangeError('market "linear" is not one of bitget: spot, usdt-futures, usdc-futures, coin-futures, margin'),
    );
    // @ts-expect-error margin has no ticker
    expect(() => ticker$('bitget', 'BTCUSDT', { market: 'margin' })).toThrow(
      new RangeError(
        'market margin of bitget has no ticker: choose one of spot, usdt-futures, usdc-futures, coin-futures',
      ),
    );
    // @ts-expect-error there is no such depth
    expect(() => book$('bitget', 'BTCUSDT', { depth: 50 })).toThrow(
      new RangeError('depth 50 is not one of bitget: 1, 5, 15, or none for the full book'),
    );
    // @ts-expect-error there is no such interval
    expect(() => candles$('bitget', 'BTCUSDT', { interval: '2m' })).toThrow(
      /^interval "2m" is not one of bitget: 1m, 3m, 5m, /,
    );
    // @ts-expect-error an interval must be named
    expect(() => candles$('bitget', 'BTCUSDT')).toThrow(RangeError);
    // @ts-expect-error spot, the default, has no mark price
    expect(() => markPrice$('bitget', 'BTCUSDT')).toThrow(
      new RangeError('market spot of bitget has no markPrice: choose one of usdt-futures, usdc-futures, coin-futures'),
    );
    // @ts-expect-error there is no such host
    expect(() => ticker$('bitget', 'BTCUSDT', { host: 'moon' })).toThrow(
      new RangeError('host "moon" is not one of bitget: demo'),
    );
    // @ts-expect-error there is no such channel
    expect(() => channel$('bitget', 'books50', 'BTCUSDT')).toThrow(
      /^bitget has no channel "books50": it has ticker, trade, books, /,
    );
    // @ts-expect-error there is no such venue
    expect(() => createFeeds({ urls: { bitgte: 'ws://x' } })).not.toThrow();
    // @ts-expect-error no such property is taken for a venue
    expect(() => ticker$('toString', 'BTCUSDT')).toThrow(RangeError);
  });

  it('says what is wrong with a symbol or an address', () => {
    expect(() => ticker$('bitget', '  ')).toThrow(
      new RangeError('symbol is empty: bitget writes symbols like BTCUSDT'),
    );
    expect(() => ticker$('bitget', 'BTC_USDT')).toThrow(
      /^symbol "BTC_USDT" is not one of bitget: write BTCUSDT, or with one of the old endings/,
    );
    expect(() => ticker$('bitget', 'BTCUSDT_UMCBL', { market: 'spot' })).toThrow(
      new RangeError('symbol BTCUSDT_UMCBL is of market usdt-futures, not of spot'),
    );
    expect(() => ticker$('bitget', 'BTCUSDT', { url: 'http://example.org' })).toThrow(
      new RangeError('url "http://example.org" is not a WebSocket address like ws://127.0.0.1:8080'),
    );
    expect(() => createFeeds({ linger: -1 })).toThrow(
      new RangeError('linger is -1, it must be from 0 to 2147483647 ms'),
    );
  });

  it('has values that cannot be changed', () => {
    // @ts-expect-error a book is read only
    assertType<(book: Book) => void>(book => (book.bids = []));
    // @ts-expect-error its levels are, too
    assertType<(book: Book) => void>(book => (book.bids[0] = [1, 2]));
  });
});
