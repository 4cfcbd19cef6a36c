import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import { bybitSpotV1 } from '../../src/venues/bybit-spot-v1/index.js';

const { channels, raw, endpoints } = bybitSpotV1;
const folder = new URL('../fixtures/bybit-spot-v1/', import.meta.url);
const files = readdirSync(folder).filter(name => !name.includes('requests'));

/** The kinds that read a topic of the venue's. */
const kinds: Readonly<Record<string, Channel>> = {
  depth: channels.book,
  diffDepth: channels.book,
  kline: channels.candles,
  realtimes: channels.ticker,
  trade: channels.trades,
  bookTicker: channels.quotes,
  outboundAccountInfo: channels.balances,
  executionReport: channels.orders,
  ticketInfo: channels.fills,
};

/** "kline" of "v1:kline_15m:BTCUSDT", the whole of "stop_executionReport". */
function channelsOf(key: string): readonly Channel[] {
  const [, name = key] = key.split(':');
  const kind = kinds[name.replace(/_\w+$/, '')];
  const own = Object.entries(raw).find(([one]) => one === name || one === name.replace(/_\d+$/, ''))?.[1];
  return [kind, own as Channel | undefined].filter(one => one !== undefined);
}

describe.each(files)('%s', file => {
  const [head = '', ...frames] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
  const endpoint = file.startsWith('private') ? 'private' : file.startsWith('v2') ? 'v2' : 'v1';
  const protocol = endpoints[endpoint]?.protocol ?? bybitSpotV1.protocol;

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  it.each(frames.map((frame, i) => ({ line: i + 2, frame })))('line $line is read without a problem', ({ frame }) => {
    const [inbound, ...rest] = protocol.reader()({ receivedAt: 1_800_000_000_000, data: frame });
    expect(rest).toEqual([]);
    if (inbound?.type !== 'data') {
      expect(inbound).toMatchSnapshot();
      return;
    }
    const readers = channelsOf(inbound.topic);
    // Three things have no kind: the merged book, leveraged tokens and orders that wait are told in the venue's words only.
    expect(readers).toHaveLength(/mergedDepth|:lt:|stop_/.test(inbound.topic) ? 1 : 2);
    const context = {
      venue: 'bybit-spot-v1',
      market: 'spot',
      symbol: inbound.topic.split(':')[2] ?? '',
      topic: inbound.topic,
      receivedAt: 1_800_000_000_000,
    };
    for (const channel of readers) {
      const events = channel.read(inbound.body, context);
      expect(events.length).toBeGreaterThan(0);
      expect({ topic: inbound.topic, kind: channel.kind, events }).toMatchSnapshot();
    }
  });
});
