import { describe, expect, it } from 'vitest';
import { bybitCounterpart } from '../../src/venues/bybit/counterpart.js';
import { BIRTH, hearBybit, LATER, login, playBybit, samplesOf, shapeOf, subscribe } from './bybit-listener.js';
import type { Parsed } from './bybit-listener.js';

const answerOf = (door: string, message: unknown): Parsed => {
  const [first, ...rest] = hearBybit(10, door, [message]).answers();
  expect(rest).toEqual([]);
  if (first === undefined) throw new Error('no answer');
  return first;
};
const sample = (door: string, name: string): Parsed => {
  const frame = samplesOf(door).get(name)?.[0];
  if (frame === undefined) throw new Error(`no sample ${name}`);
  return frame;
};
const PUBLIC = ['spot', 'linear', 'inverse', 'option'] as const;
const symbols: Readonly<Record<string, string>> = {
  spot: 'BTCUSDT',
  linear: 'BTCUSDT',
  inverse: 'BTCUSD',
  option: 'BTC-25DEC26-85000-C',
};

describe('the pong of each socket', () => {
  it.each([
    ['spot', sample('spot', 'v5.spot.pong')],
    ['linear', sample('linear', 'v5.linear.pong')],
    ['inverse', sample('linear', 'v5.linear.pong')],
    ['option', sample('option', 'v5.option.pong')],
    ['spread', sample('option', 'v5.option.pong')],
  ])('%s, without an id', (door, pong) => {
    expect(shapeOf(answerOf(door, { op: 'ping' }))).toEqual(shapeOf(pong));
  });

  it('repeats the id as text, but for the options', () => {
    expect(answerOf('spot', { op: 'ping', req_id: 'p' })).toMatchObject({ op: 'ping', ret_msg: 'pong', req_id: 'p' });
    expect(answerOf('linear', { op: 'ping', req_id: 7 })).toMatchObject({ op: 'ping', ret_msg: 'pong', req_id: '7' });
    expect(answerOf('linear', { op: 'ping' })).toMatchObject({ req_id: '' });
    expect(answerOf('option', { op: 'ping', req_id: 'p' })).toEqual({ op: 'pong', args: [String(BIRTH)] });
  });

  it('is another one at the private door, with the clock of the exchange', () => {
    const pong = answerOf('private', { op: 'ping', req_id: 'test' });
    expect(shapeOf(pong)).toEqual(shapeOf(sample('private', 'v5.private.pong')));
    expect(pong).toMatchObject({ op: 'pong', args: [String(BIRTH)], req_id: 'test' });
    expect(answerOf('private', { op: 'ping' })).not.toHaveProperty('req_id');
  });
});

