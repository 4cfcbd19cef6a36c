import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import type { Inbound } from '../../src/contract/inbound.js';
import type { Protocol } from '../../src/contract/protocol.js';
import { bybitSpotV3 } from '../../src/venues/bybit-spot-v3/index.js';

const { channels, endpoints, raw } = bybitSpotV3;
const folder = new URL('../fixtures/bybit-spot-v3/', import.meta.url);
const files = readdirSync(folder);
const receivedAt = 1_800_000_000_000;

interface Envelope {
  readonly topic?: string;
  readonly op?: string;
  readonly success?: boolean;
  readonly args?: readonly unknown[];
}

const isPush = ({ topic }: Envelope): boolean => topic !== undefined;
/** What a client says; a pong has arguments as well. */
const isRequest = ({ op, success }: Envelope): boolean => op !== undefined && op !== 'pong' && success === undefined;

const doorOf = (topic: string): Protocol =>
  (topic.includes('.') ? undefined : endpoints['private']?.protocol) ?? bybitSpotV3.protocol;

/** The channels that read a topic; the raw one is the last. */
function channelsOf(topic: string): readonly Channel[] {
  const name = topic.includes('.') ? topic.slice(0, topic.lastIndexOf('.')) : topic;
  const kinds: Readonly<Record<string, Channel>> = {
    'orderbook.40': channels.book,
    trade: channels.trades,
    tickers: channels.ticker,
    bookticker: channels.quotes,
    outboundAccountInfo: channels.balances,
    order: channels.orders,
    ticketInfo: channels.fills,
  };
  const kind = name.startsWith('kline.') ? (channels.candles as Channel) : kinds[name];
  const own = (raw as Readonly<Record<string, Channel>>)[name];
  return [kind, own].filter(channel => channel !== undefined);
}

describe.each(files)('%s', file => {
  const [head = '', ...frames] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  const lines = frames.map((frame, i) => ({ line: i + 2, frame, message: JSON.parse(frame) as Envelope }));

  it.each(lines.filter(({ message }) => isPush(message)))('line $line is read without a problem', one => {
    const topic = one.message.topic ?? '';
    const [inbound, ...rest] = doorOf(topic).reader()({ receivedAt, data: one.frame });
    expect(rest).toEqual([]);
    if (inbound?.type !== 'data') throw new Error('no data');
    expect(inbound.topic).toBe(topic);
    const symbol = topic.includes('.') ? topic.slice(topic.lastIndexOf('.') + 1) : '';
    const context = { venue: 'bybit-spot-v3', market: 'spot', symbol, topic, receivedAt };
    const readers = channelsOf(topic);
    expect(readers.at(-1)?.kind).toBe('channel');
    for (const channel of readers) {
      const events = channel.read(inbound.body, context);
      expect(events).not.toEqual([]);
      expect({ kind: channel.kind, events }).toMatchSnapshot();
    }
  });

  const answers = lines.filter(({ message }) => !isPush(message) && !isRequest(message));
  it.each(answers)('line $line is an answer', ({ frame, message }) => {
    const inbound = bybitSpotV3.protocol.reader()({ receivedAt, data: frame });
    const request = { id: (JSON.parse(frame) as { req_id?: string }).req_id, verb: message.op };
    const wanted = message.op === 'pong' ? { type: 'pong' } : { type: 'granted', request };
    expect(inbound).toEqual([wanted] as readonly Inbound[]);
  });

  const requests = lines.filter(({ message }) => isRequest(message) && message.op?.endsWith('subscribe'));
  it.each(requests)('line $line is what we ask in, byte for byte', ({ frame, message }) => {
    const asked = (message.args ?? []).map(topic => {
      const [channel] = channelsOf(String(topic)).slice(-1);
      if (channel === undefined) throw new Error(`no channel for ${String(topic)}`);
      const cut = String(topic).lastIndexOf('.');
      return channel.topic({ market: 'spot', symbol: cut === -1 ? '' : String(topic).slice(cut + 1) });
    });
    const { req_id: id } = JSON.parse(frame) as { req_id: string };
    const verb = message.op === 'subscribe' ? 'subscribe' : 'unsubscribe';
    expect(bybitSpotV3.protocol[verb](asked, { id, now: 0, credentials: undefined })).toBe(frame);
  });
});

it('has a push of every topic', () => {
  const seen = new Set<string>();
  for (const file of files) {
    for (const line of readFileSync(new URL(file, folder), 'utf8').trim().split('\n')) {
      const { topic = '' } = JSON.parse(line) as Envelope;
      seen.add(topic.replace(/\.[A-Z]+$/, '').replace(/^kline\..*/, 'kline'));
    }
  }
  const names = new Set(Object.keys(raw).map(name => name.replace(/^kline\..*/, 'kline')));
  expect([...names].filter(name => !seen.has(name))).toEqual([]);
});
