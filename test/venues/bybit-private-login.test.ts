import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../src/contract/inbound.js';
import type { Credentials } from '../../src/contract/protocol.js';
import { DecodeError } from '../../src/model/errors.js';
import { bybit } from '../../src/venues/bybit/index.js';
import { privateProtocol as protocol } from '../../src/venues/bybit/private-protocol.js';

const keys = { apiKey: 'bybit-key', secret: 'bybit-secret' };
const now = 1_662_350_400_000;

const login = (at: number, credentials: Credentials = keys): string => {
  if (protocol.login === undefined) throw new Error('the private door has no login');
  return protocol.login({ now: at, credentials });
};
const read = (data: string): readonly Inbound[] => protocol.reader()({ receivedAt: 1, data });
const refusalTo = (answer: object): string => {
  const [inbound] = read(JSON.stringify({ success: false, op: 'auth', conn_id: 'x', ...answer }));
  if (inbound?.type !== 'unwelcome') throw new Error(`not refused: ${JSON.stringify(inbound)}`);
  const { code, remedy, reason } = inbound.refusal;
  return `${code} ${remedy}: ${reason}`;
};

describe('the private door', () => {
  it('is one with a login, beside public ones without', () => {
    expect(bybit.endpoints['private']).toEqual({ url: 'wss://stream.bybit.com/v5/private', private: true, protocol });
    expect(bybit.protocol.login).toBeUndefined();
  });

  it('is pinged every 20 s, far sooner than it is cut for idleness', () => {
    expect(protocol.heartbeat).toMatchObject({ every: 20_000, text: '{"op":"ping"}' });
    expect(protocol.limits).toEqual(bybit.protocol.limits);
    expect(protocol.limits.topicsPerMessage).toBeLessThanOrEqual(10);
  });

  it('answers pings in a way of its own', () => {
    expect(read('{"req_id":"test","op":"pong","args":["1675418560633"],"conn_id":"cfcb4ocsvfriu23r3er0-1b"}')).toEqual([
      { type: 'pong' },
    ]);
  });
});

describe('the login', () => {
  it('is signed to the byte, for half a minute', () => {
    expect(login(now)).toBe(
      '{"op":"auth","args":["bybit-key",1662350430000,"8a3b00460d4990aa9afb8a656b272eb473e86aad1c5278649d28279f10de2e3f"]}',
    );
  });

  it('takes a moment between two milliseconds', () => {
    expect(login(now + 0.75)).toBe(login(now));
    expect(login(now + 1)).not.toBe(login(now));
  });

  it('never holds the secret', () => {
    expect(login(now)).not.toContain(keys.secret);
  });

  it.each([
    [{ apiKey: 'bybit-key' }, 'secret'],
    [{ apiKey: '', secret: 'bybit-secret' }, 'apiKey'],
  ])('says which key is missing, and no other', (given, missing) => {
    let told: unknown;
    try {
      login(now, given);
    } catch (cause) {
      told = cause;
    }
    expect(told).toBeInstanceOf(TypeError);
    expect((told as TypeError).message).toBe(`credentials of bybit have no ${missing}: apiKey and secret are needed`);
    expect(inspect(told)).not.toMatch(/bybit-(key|secret)/);
  });
});

