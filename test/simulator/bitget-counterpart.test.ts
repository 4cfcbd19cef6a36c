import { describe, expect, it } from 'vitest';
import type { Door, Heard, Listing, Utterance, Wish } from '../../src/contract/counterpart.js';
import type { BookRow } from '../../src/model/market.js';
import { snapshotOf } from '../../src/simulator/book-state.js';
import { createMarket } from '../../src/simulator/market.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';
import type { BitgetIntegrity, BitgetSwitches } from '../../src/venues/bitget/counterpart.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { argument, request, signedCrc32 } from './naive-client.js';

const bitget = bitgetCounterpart();
const NOW = 1_790_358_774_066;
const door: Door = { name: 'public', private: false };

function hearOne(text: string, switches: BitgetSwitches = {}): Heard {
  const [heard, ...rest] = bitgetCounterpart(switches).hear(text, door);
  expect(rest).toEqual([]);
  if (heard === undefined) throw new Error('nothing heard');
  return heard;
}

function answerTo(text: string, switches: BitgetSwitches = {}): readonly string[] {
  const counterpart = bitgetCounterpart(switches);
  return counterpart.hear(text, door).flatMap(heard => counterpart.answer(heard, 'granted', 0, door));
}

function wishFor(key: string): Wish {
  const heard = hearOne(request('subscribe', key));
  if (heard.type !== 'subscribe') throw new Error(`${key} is refused`);
  return heard.wish;
}

function listing(market: string, symbol: string): Listing {
  const found = bitget.listings.find(one => one.market === market && one.symbol === symbol);
  if (found === undefined) throw new Error(`${symbol} is not listed`);
  return found;
}

function row(price: string, size: string): BookRow {
  return { level: [Number(price), Number(size)], text: [price, size], mark: -1 };
}

const stamp = { venue: 'bitget', market: 'spot', symbol: 'BTCUSDT', timestamp: NOW - 2, receivedAt: NOW };