describe('an acceptance', () => {
  it.each([
    ['spot', '10001', sample('spot', 'v5.spot.sub.ack')],
    ['linear', undefined, sample('linear', 'v5.linear.sub.ack')],
    ['inverse', undefined, sample('linear', 'v5.linear.sub.ack')],
  ])('on %s', (door, id, ack) => {
    const { conn_id: _, ...wanted } = ack;
    const answer = answerOf(
      door,
      subscribe([`allLiquidation.${symbols[door]}`.replace('allLiquidation.BTCUSDT', 'publicTrade.BTCUSDT')], id),
    );
    expect(answer).toMatchObject(wanted);
    expect(shapeOf(answer)).toEqual(shapeOf(ack));
  });

  it('repeats an id as text', () => {
    expect(answerOf('spot', { op: 'subscribe', args: ['publicTrade.BTCUSDT'], req_id: 5 })).toMatchObject({
      req_id: '5',
    });
    expect(answerOf('spot', subscribe(['publicTrade.BTCUSDT']))).not.toHaveProperty('req_id');
    expect(answerOf('linear', subscribe(['publicTrade.BTCUSDT'], 'x'))).toMatchObject({ req_id: 'x', ret_msg: '' });
  });

  it('on options names what has succeeded, without the verb and the id', () => {
    const topics = ['orderbook.100.BTC-25DEC26-85000-C', 'tickers.ETH-25DEC26-2300-C'];
    const [answer] = hearBybit(10, 'option', [subscribe(topics, 'x')]).answers();
    expect(shapeOf(answer)).toEqual(shapeOf(sample('option', 'v5.option.sub.ack')));
    expect(answer).toMatchObject({
      success: true,
      type: 'COMMAND_RESP',
      data: { failTopics: [], successTopics: topics },
    });
  });

  it('on options lets those live that have nothing wrong with them', () => {
    const good = 'tickers.BTC-25DEC26-85000-C';
    const client = hearBybit(500, 'option', [subscribe([good, 'tickers.BTC-1JAN20-1-C', 'kline.1.BTC'])]);
    expect(client.answers()).toMatchObject([
      { success: true, data: { failTopics: ['tickers.BTC-1JAN20-1-C', 'kline.1.BTC'], successTopics: [good] } },
    ]);
    expect(client.of(good).length).toBeGreaterThan(1);
  });

  it('of a request to unsubscribe has its verb', () => {
    const off = (id: string): object => ({ op: 'unsubscribe', args: ['publicTrade.BTCUSDT'], req_id: id });
    const on = subscribe(['publicTrade.BTCUSDT']);
    expect(hearBybit(10, 'spot', [on, off('1')]).answers()[1]).toMatchObject({
      success: true,
      op: 'unsubscribe',
      ret_msg: 'unsubscribe',
      req_id: '1',
    });
    expect(hearBybit(10, 'linear', [on, off('2')]).answers()[1]).toMatchObject({
      success: true,
      op: 'unsubscribe',
      ret_msg: '',
      req_id: '2',
    });
  });

  it('is all that the rare sockets ever say', () => {
    for (const [door, topic] of [
      ['spread', 'tickers.SOLUSDT_SOL/USDT'],
      ['rfq', 'rfq.open.public.trades'],
      ['misc/status', 'system.status'],
      ['linear', 'insurance.USDT'],
      ['inverse', 'adlAlert.inverse'],
    ] as const) {
      const { received } = hearBybit(5_000, door, [subscribe([topic])]);
      expect(received).toHaveLength(1);
      expect(received[0]?.text).toContain('"success":true');
    }
  });
});

