import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Heard, Listing, Utterance, Wish } from '../../src/contract/counterpart.js';
import type { Channel } from '../../src/contract/channel.js';
import type { MarketKind } from '../../src/model/kinds.js';
import type {
  BookRow,
  BookSnapshot,
  BookDelta,
  CandleRow,
  Liquidation,
  Quote,
  Ticker,
  TickerPatch,
  Trade,
} from '../../src/model/market.js';
import { tickerReducer } from '../../src/state/ticker.js';
import type { TickerState } from '../../src/state/ticker.js';
import { receivedAt, wires } from './wires.js';
import type { TickerPart } from './wires.js';

const time = fc.integer({ min: 1_500_000_000_000, max: 2_000_000_000_000 });
/** A number that decimal text of so many places holds exactly. */
const decimal = (places: number, max: number): fc.Arbitrary<number> =>
  fc
    .integer({ min: 1, max: Math.floor(max * 10 ** places) })
    .map(units => Number((units / 10 ** places).toFixed(places)));
const signed = (places: number): fc.Arbitrary<number> =>
  fc.integer({ min: -99_999, max: 99_999 }).map(units => units / 10 ** places);
const anySequence = fc.bigInt({ min: 2n, max: 9_000_000_000_000_000_000n }).map(String);
const safeSequence = fc.bigInt({ min: 2n, max: BigInt(Number.MAX_SAFE_INTEGER) }).map(String);