describe('what Bitget hears', () => {
  it.each([
    ['ticker', 'ticker', undefined, undefined],
    ['trade', 'trades', undefined, undefined],
    ['books', 'book', undefined, undefined],
    ['books1', 'book', 1, undefined],
    ['books5', 'book', 5, undefined],
    ['books15', 'book', 15, undefined],
    ['candle1m', 'candles', undefined, '1m'],
    ['candle1H', 'candles', undefined, '1h'],
    ['candle1Dutc', 'candles', undefined, '1dutc'],
    ['candle1M', 'candles', undefined, '1M'],
    ['auction', 'auction', undefined, undefined],
  ] as const)('hears %s as %s', (channel, feed, depth, interval) => {
    const arg = { instType: 'SPOT', channel, instId: 'BTCUSDT' };
    expect(hearOne(request('subscribe', `SPOT:${channel}:BTCUSDT`))).toMatchObject({
      type: 'subscribe',
      wish: { key: `SPOT:${channel}:BTCUSDT`, market: 'spot', symbol: 'BTCUSDT', feed, depth, interval },
      echo: arg,
    });
  });

  it('hears one thing per argument, good and bad mixed', () => {
    const heard = bitget.hear(
      request('subscribe', 'SPOT:ticker:BTCUSDT', 'SPOT:candle1h:BTCUSDT', 'USDT-FUTURES:books:ETHUSDT'),
      door,
    );
    expect(heard.map(one => one.type)).toEqual(['subscribe', 'mistake', 'subscribe']);
  });

  it('takes lower case and echoes upper case', () => {
    expect(hearOne(request('unsubscribe', 'spot:ticker:btcusdt'))).toMatchObject({
      type: 'unsubscribe',
      wish: { key: 'SPOT:ticker:BTCUSDT' },
      echo: argument('SPOT:ticker:BTCUSDT'),
    });
  });

  it('takes the text ping for a sign of life, and nothing else', () => {
    expect(answerTo('ping')).toEqual(['pong']);
    expect(hearOne('{"op":"ping"}').type).toBe('mistake');
    expect(hearOne('{"op":"ping"}', { jsonPing: true }).type).toBe('ping');
    expect(hearOne('"ping"').type).toBe('mistake');
  });

  it.each([
    ['hello', '{"event":"error","code":30002,"msg":"Unrecognized request:hello"}'],
    ['{"op":"ping"}', '{"event":"error","code":30002,"msg":"Unrecognized request:{\\"op\\":\\"ping\\"}"}'],
    ['{"ping":""}', '{"event":"error","code":30002,"msg":"Unrecognized request:{\\"ping\\":\\"\\"}"}'],
    ['{"op":"subscribe"}', '{"event":"error","code":30002,"msg":"Unrecognized request:{\\"op\\":\\"subscribe\\"}"}'],
    [
      '{"op":"dance","args":[]}',
      '{"event":"error","code":30002,"msg":"Unrecognized request:{\\"op\\":\\"dance\\",\\"args\\":[]}"}',
    ],
    ['null', '{"event":"error","code":30002,"msg":"Unrecognized request:null"}'],
    ['{"op":"login","args":[{"apiKey":"a"}]}', '{"event":"error","code":30003,"msg":"INVALID op:login"}'],
    [
      request('subscribe', 'SPOT:candle1h:BTCUSDT'),
      '{"event":"error","arg":{"instType":"SPOT","channel":"candle1h","instId":"BTCUSDT"},"code":30016,"msg":"Param error","op":"subscribe"}',
    ],
    [
      request('subscribe', 'SPOT:orders:default'),
      '{"event":"error","arg":{"instType":"SPOT","channel":"orders","instId":"default"},"code":30004,"msg":"User not logged in/User must be logged in","op":"subscribe"}',
    ],
  ])('answers %s in the words of the venue', (text, answer) => {
    expect(answerTo(text)).toEqual([answer]);
  });

  it.each([
    'mc:ticker:BTCUSDT',
    'SP:books:BTCUSDT',
    'SPOT:books50:BTCUSDT',
    'SPOT:candle3H:BTCUSDT',
    'MARGIN:ticker:BTCUSDT',
    'USDT-FUTURES:auction:BTCUSDT',
    'SPOT:mark-price:BTCUSDT',
    'SPOT:constructor:BTCUSDT',
  ])('refuses %s with 30016', key => {
    expect(answerTo(request('subscribe', key)).join()).toContain('"code":30016,"msg":"Param error"');
  });

  it('refuses arguments that are no objects with 30016', () => {
    expect(answerTo('{"op":"subscribe","args":["ticker",{"channel":1}]}').join('\n')).toMatch(/30016[^]*30016/);
  });

  it('refuses an unknown symbol with 30001 and names all of it', () => {
    const heard = hearOne(request('subscribe', 'USDT-FUTURES:books:NOPEUSDT'));
    expect(bitget.answer(heard, 'unknown-symbol', 0, door)).toEqual([
      `{"event":"error","arg":{"instType":"USDT-FUTURES","channel":"books","instId":"NOPEUSDT"},"code":30001,"msg":"instType:USDT-FUTURES,channel:books,instId:NOPEUSDT,precision:null doesn't exist","op":"subscribe"}`,
    ]);
  });

  it('writes codes as text where it is told to', () => {
    expect(answerTo('hello', { codeType: 'string' })).toEqual([
      '{"event":"error","code":"30002","msg":"Unrecognized request:hello"}',
    ]);
  });

  it('hears index prices for all symbols only', () => {
    expect(hearOne(request('subscribe', 'MARGIN:index-price:default')).type).toBe('subscribe');
    expect(answerTo(request('subscribe', 'MARGIN:index-price:BTCUSDT')).join()).toContain('"code":30001');
  });

  it('acknowledges with the argument, whole', () => {
    expect(answerTo(request('subscribe', 'SPOT:ticker:BTCUSDT'))).toEqual([
      '{"event":"subscribe","arg":{"instType":"SPOT","channel":"ticker","instId":"BTCUSDT"}}',
    ]);
    expect(answerTo(request('unsubscribe', 'SPOT:ticker:BTCUSDT'))).toEqual([
      '{"event":"unsubscribe","arg":{"instType":"SPOT","channel":"ticker","instId":"BTCUSDT"}}',
    ]);
  });

  it('counts the bytes of the arguments', () => {
    expect(bitget.bytesOf('ping')).toBe(0);
    expect(bitget.bytesOf(request('subscribe', 'SPOT:ticker:BTCUSDT'))).toBe(
      '{"instType":"SPOT","channel":"ticker","instId":"BTCUSDT"}'.length,
    );
  });
});

