import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../src/contract/inbound.js';
import type { Credentials } from '../../src/contract/protocol.js';
import { bitget } from '../../src/venues/bitget/index.js';

const keys = { apiKey: 'test-key', secret: 'test-secret', passphrase: 'test-passphrase' };
const protocol = bitget.endpoints['private']?.protocol;

const login = (now: number, credentials: Credentials = keys): string => {
  if (protocol?.login === undefined) throw new Error('the private door has no login');
  return protocol.login({ now, credentials });
};
const read = (data: string): readonly Inbound[] => {
  if (protocol === undefined) throw new Error('the private door has no protocol');
  return protocol.reader()({ receivedAt: 1, data });
};
const refusalTo = (data: string): string => {
  const [inbound] = read(data);
  if (inbound?.type !== 'unwelcome') throw new Error(`not refused: ${JSON.stringify(inbound)}`);
  const { code, remedy, reason } = inbound.refusal;
  return `${code} ${remedy}: ${reason}`;
};

describe('the private door', () => {
  it('is one with a login, beside a public one without', () => {
    expect(bitget.endpoints['private']).toMatchObject({ url: 'wss://ws.bitget.com/v2/ws/private', private: true });
    expect(bitget.endpoints['public']).toMatchObject({ url: 'wss://ws.bitget.com/v2/ws/public', private: false });
    expect(bitget.protocol.login).toBeUndefined();
  });

  it('shares heartbeat and limits with the public one', () => {
    expect(protocol?.heartbeat).toEqual(bitget.protocol.heartbeat);
    expect(protocol?.limits).toEqual(bitget.protocol.limits);
    expect(read('pong')).toEqual([{ type: 'pong' }]);
    expect(read('ping')).toEqual([{ type: 'ping', reply: 'pong' }]);
  });

  it('names the keys it needs, and where the environment has them', () => {
    expect(bitget.credentials).toEqual([
      { name: 'apiKey', variable: 'BITGET_API_KEY' },
      { name: 'secret', variable: 'BITGET_SECRET_KEY' },
      { name: 'passphrase', variable: 'BITGET_PASSPHRASE' },
    ]);
  });
});

describe('the login', () => {
  it.each([1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_999])('is signed to the byte at %d', now => {
    expect(login(now)).toBe(
      '{"op":"login","args":[{"apiKey":"test-key","passphrase":"test-passphrase","timestamp":"1700000000","sign":"QKXMEacdjBcrVZaxWVJypn62KNrQGzBErbiQtYn6KO8="}]}',
    );
  });

  it('is another one a second later', () => {
    expect(login(1_700_000_001_000)).not.toBe(login(1_700_000_000_999));
  });

  it('never holds the secret', () => {
    expect(login(1_700_000_000_000)).not.toContain('test-secret');
  });

  it.each(['apiKey', 'secret', 'passphrase'])('says that %s is missing, and shows no other', name => {
    for (const given of [
      { ...keys, [name]: '' },
      Object.fromEntries(Object.entries(keys).filter(([key]) => key !== name)),
    ]) {
      let told: unknown;
      try {
        login(1_700_000_000_000, given);
      } catch (cause) {
        told = cause;
      }
      expect(told).toBeInstanceOf(TypeError);
      expect((told as Error).message).toBe(
        `credentials of bitget have no ${name}: all of apiKey, secret, passphrase are needed`,
      );
      expect(inspect(told)).not.toMatch(/test-(key|secret|passphrase)/);
    }
  });
});

