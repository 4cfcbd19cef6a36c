import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import { FeedError } from '../../src/model/errors.js';
import { bitget } from '../../src/venues/bitget/index.js';

const folder = new URL('../fixtures/bitget/', import.meta.url);
const files = readdirSync(folder).filter(name => name.startsWith('v2-') && !name.startsWith('v2-private-'));

interface Envelope {
  readonly arg?: { readonly instType: string; readonly channel: string; readonly instId: string };
  readonly action?: string;
  readonly event?: string;
}

describe.each(files)('%s', file => {
  const [head = '', ...frames] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  it.each(frames.map((frame, i) => ({ line: i + 2, frame })))('line $line is read without a problem', ({ frame }) => {
    const { arg, action } = JSON.parse(frame) as Envelope;
    const [inbound, ...rest] = bitget.protocol.reader()({ receivedAt: 1_800_000_000_000, data: frame });
    expect(rest).toEqual([]);
    if (action === undefined) {
      expect(inbound?.type).toMatch(/^(accepted|refused)$/);
      return;
    }
    if (inbound?.type !== 'data' || arg === undefined) throw new Error('no data');
    const channels = channelsOf(arg.channel);
    expect(channels.length).toBeGreaterThan(0);
    const context = {
      venue: 'bitget',
      market: arg.instType.toLowerCase(),
      symbol: arg.instId,
      topic: inbound.topic,
      receivedAt: 1_800_000_000_000,
    };
    for (const channel of channels) {
      const events = channel.read(inbound.body, context);
      expect({ kind: channel.kind, events }).toMatchSnapshot();
    }
  });
});

/** The channels that read a topic of this name; those of futures only are left out where the name is of spot too. */
function channelsOf(name: string): readonly Channel[] {
  const kinds: Record<string, readonly Channel[]> = {
    ticker: [bitget.channels.ticker],
    trade: [bitget.channels.trades],
    books: [bitget.channels.book],
    books1: [bitget.channels.book, bitget.channels.quotes],
    books5: [bitget.channels.book],
    books15: [bitget.channels.book],
  };
  const raw = (bitget.raw as Readonly<Record<string, Channel>>)[name];
  const kind = name.startsWith('candle') ? [bitget.channels.candles as Channel] : (kinds[name] ?? []);
  return raw === undefined ? kind : [...kind, raw];
}

describe('what must be there', () => {
  const ticker = frameOf('v2-futures-ticker-live2026.jsonl');
  const read = (data: string, channel: Channel): unknown => {
    const [inbound] = bitget.protocol.reader()({ receivedAt: 1, data });
    if (inbound?.type !== 'data') throw new Error('no data');
    return channel.read(inbound.body, {
      venue: 'bitget',
      market: 'usdt-futures',
      symbol: 'BTCUSDT',
      topic: inbound.topic,
      receivedAt: 1,
    });
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

  it.each([
    'lastPr',
    'bidPr',
    'askPr',
    'bidSz',
    'askSz',
    'open24h',
    'high24h',
    'low24h',
    'change24h',
    'baseVolume',
    'quoteVolume',
    'openUtc',
    'ts',
  ])('says that %s is missing', field => {
    const without = ticker.replace(new RegExp(`"${field}":"[^"]*",?`), '').replace(',}', '}');
    expect(messageOf(() => read(without, bitget.channels.ticker as Channel))).toMatch(
      new RegExp(`^SCHEMA: bitget USDT-FUTURES:ticker:BTCUSDT: data\\.0\\.${field} does not fit`),
    );
  });

  it('says what is no number', () => {
    const broken = ticker.replace('"lastPr":"83692.3"', '"lastPr":"abc"');
    expect(messageOf(() => read(broken, bitget.channels.ticker as Channel))).toBe(
      'SCHEMA: bitget USDT-FUTURES:ticker:BTCUSDT: lastPr is "abc", not a number',
    );
  });

  it('keeps sequence numbers beyond 2^53 exact', () => {
    const frame =
      '{"action":"update","arg":{"instType":"USDT-FUTURES","channel":"books","instId":"BTCUSDT"},"data":[{"asks":[],"bids":[["1.0","2"]],"ts":"1790358794983","seq":1352182127898370049,"pseq":1352182127898370048}],"ts":1790358794987}';
    expect(read(frame, bitget.channels.book as Channel)).toMatchObject([
      { type: 'book-delta', previous: '1352182127898370048', sequence: '1352182127898370049' },
    ]);
  });

  it('tells no funding of a delivery contract', () => {
    const delivery = ticker
      .replace('"nextFundingTime":"1790380800000"', '"nextFundingTime":"0"')
      .replace('"fundingRate":"0.0001"', '"fundingRate":"0"');
    expect(read(delivery, bitget.channels.ticker as Channel)).toMatchObject([
      { fundingRate: undefined, nextFundingTime: undefined },
    ]);
    expect(read(delivery, bitget.channels.fundingRate as Channel)).toEqual([]);
  });
});

function frameOf(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8').trim().split('\n')[1] ?? '';
}
