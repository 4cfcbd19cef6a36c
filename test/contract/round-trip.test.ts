import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counterpart, Listing, Utterance, Wish } from '../../src/contract/counterpart.js';
import type { Channel } from '../../src/contract/channel.js';
import type { Venue } from '../../src/contract/venue.js';
import type { BookRow, BookSnapshot, BookDelta, CandleRow, Ticker, Trade } from '../../src/model/market.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { venues } from '../../src/venues/index.js';

/** The venues, and what each does not put on the wire of a kind. */
const table: readonly { readonly venue: Venue; readonly counterpart: Counterpart }[] = [
  { venue: venues.bitget, counterpart: counterparts.bitget({ integrity: 'checksum+seq+pseq' }) },
];

const receivedAt = 1_790_000_000_123;
const time = fc.integer({ min: 1_500_000_000_000, max: 2_000_000_000_000 });
/** A number that decimal text of so many places holds exactly. */
const decimal = (places: number, max: number): fc.Arbitrary<number> =>
  fc
    .integer({ min: 1, max: Math.floor(max * 10 ** places) })
    .map(units => Number((units / 10 ** places).toFixed(places)));
const signed = (places: number): fc.Arbitrary<number> =>
  fc.integer({ min: -99_999, max: 99_999 }).map(units => units / 10 ** places);
const sequence = fc.bigInt({ min: 1n, max: 9_000_000_000_000_000_000n }).map(String);

describe.each(table)('what $venue.id says is what is read', ({ venue, counterpart }) => {
  const cases = (channel: Channel | undefined): { readonly market: string; readonly listing: Listing }[] =>
    (channel?.markets ?? []).flatMap(market => {
      const listing = counterpart.listings.find(one => one.market === market);
      return listing === undefined ? [] : [{ market, listing }];
    });

  /** Speaks, and reads what was spoken as the topic's own; without what only the wire knows. */
  const heard = (channel: Channel, listing: Listing, extra: object, utterance: Utterance): unknown => {
    const request = { market: listing.market, symbol: listing.symbol, ...extra };
    const topic = channel.topic(request);
    const door = Object.values(counterpart.doors).find(({ name }) => name === topic.endpoint);
    if (door === undefined) throw new Error('no such door');
    const [wished] = counterpart.hear(
      venue.protocol.subscribe([topic], { id: '1', now: receivedAt, credentials: undefined }),
      door,
    );
    const wish = (wished as { readonly wish: Wish }).wish;
    const read = venue.protocol.reader();
    const context = { ...request, venue: venue.id, topic: topic.key, receivedAt };
    return counterpart
      .speak(wish, utterance, { listing, now: receivedAt })
      .flatMap(data => read({ receivedAt, data }))
      .flatMap(inbound => {
        if (inbound.type !== 'data') throw new Error('no data');
        expect(inbound.topic).toBe(topic.key);
        return channel.read(inbound.body, context);
      })
      .map(bare);
  };
  const stamp = ({ market, symbol }: Listing, timestamp: number | undefined) => ({
    venue: venue.id,
    market,
    symbol,
    timestamp,
    receivedAt,
  });

  it.each(cases(venue.channels.ticker as Channel))('ticker of $market', ({ listing }) => {
    const { priceDecimals, sizeDecimals, kind } = listing;
    const price = decimal(priceDecimals, 1e6);
    const size = decimal(sizeDecimals, 1e5);
    const future = kind !== 'spot';
    const ticker = fc.record({
      timestamp: time,
      price,
      bid: price,
      bidSize: size,
      ask: price,
      askSize: size,
      open24h: price,
      high24h: price,
      low24h: price,
      change24h: signed(5),
      volume24h: size,
      turnover24h: decimal(6, 1e6),
      openUtc: price,
      changeUtc: future ? fc.constant(undefined) : signed(5),
      markPrice: future ? price : fc.constant(undefined),
      indexPrice: future ? decimal(priceDecimals, 1e6) : fc.constant(undefined),
      fundingRate: future ? signed(6) : fc.constant(undefined),
      nextFundingTime: future ? time : fc.constant(undefined),
      openInterest: future ? decimal(sizeDecimals, 1e6) : fc.constant(undefined),
    });
    fc.assert(
      fc.property(ticker, fields => {
        const event: Ticker = { ...stamp(listing, fields.timestamp), ...fields, type: 'ticker', raw: undefined };
        expect(
          heard(venue.channels.ticker as Channel, listing, {}, { type: 'ticker', ticker: event, previous: undefined }),
        ).toEqual([bare(event)]);
      }),
    );
  });

  it.each(cases(venue.channels.trades as Channel))('trades of $market', ({ listing }) => {
    const trade = fc.record({
      timestamp: time,
      id: sequence,
      price: decimal(listing.priceDecimals, 1e6),
      size: decimal(listing.sizeDecimals, 1e5),
      side: fc.constantFrom('buy' as const, 'sell' as const),
    });
    fc.assert(
      fc.property(fc.array(trade, { minLength: 1, maxLength: 20 }), fc.boolean(), (rows, first) => {
        const trades = rows
          .sort((a, b) => a.timestamp - b.timestamp || (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
          .map((row): Trade => ({ ...stamp(listing, row.timestamp), ...row, type: 'trade', raw: undefined }));
        expect(heard(venue.channels.trades as Channel, listing, {}, { type: 'trades', trades, first })).toEqual(
          trades.map(bare),
        );
      }),
    );
  });

  const rows = (listing: Listing): fc.Arbitrary<readonly BookRow[]> =>
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
      { maxLength: 30 },
    );

  it.each(cases(venue.channels.book as Channel))('book of $market, numbers and text', ({ listing }) => {
    const channel = venue.channels.book as Channel;
    fc.assert(
      fc.property(rows(listing), rows(listing), sequence, sequence, time, (bids, asks, previous, next, timestamp) => {
        const base = { ...stamp(listing, timestamp), bids, asks, sequence: next, raw: undefined };
        const snapshot: BookSnapshot = { ...base, type: 'book-snapshot', checksum: undefined, window: undefined };
        const delta: BookDelta = { ...base, type: 'book-delta', previous, checksum: undefined };
        for (const event of [snapshot, delta]) {
          const [read] = heard(
            channel,
            listing,
            {},
            {
              type: 'book',
              event,
              after: { bids, asks },
              first: event === snapshot,
              sequence: next,
            },
          ) as [BookSnapshot | BookDelta];
          expect({ ...read, checksum: undefined }).toEqual(bare(event));
        }
      }),
    );
  });

  it.each(cases(venue.channels.candles as Channel))('candles of $market', ({ listing }) => {
    const channel = venue.channels.candles as Channel;
    const price = decimal(listing.priceDecimals, 1e6);
    const row = fc.record({
      open: price,
      high: price,
      low: price,
      close: price,
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
        const events = heard(channel, listing, { interval: '1m' }, { type: 'candles', rows, first });
        const read = first ? (events as { rows: CandleRow[] }[]).flatMap(event => event.rows.map(bare)) : events;
        expect(read).toEqual(rows.map(bare));
      }),
    );
  });
});

/** An event without the venue's row, which the event did not come from. */
function bare<T extends object>(event: T): Omit<T, 'raw'> {
  const { raw: _, ...rest } = event as T & { readonly raw?: unknown };
  return rest;
}