describe.each(wires)('what $name says is what is read', wire => {
  const { venue, counterpart } = wire;
  const channelOf = (kind: MarketKind): Channel | undefined =>
    (venue.channels as Partial<Record<MarketKind, Channel>>)[kind];

  /** One listing of each sort on each market that has the kind in this form. */
  const cases = (kind: MarketKind): { readonly market: string; readonly sort: string; readonly listing: Listing }[] => {
    const channel = channelOf(kind);
    if (channel === undefined || !isOffered(channel)) return [];
    return channel.markets.flatMap(market => {
      const here = counterpart.listings.filter(one => one.market === market);
      const sorts = [...new Set(here.map(one => one.kind))];
      return sorts.map(sort => ({ market, sort, listing: here.find(one => one.kind === sort) as Listing }));
    });
  };
  const isOffered = (channel: Channel): boolean => {
    try {
      const [market = ''] = channel.markets;
      const symbol = counterpart.listings.find(one => one.market === market)?.symbol ?? 'BTCUSDT';
      channel.topic(asking(market, symbol));
      return true;
    } catch {
      return false;
    }
  };
  const asking = (market: string, symbol: string) => ({ market, symbol, interval: '1m', ...wire.request });

  /** A topic, and both sides of a connection that it is asked for on. */
  const approach = (kind: MarketKind, listing: Listing) => {
    const channel = channelOf(kind) as Channel;
    const { interval, ...rest } = asking(listing.market, listing.symbol);
    const request = kind === 'candles' ? { ...rest, interval } : rest;
    const topic = channel.topic(request);
    const { protocol = venue.protocol } = venue.endpoints[topic.endpoint] ?? {};
    const door = Object.values(counterpart.doors).find(({ name }) => name === topic.endpoint);
    if (door === undefined) throw new Error('no such door');
    const text = protocol.subscribe([topic], { id: '1', now: receivedAt, credentials: undefined });
    const context = { ...request, venue: venue.id, topic: topic.key, receivedAt };
    return { channel, topic, door, context, requests: counterpart.hear(text, door), reader: protocol.reader() };
  };
  /** Speaks, and reads what was spoken as the topic's own; without what only the wire knows. */
  const heard = (kind: MarketKind, listing: Listing, speak: (wish: Wish) => readonly Utterance[]): unknown[] => {
    const { channel, topic, context, requests, reader } = approach(kind, listing);
    const [wish] = requests.flatMap(wishesIn);
    if (wish === undefined) throw new Error('no wish');
    return speak(wish)
      .flatMap(utterance => counterpart.speak(wish, utterance, { listing, now: receivedAt }))
      .flatMap(data => reader({ receivedAt, data }))
      .flatMap(inbound => {
        if (inbound.type !== 'data') throw new Error('no data');
        expect(inbound.topic).toBe(topic.key);
        return channel.read(inbound.body, context);
      })
      .map(bare);
  };
  /** The same of a state that is asked for once the topic is granted. */
  const answered = (kind: MarketKind, listing: Listing, utterance: Utterance): unknown[] => {
    const { channel, topic, door, context, requests, reader } = approach(kind, listing);
    const { followUp = '' } = topic;
    const question = typeof followUp === 'string' ? followUp : followUp(topic, receivedAt);
    const frames = [
      ...requests.flatMap(request => counterpart.answer(request, 'granted', receivedAt, door)),
      ...counterpart.hear(question, door).flatMap(request => {
        if (request.type !== 'ask') throw new Error('no question');
        return counterpart.reply?.(request, utterance, { listing, now: receivedAt }) ?? [];
      }),
    ];
    return frames
      .flatMap(data => reader({ receivedAt, data }))
      .flatMap(inbound => (inbound.type === 'data' ? channel.read(inbound.body, context) : []))
      .map(bare);
  };
  const states = (kind: MarketKind) =>
    counterpart.reply === undefined
      ? []
      : cases(kind).filter(({ listing }) => approach(kind, listing).topic.followUp !== undefined);
  const stamp = ({ market, symbol }: Listing, timestamp: number | undefined) => ({
    venue: venue.id,
    market,
    symbol,
    timestamp,
    receivedAt,
  });

  const tickers = (listing: Listing): fc.Arbitrary<Ticker> => {
    const price = decimal(listing.priceDecimals, 1e6);
    const size = decimal(listing.sizeDecimals, 1e5);
    const ratio = signed(wire.ratioDecimals);
    return fc
      .record({
        ...{ timestamp: time, price, bid: price, bidSize: size, ask: price, askSize: size },
        ...{ open24h: price, high24h: price, low24h: price, change24h: ratio },
        ...{ volume24h: size, turnover24h: decimal(6, 1e6), openUtc: price, changeUtc: ratio },
        ...{ markPrice: price, indexPrice: price, fundingRate: signed(6), nextFundingTime: time },
        openInterest: decimal(listing.sizeDecimals, 1e6),
      })
      .map(fields => ({ ...stamp(listing, fields.timestamp), ...fields, type: 'ticker', raw: undefined }));
  };
  const toldTicker = (ticker: Ticker, listing: Listing): object => {
    const untold = Object.fromEntries(wire.untold(listing).map(field => [field, undefined]));
    return bare({ ...ticker, ...wire.ticker?.(ticker, listing), ...untold });
  };

  it.each(cases('ticker'))('ticker of $market, $sort', ({ listing }) => {
    fc.assert(
      fc.property(tickers(listing), ticker => {
        const events = heard('ticker', listing, () => [{ type: 'ticker', ticker, previous: undefined }]);
        expect(events).toEqual([toldTicker(ticker, listing)]);
      }),
    );
  });

  it.each(cases('ticker'))(
    'tickers of $market, $sort, one after the other, whole or in what changed',
    ({ listing }) => {
      const few = tickers(listing);
      /** Some fields stay as they are. */
      const walk = fc
        .tuple(few, fc.array(fc.tuple(few, fc.array(fc.boolean(), { minLength: 19, maxLength: 19 })), { minLength: 1 }))
        .map(([first, steps]) => {
          const all: Ticker[] = [first];
          for (const [next, stays] of steps) {
            const last = all.at(-1) as Ticker;
            const kept = Object.entries(last).filter((_, i) => stays[i % 19] === true);
            all.push({ ...next, ...Object.fromEntries(kept) });
          }
          return all;
        });
      fc.assert(
        fc.property(walk, all => {
          const events = heard('ticker', listing, () =>
            all.map((ticker, i) => ({ type: 'ticker', ticker, previous: all[i - 1] })),
          ) as (Ticker | TickerPatch)[];
          let state: TickerState | undefined;
          for (const event of events) state = tickerReducer(state, event);
          expect(bare(state?.ticker ?? {})).toEqual(toldTicker(all.at(-1) as Ticker, listing));
        }),
        { numRuns: 50 },
      );
    },
  );

  it.each(cases('trades'))('trades of $market, $sort', ({ listing }) => {
    const trade = fc.record({
      timestamp: time,
      id: anySequence,
      price: decimal(listing.priceDecimals, 1e6),
      size: decimal(listing.sizeDecimals, 1e5),
      side: fc.constantFrom('buy' as const, 'sell' as const),
    });
    fc.assert(
      fc.property(fc.array(trade, { minLength: 1, maxLength: 20 }), fc.boolean(), (rows, isFirst) => {
        const trades = rows
          .sort((a, b) => a.timestamp - b.timestamp || (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
          .map((row): Trade => ({ ...stamp(listing, row.timestamp), ...row, type: 'trade', raw: undefined }));
        const first = isFirst && wire.hasFirst;
        expect(heard('trades', listing, () => [{ type: 'trades', trades, first }])).toEqual(
          trades.map(one => bare({ ...one, ...wire.trade?.(one, listing) })),
        );
      }),
    );
  });

  const rows = (listing: Listing, maxLength = 30): fc.Arbitrary<readonly BookRow[]> =>
    fc.array(
      fc
        .tuple(
          decimal(listing.priceDecimals, 1e5),
          fc.oneof(fc.constant(0), decimal(listing.sizeDecimals, 1e5)),
          fc.boolean(),
        )
        .map(([price, size, padded]): BookRow => {
          const text = (value: number, places: number) =>
            padded ? value.toFixed(places) : String(Number(value.toFixed(places)));
          return {
            level: [price, size],
            text: [text(price, listing.priceDecimals), text(size, listing.sizeDecimals)],
            mark: -1,
          };
        }),
      { maxLength },
    );
  const sequence = wire.sequences === 'number' ? safeSequence : anySequence;

  it.each(cases('book'))('book of $market, $sort, numbers and text', ({ listing }) => {
    fc.assert(
      fc.property(rows(listing), rows(listing), sequence, sequence, time, (bids, asks, previous, next, timestamp) => {
        const base = { ...stamp(listing, timestamp), bids, asks, sequence: next, raw: undefined };
        const snapshot: BookSnapshot = { ...base, type: 'book-snapshot', checksum: undefined, window: undefined };
        const delta: BookDelta = { ...base, type: 'book-delta', previous, checksum: undefined };
        for (const event of [snapshot, delta].filter(({ type }) => wire.bookEvents.includes(type))) {
          const first = wire.hasFirst && event === snapshot;
          const after = { bids, asks };
          const events = heard('book', listing, () => [{ type: 'book', event, after, first, sequence: next }]);
          expect(events.map(read => ({ ...(read as object), checksum: undefined }))).toEqual([
            bare({ ...event, ...wire.book?.(event, listing) }),
          ]);
        }
      }),
    );
  });

  it.each(cases('candles'))('candles of $market, $sort', ({ listing }) => {
    const price = decimal(listing.priceDecimals, 1e6);
    const row = fc.record({
      ...{ open: price, high: price, low: price, close: price },
      volume: decimal(listing.sizeDecimals, 1e5),
      turnover: decimal(6, 1e6),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), time, fc.boolean(), (numbers, start, first) => {
        const rows = numbers.map((row, i): CandleRow => ({
          ...stamp(listing, receivedAt),
          ...row,
          type: 'candle-row',
          interval: '1m',
          start: start + i * 60_000,
          closed: undefined,
          raw: undefined,
        }));
        const events = heard('candles', listing, () => [{ type: 'candles', rows, first }]);
        const isSnapshot = first && wire.candleSnapshot;
        const read = isSnapshot ? (events as { rows: CandleRow[] }[]).flatMap(event => event.rows.map(bare)) : events;
        const told = rows.map((row, i) =>
          bare({ ...row, ...wire.candle?.({ row, listing, isLast: i === rows.length - 1 }) }),
        );
        expect(read).toEqual(first && wire.firstCandles === 'last' ? told.slice(-1) : told);
      }),
    );
  });

  it.each(cases('quotes'))('quotes of $market, $sort', ({ listing }) => {
    const price = decimal(listing.priceDecimals, 1e6);
    const size = decimal(listing.sizeDecimals, 1e5);
    const numbers = fc.record({ bid: price, bidSize: size, ask: price, askSize: size, timestamp: time, sequence });
    fc.assert(
      fc.property(numbers, fields => {
        const quote: Quote = { ...stamp(listing, fields.timestamp), ...fields, type: 'quote', raw: undefined };
        const events = heard('quotes', listing, ({ feed }) => [
          feed === 'quotes' ? { type: 'quote', quote } : bookOf(quote, listing),
        ]);
        expect(events).toEqual([bare({ ...quote, ...wire.quote?.(quote, listing) })]);
      }),
    );
  });

  const inTickers: Readonly<Record<TickerPart, (ticker: Ticker) => object>> = {
    markPrice: ({ markPrice: price, indexPrice }) => ({ type: 'mark-price', price, indexPrice }),
    openInterest: ({ openInterest }) => ({ type: 'open-interest', openInterest }),
    fundingRate: ({ fundingRate: rate, nextFundingTime }) => ({ type: 'funding-rate', rate, nextFundingTime }),
  };
  /** Elsewhere they are told in a ticker. */
  const parts =
    wire.part === undefined
      ? []
      : (Object.keys(inTickers) as TickerPart[]).flatMap(kind => cases(kind).map(one => ({ kind, ...one })));

  it.runIf(parts.length > 0).each(parts)('$kind of $market, $sort', ({ kind, listing }) => {
    fc.assert(
      fc.property(tickers(listing), ticker => {
        const events = heard(kind, listing, () => [{ type: 'ticker', ticker, previous: undefined }]);
        const part = { ...stamp(listing, ticker.timestamp), ...inTickers[kind](ticker) };
        expect(events).toEqual([{ ...part, ...wire.part?.(kind) }]);
      }),
    );
  });

  it.runIf(states('ticker').length > 0).each(states('ticker'))('ticker of $market, once it is asked', ({ listing }) => {
    fc.assert(
      fc.property(tickers(listing), ticker => {
        const events = answered('ticker', listing, { type: 'ticker', ticker, previous: undefined });
        expect(events).toEqual([toldTicker(ticker, listing)]);
      }),
    );
  });

  it.runIf(states('candles').length > 0).each(states('candles'))('candles of $market, once asked', ({ listing }) => {
    const price = decimal(listing.priceDecimals, 1e6);
    const row = fc.record({
      ...{ open: price, high: price, low: price, close: price },
      volume: decimal(listing.sizeDecimals, 1e5),
      turnover: decimal(6, 1e6),
    });
    const minute = 60_000;
    const newest = Math.floor(receivedAt / minute) * minute;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), numbers => {
        const rows = numbers.map((row, i): CandleRow => ({
          ...stamp(listing, undefined),
          ...row,
          type: 'candle-row',
          interval: '1m',
          start: newest - (numbers.length - 1 - i) * minute,
          closed: undefined,
          raw: undefined,
        }));
        const [state, ...more] = answered('candles', listing, { type: 'candles', rows, first: true });
        expect(more).toEqual([]);
        const told = (state as { readonly rows: readonly CandleRow[] }).rows.map(bare);
        expect(told).toEqual(rows.map(bare));
      }),
    );
  });

  const seed = channelOf('book')?.seed;

  it.runIf(seed !== undefined).each(cases('book'))('first book of $market, $sort, over HTTP', ({ listing }) => {
    const request = asking(listing.market, listing.symbol);
    const { pathname, searchParams } = new URL(seed?.url(request) ?? '');
    fc.assert(
      fc.property(rows(listing), rows(listing), sequence, time, (bids, asks, number, timestamp) => {
        const body = counterpart.rest[pathname]?.({
          now: receivedAt,
          query: Object.fromEntries(searchParams),
          listings: counterpart.listings,
          book: (market, symbol) =>
            market === listing.market && symbol === listing.symbol
              ? { bids, asks, sequence: number, timestamp }
              : undefined,
          trades: () => undefined,
        });
        if (typeof body !== 'string') throw new Error('no book');
        const context = { ...request, venue: venue.id, topic: 'book', receivedAt };
        const place = { type: 'book-snapshot', ...stamp(listing, timestamp), bids, asks, sequence: number };
        const snapshot = { ...place, checksum: undefined, window: undefined } as BookSnapshot;
        const events = seed?.read(JSON.parse(body), context).map(bare);
        expect(events).toEqual([{ ...snapshot, ...wire.seed?.(snapshot) }]);
      }),
    );
  });

  /** Where the best bid and ask are told as a book of one level. */
  const bookOf = (quote: Quote, { priceDecimals, sizeDecimals }: Listing): Utterance => {
    const row = (price = 0, size = 0): BookRow => ({
      level: [price, size],
      text: [price.toFixed(priceDecimals), size.toFixed(sizeDecimals)],
      mark: -1,
    });
    const sides = { bids: [row(quote.bid, quote.bidSize)], asks: [row(quote.ask, quote.askSize)] };
    const { venue: id, market, symbol, timestamp, sequence: number = '0' } = quote;
    const place = { venue: id, market, symbol, timestamp, receivedAt };
    const numbers = { sequence: number, checksum: undefined, window: undefined };
    const event: BookSnapshot = { type: 'book-snapshot', ...place, ...sides, ...numbers, raw: undefined };
    return { type: 'book', event, after: sides, first: false, sequence: number };
  };

  it.runIf(cases('liquidations').length > 0).each(cases('liquidations'))(
    'liquidations of $market, $sort',
    ({ listing }) => {
      const row = fc.record({
        timestamp: time,
        side: fc.constantFrom('buy' as const, 'sell' as const),
        price: decimal(listing.priceDecimals, 1e6),
        size: decimal(listing.sizeDecimals, 1e5),
      });
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), all => {
          const rows = all.map((one): Liquidation => ({
            ...stamp(listing, one.timestamp),
            ...one,
            type: 'liquidation',
            raw: undefined,
          }));
          expect(heard('liquidations', listing, () => [{ type: 'liquidations', rows }])).toEqual(
            rows.map(one => bare({ ...one, ...wire.liquidation?.(one, listing) })),
          );
        }),
      );
    },
  );

  it('leaves out no kind of the market, but what is told in a ticker', () => {
    const kinds = Object.keys(venue.channels) as MarketKind[];
    const proved: readonly string[] = ['ticker', 'trades', 'book', 'candles', 'quotes', 'liquidations'];
    const inTickers = ['markPrice', 'openInterest', 'fundingRate'];
    const ofAccounts = ['balances', 'orders', 'fills', 'positions'];
    expect(kinds.filter(kind => ![...proved, ...inTickers, ...ofAccounts].includes(kind))).toEqual([]);
  });
});

function wishesIn(heard: Heard): readonly Wish[] {
  if (heard.type === 'subscribe') return [heard.wish];
  return heard.type === 'batch' ? heard.parts.flatMap(part => (part.type === 'wish' ? [part.wish] : [])) : [];
}

/** An event without the venue's row, which the event did not come from. */
function bare<T extends object>(event: T): Omit<T, 'raw'> {
  const { raw: _, ...rest } = event as T & { readonly raw?: unknown };
  return rest;
}
