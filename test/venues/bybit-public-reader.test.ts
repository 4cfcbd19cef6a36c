import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../src/contract/inbound.js';
import { DecodeError } from '../../src/model/errors.js';
import { bybit } from '../../src/venues/bybit/index.js';
import { privateProtocol } from '../../src/venues/bybit/private-protocol.js';
import { complaintOf } from '../../src/venues/bybit/refusals.js';

const read = (data: string): readonly Inbound[] => bybit.protocol.reader()({ receivedAt: 1, data });
const rejected = (data: string): Extract<Inbound, { type: 'rejected' }> => {
  const [inbound, ...rest] = read(data);
  if (inbound?.type !== 'rejected' || rest.length > 0) throw new Error(`not rejected: ${JSON.stringify(inbound)}`);
  return inbound;
};

describe('what Bybit is asked', () => {
  const { ticker, book, trades } = bybit.channels;
  const topics = [
    ticker.topic({ market: 'linear', symbol: 'BTCUSDT' }),
    book.topic({ market: 'linear', symbol: 'ETHUSDT', depth: 50 }),
    trades.topic({ market: 'linear', symbol: 'BTCPERP' }),
  ];
  const context = { id: '7', now: 1, credentials: undefined };

  it('is a request with an id of text and the topics by name', () => {
    expect(bybit.protocol.subscribe(topics, context)).toBe(
      '{"req_id":"7","op":"subscribe","args":["tickers.BTCUSDT","orderbook.50.ETHUSDT","publicTrade.BTCPERP"]}',
    );
    expect(bybit.protocol.unsubscribe(topics.slice(0, 1), { ...context, id: '8' })).toBe(
      '{"req_id":"8","op":"unsubscribe","args":["tickers.BTCUSDT"]}',
    );
  });

  it('is a ping each 20 s', () => {
    expect(bybit.protocol.heartbeat).toMatchObject({ every: 20_000, text: '{"op":"ping"}' });
  });

  it('stays under what is documented', () => {
    const { limits } = bybit.protocol;
    expect(limits.topicsPerMessage).toBeLessThanOrEqual(10);
    expect(limits.charactersPerConnection).toBeLessThan(21_000);
    expect(limits.connections.some(({ messages, per }) => per === 300_000 && messages < 500)).toBe(true);
  });
});

