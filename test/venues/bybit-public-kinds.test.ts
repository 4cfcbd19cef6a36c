import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/contract/channel.js';
import type { EventOf, Kind } from '../../src/model/kinds.js';
import type { Ticker } from '../../src/model/market.js';
import { tickerReducer } from '../../src/state/ticker.js';
import type { TickerState } from '../../src/state/ticker.js';
import { bybit } from '../../src/venues/bybit/index.js';

const { channels } = bybit;

function eventsOf<K extends Kind>(channel: object, market: string, symbol: string, message: object): EventOf<K>[] {
  const [inbound] = bybit.protocol.reader()({ receivedAt: 5, data: JSON.stringify(message) });
  if (inbound?.type !== 'data') throw new Error('no data');
  const context = { venue: 'bybit', market, symbol, topic: inbound.topic, receivedAt: 5 };
  return [...(channel as Channel<K>).read(inbound.body, context)];
}

describe('a ticker of Bybit that comes in deltas', () => {
  const whole = {
    ...{ symbol: 'BTCUSDT', lastPrice: '10', prevPrice24h: '9', price24hPcnt: '0.1', highPrice24h: '11' },
    ...{ lowPrice24h: '8', markPrice: '10.1', indexPrice: '10.2', openInterest: '70', openInterestValue: '7' },
    ...{ turnover24h: '500', volume24h: '50', nextFundingTime: '1715760000000', fundingRate: '0.0001' },
    ...{ bid1Price: '9.9', bid1Size: '1', ask1Price: '10.1', ask1Size: '2' },
  };
  const tickers = (market: string, rows: readonly (readonly [type: string, row: object])[]): (Ticker | undefined)[] => {
    let state: TickerState | undefined;
    return rows.flatMap(([type, row], i) =>
      eventsOf<'ticker'>(channels.ticker, market, 'BTCUSDT', {
        ...{ topic: 'tickers.BTCUSDT', type, data: { symbol: 'BTCUSDT', ...row }, cs: i, ts: 1000 + i },
      }).map(event => (state = tickerReducer(state, event))?.ticker),
    );
  };

  it('keeps what a delta does not tell, and takes what it tells', () => {
    const [, second, third] = tickers('linear', [
      ['snapshot', whole],
      ['delta', { bid1Price: '9.8', lastPrice: '10' }],
      ['delta', { markPrice: '10.3', tickDirection: 'PlusTick', curPreListingPhase: '' }],
    ]);
    expect(second).toMatchObject({ price: 10, bid: 9.8, bidSize: 1, markPrice: 10.1, timestamp: 1001 });
    expect(third).toMatchObject({ bid: 9.8, markPrice: 10.3, openInterest: 70, fundingRate: 0.0001 });
  });

  it('forgets what a delta tells to be empty', () => {
    const [, last] = tickers('linear', [
      ['snapshot', whole],
      ['delta', { fundingRate: '', nextFundingTime: '' }],
    ]);
    expect(last).toMatchObject({ fundingRate: undefined, nextFundingTime: undefined, markPrice: 10.1 });
  });

  it('tells nothing before a snapshot', () => {
    expect(tickers('linear', [['delta', { bid1Price: '9.8' }]])).toEqual([undefined]);
  });

  it('begins anew with a snapshot', () => {
    const [, last] = tickers('linear', [
      ['snapshot', whole],
      ['snapshot', { ...whole, nextFundingTime: '', fundingRate: '', bid1Price: '', bid1Size: '' }],
    ]);
    expect(last).toMatchObject({ fundingRate: undefined, bid: undefined, bidSize: undefined, ask: 10.1 });
  });

  it('puts coins and dollars of inverse where they belong, in deltas too', () => {
    const [first, second] = tickers('inverse', [
      ['snapshot', whole],
      ['delta', { volume24h: '51', turnover24h: '501', openInterest: '71', openInterestValue: '7.1' }],
    ]);
    expect(first).toMatchObject({ volume24h: 500, turnover24h: 50, openInterest: 7 });
    expect(second).toMatchObject({ volume24h: 501, turnover24h: 51, openInterest: 7.1 });
  });

  it('is one topic with what is taken from it, as all kinds are with their raw channels', () => {
    const request = { market: 'linear', symbol: 'BTCUSDT' } as const;
    const topic = channels.ticker.topic(request);
    expect(topic).toEqual({
      ...{ key: 'tickers.BTCUSDT', endpoint: 'linear', args: 'tickers.BTCUSDT', incremental: true, prompt: true },
    });
    for (const part of [channels.markPrice, channels.openInterest, channels.fundingRate]) {
      expect(part.topic(request)).toEqual(topic);
    }
    expect(channels.ticker.topic({ market: 'spot', symbol: 'BTCUSDT' }).incremental).toBe(false);
    for (const market of ['spot', 'linear', 'inverse', 'option'] as const) {
      const asked = { market, symbol: 'BTCUSDT' };
      expect(bybit.raw.tickers.topic(asked)).toEqual(channels.ticker.topic(asked));
      expect(bybit.raw.publicTrade.topic(asked)).toEqual(channels.trades.topic(asked));
    }
    expect(bybit.raw['orderbook.1'].topic(request)).toEqual(channels.quotes.topic(request));
    expect(bybit.raw['orderbook.50'].topic(request)).toEqual(channels.book.topic({ ...request, depth: 50 }));
    expect(bybit.raw['kline.60'].topic(request)).toEqual(channels.candles.topic({ ...request, interval: '1h' }));
    expect(bybit.raw.allLiquidation.topic(request)).toEqual(channels.liquidations.topic(request));
  });
});

