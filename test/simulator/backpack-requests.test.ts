import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoCredentials } from '../../src/simulator/index.js';
import { BIRTH, hearBackpackSay, playBackpack, signatureBy, subscribe } from './backpack-listener.js';
import type { Listener } from './backpack-listener.js';

const fixtures = new URL('../fixtures/backpack/errors-probe.jsonl', import.meta.url);
/** As they were seen, bit for bit. */
const errors = new Map(
  readFileSync(fixtures, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => [(JSON.parse(line) as { readonly error: { readonly code: number } }).error.code, line]),
);
const textsOf = ({ received }: Listener): readonly string[] => received.map(({ text }) => text);
const unsigned = (...streams: readonly string[]): object => subscribe(streams);
const signed = (...streams: readonly string[]): object => subscribe(streams, signatureBy());

describe('a request is answered by nothing but an error', () => {
  it.each([
    ['a stream', unsigned('depth.NOPE_USDC_PERP')],
    ['a market that is closed', unsigned('trade.OLD_USDC')],
    ['a number that is no pace', unsigned('depth.5.BTC_USDC_PERP')],
    ['a mark price where there is none', unsigned('markPrice.SOL_USDC')],
    ['a stream that says nothing yet', unsigned('liquidation', 'stockPrice.AAPL', 'stockPrice.BRK.B')],
    ['an account of another symbol', signed('account.orderUpdate.NOPE_USDC')],
    ['no name at all', unsigned()],
    ['a request to leave what was never asked for', { method: 'UNSUBSCRIBE', params: ['trade.SOL_USDC'] }],
  ])('%s: silence', (_, message) => {
    expect(textsOf(hearBackpackSay(500, [message], { tick: 0 }))).toEqual([]);
  });

  it.each([
    ['no JSON', 'hello', 4002],
    ['another method', { method: 'LOGIN', params: [] }, 4002],
    ['a method in small letters', { method: 'subscribe', params: ['trade.SOL_USDC'] }, 4002],
    ['names in an object', { method: 'SUBSCRIBE', params: { streams: ['trade.SOL_USDC'] } }, 4002],
    ['a name that is no text', { method: 'SUBSCRIBE', params: [7] }, 4002],
    ['a ping in JSON', { op: 'ping' }, 4002],
    ['a list', [1], 4002],
    ['an unknown sort', unsigned('nope.BTC_USDC_PERP'), 4006],
    ['a sort without a symbol', unsigned('trade'), 4006],
    ['an unknown interval', unsigned('kline.7m.SOL_USDC'), 4006],
    ['a stock as a market', unsigned('stockPrice.AAPL.US'), 4006],
    ['an unknown part of the account', signed('account.order'), 4006],
    ['balances by symbol', signed('account.balanceUpdate.SOL_USDC'), 4006],
    ['a pace that is not offered', unsigned('depth.100ms.SOL_USDC'), 4008],
  ])('%s: an error that names nothing', (_, message, code) => {
    expect(textsOf(hearBackpackSay(500, [message], { tick: 0 }))).toEqual([errors.get(code)]);
  });

  it('is refused as a whole by one wrong name, or, as a switch, for that name alone', () => {
    const message = unsigned('trade.SOL_USDC', 'nope.X', 'ticker.SOL_USDC');
    const all = hearBackpackSay(3_000, [message]);
    expect(textsOf(all)).toEqual([errors.get(4006)]);
    const one = hearBackpackSay(3_000, [message], { refuses: 'one' });
    expect(one.errors()).toEqual([4006]);
    expect(one.of('ticker.SOL_USDC').length).toBeGreaterThan(1);
    expect(one.of('trade.SOL_USDC').length).toBeGreaterThan(1);
  });

  it('changes nothing where it stands already, and ends where it is taken back', () => {
    const once = hearBackpackSay(3_000, [unsigned('ticker.SOL_USDC')]);
    const twice = hearBackpackSay(3_000, [unsigned('ticker.SOL_USDC'), unsigned('ticker.SOL_USDC')]);
    expect(textsOf(twice)).toEqual(textsOf(once));
    const left: Listener[] = [];
    playBackpack(5_000, {}, ({ come, at }) => {
      const client = come();
      left.push(client);
      client.ask('ticker.SOL_USDC');
      at(2_500, () => {
        client.leave('ticker.SOL_USDC');
      });
    });
    expect(left[0]?.of('ticker.SOL_USDC')).toHaveLength(3);
  });
});

