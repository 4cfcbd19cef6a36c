import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel, SymbolRequest } from '../../src/contract/channel.js';
import type { Protocol } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import { bge } from '../../src/venues/bge/index.js';

const folder = new URL('../fixtures/bge/', import.meta.url);
const files = readdirSync(folder);
const receivedAt = 1_690_000_000_000;
const { channels, raw } = bge;

interface Message {
  readonly event?: string;
  readonly biz?: string;
  readonly type?: string;
  readonly product?: string;
  readonly interval?: string | number;
  readonly zip?: boolean;
  readonly code?: number | string;
  readonly params?: unknown;
  readonly para?: unknown;
  readonly ping?: number;
  readonly from?: number;
  readonly to?: number;
}

type Sort = 'push' | 'state' | 'acknowledgement' | 'failure' | 'request' | 'other';

function sortOf(message: Message): Sort {
  if (message.params !== undefined || message.para !== undefined || message.zip !== undefined) return 'request';
  if (message.event === undefined) return message.biz === undefined ? 'other' : 'push';
  if (Number(message.code) !== 200) return 'failure';
  return message.event === 'req' ? 'state' : 'acknowledgement';
}

/** The channels that read a topic; the raw one is the last. */
function channelsOf({ type = '', interval }: Message): readonly Channel[] {
  const kinds: Readonly<Record<string, readonly unknown[]>> = {
    candles: [channels.candles],
    fills: [channels.trades],
    orderbook: [channels.book, channels.quotes],
    ticker: [channels.ticker],
    assets: [channels.balances],
    orders: [channels.orders],
  };
  const name = interval === undefined ? type : `${type}.${interval}`;
  return [...(kinds[type] ?? []), (raw as Readonly<Record<string, unknown>>)[name]] as readonly Channel[];
}

function requestOf({ product = '', interval, type }: Message): SymbolRequest & { readonly interval?: string } {
  const rest = type === 'candles' ? { interval: String(interval) } : {};
  return { market: 'spot', symbol: product, ...rest };
}

function topicOf(message: Message): Topic {
  const topic = channelsOf(message).at(-1)?.topic(requestOf(message));
  if (topic === undefined) throw new Error(`no channel for ${String(message.type)}`);
  return topic;
}

function protocolOf({ biz, event }: Message): Protocol {
  const isPrivate = biz === 'exchange' || event === 'login' || event === 'error';
  return (isPrivate ? bge.endpoints['private']?.protocol : undefined) ?? bge.protocol;
}

describe.each(files)('%s', file => {
  const [head = '', ...frames] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
  const lines = frames.map((frame, i) => {
    const message = JSON.parse(frame) as Message;
    return { line: i + 2, frame, message, sort: sortOf(message) };
  });
  const ofSort = (...sorts: Sort[]) => lines.filter(({ sort }) => sorts.includes(sort));
  const isDraft = file.includes('draft');

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  // A draft had other names for some fields.
  it.each(isDraft ? [] : ofSort('push', 'state'))('line $line is read without a problem', ({ frame, message }) => {
    const read = protocolOf(message).reader();
    const { key } = topicOf(message);
    if (message.event === 'req') {
      // An answer is one where its subscription was accepted before.
      const accepted = JSON.stringify({ ...message, event: 'sub', data: undefined });
      expect(read({ receivedAt, data: accepted })).toEqual([{ type: 'accepted', topics: [key] }]);
    }
    const [inbound, ...rest] = read({ receivedAt, data: frame });
    expect(rest).toEqual([]);
    if (inbound?.type !== 'data') throw new Error(`no data: ${JSON.stringify(inbound)}`);
    expect(inbound.topic).toBe(key);
    const context = { venue: 'bge', ...requestOf(message), topic: key, receivedAt };
    const readers = channelsOf(message);
    expect(readers.at(-1)?.kind).toBe('channel');
    for (const channel of readers) {
      const events = channel.read(inbound.body, context);
      expect(events).not.toEqual([]);
      expect({ kind: channel.kind, events }).toMatchSnapshot();
    }
  });

  it.each(ofSort('acknowledgement'))('line $line is a good answer', ({ frame, message }) => {
    const answer = protocolOf(message).reader()({ receivedAt, data: frame });
    if (message.event === 'login') expect(answer).toEqual([{ type: 'welcome' }]);
    else
      expect(answer).toEqual([
        { type: message.event === 'sub' ? 'accepted' : 'dropped', topics: [topicOf(message).key] },
      ]);
  });

  it.each(ofSort('failure'))('line $line is a failure', ({ frame, message }) => {
    expect(protocolOf(message).reader()({ receivedAt, data: frame })).toMatchSnapshot();
  });

  it.each(ofSort('other'))('line $line is of the heartbeat', ({ frame, message: { ping } }) => {
    const reply = ping === undefined ? { type: 'pong' } : { type: 'ping', reply: `{"pong":${ping}}` };
    expect(bge.protocol.reader()({ receivedAt, data: frame })).toEqual([reply]);
  });

  const named = ofSort('request').filter(({ message }) => message.biz !== undefined);
  it.each(named)('line $line is what we ask in, byte for byte', ({ frame, message }) => {
    const context = { id: '1', now: 0, credentials: undefined };
    const topic = topicOf(message);
    const { followUp } = topic;
    const asks = typeof followUp === 'function' ? followUp(topic, (message.to ?? 0) * 1_000) : followUp;
    const { from, ...wanted } = JSON.parse(frame) as Message;
    if (message.event === 'sub') expect(protocolOf(message).subscribe([topic], context)).toBe(frame);
    else if (message.event === 'unsub') expect(protocolOf(message).unsubscribe([topic], context)).toBe(frame);
    else
      expect(asks).toBe(from === undefined ? frame : frame.replace(String(from), String((wanted.to ?? 0) - 500 * 900)));
  });
});

it('has a push of every channel', () => {
  const seen = new Set<string>();
  for (const file of files) {
    for (const line of readFileSync(new URL(file, folder), 'utf8').trim().split('\n')) {
      const message = JSON.parse(line) as Message;
      if (sortOf(message) === 'push') seen.add(message.type ?? '');
    }
  }
  const names = new Set(Object.keys(raw).map(name => name.replace(/\..*/, '')));
  expect([...names].filter(name => !seen.has(name))).toEqual([]);
});
