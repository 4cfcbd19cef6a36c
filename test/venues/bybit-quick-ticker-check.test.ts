import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isTicker } from '../../src/venues/bybit/quick-ticker-check.js';
import { TickerWire } from '../../src/venues/bybit/schemas.js';

const folder = new URL('../fixtures/bybit/', import.meta.url);
const recorded = readdirSync(folder)
  .filter(name => /^v5-public-(spot|linear|inverse|option)-tickers-/.test(name))
  .flatMap(name => readFileSync(new URL(name, folder), 'utf8').split('\n'))
  .filter(line => line.includes('"data":'))
  .map((line): unknown => JSON.parse(line));

it('tells what was recorded', () => {
  expect(recorded.length).toBeGreaterThan(5);
  expect(recorded.filter(body => !isTicker(body))).toEqual([]);
});

it('takes nothing that the schema does not take', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.constantFrom(null, undefined, 1, NaN, Infinity, true, [], {}, 'delta', 'snapshot'),
  );
  const name = fc.oneof(
    fc.constantFrom('symbol', 'lastPrice', 'bid1Price', 'fundingRate', 'delta', 'change24h'),
    fc.string(),
  );
  const data = fc.oneof(odd, fc.dictionary(name, odd), fc.dictionary(name, fc.string()));
  const body = fc.record({ topic: odd, type: odd, ts: fc.oneof(odd, fc.nat()), data, cs: odd }, { requiredKeys: [] });
  let taken = 0;
  const check = (value: unknown): void => {
    if (!isTicker(value)) return;
    taken++;
    expect(TickerWire.safeParse(value).success).toBe(true);
  };
  fc.assert(fc.property(fc.oneof(odd, body), check));
  const near = fc.record({
    topic: fc.string(),
    type: fc.constant('delta'),
    ts: fc.nat(),
    data: fc.dictionary(name, odd),
  });
  fc.assert(
    fc.property(near, value => {
      check({ ...value, data: { symbol: 'BTCUSDT', ...value.data } });
      check({ ...value, data: { ...value.data, symbol: 'BTCUSDT', lastPrice: '1' } });
    }),
    { numRuns: 1_000 },
  );
  expect(taken).toBeGreaterThan(10);
});