describe('a refusal', () => {
  it.each([
    ['spot', 'tickers.NOPEUSDT', 'Invalid symbol :[tickers.NOPEUSDT]'],
    ['spot', 'tickers.btcusdt', 'Invalid symbol :[tickers.btcusdt]'],
    ['spot', 'orderbook.500.BTCUSDT', 'error:handler not found,topic:orderbook.500.BTCUSDT'],
    ['spot', 'Tickers.BTCUSDT', 'error:handler not found,topic:Tickers.BTCUSDT'],
    ['spot', 'allLiquidation.BTCUSDT', 'error:handler not found,topic:allLiquidation.BTCUSDT'],
    ['linear', 'tickers.NOPEUSDT', 'error:handler not found,topic:tickers.NOPEUSDT'],
    ['linear', 'tickers.BTCUSD', 'error:handler not found,topic:tickers.BTCUSD'],
    ['linear', 'tickers.BTCUSDT ', 'error:handler not found,topic:tickers.BTCUSDT '],
    ['linear', 'kline.7.BTCUSDT', 'error:handler not found,topic:kline.7.BTCUSDT'],
    ['linear', 'kline.1m.BTCUSDT', 'error:handler not found,topic:kline.1m.BTCUSDT'],
    ['linear', 'adlAlert', 'error:handler not found,topic:adlAlert'],
    ['linear', 'order', 'error:handler not found,topic:order'],
    ['linear', 'orderbook.constructor.BTCUSDT', 'error:handler not found,topic:orderbook.constructor.BTCUSDT'],
    ['inverse', 'tickers.BTCUSDT', 'error:handler not found,topic:tickers.BTCUSDT'],
  ])('on %s of %s', (door, topic, words) => {
    expect(answerOf(door, subscribe([topic], 'r'))).toMatchObject({
      success: false,
      ret_msg: words,
      op: 'subscribe',
      req_id: 'r',
    });
  });

  it('looks like an acceptance', () => {
    for (const door of ['spot', 'linear', 'inverse'] as const) {
      const good = answerOf(door, subscribe([`tickers.${symbols[door]}`], 'x'));
      expect(shapeOf(answerOf(door, subscribe(['nope'], 'x')))).toEqual(shapeOf(good));
    }
  });

  it.each(PUBLIC.slice(0, 3))('of one topic among ten voids all of them on %s', door => {
    const topics = ['1', '3', '5', '15', '30', '60', '120', '240', '360'].map(i => `kline.${i}.${symbols[door]}`);
    const client = hearBybit(3_000, door, [subscribe([...topics.slice(0, 4), 'nope.BTCUSDT', ...topics.slice(4)])]);
    expect(client.received).toHaveLength(1);
    expect(client.answers()).toMatchObject([
      { success: false, ret_msg: 'error:handler not found,topic:nope.BTCUSDT', op: 'subscribe' },
    ]);
    const after = hearBybit(3_000, door, [subscribe([...topics, 'nope.BTCUSDT']), subscribe(topics)]);
    for (const topic of topics) expect(after.of(topic).length).toBeGreaterThan(0);
  });

  it.each(PUBLIC.slice(0, 3))('of what stands already voids the rest on %s, and what stands goes on', door => {
    const [one, other] = [`orderbook.1.${symbols[door]}`, `tickers.${symbols[door]}`];
    const client = hearBybit(5_000, door, [subscribe([one]), subscribe([other, one], 'e6')]);
    expect(client.answers()[1]).toMatchObject({
      success: false,
      ret_msg: `error:already subscribed,topic:${one}`,
      req_id: 'e6',
      op: 'subscribe',
    });
    expect(client.of(other)).toEqual([]);
    expect(client.of(one).length).toBeGreaterThan(5);
  });

  it('meets a topic that is named twice in one request', () => {
    const topics = ['tickers.BTCUSDT', 'publicTrade.BTCUSDT', 'tickers.BTCUSDT'];
    const client = hearBybit(2_000, 'linear', [subscribe(topics)]);
    expect(client.answers()).toMatchObject([{ ret_msg: 'error:already subscribed,topic:tickers.BTCUSDT' }]);
    expect(client.received).toHaveLength(1);
  });

  it('of more than ten arguments on spot, and on spot alone', () => {
    const eleven = ['1', '3', '5', '15', '30', '60', '120', '240', '360', '720', 'D'].map(i => `kline.${i}.BTCUSDT`);
    const { received } = hearBybit(10, 'spot', [subscribe(eleven, '2000001')]);
    expect(received).toHaveLength(1);
    expect(received[0]?.text).toContain('"ret_msg":"args size \\u003e10"');
    expect(shapeOf(JSON.parse(received[0]?.text ?? ''))).toEqual(
      shapeOf(sample('spot', 'capture.v5.spot.sub.nack.args-size')),
    );
    expect(hearBybit(10, 'spot', [subscribe(eleven.slice(1))]).answers()).toMatchObject([{ success: true }]);
    expect(hearBybit(10, 'linear', [subscribe(eleven)]).answers()).toMatchObject([{ success: true }]);
  });

  it.each([
    ['hello', 'Failed to decode incoming data:readObjectStart: expect { or n, but found h'],
    ['[]', 'Failed to decode incoming data:readObjectStart: expect { or n, but found ['],
    ['{"op":"dance"}', 'error:invalid op'],
    ['{"op":"auth","args":["k",1,"s"]}', 'error:invalid op'],
    ['{"op":"subscribe"}', 'Params Error'],
    ['{"op":"subscribe","args":[]}', 'Params Error'],
    ['{"op":"subscribe","args":[{"op":"subscribe"}]}', 'Failed to decode incoming data:op.CmdReq.Args: []string'],
  ])('of %s', (text, words) => {
    const answer = answerOf('linear', text);
    expect(answer).toMatchObject({ success: false, req_id: '' });
    expect(answer.ret_msg).toContain(words);
  });

  it('of what was taken out of service, unless it is to be there still', () => {
    for (const [door, topic] of [
      ['linear', 'orderbook.500.XRPUSDT'],
      ['inverse', 'liquidation.BTCUSD'],
      ['spot', 'lt.EOS3LUSDT'],
      ['spot', 'tickers_lt.EOS3LUSDT'],
      ['spot', 'kline_lt.5.EOS3LUSDT'],
    ] as const) {
      expect(answerOf(door, subscribe([topic]))).toMatchObject({ success: false });
      const [answer] = hearBybit(10, door, [subscribe([topic])], { retired: true }).answers();
      expect(answer).toMatchObject({ success: true });
    }
    const spot = hearBybit(10, 'spot', [subscribe(['orderbook.500.BTCUSDT'])], { retired: true });
    expect(spot.answers()).toMatchObject([{ success: false }]);
  });

  it('leaves the line open', () => {
    expect(hearBybit(60_000, 'spot', ['hello', subscribe(['nope'])]).closed).toEqual([60_000]);
  });
});

