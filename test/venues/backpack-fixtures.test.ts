import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import type { BookRow } from '../../src/model/market.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { marketOf } from '../../src/venues/backpack/markets.js';
import { streamNameOf } from '../../src/venues/backpack/stream.js';

const folder = new URL('../fixtures/backpack/', import.meta.url);
const at = 1_800_000_000_000;
const { channels } = backpack;

function linesOf(file: string): readonly string[] {
  return readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
}

/** The kinds that read a stream of this type. */
const kinds: Readonly<Record<string, readonly object[]>> = {
  depth: [channels.book],
  bookTicker: [channels.quotes],
  trade: [channels.trades],
  ticker: [channels.ticker],
  kline: [channels.candles],
  markPrice: [channels.markPrice, channels.fundingRate],
  openInterest: [channels.openInterest],
  liquidation: [channels.liquidations],
  'account.orderUpdate': [channels.orders, channels.fills],
  'account.positionUpdate': [channels.positions],
  'account.balanceUpdate': [channels.balances],
  'account.rfqUpdate': [],
};

/** Without the row itself, and with the levels of a book in one line each, once their numbers are found to be their text. */
function short(event: object): object {
  const { raw, rows, ...rest } = event as { readonly raw?: unknown; readonly rows?: readonly object[] };
  if (rows !== undefined) return { ...rest, rows: rows.map(short) };
  expect(raw).toBeDefined();
  const lines = (side: readonly BookRow[]): readonly string[] =>
    side.map(({ level, text }) => {
      expect(level).toEqual(text.map(Number));
      return text.join(' ');
    });
  const { bids, asks } = rest as { readonly bids?: readonly BookRow[]; readonly asks?: readonly BookRow[] };
  return bids === undefined ? rest : { ...rest, bids: lines(bids), asks: lines(asks ?? []) };
}

describe.each(readdirSync(folder))('%s', file => {
  const [head = '', ...frames] = linesOf(file);
  const read = backpack.protocol.reader();

  it('says where it is from', () => {
    expect(JSON.parse(head)).toMatchObject({ _source: expect.stringMatching(/^https:\/\//) as string });
    expect(frames.length).toBeGreaterThan(0);
  });

  it.each(frames.map((frame, i) => ({ line: i + 2, frame })))('line $line is read without a problem', ({ frame }) => {
    const inbounds = read({ receivedAt: at, data: frame });
    expect(inbounds).toHaveLength(1);
    const [inbound] = inbounds;
    if (inbound?.type !== 'data') {
      expect(inbound).toMatchObject({ type: 'rejected', request: {}, guilty: [], standing: [] });
      expect(inbound).toMatchSnapshot();
      return;
    }
    const { stream, data } = inbound.body as { readonly stream: string; readonly data: { readonly s?: string } };
    expect(inbound.topic).toBe(stream);
    const { type, detail } = streamNameOf(stream);
    const symbol = data.s ?? '';
    const context = { venue: 'backpack', market: marketOf(symbol), symbol, topic: stream, receivedAt: at };
    const name = detail === undefined ? type : `${type}.${detail}`;
    const raw = (backpack.raw as Readonly<Record<string, Channel>>)[name];
    expect(raw?.read(inbound.body, context)).toMatchObject([{ type: 'message', channel: name, rows: [data] }]);
    expect(kinds[type]).toBeDefined();
    for (const { kind, read: readKind } of (kinds[type] ?? []) as readonly Channel[]) {
      expect({ kind, events: readKind(inbound.body, context).map(short) }).toMatchSnapshot();
    }
  });
});
