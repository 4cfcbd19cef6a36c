import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../src/contract/inbound.js';
import { DecodeError } from '../../src/model/errors.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { streamNameOf } from '../../src/venues/backpack/stream.js';

const { channels, raw, instrument } = backpack;
const spot = { market: 'spot', symbol: 'SOL_USDC' } as const;
const perp = { market: 'perp', symbol: 'kSHIB_USDC_PERP' } as const;

describe('symbols of Backpack', () => {
  it.each([
    ['SOL_USDC', 'SOL_USDC', 'spot'],
    [' SOL_USDC ', 'SOL_USDC', 'spot'],
    ['SOL/USDC', 'SOL_USDC', 'spot'],
    ['SOL-USDC', 'SOL_USDC', 'spot'],
    ['SOL-USDC-PERP', 'SOL_USDC_PERP', 'perp'],
    ['kSHIB_USDC_PERP', 'kSHIB_USDC_PERP', 'perp'],
    ['SOL_USDC_RFQ', 'SOL_USDC_RFQ', 'rfq'],
    ['BRK.B.US_USDC', 'BRK.B.US_USDC', 'spot'],
    ['AAPL.US_USDC_PERP', 'AAPL.US_USDC_PERP', 'perp'],
    ['0G_USDC_PERP', '0G_USDC_PERP', 'perp'],
    ['1_USDC', '1_USDC', 'spot'],
    ['AAPL', 'AAPL', undefined],
    ['BRK.B', 'BRK.B', undefined],
    ['default', 'default', undefined],
  ])('%j is %s on %s', (text, symbol, market) => {
    expect(instrument(text)).toEqual({ symbol, market });
  });

  it.each([
    ['', 'symbol is empty: backpack writes symbols like SOL_USDC or SOL_USDC_PERP'],
    ['sol_usdc', 'write SOL_USDC, or a small letter only where backpack has one (kSHIB_USDC)'],
    ['sol-usdc-perp', 'write SOL_USDC_PERP, or a small letter'],
    ['kshib_usdc', 'write KSHIB_USDC, or a small letter only where backpack has one (kSHIB_USDC)'],
    ['SOL_usdc', 'write SOL_USDC, or'],
    ['SOL_PERP', 'symbol "SOL_PERP" is not one of backpack: write SOL_USDC or SOL_USDC_PERP'],
    ['SOL_USDC_PERP_X', 'write SOL_USDC or SOL_USDC_PERP'],
    ['SOL__USDC', 'write SOL_USDC or SOL_USDC_PERP'],
    ['_USDC', 'write SOL_USDC'],
    ['.US_USDC', 'write SOL_USDC'],
    ['SOL USDC', 'write SOL_USDC'],
    ['SOL_USDC"', 'write SOL_USDC'],
  ])('%j is refused: capitals count, and nothing is guessed', (text, words) => {
    expect(() => instrument(text)).toThrow(RangeError);
    expect(() => instrument(text)).toThrow(words);
  });

  it.each(['SOLUSDC', 'BTCUSDT', 'AAPL'])('%s is a word, and no pair', symbol => {
    for (const channel of [channels.book, channels.trades, channels.ticker, raw.depth, raw.liquidation]) {
      expect(() => channel.topic({ market: 'spot', symbol } as never)).toThrow(
        `symbol "${symbol}" is not one of backpack: it joins its parts by "_", like SOL_USDC or SOL_USDC_PERP`,
      );
    }
  });
});