describe('the private door', () => {
  it('takes a login whose end is ahead, as number or as text', () => {
    for (const expires of [BIRTH + 1_000, String(BIRTH + 10_000), BIRTH + 86_400_000]) {
      const answer = answerOf('private', login(expires));
      expect(shapeOf(answer)).toEqual(shapeOf(sample('private', 'v5.private.auth.ack')));
      expect(answer).toMatchObject({ success: true, ret_msg: '', op: 'auth' });
    }
    expect(answerOf('private', login(LATER, {}, '10001'))).toMatchObject({ success: true, req_id: '10001' });
  });

  it('takes the signature that openssl makes, in lower case only', () => {
    const sign = '8d99001fa5f5c87a027047265b3dbf4081e12a45422822eb44cfd7620fef4590';
    const accounts = [{ apiKey: 'vector', secret: 'test-secret', passphrase: 'none' }];
    const answered = (signature: string): readonly Parsed[] => {
      const message = { op: 'auth', args: ['vector', 1_800_000_010_000, signature] };
      return hearBybit(10, 'private', [message], { accounts }).answers();
    };
    expect(answered(sign)).toMatchObject([{ success: true }]);
    expect(answered(sign.toUpperCase())).toMatchObject([{ success: false, ret_msg: 'Invalid sign' }]);
  });

  it.each([
    ['an end that is now', login(BIRTH), 'Params Error'],
    ['an end that has passed', login(BIRTH - 1_000), 'Params Error'],
    ['seconds', login(BIRTH / 1_000 + 60), 'Params Error'],
    ['another key', login(LATER, { apiKey: 'of-testnet' }), 'API key is invalid.'],
    ['another secret', login(LATER, { secret: 'wrong' }), 'Invalid sign'],
    ['no arguments', { op: 'auth' }, 'Params Error'],
    ['an argument too few', { op: 'auth', args: ['key', LATER] }, 'Params Error'],
    ['an end that is no time', { op: 'auth', args: ['key', 'soon', 'sign'] }, 'Params Error'],
  ])('refuses a login with %s', (_, message, words) => {
    const answer = answerOf('private', message);
    expect(answer).toMatchObject({ success: false, ret_msg: words, op: 'auth' });
    expect(shapeOf(answer)).toEqual(shapeOf(sample('private', 'quoted.v5.private.auth.nack.params-error.2')));
  });

  it('judges a login by its own clock', () => {
    const late = hearBybit(10, 'private', [login(BIRTH + 10_000)], { clockOffset: 300_000 });
    expect(late.answers()).toMatchObject([{ success: false, ret_msg: 'Params Error' }]);
    const fine = hearBybit(10, 'private', [login(BIRTH + 310_000)], { clockOffset: 300_000 });
    expect(fine.answers()).toMatchObject([{ success: true }]);
  });

  it('tells its clock over HTTP', () => {
    playBybit(10, { clockOffset: 300_000 }, ({ exchange }) => {
      expect(JSON.parse(exchange.rest('/v5/market/time') ?? '')).toEqual({
        retCode: 0,
        retMsg: 'OK',
        result: { timeSecond: '1800000300', timeNano: '1800000300000000000' },
        retExtInfo: {},
        time: BIRTH + 300_000,
      });
    });
  });

  it('wants a login before anything else', () => {
    const client = hearBybit(2_000, 'private', [
      subscribe(['order', 'wallet'], 'a'),
      login(LATER),
      subscribe(['order']),
    ]);
    expect(client.answers()).toMatchObject([
      { success: false, ret_msg: 'Request not authorized', op: 'subscribe', req_id: 'a' },
      { success: true, op: 'auth' },
      { success: true, op: 'subscribe', ret_msg: '' },
    ]);
    expect(shapeOf(client.answers()[2])).toEqual(shapeOf(sample('private', 'v5.private.sub.ack')));
  });

  it.each([
    ['a public topic', ['kline.5.XRPUSDT']],
    ['a public topic among private ones', ['order', 'tickers.BTCUSDT']],
    ['a category that there is not', ['position.spot']],
    ['a wallet with a category', ['wallet.linear']],
    ['both forms of one topic', ['order', 'order.linear']],
    ['both forms of the fast one', ['execution.fast.spot', 'execution.fast']],
  ])('refuses %s', (_, topics) => {
    const client = hearBybit(2_000, 'private', [login(LATER), subscribe(topics)]);
    expect(client.answers()[1]).toMatchObject({ success: false, ret_msg: 'Params Error', op: 'subscribe' });
    expect(client.received).toHaveLength(2);
  });

  it('takes every topic that it has, twice none', () => {
    const topics = [
      ...['wallet', 'order', 'execution', 'execution.fast', 'position', 'greeks', 'strategy', 'dcp.future', 'dcp.spot'],
      ...['dcp.option', 'spread.order', 'spread.execution', 'rfq.open.rfqs', 'rfq.open.quotes', 'rfq.open.trades'],
    ];
    const categorised = ['order.spot', 'order.linear', 'order.inverse', 'order.option', 'position.option'];
    const client = hearBybit(50, 'private', [
      login(LATER),
      subscribe(topics),
      subscribe(categorised),
      subscribe(['greeks']),
    ]);
    expect(client.answers().map(({ ret_msg }) => ret_msg)).toEqual([
      '',
      '',
      '',
      'error:already subscribed,topic:greeks',
    ]);
  });
});

