import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import { bybit } from '../../src/venues/bybit/index.js';
import { privateProtocol } from '../../src/venues/bybit/private-protocol.js';

const folder = new URL('../fixtures/bybit/', import.meta.url);
const files = readdirSync(folder).filter(name => name.startsWith('private-'));
const { balances, orders, fills, positions } = bybit.channels;
const raw: Readonly<Record<string, Channel<'channel'>>> = bybit.raw;
const receivedAt = 1_800_000_000_000;

/** The kinds that are made of a topic. */
const kinds: Readonly<Record<string, Channel>> = {
  wallet: balances,
  order: orders,
  execution: fills,
  position: positions,
};

/** The market of a frame's rows; where they name none, the first one that has the channel. */
function marketOf(frame: string, channel: Channel): string {
  const { data } = JSON.parse(frame) as { data: readonly { category?: string }[] };
  const category = data[0]?.category;
  return channel.markets.find(market => market === category) ?? channel.markets[0] ?? '';
}

it('there are frames of every topic that has a body', () => {
  const told = new Set(
    files.flatMap(file => readFileSync(new URL(file, folder), 'utf8').match(/(?<="topic":")[a-z.]+/g) ?? []),
  );
  const privately = Object.entries(raw).filter(
    ([, channel]) => channel.topic({ market: channel.markets[0] ?? '', symbol: 'default' }).endpoint === 'private',
  );
  expect([...told].sort()).toEqual(
    privately
      .map(([name]) => name)
      .filter(name => name !== 'dcp')
      .sort(),
  );
});

describe.each(files)('%s', file => {
  const [head = '', ...frames] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  it.each(frames.map((frame, i) => ({ line: i + 2, frame })))('line $line is read without a problem', ({ frame }) => {
    const [inbound, ...rest] = privateProtocol.reader()({ receivedAt, data: frame });
    expect(rest).toEqual([]);
    if (inbound?.type !== 'data') {
      expect(inbound).toMatchSnapshot();
      return;
    }
    const { topic, body } = inbound;
    const channels = [kinds[topic], raw[topic]].filter(channel => channel !== undefined);
    expect(channels.at(-1)).toBe(raw[topic]);
    for (const channel of channels) {
      const market = marketOf(frame, channel);
      expect(channel.topic({ market, symbol: 'default' }).key).toBe(topic);
      const events = channel.read(body, { venue: 'bybit', market, symbol: 'default', topic, receivedAt });
      expect(events).toHaveLength(1);
      expect({ kind: channel.kind, events }).toMatchSnapshot();
      for (const other of channel.markets) {
        expect(() =>
          channel.read(body, { venue: 'bybit', market: other, symbol: '', topic, receivedAt }),
        ).not.toThrow();
      }
    }
  });
});
