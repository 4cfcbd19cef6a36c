import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCredentials, simulate } from '../../src/simulator/index.js';
import type { Simulation } from '../../src/simulator/index.js';
import { ed25519PublicKey } from '../../src/wire/ed25519.js';
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
    ['ticker backpack SOL_USDC', 'ticker', 'spot'],
    ['trades backpack kSHIB_USDC_PERP', 'trade', 'perp'],
    // Its first state comes over HTTP.
    ['book backpack SOL_USDC', 'book', 'spot'],
    ['book backpack AAPL.US_USDC_PERP --window 200ms', 'book', 'perp'],
    ['quotes backpack SOL_USDC --market spot', 'quote', 'spot'],
    ['candles backpack SOL_USDC --interval 1s', 'candle', 'spot'],
    ['mark-price backpack SOL_USDC_PERP', 'mark-price', 'perp'],
    ['open-interest backpack SOL_USDC_PERP', 'open-interest', 'perp'],
    ['funding-rate backpack SOL_USDC_PERP', 'funding-rate', 'perp'],
    ['liquidations backpack SOL_USDC_PERP', 'liquidation', 'perp'],
    ['liquidations backpack SOL_USDC_PERP --by all', 'liquidation', 'perp'],
    ['ticker bge BTC_USDT', 'ticker', 'spot'],
    ['trades bge BTC_USDT --zip', 'trade', 'spot'],
    ['book bge BTC_USDT --depth 20', 'book', 'spot'],
    ['book bge BTC_USDT --level 9 --zip', 'book', 'spot'],
    ['quotes bge BTC_USDT', 'quote', 'spot'],
    ['candles bge BTC_USDT --interval 1h --zip', 'candle', 'spot'],
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
    ['book backpack SOL_USDC --window 600ms', 'depth.600ms'],
    ['quotes backpack SOL_USDC', 'bookTicker'],
    ['liquidations backpack default', 'liquidation'],
    ['book bge BTC_USDT --level 9', 'orderbook.9'],
    ['candles bge BTC_USDT --interval 1h', 'candles.60min'],
  ])("%s --raw tells the venue's channel %s", async (words, channel) => {
    const io = fakeIo();
    const code = runWords(`${words} --raw --json --simulate`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ type: 'message', channel });
  });
});

