import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuickFrames } from '../../src/venues/bybit/quick-frames.js';

const read = (text: string): unknown => createQuickFrames().read(text);

const book = (rest = '"u":173678160,"seq":814547787693', b = '[["86723.40","0.194"],["86723.30","0"]]'): string =>
  `{"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1790134712130,"data":{"s":"BTCUSDT","b":${b},"a":[["86723.50","5.959"]],${rest}},"cts":1790134712126}`;
const spotBook =
  '{"topic":"orderbook.50.BTCUSDT","ts":1680652808085,"type":"delta","data":{"s":"BTCUSDT","b":[["28161.04","0.177474"]],"a":[],"u":59438061,"seq":4281282232},"cts":1680652808080}';
const trade = (change: (row: string) => string = row => row): string =>
  `{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1791365008335,"data":[${change(tradeRow)},${tradeRow}]}`;
const tradeRow =
  '{"T":1791365008334,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"83766.30","L":"ZeroMinusTick","i":"68bc1c35-dcc0-58e8-a4c5-f59a6b790814","BT":false,"RPI":false,"seq":821670598155}';
const spotTrade =
  '{"topic":"publicTrade.BTCUSDT","ts":1680652847526,"type":"snapshot","data":[{"i":"2290000000050703789","T":1680652847524,"p":"28165.38","v":"0.041732","S":"Sell","s":"BTCUSDT","BT":true,"RPI":false,"seq":1}]}';

describe('what was recorded', () => {
  const folder = new URL('../fixtures/bybit/', import.meta.url);
  const frames = readdirSync(folder)
    .filter(name => name.startsWith('v5-public'))
    .flatMap(name => readFileSync(new URL(name, folder), 'utf8').split('\n'))
    .filter(line => line.includes('"data":'));

  it('is read as JSON.parse reads it, or left to it', () => {
    const quick = createQuickFrames();
    let count = 0;
    for (const text of frames) {
      const known = quick.read(text);
      if (known === undefined) continue;
      expect(known).toStrictEqual(JSON.parse(text));
      expect(JSON.stringify(known)).toBe(text);
      count++;
    }
    expect(count).toBeGreaterThan(15);
  });
});

it.each([
  ['a book of a contract', book()],
  ['an empty book', book('"u":0,"seq":0', '[]')],
  ['a book without the time of the matching engine', book().replace(',"cts":1790134712126', '')],
  ['a book of spot', spotBook],
  ['trades of a contract', trade()],
  [
    'trades of either side, block trades, retail orders',
    trade(row => row.replace('"Buy"', '"Sell"').replaceAll('false', 'true')),
  ],
  ['trades of spot', spotTrade],
])('reads %s', (_, text) => {
  expect(read(text)).toStrictEqual(JSON.parse(text));
  expect(JSON.stringify(read(text))).toBe(text);
});

it('gives all frames of a topic one text', () => {
  const quick = createQuickFrames();
  const [one, other] = [quick.read(book()), quick.read(book('"u":173678161,"seq":2'))];
  expect(one?.topic).toBe('orderbook.50.BTCUSDT');
  expect(other?.topic).toBe(one?.topic);
});

it.each([
  ['a ticker', '{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT"},"cs":1,"ts":1}'],
  ['an answer', '{"success":true,"ret_msg":"","op":"subscribe"}'],
  ['a book of three columns', book().replace('"0.194"]', '"0.194","1"]')],
  ['a book of another symbol', book().replace('{"s":"BTCUSDT"', '{"s":"BTCUSD"')],
  ['a book without seq', book('"u":1')],
  ['an escape', trade(row => row.replace('68bc', '\\u0036'))],
  ['a space', book().replace(',"data"', ', "data"')],
  ['a member more', book().replace('"cts"', '"id":"1","cts"')],
  ['a side that is none', trade(row => row.replace('"Buy"', '"None"'))],
  ['a missing member', trade(row => row.replace('"RPI":false,', ''))],
  ['a number for a text', trade(row => row.replace('"0.001"', '0.001'))],
  ['an empty list of trades', '{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1,"data":[]}'],
  ['a topic without end', '{"topic":"orderbook.50.BTC'],
  ['what comes behind the end', `${book()} `],
])('leaves %s to JSON.parse', (_, text) => {
  expect(read(text)).toBeUndefined();
});

it.each(['01', '-', '1.5', '1e3', '+1', '"1"', 'null', '', '9007199254740993'])(
  'leaves the number %j to JSON.parse',
  number => {
    expect(read(book(`"u":${number},"seq":1`))).toBeUndefined();
  },
);

it('never differs from JSON.parse, wherever a frame is cut, one character is another, or a piece comes twice', () => {
  const texts = [book(), spotBook, trade(), spotTrade];
  const quick = createQuickFrames();
  for (const text of texts) expect(quick.read(text)).toStrictEqual(JSON.parse(text));
  const printable = fc.integer({ min: 32, max: 126 }).map(code => String.fromCharCode(code));
  const put = fc.oneof(printable, fc.constantFrom('', '"', ',', '[]', '{}', '"b":', '-', '0', 'null', 'ü'));
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), fc.constantFrom(0, 1, 2), put, (text, where, cut, piece) => {
      const at = where % text.length;
      const changed = text.slice(0, at) + piece + text.slice(at + cut);
      const known = quick.read(changed);
      if (known !== undefined) expect(known).toStrictEqual(JSON.parse(changed));
      expect(quick.read(text.slice(0, at))).toBeUndefined();
      const doubled = text.slice(0, at) + text.slice(where % (at + 1));
      const again = quick.read(doubled);
      if (again !== undefined) expect(again).toStrictEqual(JSON.parse(doubled));
    }),
    { numRuns: 3_000 },
  );
});