describe('trades of options', () => {
  const row = { T: 1, S: 'Sell', v: '0.1', p: '25', i: 'a', mP: '24', iP: '17000', mIv: '0.5', iv: '0.51', BT: false };
  const message = {
    ...{ id: 'x', topic: 'publicTrade.BTC', ts: 2, type: 'snapshot' },
    data: [
      { ...row, s: 'BTC-6JAN23-17500-C' },
      { ...row, s: 'BTC-6JAN23-18000-C', i: 'b' },
    ],
  };

  it('are asked for by coin', () => {
    const key = (symbol: string): string => channels.trades.topic({ market: 'option', symbol }).key;
    expect([key('BTC'), key('BTC-6JAN23-17500-C')]).toEqual(['publicTrade.BTC', 'publicTrade.BTC']);
    expect(bybit.raw.publicTrade.topic({ market: 'option', symbol: 'BTC-6JAN23-17500-C' }).key).toBe('publicTrade.BTC');
  });

  it('are picked out by symbol', () => {
    const read = (symbol: string): unknown[] =>
      eventsOf<'trades'>(channels.trades, 'option', symbol, message).map(trade => [trade.symbol, trade.id, trade.side]);
    expect(read('BTC-6JAN23-18000-C')).toEqual([['BTC-6JAN23-18000-C', 'b', 'sell']]);
    expect(read('BTC')).toEqual([
      ['BTC-6JAN23-17500-C', 'a', 'sell'],
      ['BTC-6JAN23-18000-C', 'b', 'sell'],
    ]);
  });
});

describe('candles', () => {
  const row = {
    ...{ start: 60_000, end: 119_999, interval: '60', open: '1', close: '2', high: '3', low: '0.5' },
    ...{ volume: '100', turnover: '7', confirm: true, timestamp: 90_000 },
  };
  const message = { topic: 'kline.60.BTCUSD', data: [row, { ...row, start: 0 }], ts: 120_001, type: 'snapshot' };

  it('say when they are closed, oldest first', () => {
    const events = eventsOf<'candles'>(channels.candles, 'linear', 'BTCUSD', message);
    expect(events).toMatchObject([
      { type: 'candle-row', interval: '1h', start: 0, closed: true, volume: 100, turnover: 7, timestamp: 120_001 },
      { start: 60_000 },
    ]);
  });

  it('have coins as volume and dollars as turnover on inverse', () => {
    expect(eventsOf<'candles'>(channels.candles, 'inverse', 'BTCUSD', message)[0]).toMatchObject({
      volume: 7,
      turnover: 100,
    });
  });

  it('have thirteen lengths, in our words and in Bybit’s', () => {
    const topic = (interval: string): string =>
      channels.candles.topic({ market: 'spot', symbol: 'X', interval: interval as never }).key;
    const ours = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d', '1w', '1M'];
    const theirs = ['1', '3', '5', '15', '30', '60', '120', '240', '360', '720', 'D', 'W', 'M'];
    expect(ours.map(topic)).toEqual(theirs.map(word => `kline.${word}.X`));
    expect(theirs.map(topic)).toEqual(ours.map(topic));
    expect(() => topic('8h')).toThrow(/interval "8h" is not one of bybit: 1m, 3m/);
  });
});

describe('liquidations', () => {
  it('have the side of the order, which closes the position', () => {
    const row = { T: 7, s: 'BTCUSDT', S: 'Buy', v: '2', p: '9.5' };
    const message = { topic: 'allLiquidation.BTCUSDT', type: 'snapshot', ts: 8, data: [row, { ...row, S: 'Sell' }] };
    expect(eventsOf<'liquidations'>(channels.liquidations, 'linear', 'BTCUSDT', message)).toMatchObject([
      { type: 'liquidation', side: 'sell', price: 9.5, size: 2, timestamp: 7, raw: row },
      { side: 'buy' },
    ]);
  });
});
