import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import { bybit } from '../../src/venues/bybit/index.js';
import { privateRawChannels } from '../../src/venues/bybit/private-raw-channels.js';
import { rawChannels } from '../../src/venues/bybit/raw-channels.js';
import { serverTime } from '../../src/venues/bybit/server-time.js';

describe('symbols', () => {
  it.each([
    ['btcusdt', 'BTCUSDT', undefined],
    [' BTC-USDT ', 'BTCUSDT', undefined],
    ['btc/usdt', 'BTCUSDT', undefined],
    ['1000pepe-usdt', '1000PEPEUSDT', undefined],
    // Spot has pairs in coins whose names end so.
    ['BTCUSD', 'BTCUSD', undefined],
    ['XRPRLUSD', 'XRPRLUSD', undefined],
    ['BTCPERP', 'BTCPERP', 'linear'],
    ['BTC-PERP', 'BTCPERP', 'linear'],
    ['BTC-26DEC25', 'BTC-26DEC25', 'linear'],
    ['btcusdt-21feb25', 'BTCUSDT-21FEB25', 'linear'],
    ['BTCUSDU23', 'BTCUSDU23', 'inverse'],
    ['BTC-6JAN23-17500-C', 'BTC-6JAN23-17500-C', 'option'],
    ['btc-13feb25-89000-p-usdt', 'BTC-13FEB25-89000-P-USDT', 'option'],
    ['MNT-6JAN23-0.85-P', 'MNT-6JAN23-0.85-P', 'option'],
    ['SOLUSDT_SOL/USDT', 'SOLUSDT_SOL/USDT', 'spread'],
    ['BTCUSDT-26SEP25_BTC/USDT', 'BTCUSDT-26SEP25_BTC/USDT', 'spread'],
    ['Default', 'default', undefined],
  ])('%s is %s', (text, symbol, market) => {
    expect(bybit.instrument(text)).toEqual({ symbol, market });
  });

  it.each(['', '  ', 'BTC USDT', 'BTC,ETH', '"BTCUSDT"', 'BTC/USDT:USDT'])('%j is none', text => {
    expect(() => bybit.instrument(text)).toThrow(RangeError);
  });
});

describe('the table', () => {
  const all = Object.entries(rawChannels) as unknown as readonly (readonly [string, Channel<'channel'>])[];

  it('has a door for every market, and one for accounts', () => {
    const { private: account, ...doors } = bybit.endpoints;
    expect(Object.keys(doors)).toEqual([...bybit.markets]);
    expect(Object.values(doors).every(door => !door.private)).toBe(true);
    expect(account?.private).toBe(true);
    expect(bybit.endpoints['status']?.url).toBe('wss://stream.bybit.com/v5/public/misc/status');
  });

  it('has other hosts; demo accounts see the market of the main one', () => {
    expect(bybit.hosts.demo).toEqual({ private: 'wss://stream-demo.bybit.com' });
    const urls = Object.values(bybit.hosts).flatMap(host => (typeof host === 'string' ? [host] : Object.values(host)));
    for (const url of urls) expect(new URL(url)).toMatchObject({ protocol: 'wss:', pathname: '/' });
  });

  it('names raw channels as Bybit does, none of them twice', () => {
    for (const [name, channel] of all) {
      for (const market of channel.markets) {
        const topic = channel.topic({ market, symbol: 'X' });
        expect(topic).toMatchObject({ endpoint: market, args: topic.key });
        const isAlone = market === 'status' || market === 'rfq';
        expect(topic.key).toBe(isAlone ? name : `${name}.X`);
        expect(channel.docs).toMatch(/^https:\/\//);
      }
    }
    expect(Object.keys(rawChannels).filter(name => name in privateRawChannels)).toEqual([]);
  });

  it('writes the pool of inverse in small letters', () => {
    const { symbol } = bybit.instrument('inverse');
    expect(rawChannels.insurance.topic({ market: 'inverse', symbol }).key).toBe('insurance.inverse');
    expect(rawChannels.adlAlert.topic({ market: 'linear', symbol: 'USDT' }).key).toBe('adlAlert.USDT');
  });

  it('has no channel at a market that it does not have', () => {
    expect(() => bybit.channels.ticker.topic({ market: 'usdt-futures' as never, symbol: 'X' })).toThrow(
      /market "usdt-futures" is not one of bybit: spot, linear, inverse, option/,
    );
  });
});

describe('the clock', () => {
  const result = { timeSecond: '1688639403', timeNano: '1688639403423213947' };

  it('is read from any of the three', () => {
    expect(bybit.serverTime?.url).toBe('https://api.bybit.com/v5/market/time');
    expect(serverTime.read({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: 1688639403423 })).toBe(
      1688639403423,
    );
    expect(serverTime.read({ retCode: 0, result })).toBe(1688639403423);
    expect(serverTime.read({ retCode: 0, result: { timeSecond: '1688639403' } })).toBe(1688639403000);
  });

  it.each([undefined, null, 'text', {}, { retCode: 0 }, { retCode: 10016, result, time: 1 }, { retCode: 0, time: '' }])(
    'is not read from %j',
    body => {
      expect(serverTime.read(body)).toBeUndefined();
    },
  );
});
