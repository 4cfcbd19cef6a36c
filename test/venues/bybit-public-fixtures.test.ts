import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel, ReadContext } from '../../src/contract/channel.js';
import type { Inbound } from '../../src/contract/inbound.js';
import { FeedError } from '../../src/model/errors.js';
import type { BookRow } from '../../src/model/market.js';
import { bybit } from '../../src/venues/bybit/index.js';

const folder = new URL('../fixtures/bybit/', import.meta.url);
const files = readdirSync(folder).filter(name => name.startsWith('v5-public-'));
const at = 1_800_000_000_000;

function linesOf(file: string): readonly string[] {
  return readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
}

/** "orderbook.50.BTCUSDT" is of the family "orderbook.50"; the two that name no symbol are families themselves. */
function splitTopic(topic: string): readonly [family: string, symbol: string] {
  if (/^(system|rfq)\./.test(topic)) return [topic, 'default'];
  const parts = topic.split('.');
  const length = /^(orderbook|kline|kline_lt)$/.test(parts[0] ?? '') ? 2 : 1;
  return [parts.slice(0, length).join('.'), parts.slice(length).join('.')];
}

const { channels } = bybit;

/** Without the row itself, and with the levels of a book in one line each, once their numbers are found to be their text. */
function short(event: object): object {
  const { raw, ...rest } = event as { readonly raw?: unknown; readonly bids?: unknown; readonly asks?: unknown };
  expect(raw).toBeDefined();
  const lines = (side: unknown): readonly string[] =>
    (side as readonly BookRow[]).map(({ level, text }) => {
      expect(level).toEqual(text.map(Number));
      return text.join(' ');
    });
  return 'bids' in rest ? { ...rest, bids: lines(rest.bids), asks: lines(rest.asks) } : rest;
}

/** The channels that read a topic of this family at this market. */
function channelsOf(family: string, market: string): readonly Channel[] {
  const [head = ''] = family.split('.');
  const { ticker, markPrice, openInterest, fundingRate } = channels;
  const kinds: Readonly<Record<string, readonly Channel[]>> = {
    tickers: [ticker, markPrice, openInterest, fundingRate],
    publicTrade: [channels.trades],
    orderbook: /\.\d+$/.test(family) ? [channels.book] : [],
    'orderbook.1': [channels.book, channels.quotes],
    kline: [channels.candles],
    allLiquidation: [channels.liquidations],
  };
  const raw = (bybit.raw as Readonly<Record<string, Channel>>)[family];
  if (raw === undefined) throw new Error(`no raw channel ${family}`);
  return [...(kinds[family] ?? kinds[head] ?? []), raw].filter(({ markets }) => markets.includes(market));
}

describe.each(files)('%s', file => {
  const [head = '', ...frames] = linesOf(file);
  const market = file.split('-')[2] ?? '';
  // One connection: the deltas of level 1 are completed from what came before.
  const read = bybit.protocol.reader();

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  it.each(frames.map((frame, i) => ({ line: i + 2, frame })))('line $line is read without a problem', ({ frame }) => {
    const { topic } = JSON.parse(frame) as { readonly topic: string };
    const inbounds = read({ receivedAt: at, data: frame });
    expect(inbounds).toEqual([{ type: 'data', topic, body: expect.objectContaining({ topic }) as unknown }]);
    const [inbound] = inbounds;
    if (inbound?.type !== 'data') throw new Error('no data');
    const [family, symbol] = splitTopic(topic);
    const context = { venue: 'bybit', market, symbol, topic, receivedAt: at };
    const readers = channelsOf(family, market);
    expect(readers.length).toBeGreaterThan(0);
    for (const channel of readers) {
      expect(channel.topic({ market, symbol, depth: undefined, interval: '5m' } as never).endpoint).toBe(market);
      const events = channel.read(inbound.body, context);
      if (channel.kind === 'channel') {
        const rows = [(inbound.body as { readonly data: unknown }).data].flat();
        expect(events).toMatchObject([{ type: 'message', channel: family, market, symbol, rows }]);
      } else if (channel.kind !== 'ticker' && family === 'tickers') {
        // Kinds that are taken from the ticker read the same as it.
        expect(events).toEqual(channels.ticker.read(inbound.body, context));
      } else {
        expect({ kind: channel.kind, events: events.map(short) }).toMatchSnapshot();
      }
    }
  });
});