describe('what Bitget says', () => {
  const spot = listing('spot', 'BTCUSDT');
  const say = (key: string, utterance: Utterance, of = spot, switches: BitgetSwitches = {}): string => {
    const frames = bitgetCounterpart(switches).speak(wishFor(key), utterance, { listing: of, now: NOW });
    expect(frames).toHaveLength(1);
    return frames[0] ?? '';
  };

  it('writes a spot ticker with the fields of the live frame, in their order', () => {
    const ticker = createMarket(bitget, spot, 1, NOW).ticker();
    const frame = JSON.parse(say('SPOT:ticker:BTCUSDT', { type: 'ticker', ticker, previous: undefined })) as {
      data: [object];
    };
    expect(Object.keys(frame)).toEqual(['action', 'arg', 'data', 'ts']);
    expect(Object.keys(frame.data[0])).toEqual(
      ['instId', 'lastPr', 'open24h', 'high24h', 'low24h', 'change24h', 'bidPr', 'askPr', 'bidSz', 'askSz'].concat([
        'baseVolume',
        'quoteVolume',
        'openUtc',
        'changeUtc24h',
        'ts',
      ]),
    );
    expect(frame).toMatchObject({ action: 'snapshot', arg: argument('SPOT:ticker:BTCUSDT'), ts: NOW });
    expect(Object.values(frame.data[0]).every(value => typeof value === 'string')).toBe(true);
    expect(frame.data[0]).toMatchObject({ instId: 'BTCUSDT', lastPr: '83715.7', ts: String(NOW) });
  });

  it('writes a futures ticker with the fields of the live frame, in their order', () => {
    const swap = listing('usdt-futures', 'BTCUSDT');
    const ticker = createMarket(bitget, swap, 1, NOW).ticker();
    const frame = JSON.parse(
      say('USDT-FUTURES:ticker:BTCUSDT', { type: 'ticker', ticker, previous: undefined }, swap),
    ) as {
      data: [object];
    };
    expect(Object.keys(frame.data[0])).toEqual(
      ['instId', 'lastPr', 'bidPr', 'askPr', 'bidSz', 'askSz', 'open24h', 'high24h', 'low24h', 'change24h']
        .concat(['fundingRate', 'nextFundingTime', 'markPrice', 'indexPrice', 'holdingAmount', 'baseVolume'])
        .concat(['quoteVolume', 'openUtc', 'symbolType', 'symbol', 'ts']),
    );
    expect(frame.data[0]).toMatchObject({ symbolType: '1', symbol: 'BTCUSDT', fundingRate: '0.0001' });
    const delivery = listing('coin-futures', 'BTCUSDZ26');
    const dated = createMarket(bitget, delivery, 1, NOW).ticker();
    const other = say(
      'COIN-FUTURES:ticker:BTCUSDZ26',
      { type: 'ticker', ticker: dated, previous: undefined },
      delivery,
    );
    expect(other).toContain('"fundingRate":"0","nextFundingTime":"0"');
    expect(other).toContain('"symbolType":"2"');
  });

  it('writes trades newest first, without exponents', () => {
    const trade = { type: 'trade', ...stamp, id: '1235671058980749319', side: 'buy', raw: undefined } as const;
    const trades = [
      { ...trade, price: 72_389.99, size: 0.000001 },
      { ...trade, id: '1235671058980749320', price: 72_390, size: 2 },
    ];
    expect(say('SPOT:trade:BTCUSDT', { type: 'trades', trades, first: false })).toBe(
      `{"action":"update","arg":{"instType":"SPOT","channel":"trade","instId":"BTCUSDT"},"data":[` +
        `{"ts":"${NOW - 2}","price":"72390","size":"2","side":"buy","tradeId":"1235671058980749320"},` +
        `{"ts":"${NOW - 2}","price":"72389.99","size":"0.000001","side":"buy","tradeId":"1235671058980749319"}],"ts":${NOW}}`,
    );
    expect(say('SPOT:trade:BTCUSDT', { type: 'trades', trades, first: true })).toContain('"action":"snapshot"');
  });

  it('writes candles as rows of eight texts', () => {
    const numbers = { open: 2200.1, high: 2200.1, low: 2200, close: 2200.1, volume: 0, turnover: 0 };
    const candle = { type: 'candle-row', ...stamp, interval: '1m', start: 1_695_672_780_000, ...numbers } as const;
    const rows = [{ ...candle, closed: undefined, raw: undefined }];
    expect(say('SPOT:candle1m:BTCUSDT', { type: 'candles', rows, first: true })).toBe(
      `{"action":"snapshot","arg":{"instType":"SPOT","channel":"candle1m","instId":"BTCUSDT"},"data":[["1695672780000","2200.1","2200.1","2200","2200.1","0","0","0"]],"ts":${NOW}}`,
    );
  });

  it('writes an auction with nulls where nothing matches', () => {
    const auction = {
      stage: 'stage_1',
      stageEnd: 1_728_876_900_000,
      end: 1_728_877_500_000,
      price: undefined,
      volume: undefined,
    } as const;
    expect(say('SPOT:auction:BTCUSDT', { type: 'auction', auction })).toContain(
      '{"stage":"stage_1","stageEndTime":"1728876900000","estOpeningPrice":null,"matchedVolume":null,"auctionEndTime":"1728877500000"}',
    );
  });

  it('writes index prices of all symbols', () => {
    const prices = [{ listing: spot, price: 25_702.4, timestamp: 1_695_880_514_609 }];
    expect(say('MARGIN:index-price:default', { type: 'indices', prices })).toBe(
      `{"action":"snapshot","arg":{"instType":"MARGIN","channel":"index-price","instId":"default"},"data":[{"symbol":"BTCUSDT","baseCoin":"BTC","quoteCoin":"USDT","indexPrice":"25702.4","ts":"1695880514609"}],"ts":${NOW}}`,
    );
  });

  const bids = [row('43231', '6'), row('43230.50', '0.5000')];
  const asks = [row('43232.8', '9')];
  const delta = {
    type: 'book-delta',
    ...stamp,
    bids: [row('43230.50', '0.5000'), row('43229', '0')],
    asks: [],
  } as const;
  const numbers = { previous: '1352182127898370048', sequence: '1352182127898370055', checksum: undefined };
  const update = (integrity: BitgetIntegrity): string => {
    const event = { ...delta, ...numbers, raw: undefined };
    const rest = { first: false, sequence: numbers.sequence, after: { bids, asks } };
    const utterance = { type: 'book', event, ...rest } as const;
    return say('SPOT:books:BTCUSDT', utterance, spot, { integrity });
  };

  it.each([
    ['checksum', /^\{"asks":\[\],"bids":\[\["43230.50","0.5000"\],\["43229","0"\]\],"checksum":-?\d+,"ts":"\d+"\}$/],
    ['checksum+seq', /^\{"asks":.*,"ts":"\d+","checksum":-?\d+,"seq":1352182127898370055\}$/],
    ['checksum+seq+pseq', /,"checksum":-?\d+,"seq":1352182127898370055,"pseq":1352182127898370048\}$/],
    ['seq+pseq', /\],"ts":"\d+","seq":1352182127898370055,"pseq":1352182127898370048\}$/],
  ] as const)('writes a book update of the era "%s", its integers exact', (integrity, shape) => {
    const frame = update(integrity);
    expect(() => JSON.parse(frame) as unknown).not.toThrow();
    const text = /"data":\[(.*)\],"ts":\d+\}$/.exec(frame)?.[1] ?? '';
    expect(text).toMatch(shape);
    if (integrity.includes('checksum')) {
      // The best of both sides by turns, then the rest of the longer one; the text as it is, zeros and all.
      expect(text).toContain(`"checksum":${signedCrc32('43231:6:43232.8:9:43230.50:0.5000')}`);
    } else expect(text).not.toContain('checksum');
  });

  it('puts a checksum of 0 and a pseq of 0 on snapshots', () => {
    const market = createMarket(bitget, spot, 1, NOW);
    const event = snapshotOf(market, market.book(), 5);
    const { sequence } = market.book();
    const utterance = { type: 'book', event, first: true, sequence, after: market.book() } as const;
    const frame = say('SPOT:books5:BTCUSDT', utterance, spot, { integrity: 'checksum+seq+pseq' });
    expect(frame).toContain('"checksum":0,"seq":395681152,"pseq":0}');
    expect((JSON.parse(frame) as { data: [{ asks: unknown[] }] }).data[0].asks).toHaveLength(5);
  });

  it('spoils a checksum when asked, never to 0', () => {
    const event = { ...delta, ...numbers, raw: undefined };
    const rest = { first: false, sequence: numbers.sequence, after: { bids, asks } };
    const utterance = { type: 'book', event, ...rest } as const;
    const counterpart = bitgetCounterpart({ integrity: 'checksum' });
    const speak = (spoilChecksum: boolean): string =>
      counterpart.speak(wishFor('SPOT:books:BTCUSDT'), utterance, { listing: spot, now: NOW, spoilChecksum }).join();
    expect(speak(true)).not.toBe(speak(false));
    expect(speak(true)).not.toContain('"checksum":0,');
  });
});