describe('the rules', () => {
  it('cut a line on which nobody has said anything for ten minutes', () => {
    playBybit(1_300_000, {}, ({ come, at }) => {
      const silent = come('private');
      const pinging = come('private');
      for (let time = 20_000; time < 700_000; time += 20_000) {
        at(time, () => {
          pinging.say({ op: 'ping' });
        });
      }
      at(1_290_000, () => {
        expect(silent.closed).toEqual([600_000]);
        expect(pinging.closed).toEqual([1_280_000]);
      });
    });
  });

  it('refuse arguments that are longer than 21,000 characters together', () => {
    const topics = Array.from({ length: 1_000 }, (_, i) => `tickers.SOME${i}LONGUSDT`);
    playBybit(1_000, {}, ({ come, exchange, at }) => {
      const client = come('linear');
      at(0, () => {
        client.say(subscribe(topics));
      });
      at(900, () => {
        expect(client.answers()).toMatchObject([{ success: false }]);
        expect(exchange.violations).toMatchObject([{ breach: 'bytes' }]);
      });
    });
  });

  it('refuse switches that make no sense', () => {
    expect(() => bybitCounterpart({ idleTimeout: 0 })).toThrow(RangeError);
    expect(() => bybitCounterpart({ lifetime: -1 })).toThrow(RangeError);
  });
});