describe('the answer to a login', () => {
  it.each([
    ['a number, as on the wire', '{"event":"login","code":0}'],
    ['text, as on the pages', '{"event":"login","code":"0","msg":""}'],
    ['nothing', '{"event":"login"}'],
    ['null', '{"event":"login","code":null}'],
  ])('is a welcome where the code is %s', (_, frame) => {
    expect(read(frame)).toEqual([{ type: 'welcome' }]);
  });

  it.each([
    [
      30005,
      'error',
      '30005 never: the login failed, check the key, the secret and the passphrase, and whether the key is a demo key, which needs the demo host, or one of another environment: error',
    ],
    [
      30011,
      'Invalid ACCESS_KEY',
      '30011 never: invalid API key, check that it is whole, and whether the key is a demo key, which needs the demo host, or one of another environment: Invalid ACCESS_KEY',
    ],
    [
      30012,
      'Invalid ACCESS_PASSPHRASE',
      '30012 never: invalid passphrase, check the one that was chosen when the key was made, and whether the key is a demo key, which needs the demo host, or one of another environment: Invalid ACCESS_PASSPHRASE',
    ],
    [
      30013,
      'Invalid ACCESS_TIMESTAMP',
      '30013 clock: invalid timestamp, check the clock of this machine: Invalid ACCESS_TIMESTAMP',
    ],
    [
      30014,
      'Request timestamp expired',
      '30014 clock: the timestamp has expired, check the clock of this machine: it may be 30 s off at most: Request timestamp expired',
    ],
    [30015, 'Invalid sign', '30015 never: invalid signature, check the secret: Invalid sign'],
    [40008, '', '40008 clock: the timestamp has expired, check the clock of this machine'],
    [40085, '', '40085 never: the key is of a unified account, and this address serves classic ones'],
  ])('with code %d is a refusal that says what to check', (code, msg, told) => {
    expect(refusalTo(JSON.stringify({ event: 'error', code, msg }))).toBe(told);
    expect(refusalTo(JSON.stringify({ event: 'error', code: String(code), msg }))).toBe(told);
  });

  it('is a refusal where the login event itself has a code', () => {
    expect(refusalTo('{"event":"login","code":30012,"msg":""}')).toMatch(/^30012 never: invalid passphrase/);
  });

  it('says that the address is that of the public door', () => {
    expect(refusalTo('{"event":"error","code":30003,"msg":"INVALID op:login"}')).toBe(
      '30003 never: this address takes no login, private channels are at /v2/ws/private: INVALID op:login',
    );
  });

  it('does not repeat the keys where the venue does', () => {
    const echo = `Unrecognized request:${login(1_700_000_000_000)}`;
    for (const msg of [echo, JSON.stringify(echo)]) {
      const frame = JSON.stringify({ event: 'error', code: 30002, msg });
      const told = JSON.stringify([...read(frame), ...bitget.protocol.reader()({ receivedAt: 1, data: frame })]);
      expect(told).toContain('this address takes no login');
      expect(told).not.toMatch(/test-|QKXMEacd/);
    }
  });

  it('is not what other complaints are', () => {
    expect(read('{"event":"error","code":30002,"msg":"Unrecognized request:hello"}')).toMatchObject([
      { type: 'complaint', refusal: { code: '30002', remedy: 'never' } },
    ]);
    expect(read('{"event":"error","code":30006,"msg":""}')).toMatchObject([
      { type: 'complaint', refusal: { remedy: 'pause' } },
    ]);
  });

  it('is asked for by a subscription that came too early', () => {
    const told = 'User not logged in/User must be logged in';
    expect(
      read(
        `{"event":"error","arg":{"instType":"SPOT","channel":"account","coin":"default"},"code":30004,"msg":"${told}","op":"subscribe"}`,
      ),
    ).toMatchObject([
      { type: 'refused', topics: ['SPOT:account:DEFAULT'], refusal: { code: '30004', remedy: 'login' } },
    ]);
    expect(read(`{"event":"error","code":30004,"msg":"${told}"}`)).toMatchObject([
      { type: 'complaint', refusal: { remedy: 'login' } },
    ]);
  });

  it('is read as the pages show it', () => {
    const file = new URL('../fixtures/bitget/v2-private-login-docs.jsonl', import.meta.url);
    const [, ...frames] = readFileSync(file, 'utf8').trim().split('\n');
    expect(frames.flatMap(read).map(({ type }) => type)).toEqual(['welcome', 'unwelcome']);
  });
});

describe('the time of the venue', () => {
  const timeOf = (body: unknown): number | undefined => bitget.serverTime?.read(body);

  it('is asked for at an address of its REST interface', () => {
    expect(bitget.serverTime?.url).toBe('https://api.bitget.com/api/v2/public/time');
  });

  it('is read in ms', () => {
    const body = {
      code: '00000',
      msg: 'success',
      requestTime: 1688008631614,
      data: { serverTime: '1688008631614' },
    };
    expect(timeOf(body)).toBe(1_688_008_631_614);
    expect(timeOf({ data: { serverTime: 1_688_008_631_614 } })).toBe(1_688_008_631_614);
  });

  it.each([null, undefined, 'text', 7, [], {}, { data: null }, { data: {} }, { data: { serverTime: '' } }])(
    'is none in %j',
    body => {
      expect(timeOf(body)).toBeUndefined();
    },
  );

  it.each(['soon', '-1', '0', '1.5', true, {}])('is none in a serverTime of %j', serverTime => {
    expect(timeOf({ data: { serverTime } })).toBeUndefined();
  });
});