describe('the calendar of candles', () => {
  const at = (interval: string): string =>
    new Date(bitget.candleAt(interval, Date.UTC(2026, 8, 25, 13, 12, 30)).start).toISOString();
  it.each([
    ['1m', '2026-09-25T13:12:00.000Z'],
    ['15m', '2026-09-25T13:00:00.000Z'],
    ['4h', '2026-09-25T12:00:00.000Z'],
    ['6h', '2026-09-25T10:00:00.000Z'],
    ['12h', '2026-09-25T04:00:00.000Z'],
    ['1d', '2026-09-24T16:00:00.000Z'],
    ['1dutc', '2026-09-25T00:00:00.000Z'],
    ['1w', '2026-09-20T16:00:00.000Z'],
    ['1wutc', '2026-09-21T00:00:00.000Z'],
    ['1M', '2026-08-31T16:00:00.000Z'],
    ['1Mutc', '2026-09-01T00:00:00.000Z'],
  ])('opens %s at %s', (interval, start) => {
    expect(at(interval)).toBe(start);
  });

  it('leaves no hole between two candles', () => {
    for (const interval of ['1m', '6h', '1d', '3d', '1w', '1M', '1Mutc']) {
      const { start, end } = bitget.candleAt(interval, NOW);
      expect(bitget.candleAt(interval, end).start).toBe(end);
      expect(bitget.candleAt(interval, end - 1).start).toBe(start);
    }
  });

  it('knows no other intervals', () => {
    expect(() => bitget.candleAt('5x', 0)).toThrow(RangeError);
  });
});

describe('the switches', () => {
  it('names what is possible', () => {
    const wrong = { integrity: 'trust' } as unknown as BitgetSwitches;
    expect(() => bitgetCounterpart(wrong)).toThrow(
      'integrity "trust" is not possible; possible are checksum, checksum+seq',
    );
  });

  it('lists every counterpart under its own id', () => {
    expect(Object.values(counterparts).map(make => make().id)).toEqual(Object.keys(counterparts));
  });

  it('lists a symbol numbered beyond 2^53 on spot, and both futures of the brief', () => {
    expect(bitget.listings.some(one => one.market === 'spot' && BigInt(one.sequence) > 2n ** 53n)).toBe(true);
    expect(bitget.listings.map(one => `${one.market} ${one.symbol}`)).toEqual(
      expect.arrayContaining(['usdc-futures BTCPERP', 'coin-futures ETHUSD', 'usdt-futures SOLUSDT']),
    );
  });
});