describe('what must be there', () => {
  const bodyOf = (frame: string): unknown => {
    const [inbound] = bybit.protocol.reader()({ receivedAt: 1, data: frame }) as readonly [Inbound];
    if (inbound.type !== 'data') throw new Error('no data');
    return inbound.body;
  };
  const contextOf = (market: string, topic: string): ReadContext => {
    const [, symbol] = splitTopic(topic);
    return { venue: 'bybit', market, symbol, topic, receivedAt: 1 };
  };
  const messageOf = (act: () => unknown): string => {
    try {
      act();
    } catch (cause) {
      if (cause instanceof FeedError) return `${cause.code}: ${cause.message}`;
      throw cause;
    }
    return 'nothing';
  };
  const without = (frame: string, field: string): string =>
    frame.replace(new RegExp(`"${field}":("[^"]*"|[^,}]*),?`), '').replace(',}', '}');

  const noPrice = 'lastPrice is missing, and a bid or ask in its place';
  const markets = [
    ['spot', 'v5-public-spot-tickers-docs.jsonl', ['lastPrice'], 'lastPrice is missing'],
    ['linear', 'v5-public-linear-tickers-gct.jsonl', ['lastPrice', 'bid1Price', 'ask1Price'], noPrice],
    ['inverse', 'v5-public-inverse-tickers-gct.jsonl', ['lastPrice', 'bid1Price', 'ask1Price'], noPrice],
    ['option', 'v5-public-option-tickers-docs.jsonl', ['lastPrice', 'bidPrice', 'askPrice'], noPrice],
  ] as const;
  it.each(markets)(
    'takes a whole ticker of %s for what it tells, as long as it tells a price',
    (market, file, prices, words) => {
      const frame = linesOf(file)[1] ?? '';
      const { topic, data } = JSON.parse(frame) as { readonly topic: string; readonly data: object };
      const context = contextOf(market, topic);
      const told = (text: string): object | undefined => {
        const [event] = channels.ticker.read(bodyOf(text), context);
        return event === undefined ? undefined : { ...event, raw: undefined };
      };
      const whole = told(frame);
      for (const name of Object.keys(data).filter(name => name !== 'symbol' && prices.join() !== name)) {
        const rest = Object.entries(told(without(frame, name)) ?? {}).filter(([, value]) => value !== undefined);
        expect(whole, name).toMatchObject(Object.fromEntries(rest));
        expect(rest.length, name).toBeGreaterThan(10);
      }
      const bare = prices.reduce(without, frame);
      expect(messageOf(() => told(bare))).toBe(`SCHEMA: bybit ${topic}: ${words}`);
    },
  );

  it('knows no field that a whole ticker lacks, and the field that a patch brings', () => {
    const frame = linesOf('v5-public-linear-tickers-gct.jsonl')[1] ?? '';
    const events = (text: string) => channels.ticker.read(bodyOf(text), contextOf('linear', 'tickers.BTCUSDT'));
    const [whole] = events(frame);
    expect(whole).toMatchObject({ type: 'ticker', askSize: expect.any(Number) as number });
    expect(events(without(frame, 'ask1Size'))).toMatchObject([{ type: 'ticker', price: 61874, askSize: undefined }]);
    expect(
      events('{"topic":"tickers.BTCUSDT","type":"delta","ts":1,"data":{"symbol":"BTCUSDT","ask1Size":"3"}}'),
    ).toMatchObject([{ type: 'ticker-patch', changes: { askSize: 3 } }]);
  });

  it('tells no price of zero where an option has no bid, and no size of it', () => {
    const frame = linesOf('v5-public-option-tickers-docs.jsonl')[1] ?? '';
    const { topic } = JSON.parse(frame) as { readonly topic: string };
    const none = without(frame.replace(/"bidPrice":"[^"]*"/, '"bidPrice":"0"'), 'bidSize');
    expect(channels.ticker.read(bodyOf(none), contextOf('option', topic))).toMatchObject([
      { bid: undefined, bidSize: undefined },
    ]);
  });

  it('says what is no number, and what is no text', () => {
    const frame = linesOf('v5-public-linear-tickers-gct.jsonl')[1] ?? '';
    const read = (data: string): unknown => channels.ticker.read(bodyOf(data), contextOf('linear', 'tickers.BTCUSDT'));
    expect(messageOf(() => read(frame.replace('"61874.00"', '"abc"')))).toBe(
      'SCHEMA: bybit tickers.BTCUSDT: lastPrice is "abc", not a number',
    );
    expect(messageOf(() => read(frame.replace('"61874.00"', '61874.00')))).toMatch(
      /^SCHEMA: bybit tickers\.BTCUSDT: data\.lastPrice does not fit/,
    );
  });

  it.each([
    ['v5-public-linear-publicTrade-docs.jsonl', channels.trades, ['T', 's', 'S', 'v', 'p', 'i']],
    ['v5-public-linear-allLiquidation-docs.jsonl', channels.liquidations, ['T', 'S', 'v', 'p']],
    [
      'v5-public-linear-kline-docs.jsonl',
      channels.candles,
      ['start', 'interval', 'open', 'close', 'high', 'low', 'volume', 'turnover', 'confirm'],
    ],
    ['v5-public-linear-orderbook-50-tardis.jsonl', channels.book, ['u', 'ts']],
  ] as const)('says what is missing in %s', (file, channel, fields) => {
    const frame = linesOf(file)[1] ?? '';
    const { topic } = JSON.parse(frame) as { readonly topic: string };
    for (const field of fields) {
      const told = messageOf(() =>
        (channel as Channel).read(bodyOf(without(frame, field)), contextOf('linear', topic)),
      );
      expect(told).toMatch(new RegExp(`^SCHEMA: bybit ${topic}: (data\\.(0\\.)?)?${field} does not fit`));
    }
  });
});
