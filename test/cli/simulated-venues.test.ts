import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulator/index.js';
import type { Simulation } from '../../src/simulator/index.js';
import { fakeIo, runWords } from './fake-io.js';

/** Sockets and drawings take their time, on a busy machine more of it. */
const eventually = <T>(read: () => T): ReturnType<typeof expect.poll<T>> =>
  expect.poll(read, { timeout: 15_000, interval: 20 });

describe('watching with --simulate', () => {
  it.each([
    ['ticker bybit BTCUSDT --market linear', 'ticker', 'linear'],
    ['ticker bybit BTCUSDT', 'ticker', 'spot'],
    ['trades bybit BTCUSDT', 'trade', 'spot'],
    ['book bybit BTCUSD --market inverse', 'book', 'inverse'],
    ['book bybit BTCUSDT --depth 50', 'book', 'spot'],
    ['candles bybit BTCUSDT --interval 60', 'candle', 'spot'],
    ['quotes bybit BTCUSDT', 'quote', 'spot'],
    // Spot has no such thing: the first market that has it is meant.
    ['mark-price bybit BTCUSDT', 'mark-price', 'linear'],
    ['open-interest bybit BTCUSDT', 'open-interest', 'linear'],
    ['funding-rate bybit BTCUSDT', 'funding-rate', 'linear'],
    ['mark-price bitget BTCUSDT', 'mark-price', 'usdt-futures'],
    ['funding-rate bitget BTCUSD_DMCBL', 'funding-rate', 'coin-futures'],
    ['ticker bybit-spot-v1 BTCUSDT', 'ticker', 'spot'],
    ['ticker bybit-spot-v1 BTCUSDT --form v2', 'ticker', 'spot'],
    ['trades bybit-spot-v1 BTCUSDT --binary', 'trade', 'spot'],
    ['book bybit-spot-v1 BTCUSDT', 'book', 'spot'],
    ['book bybit-spot-v1 BTCUSDT --depth 200 --binary', 'book', 'spot'],
    ['candles bybit-spot-v1 BTCUSDT --form v2 --binary', 'candle', 'spot'],
    // What exists in one form only chooses it by itself.
    ['quotes bybit-spot-v1 BTCUSDT', 'quote', 'spot'],
    ['ticker bybit-spot-v3 BTCUSDT', 'ticker', 'spot'],
    ['trades bybit-spot-v3 BTCUSDT', 'trade', 'spot'],
    ['book bybit-spot-v3 BTCUSDT --depth 40', 'book', 'spot'],
    ['candles bybit-spot-v3 BTCUSDT', 'candle', 'spot'],
    ['quotes bybit-spot-v3 BTCUSDT', 'quote', 'spot'],
  ])('%s tells values of %s on %s', async (words, type, market) => {
    const [, venue = '', symbol = ''] = words.split(' ');
    const io = fakeIo();
    const code = runWords(`${words} --json --simulate`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    const value = { type, venue, market, symbol: symbol.replace('_DMCBL', '') };
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject(value);
    expect(io.err()).toBe('');
  });

  it.each([
    ['ticker bybit BTCUSDT --market linear', 'tickers'],
    ['book bybit BTCUSDT', 'orderbook.1000'],
    ['quotes bybit BTCUSDT', 'orderbook.1'],
    ['mark-price bybit BTCUSDT', 'tickers'],
    ['book bybit-spot-v1 BTCUSDT --binary', 'diffDepth'],
    ['quotes bybit-spot-v1 BTCUSDT', 'bookTicker'],
    ['book bybit-spot-v3 BTCUSDT', 'orderbook.40'],
  ])("%s --raw tells the venue's channel %s", async (words, channel) => {
    const io = fakeIo();
    const code = runWords(`${words} --raw --json --simulate`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ type: 'message', channel });
  });
});

describe('liquidations', () => {
  let exchange: Simulation;
  beforeAll(async () => {
    exchange = await simulate('bybit', { seed: 3, tick: 20 });
  });
  afterAll(() => exchange.close());

  const watched = 'liquidations bybit BTCUSDT ETHUSDT';

  it('are told one by one, as lines', async () => {
    const io = fakeIo();
    const code = runWords(`${watched} --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(1);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    for (const line of io.lines()) {
      expect(line).toMatch(
        /^\S+ (BTC|ETH)USDT (sell {2}\d\S* {2}× \d\S* {2}closes a long|buy {3}\d\S* {2}× \d\S* {2}closes a short) position$/,
      );
    }
  });

  it('are told as JSON, and in the words of the venue', async () => {
    const [plain, raw] = [fakeIo(), fakeIo()];
    const codes = [
      runWords(`${watched} --json --url ${exchange.url}`, plain),
      runWords(`${watched} --raw --url ${exchange.url}`, raw),
    ];
    await eventually(() => Math.min(plain.lines().length, raw.lines().length)).toBeGreaterThan(1);
    for (const io of [plain, raw]) io.stop$.next('SIGINT');
    expect(await Promise.all(codes)).toEqual([0, 0]);
    const value = JSON.parse(plain.lines()[0] ?? '') as { readonly side: string; readonly raw: { readonly S: string } };
    expect(value).toMatchObject({ type: 'liquidation', venue: 'bybit', market: 'linear' });
    // Bybit tells the side of the position.
    expect(value.side).toBe(value.raw.S === 'Buy' ? 'sell' : 'buy');
    expect(JSON.parse(raw.lines()[0] ?? '')).toMatchObject({ S: expect.any(String) as string });
  });

  it('are drawn on a terminal', async () => {
    const io = fakeIo({ columns: 70, rows: 10 });
    const code = runWords(`${watched} --url ${exchange.url}`, io);
    await eventually(() => io.out()).toMatch(/USDT +(sell|buy) +\d\S* +\d\S* +(long|short)/);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.out()).toContain('waiting for the first liquidation');
  });
});
