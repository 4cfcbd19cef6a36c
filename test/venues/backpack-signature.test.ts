import { describe, expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { ed25519PublicKey } from '../../src/wire/ed25519.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { privateProtocol, protocol } from '../../src/venues/backpack/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import { toyServer } from '../support/toy-server.js';

/** Both pairs of the guide, with the signature that two other programs computed. */
const pairs = [
  {
    secretKey: 'TDSkv44jf/iD/QCKkyCdixO+p1sfLXxk+PZH7mW/ams=',
    publicKey: '5+yQgwU0ZdJ/9s+GXfuPFfo7yQQpl9CgvQedJXne30o=',
    signature: '/ZisNiUfIIbBKRrLsdRTnZUuMA870U2RQJ+AyGLn0PC6Qb00ZYRSNZMwEItKkCdln555j4MMx1lA2iFuOKImBw==',
  },
  {
    secretKey: '4odxgSUxFrC/zsKWZF4OQwYAgnNu9hnWH3NxWfLAPz4=',
    publicKey: 'zDIJj9qneWIY0IYZ5aXoHcNMCm+XDhVcTssiT0HyY0A=',
    signature: 'JET04e2DKxa3MzJX+vHAvZ2t85IDCQV0Yvkne6ZioCLxZhaDPHACzfEFkaACTR+J2WlVJjGX2nICcJMwOK8zAw==',
  },
] as const;

const topicOf = (kind: 'orders' | 'positions' | 'balances', symbol = ''): Topic =>
  backpack.channels[kind].topic({ market: 'perp', symbol });
const now = 1_614_550_000_000;

describe.each(pairs)('a request of $publicKey', ({ secretKey, publicKey, signature }) => {
  it('is signed as in the worked example, bit for bit', () => {
    const credentials = { publicKey, secretKey };
    expect(privateProtocol.subscribe([topicOf('orders')], { id: '1', now, credentials })).toBe(
      `{"method":"SUBSCRIBE","params":["account.orderUpdate"],"signature":["${publicKey}","${signature}","1614550000000","5000"]}`,
    );
  });

  it('is signed alike by 64 bytes that begin with the seed', () => {
    const long = Buffer.concat([Buffer.from(secretKey, 'base64'), Buffer.from(publicKey, 'base64')]).toString('base64');
    const credentials = { publicKey, secretKey: long };
    expect(privateProtocol.subscribe([topicOf('orders')], { id: '1', now, credentials })).toContain(`"${signature}"`);
    expect(ed25519PublicKey(long)).toBe(publicKey);
  });

  it('has one signature for all its streams, of its own moment, and none to leave', () => {
    const credentials = { publicKey, secretKey };
    const topics = [topicOf('orders'), topicOf('positions', 'ETH_USDC_PERP'), topicOf('balances')];
    const text = privateProtocol.subscribe(topics, { id: '2', now: now + 0.7, credentials });
    expect(JSON.parse(text)).toEqual({
      method: 'SUBSCRIBE',
      params: ['account.orderUpdate', 'account.positionUpdate.ETH_USDC_PERP', 'account.balanceUpdate'],
      signature: [publicKey, signature, '1614550000000', '5000'],
    });
    const later = privateProtocol.subscribe(topics, { id: '3', now: now + 1, credentials });
    expect(later).toContain('"1614550000001"');
    expect(later).not.toContain(signature);
    expect(privateProtocol.unsubscribe(topics.slice(0, 2), { id: '4', now, credentials })).toBe(
      '{"method":"UNSUBSCRIBE","params":["account.orderUpdate","account.positionUpdate.ETH_USDC_PERP"]}',
    );
  });
});

describe('requests that anybody may make', () => {
  it('are as the guide has them, byte for byte', () => {
    const { book, trades } = backpack.channels;
    const request = { market: 'spot', symbol: 'SOL_USDC' } as const;
    const topics = [book.topic(request), trades.topic(request)];
    const context = { id: '1', now, credentials: undefined };
    expect(protocol.subscribe(topics.slice(0, 1), context)).toBe('{"method":"SUBSCRIBE","params":["depth.SOL_USDC"]}');
    expect(protocol.subscribe(topics, context)).toBe(
      '{"method":"SUBSCRIBE","params":["depth.SOL_USDC","trade.SOL_USDC"]}',
    );
    expect(protocol.unsubscribe(topics.slice(0, 1), context)).toBe(
      '{"method":"UNSUBSCRIBE","params":["depth.SOL_USDC"]}',
    );
  });
});

describe('keys that cannot be right', () => {
  const [one, other] = pairs;
  const feedsWith = (credentials: { readonly publicKey: string; readonly secretKey: string }) =>
    createFeedsOf({ backpack }, toyServer().transport, { credentials: { backpack: credentials } });

  it.each([
    [
      'a public key of another pair',
      other.publicKey,
      one.secretKey,
      'credentials of backpack are no pair: publicKey is not the one that belongs to secretKey',
    ],
    [
      'a secret that is not base64',
      one.publicKey,
      'not base64!',
      'credentials of backpack cannot be used: secret key is not base64 text',
    ],
    [
      'a secret that is too short',
      one.publicKey,
      'c2hvcnQ=',
      'credentials of backpack cannot be used: secret key must be base64 of 32 or 64 bytes, not of 5',
    ],
  ])('are told at the call, without being shown: %s', (_, publicKey, secretKey, words) => {
    const feeds = feedsWith({ publicKey, secretKey });
    let told: unknown;
    try {
      void feeds.orders$('backpack');
    } catch (cause) {
      told = cause;
    }
    expect(told).toBeInstanceOf(RangeError);
    expect((told as Error).message).toBe(words);
    expect((told as Error).cause).toBeUndefined();
    // Nobody needs them for what all can hear.
    expect(() => feeds.trades$('backpack', 'SOL_USDC')).not.toThrow();
    expect(() => feeds.orders$('backpack', { credentials: one })).not.toThrow();
  });

  it('are missing, which is told by name', () => {
    expect(() => feedsWith({ publicKey: one.publicKey, secretKey: '' }).orders$('backpack')).toThrow(
      'credentials of backpack lack secretKey: they are publicKey, secretKey',
    );
  });
});