describe('what Bybit answers', () => {
  it.each([
    ['spot', '{"success":true,"ret_msg":"pong","conn_id":"0970e817","op":"ping"}'],
    ['spot, with an id', '{"success":true,"ret_msg":"pong","conn_id":"0970e817","req_id":"9","op":"ping"}'],
    ['linear', '{"success":true,"ret_msg":"pong","conn_id":"465772b1","req_id":"","op":"ping"}'],
    ['option', '{"args":["1672916271846"],"op":"pong"}'],
    ['private', '{"req_id":"test","op":"pong","args":["1675418560633"],"conn_id":"cfcb4ocsvfriu23r3er0-1b"}'],
    ['orders', '{"retCode":0,"retMsg":"OK","op":"pong","data":["1711002002529"],"connId":"cnt5leec0hvan15eukcg-2v"}'],
    ['spot v3', '{"op":"pong","args":[1675418560633],"conn_id":"a"}'],
    ['derivatives v2', '{"success":true,"ret_msg":"pong","conn_id":"a","request":{"op":"ping","args":null}}'],
    ['spot v1', '{"pong":1535975085052}'],
  ])('a pong: %s', (_, frame) => {
    expect(read(frame)).toEqual([{ type: 'pong' }]);
  });

  it.each([
    ['spot', '{"success":true,"ret_msg":"subscribe","conn_id":"2","req_id":"10001","op":"subscribe"}', '10001'],
    ['spot without an id', '{"success":true,"ret_msg":"subscribe","conn_id":"f","op":"subscribe"}', undefined],
    ['linear', '{"success":true,"ret_msg":"","conn_id":"3","req_id":"4","op":"subscribe"}', '4'],
    ['linear without an id', '{"success":true,"ret_msg":"","conn_id":"3","req_id":"","op":"subscribe"}', undefined],
    ['private', '{"req_id":"t","success":true,"ret_msg":"","op":"subscribe","conn_id":"c"}', 't'],
  ])('a request is granted: %s', (_, frame, id) => {
    const request = id === undefined ? { verb: 'subscribe' } : { id, verb: 'subscribe' };
    expect(read(frame)).toEqual([{ type: 'granted', request }]);
  });

  it('tells a request to unsubscribe from one to subscribe', () => {
    expect(read('{"success":true,"ret_msg":"","conn_id":"3","req_id":"","op":"unsubscribe"}')).toEqual([
      { type: 'granted', request: { verb: 'unsubscribe' } },
    ]);
    expect(rejected('{"success":false,"ret_msg":"Params Error","req_id":"5","op":"unsubscribe"}').request).toEqual({
      id: '5',
      verb: 'unsubscribe',
    });
  });

  const answer = (fail: readonly string[], success: readonly string[], more: object = { success: true }): string =>
    JSON.stringify({ ...more, conn_id: 'a', data: { failTopics: fail, successTopics: success }, type: 'COMMAND_RESP' });

  it('option and spread: topics, which are accepted and refused one by one', () => {
    expect(read(answer([], ['orderbook.100.BTC-6JAN23-18000-C']))).toEqual([
      { type: 'acknowledged', topics: ['orderbook.100.BTC-6JAN23-18000-C'] },
    ]);
    expect(read(answer(['orderbook.25.NO'], ['tickers.SOLUSDT_SOL/USDT']))).toEqual([
      { type: 'acknowledged', topics: ['tickers.SOLUSDT_SOL/USDT'] },
      {
        type: 'refused',
        topics: ['orderbook.25.NO'],
        refusal: { code: '', reason: expect.stringContaining('failures') as string, remedy: 'never' },
      },
    ]);
    expect(read(answer(['tickers.NO'], []))).toMatchObject([{ type: 'refused', topics: ['tickers.NO'] }]);
    expect(read(answer([], []))).toMatchObject([{ type: 'notice' }]);
  });

  it('option and spread: a request that is refused whole', () => {
    expect(rejected(answer(['tickers.NO'], [], { success: false }))).toMatchObject({
      request: {},
      guilty: ['tickers.NO'],
      standing: [],
      refusal: { remedy: 'never' },
    });
    const words = { success: false, ret_msg: 'error:already subscribed,topic:tickers.BTC-6JAN23-18000-C' };
    expect(rejected(answer(['tickers.BTC-6JAN23-18000-C', 'tickers.B'], [], words))).toMatchObject({
      guilty: [],
      standing: ['tickers.BTC-6JAN23-18000-C'],
    });
    expect(rejected('{"success":false,"ret_msg":"Params Error","conn_id":"a","type":"COMMAND_RESP"}')).toMatchObject({
      request: {},
      guilty: [],
      standing: [],
      refusal: { remedy: 'never' },
    });
  });

  const nack = (words: string): string =>
    JSON.stringify({ success: false, ret_msg: words, conn_id: 'd', req_id: '6', op: 'subscribe' });

  it.each([
    ['error:handler not found,topic:orderbook.500.BTCUSDT', ['orderbook.500.BTCUSDT'], [], 'never', /market/],
    ['error:handler not found,topic:tickers.SOLUSDT_SOL/USDT', ['tickers.SOLUSDT_SOL/USDT'], [], 'never', /symbol/],
    ['Invalid symbol :[tickers.XUSDT]', ['tickers.XUSDT'], [], 'never', /another market/],
    // A symbol alone names no topic: each one is asked for by itself.
    ['Invalid symbol :[XUSDT]', [], [], 'never', /another market/],
    ['error:already subscribed,topic:orderbook.1.ETHUSDT', [], ['orderbook.1.ETHUSDT'], 'retry', /already/],
    ['args size >10', [], [], 'never', /too many topics/],
    ['Params Error', [], [], 'never', /demo/],
    ['Request not authorized', [], [], 'login', /login/],
    ['error:invalid op', [], [], 'never', /operation/],
    ['System is busy', [], [], 'retry', /undocumented/],
  ])('a request is rejected: %s', (words, guilty, standing, remedy, meaning) => {
    const inbound = rejected(nack(words));
    expect(inbound).toMatchObject({ request: { id: '6', verb: 'subscribe' }, guilty, standing });
    expect(inbound.refusal).toEqual({ code: '', reason: expect.stringMatching(meaning) as string, remedy });
    expect(inbound.refusal.reason).toContain(words);
  });

  it('reads what Bybit escapes', () => {
    const frame = '{"success":false,"ret_msg":"args size \\u003e10","conn_id":"d","op":"subscribe"}';
    expect(rejected(frame).refusal.reason).toBe('too many topics in one request: args size >10');
  });

  it('says so where there is no reason', () => {
    expect(complaintOf('')).toMatchObject({ refusal: { reason: 'refused without a reason', remedy: 'retry' } });
  });

  it('complains where no request is named', () => {
    const words = 'Failed to decode incoming data:readObjectStart: expect { or n, but found h';
    expect(read(JSON.stringify({ success: false, ret_msg: words, conn_id: 'd' }))).toMatchObject([
      { type: 'complaint', refusal: { remedy: 'never' } },
    ]);
    expect(read('{"success":false,"ret_msg":"error:invalid op","conn_id":"d","op":"dance"}')).toMatchObject([
      { type: 'complaint', refusal: { remedy: 'never' } },
    ]);
  });

  it.each([
    ['{"retCode":0,"retMsg":"OK","op":"auth","connId":"cnt5leec0hvan15eukcg-2t"}', 'auth OK'],
    [
      '{"reqId":"1","retCode":110003,"retMsg":"price is invalid","op":"order.create","data":{}}',
      /^order\.create price/,
    ],
    ['{"success":true,"ret_msg":"","op":"something new","conn_id":"d"}', 'something new'],
    ['{"type":"AUTH_RESP","success":true,"ret_msg":"0"}', 'AUTH_RESP 0'],
  ])('takes note of the rest: %s', (frame, text) => {
    expect(read(frame)).toEqual([
      { type: 'notice', text: typeof text === 'string' ? text : (expect.stringMatching(text) as string) },
    ]);
  });

  it.each(['', '{', 'hello', '{"topic":"tickers.BTCUSDT"}', '{"topic":"tickers.BTCUSDT","data":{"symbol":"BTC'])(
    'cannot read noise: %s',
    noise => {
      expect(() => read(noise)).toThrow(DecodeError);
    },
  );

  it.each(['null', '7', '"text"', '[]', '{}', '{"a":1}', '{"event":"maintenance","at":1}', '{"topic":5,"data":{}}'])(
    'takes note of a whole frame that nobody knows: %s',
    frame => {
      expect(read(frame)).toEqual([
        { type: 'notice', text: `frame has neither topic nor op: ${JSON.stringify(frame)}` },
      ]);
    },
  );

  const key = 'MyApiKeyAbc123';
  const login = JSON.stringify({ op: 'auth', args: [key, 1_700_000_000_000, 'deadbeef'.repeat(8)] });
  const shown = 'Failed to decode incoming data:readObjectStart: error found in #10 byte of ...|';
  it.each([
    ['an echo that is cut', `{"request":${login}`.slice(0, 72)],
    ['an echo', `{"request":${login}}`],
    ['arguments', `{"args":["${key}",1]}`],
    ['a complaint', JSON.stringify({ success: false, ret_msg: `what is ${login}` })],
    ['a complaint about a part', JSON.stringify({ success: false, ret_msg: `${shown}${key}",17,"ab|...` })],
    ['a refusal', JSON.stringify({ success: false, ret_msg: `what is ${login}`, op: 'subscribe', req_id: '1' })],
    ['a refusal of a topic', JSON.stringify({ success: false, ret_msg: login, type: 'COMMAND_RESP' })],
    ['a notice', JSON.stringify({ op: 'order.create', retCode: 10_001, retMsg: `what is ${login}` })],
    ['an answer without data', JSON.stringify({ topic: 'order', args: [key] })],
  ])('shows no key: %s', (_, frame) => {
    for (const reader of [bybit.protocol.reader(), privateProtocol.reader()]) {
      let told: unknown;
      try {
        told = reader({ receivedAt: 1, data: frame });
      } catch (cause) {
        told = cause;
      }
      // With what the error was made of, and what that was.
      expect(inspect(told, { depth: 9 })).not.toMatch(/MyApi|deadb|KeyAbc/);
      expect(told).toBeDefined();
    }
  });

  it('cannot read bytes', () => {
    expect(() => bybit.protocol.reader()({ receivedAt: 1, data: new Uint8Array([1, 2, 3]) })).toThrow(DecodeError);
  });
});