describe('streams of Backpack', () => {
  it.each([
    [channels.book.topic(spot), 'depth.SOL_USDC'],
    [channels.book.topic({ ...spot, window: 'realtime' }), 'depth.SOL_USDC'],
    [channels.book.topic({ ...spot, window: '600ms' }), 'depth.600ms.SOL_USDC'],
    [channels.quotes.topic(perp), 'bookTicker.kSHIB_USDC_PERP'],
    [channels.trades.topic(spot), 'trade.SOL_USDC'],
    [channels.ticker.topic(spot), 'ticker.SOL_USDC'],
    [channels.candles.topic({ ...spot, interval: '1M' }), 'kline.1month.SOL_USDC'],
    [channels.candles.topic({ ...spot, interval: '1month' }), 'kline.1month.SOL_USDC'],
    [channels.candles.topic({ ...spot, interval: '1s' }), 'kline.1s.SOL_USDC'],
    [channels.markPrice.topic(perp), 'markPrice.kSHIB_USDC_PERP'],
    [channels.fundingRate.topic(perp), 'markPrice.kSHIB_USDC_PERP'],
    [channels.openInterest.topic(perp), 'openInterest.kSHIB_USDC_PERP'],
    [channels.liquidations.topic(perp), 'liquidation.kSHIB_USDC_PERP'],
    [channels.liquidations.topic({ ...perp, by: 'all' }), 'liquidation'],
    [channels.liquidations.topic({ ...perp, symbol: 'default' }), 'liquidation'],
    [raw['depth.1000ms'].topic(spot), 'depth.1000ms.SOL_USDC'],
    [raw['kline.1month'].topic(spot), 'kline.1month.SOL_USDC'],
    [raw.liquidation.topic({ ...perp, symbol: 'default' }), 'liquidation'],
    [raw.externalTicker.topic({ market: 'spot', symbol: 'MSFT.US_USDC' }), 'externalTicker.MSFT.US_USDC'],
    [raw.stockPrice.topic({ market: 'spot', symbol: 'BRK.B' }), 'stockPrice.BRK.B'],
  ])('%# are named as asked for', (topic, name) => {
    expect(topic).toMatchObject({ key: name, args: name, endpoint: 'public' });
  });

  it.each([
    [channels.orders.topic({ market: 'spot', symbol: '' }), 'account.orderUpdate'],
    [channels.orders.topic({ market: 'spot', symbol: 'default' }), 'account.orderUpdate'],
    [channels.orders.topic(spot), 'account.orderUpdate.SOL_USDC'],
    [channels.fills.topic(spot), 'account.orderUpdate.SOL_USDC'],
    [channels.positions.topic(perp), 'account.positionUpdate.kSHIB_USDC_PERP'],
    [channels.balances.topic({ market: 'spot', symbol: '' }), 'account.balanceUpdate'],
    [raw['account.rfqUpdate'].topic({ market: 'rfq', symbol: 'SOL_USDC_RFQ' }), 'account.rfqUpdate.SOL_USDC_RFQ'],
    [raw['account.rfq'].topic({ market: 'rfq', symbol: 'default' }), 'account.rfq'],
  ])('%# of an account are asked for with and without a symbol', (topic, name) => {
    expect(topic).toMatchObject({ key: name, args: name, endpoint: 'private' });
  });

  it('are refused where there is no such thing, naming what there is', () => {
    expect(() => channels.candles.topic({ ...spot, interval: '7m' as never })).toThrow(
      /^interval "7m" is not one of backpack: 1s, 1m, .*1w, 1M$/,
    );
    expect(() => channels.book.topic({ ...spot, window: '100ms' as never })).toThrow(
      'window "100ms" is not one of backpack: realtime, 200ms, 600ms, 1000ms',
    );
    expect(() => channels.book.topic({ ...spot, depth: 5 } as never)).toThrow(
      'depth 5 is not one of backpack: its books are whole',
    );
    expect(() => channels.liquidations.topic({ ...perp, by: 'none' as never })).toThrow(
      'by "none" is not one of backpack: symbol, all',
    );
    expect(() => channels.balances.topic(spot)).toThrow(
      'account.balanceUpdate of backpack is told for the whole account: leave out "SOL_USDC", or write "default"',
    );
    expect(() => channels.orders.topic({ market: 'spot', symbol: 'SOLUSDC' })).toThrow('joins its parts by "_"');
    expect(() => raw.stockPrice.topic(spot)).toThrow('stockPrice of backpack is told by stock');
  });

  it.each([
    ['depth.BRK.B.US_USDC', 'depth', undefined, 'BRK.B.US_USDC'],
    ['depth.200ms.BRK.B.US_USDC', 'depth', '200ms', 'BRK.B.US_USDC'],
    ['depth.100ms.SOL_USDC', 'depth', undefined, '100ms.SOL_USDC'],
    ['kline.1month.AAPL.US_USDC_PERP', 'kline', '1month', 'AAPL.US_USDC_PERP'],
    ['account.orderUpdate', 'account.orderUpdate', undefined, ''],
    ['account.orderUpdate.BRK.B.US_USDC', 'account.orderUpdate', undefined, 'BRK.B.US_USDC'],
    ['liquidation', 'liquidation', undefined, ''],
  ])('%s is taken apart', (stream, type, detail, symbol) => {
    expect(streamNameOf(stream)).toEqual({ type, detail, symbol });
  });

  it('tells the first book’s address', () => {
    expect(channels.book.seed?.url({ market: 'spot', symbol: 'BRK.B.US_USDC' })).toBe(
      'https://api.backpack.exchange/api/v1/depth?symbol=BRK.B.US_USDC&limit=1000',
    );
  });

  it('says which ones push whatever happens', () => {
    expect(channels.ticker.topic(spot).prompt).toBe(true);
    expect(channels.markPrice.topic(perp).prompt).toBe(true);
    expect(channels.book.topic(spot)).toMatchObject({ prompt: false, incremental: false });
    expect(channels.positions.topic(perp).incremental).toBe(true);
    expect(channels.candles.topic({ ...spot, interval: '1m' }).incremental).toBe(true);
  });
});