describe('an account with --simulate', () => {
  it.each([
    ['balances backpack', 'balances', 'spot'],
    ['orders backpack', 'orders', 'spot'],
    ['fills backpack --market perp', 'fill', 'perp'],
    // Spot has no such thing.
    ['positions backpack', 'positions', 'perp'],
    ['orders backpack SOL_USDC_PERP', 'orders', 'perp'],
    ['balances bge BTC_USDT', 'balances', 'spot'],
    ['orders bge', 'orders', 'spot'],
    ['orders bge btc-usdt --zip', 'orders', 'spot'],
  ])('%s tells values of %s on %s', async (words, type, market) => {
    const [, venue = ''] = words.split(' ');
    const io = fakeIo();
    const code = runWords(`${words} --json --simulate`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(JSON.parse(io.lines()[0] ?? '')).toMatchObject({ type, venue, market });
    expect(io.err()).toBe('');
  });
});

describe('a symbol that the venue is silent about', () => {
  const sentence = 'the venue lists no open market "SOL_USDX"; near it are SOL_USDC, SOL_USDC_PERP\n';

  it('is told at once, with those that look like it', async () => {
    const io = fakeIo();
    expect(await runWords('ticker backpack SOL_USDX --simulate', io)).toBe(1);
    expect(io.err()).toBe(`rxtape: backpack ticker.SOL_USDX: ${sentence}`);
    const account = fakeIo();
    expect(await runWords('orders backpack SOL_USDX --simulate', account)).toBe(1);
    expect(account.err()).toBe(`rxtape: backpack account.orderUpdate.SOL_USDX: ${sentence}`);
  });

  it('does not keep the others from being watched', async () => {
    const io = fakeIo();
    const code = runWords('trades backpack SOL_USDX SOL_USDC --simulate', io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.lines()[0]).toContain(' SOL_USDC ');
    expect(io.err()).toBe(`rxtape: backpack trade.SOL_USDX: ${sentence}`);
  });

  it('is waited for where nobody wants to know', async () => {
    const io = fakeIo();
    expect(await runWords('ticker backpack SOL_USDX --no-check-symbols --timeout 1 --simulate', io)).toBe(0);
    expect([io.out(), io.err()]).toEqual(['', '']);
  });
});

describe('another exchange than the venue', () => {
  let exchange: Simulation;
  beforeAll(async () => {
    exchange = await simulate('backpack', { tick: 20 });
  });
  afterAll(() => exchange.close());

  it('has its own list of symbols, and its own first states', async () => {
    const io = fakeIo();
    const there = `--url ${exchange.url} --rest-url ${exchange.restUrl}`;
    expect(await runWords(`book backpack SOL_USDX ${there}`, io)).toBe(1);
    const code = runWords(`book backpack SOL_USDC ${there}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
  });

  it('is not joined with the venue’s own first states', async () => {
    const io = fakeIo();
    expect(await runWords(`book backpack SOL_USDC --url ${exchange.url}`, io)).toBe(2);
    expect(io.err()).toBe(
      'rxtape: book of backpack begins with a state over HTTP: say with --rest-url where, beside --url\n',
    );
  });

  it('is believed to have the symbols where nobody can be asked', async () => {
    const io = fakeIo();
    const code = runWords(`trades backpack SOL_USDC --url ${exchange.url}`, io);
    await eventually(() => io.lines().length).toBeGreaterThan(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.err()).toBe('');
  });

  it('says once that a first state cannot be had', async () => {
    const io = fakeIo();
    const code = runWords(`book backpack SOL_USDC --url ${exchange.url} --rest-url http://127.0.0.1:9`, io);
    await eventually(() => io.err()).toContain('failed');
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
    expect(io.err()).toBe('rxtape: request to 127.0.0.1:9 failed: the other side could not be reached\n');
  });

  it('is told at once keys that are no pair, and says of others what it thinks of them', async () => {
    const [none, strange] = [
      { PUBLIC_KEY: demoCredentials.publicKey, SECRET_KEY: Buffer.alloc(32, 7).toString('base64') },
      {
        PUBLIC_KEY: ed25519PublicKey(Buffer.alloc(32, 7).toString('base64')),
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      },
    ].map(variables => fakeIo(undefined, variables));
    const words = `orders backpack --url ${exchange.url} --rest-url ${exchange.restUrl}`;
    expect(await runWords(words, none ?? fakeIo())).toBe(2);
    expect(none?.err()).toBe(
      'rxtape: credentials of backpack are no pair: publicKey is not the one that belongs to secretKey\n',
    );
    expect(await runWords(words, strange ?? fakeIo())).toBe(1);
    const [first = '', second = '', ...more] = strange?.err().split('\n') ?? [];
    expect(first).toMatch(
      /^rxtape: backpack account\.orderUpdate: refused with 4003 .*; trying once more by the venue's own clock$/,
    );
    expect(second).toMatch(/^rxtape: backpack account\.orderUpdate: refused with 4003 [^;]*$/);
    expect(more).toEqual(['']);
  }, 20_000);

  it('lets in who has its keys, under either name', async () => {
    const { publicKey, secretKey } = demoCredentials;
    for (const prefix of ['BACKPACK_', '']) {
      const io = fakeIo(undefined, { [`${prefix}PUBLIC_KEY`]: publicKey, [`${prefix}SECRET_KEY`]: secretKey });
      const code = runWords(`orders backpack --url ${exchange.url} --rest-url ${exchange.restUrl}`, io);
      await eventually(() => io.lines().length).toBeGreaterThan(0);
      io.stop$.next('SIGINT');
      expect(await code).toBe(0);
    }
  });
});

describe('what is told of all symbols together', () => {
  it('has no rows of one symbol', async () => {
    const io = fakeIo();
    expect(await runWords('liquidations backpack SOL_USDC_PERP --by all --raw --simulate', io)).toBe(2);
    expect(io.err()).toBe(
      'rxtape: channel liquidation of backpack is told for all symbols: write default in place of SOL_USDC_PERP for its rows\n',
    );
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