describe('the signature of a request for an account', () => {
  const [key, sign, time, window] = signatureBy() as readonly [string, string, string, string];
  const streams = ['account.orderUpdate', 'trade.SOL_USDC'];
  const errorsAfter = (...messages: readonly unknown[]): readonly number[] =>
    hearBackpackSay(500, messages, { tick: 0 }).errors();

  it.each<[string, unknown]>([
    ['is missing', undefined],
    ['is no list', 'text'],
    ['has three parts', [key, sign, time]],
    ['has a number in it', [key, sign, Number(time), window]],
    ['has a time that is none', [key, sign, '1e3', window]],
    ['has a window that is none', [key, sign, time, '-5']],
    ['has a window of more than a minute', signatureBy({ window: 60_001 })],
    ['is too old', signatureBy({ timestamp: BIRTH - 5_001 })],
    ['is too far ahead', signatureBy({ timestamp: BIRTH + 5_001 })],
    ['is of an unknown key', signatureBy({ publicKey: '5+yQgwU0ZdJ/9s+GXfuPFfo7yQQpl9CgvQedJXne30o=' })],
    ['is of another key', signatureBy({ secretKey: 'TDSkv44jf/iD/QCKkyCdixO+p1sfLXxk+PZH7mW/ams=' })],
    ['is of another instruction', signatureBy({ instruction: 'accountQuery' })],
    ['is of another time', [key, sign, String(BIRTH + 1), window]],
    ['is not base64', [key, '???', time, window]],
  ])('is refused where it %s, and nothing of the request stands', (_, signature) => {
    const message = { method: 'SUBSCRIBE', params: streams, signature };
    const client = hearBackpackSay(3_000, [message]);
    expect(textsOf(client)).toEqual([errors.get(4003)]);
  });

  it('is good for its window, at most a minute', () => {
    expect(errorsAfter(subscribe(streams, signatureBy({ timestamp: BIRTH - 59_000, window: 60_000 })))).toEqual([]);
    expect(errorsAfter(subscribe(streams, signatureBy({ timestamp: BIRTH - 4_000 })))).toEqual([]);
  });

  it('is wanted each time, and not where all can listen, nor to leave', () => {
    expect(errorsAfter(subscribe(streams, signatureBy()), unsigned('account.positionUpdate'))).toEqual([4003]);
    expect(errorsAfter(unsigned('trade.SOL_USDC'))).toEqual([]);
    const leaving = { method: 'UNSUBSCRIBE', params: streams };
    expect(errorsAfter(leaving, { ...leaving, signature: signatureBy() }, { ...leaving, signature: 7 })).toEqual([]);
  });

  it('lets each account hear its own news', () => {
    const seeds = ['TDSkv44jf/iD/QCKkyCdixO+p1sfLXxk+PZH7mW/ams=', '4odxgSUxFrC/zsKWZF4OQwYAgnNu9hnWH3NxWfLAPz4='];
    const keys = ['5+yQgwU0ZdJ/9s+GXfuPFfo7yQQpl9CgvQedJXne30o=', 'zDIJj9qneWIY0IYZ5aXoHcNMCm+XDhVcTssiT0HyY0A='];
    const accounts = keys.map(apiKey => ({ apiKey, secret: 'unknown to the exchange', passphrase: '' }));
    const heard: Listener[] = [];
    playBackpack(30_000, { accounts: [...accounts, demoCredentials] }, ({ come }) => {
      for (const [i, secretKey] of seeds.entries()) {
        const client = come();
        heard.push(client);
        client.say(subscribe(['account.orderUpdate'], signatureBy({ secretKey, publicKey: keys[i] ?? '' })));
      }
    });
    const [one, other] = heard.map(client => client.of('account.orderUpdate').map(({ i }) => i));
    expect(one?.length).toBeGreaterThan(3);
    expect(other?.length).toBeGreaterThan(3);
    expect(one?.some(id => other?.includes(id))).toBe(false);
  });
});