describe('frames of Backpack', () => {
  const read = (data: string): readonly Inbound[] => backpack.protocol.reader()({ receivedAt: 1, data });

  it.each([
    [4002, 'Parse error', 'never', 'Parse error: the request was not understood'],
    [
      4003,
      'Invalid signature',
      'clock',
      'Invalid signature: wrong keys, a key that was revoked, or a clock that is off by more than five seconds',
    ],
    [4006, 'Invalid stream', 'never', 'Invalid stream: there is no stream of this type'],
    [
      4008,
      'Invalid depth window',
      'never',
      'Invalid depth window: books are told at each change, or every 200ms, 600ms or 1000ms',
    ],
    [4005, 'Whatever', 'never', 'Whatever'],
  ])('an error %i names no request', (code, message, remedy, reason) => {
    expect(read(JSON.stringify({ id: null, error: { code, message } }))).toEqual([
      { type: 'rejected', request: {}, guilty: [], standing: [], refusal: { code: String(code), reason, remedy } },
    ]);
  });

  it('hold what is asked for in any order, and ids beyond 2^53 exactly', () => {
    const [inbound] = read(
      '{"stream":"account.rfqUpdate","data":{"e":"rfqActive","R":113392053149171712,"u":9007199254740993,"E":1730225420369829}}',
    );
    expect(inbound).toEqual({
      type: 'data',
      topic: 'account.rfqUpdate',
      body: {
        stream: 'account.rfqUpdate',
        data: { e: 'rfqActive', R: '113392053149171712', u: '9007199254740993', E: 1_730_225_420_369_829 },
      },
    });
  });

  it.each(['{"stream":"depth.SOL_USDC"}', '{"data":{}}', '{"stream":7,"data":{}}', '{', ''])(
    'that are none are told: %s',
    text => {
      expect(() => read(text)).toThrow(DecodeError);
    },
  );

  it.each(['{"id":null,"error":null}', '{"a":1}', '[]', 'null', '7'])(
    'that are whole and unknown are noted: %s',
    text => {
      expect(read(text)).toEqual([
        { type: 'notice', text: `frame has neither a stream nor an error: ${JSON.stringify(text)}` },
      ]);
    },
  );

  it('show no key, neither in a sentence nor in what is behind it', () => {
    const [key, sign] = [Buffer.alloc(32, 7).toString('base64'), Buffer.alloc(64, 9).toString('base64')];
    const request = `{"method":"SUBSCRIBE","signature":["${key}","${sign}","1614550000000","5000"]`;
    for (const text of [request, request.slice(0, 60), `{"stream":${request}}}`, `${key} ${sign}`]) {
      let cause: unknown;
      try {
        read(text);
      } catch (thrown) {
        cause = thrown;
      }
      expect(cause).toBeInstanceOf(DecodeError);
      expect(inspect(cause, { depth: 9 })).not.toMatch(/BwcH|CQkJ/);
    }
    expect(inspect(read(`${request}}`), { depth: 9 })).not.toMatch(/BwcH|CQkJ/);
    const complaint = JSON.stringify({ id: null, error: { code: 4002, message: `Parse error in ${request}` } });
    expect(inspect(read(complaint), { depth: 9 })).not.toMatch(/BwcH|CQkJ/);
  });

  it('are never binary', () => {
    expect(() => backpack.protocol.reader()({ receivedAt: 1, data: new Uint8Array([123, 125]) })).toThrow(
      'backpack frame is binary, 2 bytes',
    );
  });
});

describe('the REST interface of Backpack', () => {
  it('tells the time bare', () => {
    expect(backpack.serverTime?.read(1_614_550_000_000)).toBe(1_614_550_000_000);
    expect(backpack.serverTime?.read('1614550000000')).toBe(1_614_550_000_000);
    for (const body of [null, {}, 'soon', -1, 1.5, '']) expect(backpack.serverTime?.read(body)).toBeUndefined();
  });

  it('tells the markets, those that are closed left out', () => {
    const rows = [
      { symbol: 'SOL_USDC', orderBookState: 'Open' },
      { symbol: 'BTC_USDC', orderBookState: 'PostOnly' },
      { symbol: 'OLD_USDC', orderBookState: 'Closed' },
      { symbol: 'NEW_USDC' },
    ];
    expect(backpack.symbolList?.read(rows)).toEqual(['SOL_USDC', 'BTC_USDC', 'NEW_USDC']);
    for (const body of [null, {}, [{ name: 'x' }]]) expect(backpack.symbolList?.read(body)).toBeUndefined();
  });
});
