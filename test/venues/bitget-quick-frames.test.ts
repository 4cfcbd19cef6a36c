import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuickFrames } from '../../src/venues/bitget/quick-frames.js';

/** Shows a frame, then reads another of the same topic. */
function readAfter(shown: string, text: string): unknown {
  const frames = createQuickFrames();
  frames.learn(shown, JSON.parse(shown));
  return frames.read(text);
}

const envelope = (channel: string, rows: string): string =>
  `{"action":"update","arg":{"instType":"SPOT","channel":"${channel}","instId":"BTCUSDT"},"data":[${rows}],"ts":1790358794987}`;
const trade = (price: string, id = '1235671063871070209'): string =>
  `{"ts":"1730332859962","price":"${price}","size":"447","side":"buy","tradeId":"${id}"}`;
const book = (integrity: string, bids = '[["1.10","2"],["1.0","0"]]'): string =>
  envelope('books', `{"asks":[["1.2","0.5000"]],"bids":${bids},${integrity}}`);

describe('what was recorded', () => {
  const folder = new URL('../fixtures/bitget/', import.meta.url);
  const frames = readdirSync(folder)
    .filter(name => name.endsWith('.jsonl'))
    .flatMap(name => readFileSync(new URL(name, folder), 'utf8').split('\n'))
    .filter(line => line.includes('"data":'));

  it('is read as JSON.parse reads it, or left to it', () => {
    const quick = createQuickFrames();
    let read = 0;
    for (const text of frames) {
      for (let again = 0; again < 2; again++) {
        const parsed: unknown = JSON.parse(text);
        const known = quick.read(text);
        if (known === undefined) {
          quick.learn(text, parsed);
        } else {
          expect(known).toEqual(parsed);
          expect(JSON.stringify(known)).toBe(JSON.stringify(parsed));
          read++;
        }
      }
    }
    expect(read).toBeGreaterThan(20);
  });
});

it('knows nothing at first', () => {
  expect(createQuickFrames().read(envelope('trade', trade('1')))).toBeUndefined();
});

it('reads trades, however many rows', () => {
  const text = envelope('trade', `${trade('2.50')},${trade('2.51', '1')},${trade('')}`);
  expect(readAfter(envelope('trade', trade('1')), text)).toStrictEqual(JSON.parse(text));
});

it('reads books with every sort of integrity', () => {
  const shown = book('"ts":"1"');
  for (const integrity of [
    '"checksum":-1258619028,"ts":"1730332859988"',
    '"ts":"1763528715515","checksum":0,"seq":395681167',
    '"seq":395681167,"pseq":0,"ts":"1"',
    '"checksum":-0,"seq":999999999999999,"pseq":9007199254740991,"ts":"1"',
  ]) {
    expect(readAfter(shown, book(integrity))).toStrictEqual(JSON.parse(book(integrity)));
    expect(readAfter(shown, book(integrity, '[]'))).toStrictEqual(JSON.parse(book(integrity, '[]')));
  }
});

it('keeps integers beyond 2^53 as text', () => {
  const frame = readAfter(book('"ts":"1"'), book('"seq":1352182127898370049,"pseq":-9007199254740993,"ts":"1"'));
  expect(frame).toMatchObject({ data: [{ seq: '1352182127898370049', pseq: '-9007199254740993' }] });
});

it('follows the venue when it writes its rows in another way', () => {
  const frames = createQuickFrames();
  const before = envelope('trade', trade('1'));
  const after = envelope('trade', '{"tradeId":"1","price":"2","isRPI":"no"}');
  frames.learn(before, JSON.parse(before));
  expect(frames.read(after)).toBeUndefined();
  frames.learn(after, JSON.parse(after));
  expect(frames.read(after)).toStrictEqual(JSON.parse(after));
});

it.each([
  ['an escape in a value', trade('1\\"2')],
  ['a missing member', trade('1').replace('"size":"447",', '')],
  ['a member more', trade('1').replace('}', ',"a":"b"}')],
  ['a space', trade('1').replace(',', ', ')],
  ['a number for a text', trade('1').replace('"447"', '447')],
])('leaves %s to JSON.parse', (_, row) => {
  expect(readAfter(envelope('trade', trade('1')), envelope('trade', row))).toBeUndefined();
});

it.each(['01', '-', '1.5', '1e3', '+1', '"1"', 'null', ''])('leaves the sequence number %j to JSON.parse', number => {
  expect(readAfter(book('"ts":"1"'), book(`"seq":${number},"ts":"1"`))).toBeUndefined();
});

it('does not let a name of a row touch a prototype', () => {
  const text = envelope('trade', '{"__proto__":"1"}');
  expect(readAfter(text, text)).toBeUndefined();
});

it('stops learning where frames never look twice the same', () => {
  const frames = createQuickFrames();
  const text = (at: number): string => envelope('trade', `{"name${at}":"1"}`);
  for (let at = 0; at < 40; at++) frames.learn(text(at), JSON.parse(text(at)));
  expect(frames.read(text(39))).toBeUndefined();
});

it('never differs from JSON.parse, wherever a frame is cut or one character is another', () => {
  const texts = [
    envelope('trade', `${trade('2.5')},${trade('3')}`),
    book('"seq":1352182127,"pseq":1352182126,"ts":"1790358794983"'),
    book('"checksum":-1258619028,"ts":"1730332859988"'),
  ];
  const frames = createQuickFrames();
  for (const text of texts) frames.learn(text, JSON.parse(text));
  for (const text of texts) expect(frames.read(text)).toStrictEqual(JSON.parse(text));
  const printable = fc.integer({ min: 32, max: 126 }).map(code => String.fromCharCode(code));
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.constantFrom(0, 1),
      fc.oneof(printable, fc.constant('')),
      (text, where, cut, put) => {
        const at = where % text.length;
        const changed = text.slice(0, at) + put + text.slice(at + cut);
        const known = frames.read(changed);
        if (known !== undefined) expect(known).toStrictEqual(JSON.parse(changed));
        expect(frames.read(text.slice(0, at))).toBeUndefined();
      },
    ),
    { numRuns: 2_000 },
  );
});
