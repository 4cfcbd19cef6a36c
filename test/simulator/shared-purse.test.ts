import { describe, expect, it } from 'vitest';
import type { AccountLine, AccountNews } from '../../src/contract/account-news.js';
import type { Counterpart, Wish } from '../../src/contract/counterpart.js';
import { createExchange } from '../../src/simulator/index.js';
import type { Exchange } from '../../src/simulator/index.js';
import { toyCounterpart } from './toy-counterpart.js';
import { playToy } from './toy-play.js';
import type { ToyClient } from './toy-play.js';

const lines: readonly AccountLine[] = [
  { market: 'spot', purse: 'one', trades: 'spot', kind: 'spot', marketBuys: 'quote' },
  { market: 'linear', purse: 'one', trades: 'linear', kind: 'positions', marketBuys: 'base' },
  { market: 'apart', trades: 'spot', kind: 'spot', marketBuys: 'quote' },
];
const mine = (market: string): Partial<Wish> => ({ private: true, market });
const toy: Counterpart = toyCounterpart(
  {
    'balances:': mine(''),
    'orders:': mine(''),
    'positions:': mine('linear'),
    'equity:': mine('apart'),
    'fills:': mine('spot'),
  },
  { lines },
);

function live(duration: number, keys: readonly string[], counterpart = toy) {
  const clients: ToyClient[] = [];
  const exchange = playToy(duration, counterpart, {}, ({ client, at }) => {
    const one = client();
    clients.push(one);
    one.say('login');
    at(10, () => {
      for (const key of keys) one.say('subscribe', key);
    });
  });
  const newsOf = (key: string): readonly AccountNews[] =>
    clients[0]?.said(key, 'account').map(({ news }) => news) ?? [];
  return { exchange, newsOf };
}

const sumsOf = (exchange: Exchange, market: string): readonly unknown[] =>
  exchange
    .account()
    .balances(market)
    .map(({ asset, total, available, held }) => [asset, total, available, held]);

/** Exact, by other means than those of the simulator. */
function units(text: string | undefined): bigint {
  const [whole = '0', fraction = ''] = (text ?? '0').replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(16, '0').slice(0, 16));
  return text?.startsWith('-') === true ? -value : value;
}