describe('answers to the login', () => {
  it.each([
    '{"success":true,"ret_msg":"","op":"auth","conn_id":"cejreaspqfh3sjdnldmg-p"}',
    '{\n "success": true,\n "ret_msg": "",\n "conn_id": "2aec98ff-73088429",\n "req_id": "1",\n "op": "auth"\n}',
    '{"retCode":0,"retMsg":"OK","op":"auth","connId":"cejreaspqfm9sn4mhrf0-29wn"}',
  ])('may grant it: %s', answer => {
    expect(read(answer)).toEqual([{ type: 'welcome' }]);
  });

  it.each([
    [
      { ret_msg: 'Params Error' },
      ' clock: the login came too late, or is malformed: check the clock of this machine: Params Error',
    ],
    [
      { ret_msg: 'error:request expired' },
      ' clock: the login came too late, or is malformed: check the clock of this machine: error:request expired',
    ],
    [
      { ret_msg: 'API key is invalid.' },
      ' never: invalid API key, check that it is whole and of this environment: a key of testnet needs the host testnet, one of demo trading the host demo, and no other key fits there: API key is invalid.',
    ],
    [
      { ret_msg: 'Your api key has expired.' },
      ' never: the API key has expired, make a new one: Your api key has expired.',
    ],
    [{ retCode: 10004, retMsg: 'Invalid sign' }, '10004 never: invalid signature, check the secret: Invalid sign'],
    [
      { retCode: 10003, retMsg: 'Too many sessions under the same UID' },
      '10003 never: too many sessions of this account, close others: Too many sessions under the same UID',
    ],
    [{ retCode: 10005, retMsg: '' }, '10005 never: the API key has no permission for this'],
    [
      { retCode: 10010, retMsg: 'Unmatched IP' },
      '10010 never: the API key is bound to other addresses than that of this machine: Unmatched IP',
    ],
    [{ retCode: 33004, retMsg: '' }, '33004 never: the API key has expired, make a new one'],
    [
      { retCode: '10001', retMsg: '' },
      '10001 clock: the login came too late, or is malformed: check the clock of this machine',
    ],
    [{ retCode: 10016, retMsg: '' }, '10016 retry: Bybit is busy or restarts'],
    [{ ret_msg: 'Something new' }, ' retry: undocumented refusal: Something new'],
    [{}, ' retry: undocumented refusal'],
  ])('may refuse it: %j', (answer, told) => {
    expect(refusalTo(answer)).toBe(told);
  });

  it('of which the mixed form that one client expects is told by its words', () => {
    expect(refusalTo({ retCode: 10003, retMsg: 'Invalid apikey' })).toMatch(/^10003 never: invalid API key, /);
  });

  it('are not granted where they say neither', () => {
    expect(read('{"op":"auth","conn_id":"x"}')).toMatchObject([{ type: 'unwelcome' }]);
    expect(read('{"op":"auth","success":"no"}')).toMatchObject([{ type: 'unwelcome' }]);
  });

  it('are not repeated where they hold the request', () => {
    const words = `Failed to decode incoming data: {"op":"auth","args":["bybit-key",1,"${'8a3b'.repeat(16)}"]}`;
    expect(refusalTo({ ret_msg: words })).toBe(' retry: undocumented refusal: Failed to decode incoming data: {…');
  });
});

describe('other frames of the private door', () => {
  it('are read as at every door', () => {
    expect(read('{"success":true,"ret_msg":"","op":"subscribe","conn_id":"x"}')).toEqual([
      { type: 'granted', request: { verb: 'subscribe' } },
    ]);
    expect(read('{"req_id":"7","success":true,"ret_msg":"","op":"unsubscribe","conn_id":"x"}')).toEqual([
      { type: 'granted', request: { id: '7', verb: 'unsubscribe' } },
    ]);
    expect(read('{"req_id":"8","success":false,"ret_msg":"Request not authorized","op":"subscribe"}')).toMatchObject([
      {
        type: 'rejected',
        request: { id: '8', verb: 'subscribe' },
        refusal: { remedy: 'login' },
        guilty: [],
        standing: [],
      },
    ]);
    expect(() => read('auth')).toThrow(DecodeError);
    expect(read('"auth"')).toMatchObject([{ type: 'notice' }]);
  });

  it('may speak of "auth" and be no answer to a login', () => {
    const push = '{"topic":"order","creationTime":1,"data":[{"orderLinkId":"auth"}]}';
    expect(read(push)).toMatchObject([{ type: 'data', topic: 'order' }]);
    expect(read('{"topic":"order","op":"auth","data":[],"x":"auth"}')).toMatchObject([
      { type: 'data', topic: 'order' },
    ]);
  });
});

describe('requests of the private door', () => {
  it('are one text with an id, all topics of the account together', () => {
    const { balances, orders, fills, positions } = bybit.channels;
    const topics = [
      balances.topic({ market: 'spot', symbol: '' }),
      orders.topic({ market: 'linear', symbol: '' }),
      fills.topic({ market: 'inverse', symbol: 'BTCUSD' }),
      positions.topic({ market: 'option', symbol: '' }),
    ];
    expect(new Set(topics.map(({ group }) => group)).size).toBe(1);
    const context = { id: '3', now, credentials: keys };
    expect(protocol.subscribe(topics, context)).toBe(
      '{"req_id":"3","op":"subscribe","args":["wallet","order","execution","position"]}',
    );
    expect(protocol.unsubscribe(topics.slice(1, 2), context)).toBe(
      '{"req_id":"3","op":"unsubscribe","args":["order"]}',
    );
  });
});