describe('lines of an account that share a purse', () => {
  it('tell the same money, whichever of them is asked, and a line apart tells its own', () => {
    const { exchange } = live(120_000, ['balances:']);
    const account = exchange.account();
    expect(account.fills('spot').length).toBeGreaterThan(20);
    expect(account.fills('linear').length).toBeGreaterThan(20);
    expect(sumsOf(exchange, 'linear')).toEqual(sumsOf(exchange, 'spot'));
    expect(sumsOf(exchange, 'apart')).not.toEqual(sumsOf(exchange, 'spot'));
    expect(new Set(account.balances('linear').map(({ market }) => market))).toEqual(new Set(['linear']));
    expect(account.balances('spot').map(({ asset }) => asset)).toEqual(['BTC', 'USDT', 'ETH']);
  });

  it('have the same money to begin with, whichever was asked first, and as much of an asset as one alone', () => {
    const before = (first: string, second: string): readonly unknown[] => {
      const exchange = createExchange(toy);
      const a = sumsOf(exchange, first);
      expect(sumsOf(exchange, second)).toEqual(a);
      return a;
    };
    expect(before('spot', 'linear')).toEqual(before('linear', 'spot'));
    expect(before('spot', 'linear').map(row => String(row).split(',').slice(0, 2).join())).toEqual(
      sumsOf(createExchange(toy), 'apart').map(row => String(row).split(',').slice(0, 2).join()),
    );
  });

  it('add up at every moment, and change by the fills of both and their fees alone', () => {
    const { exchange, newsOf } = live(120_000, ['balances:']);
    const start = new Map<string, bigint>();
    const told = new Map<string, { total?: string | undefined; available: string; held?: string | undefined }>();
    for (const one of newsOf('balances:')) {
      const rows = one.type === 'standing' ? one.balances : one.type === 'balances' ? one.rows : [];
      for (const row of rows) {
        if (row.market === 'apart') continue;
        if (!start.has(row.asset)) start.set(row.asset, units(row.total));
        told.set(row.asset, row);
        expect(units(row.available) + units(row.held)).toBe(units(row.total));
      }
    }
    const account = exchange.account();
    for (const { asset, total } of account.balances('spot')) expect(told.get(asset)?.total).toBe(total);
    let coins = start.get('BTC') ?? 0n;
    for (const { symbol, side, size, fees } of account.fills('spot')) {
      if (symbol === 'BTC') coins += side === 'buy' ? units(size) : -units(size);
      for (const fee of fees) if (fee.asset === 'BTC') coins -= units(fee.amount);
    }
    expect(units(told.get('BTC')?.total)).toBe(coins);
  });

  it('stand together for who listens to all: shared money once, orders and positions of each', () => {
    const { newsOf } = live(30_000, ['positions:', 'fills:', 'equity:']);
    expect(newsOf('positions:').length).toBeGreaterThan(5);
    const all = live(60_000, ['balances:', 'orders:']);
    const [standing] = all.newsOf('balances:');
    if (standing?.type !== 'standing') throw new Error('no standing');
    const places = standing.balances.map(({ market, asset }) => `${market} ${asset}`);
    expect(places).toEqual(['spot BTC', 'spot USDT', 'spot ETH', 'apart BTC', 'apart USDT', 'apart ETH']);
    const markets = all.newsOf('orders:').flatMap(one => (one.type === 'order' ? [one.order.market] : []));
    expect(new Set(markets)).toEqual(new Set(['spot', 'linear', 'apart']));
  });

  it('tell a listener of all of them each change once', () => {
    const { exchange, newsOf } = live(60_000, ['balances:']);
    const fills = newsOf('balances:').flatMap(one => (one.type === 'fill' ? [one.fill.id] : []));
    const account = exchange.account();
    const happened = lines.flatMap(({ market }) => account.fills(market).map(({ id }) => id));
    expect([...fills].sort()).toEqual([...happened].sort());
    const changes = newsOf('balances:').flatMap(one => (one.type === 'balances' ? [JSON.stringify(one)] : []));
    expect(changes.length).toBeGreaterThan(fills.length);
  });

  it('tell a listener of one of them what the other did to the money, and no more', () => {
    const { newsOf } = live(60_000, ['positions:', 'fills:']);
    const news = newsOf('positions:');
    const rows = news.flatMap(one => (one.type === 'balances' ? one.rows : []));
    const fills = news.flatMap(one => (one.type === 'fill' ? [one.fill] : []));
    expect(new Set(rows.map(({ market }) => market))).toEqual(new Set(['spot', 'linear']));
    expect(new Set(fills.map(({ market }) => market))).toEqual(new Set(['linear']));
    // What is apart does not act while nobody listens to it.
    expect(newsOf('equity:')).toEqual([]);
  });

  it('ends with the last listener, whatever he listened to', () => {
    const stopped: (readonly unknown[])[] = [];
    const exchange = playToy(20_000, toy, {}, ({ exchange: here, client, at }) => {
      const one = client();
      one.say('login');
      at(10, () => {
        one.say('subscribe', 'balances:');
        one.say('subscribe', 'orders:');
      });
      at(10_000, () => {
        one.say('unsubscribe', 'balances:');
        one.say('unsubscribe', 'orders:');
      });
      at(10_200, () => stopped.push(lines.map(({ market }) => here.account().orders(market))));
    });
    expect(stopped).toEqual([lines.map(({ market }) => exchange.account().orders(market))]);
    expect(exchange.account().orders('linear').length).toBeGreaterThan(3);
  });

  it('is granted for symbols that one of the lines trades', () => {
    const asking = toyCounterpart({ 'orders:BTC': mine(''), 'orders:NOPE': mine('') }, { lines });
    const clients: ToyClient[] = [];
    playToy(1_000, asking, {}, ({ client, at }) => {
      const one = client();
      clients.push(one);
      one.say('login');
      at(10, () => {
        one.say('subscribe', 'orders:BTC');
        one.say('subscribe', 'orders:NOPE');
      });
    });
    expect(clients[0]?.story().filter(text => text.startsWith('subscribe'))).toEqual([
      'subscribe granted',
      'subscribe unknown-symbol',
    ]);
  });
});
