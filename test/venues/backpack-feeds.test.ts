import { describe, expect, it } from 'vitest';
import type { Book, Candle, Fill, Liquidation, MarkPrice, Quote, Ticker, Trade } from '../../src/index.js';
import type { Balances, Orders, Positions } from '../../src/model/account.js';
import type { FaultName } from '../../src/simulator/index.js';
import { playFeeds } from './backpack-stage.js';

const valuesOf = <T>(kept: readonly (T | string)[]): readonly T[] =>
  kept.filter((value): value is T => typeof value !== 'string');

describe('Backpack’s books are those of the exchange', () => {
  const faults: readonly (readonly [FaultName | 'nothing'])[] = [
    ...([['nothing'], ['drop-frame'], ['duplicate'], ['reorder'], ['garbage'], ['truncated']] as const),
    ...([['stale-seed'], ['late-ack'], ['restart-sequence'], ['close-1001'], ['close-1006']] as const),
    ...([['half-open'], ['slow-consumer'], ['refuse-connection']] as const),
  ];
  it.each(faults)('whatever happens: %s', fault => {
    let compared = 0;
    let last = 0;
    const left = playFeeds(120_000, { faults: fault === 'nothing' ? [] : [{ fault, until: 60_000 }] }, stage => {
      const { exchange, feeds, at, keep } = stage;
      const windows = [undefined, '200ms', '1000ms'] as const;
      for (const window of windows) {
        const books = keep(feeds.book$('backpack', 'SOL_USDC', window === undefined ? {} : { window }));
        at(119_900, () => {
          const told = valuesOf<Book>(books);
          expect(told.length).toBe(books.length);
          for (const { sequence, bids, asks } of told) {
            const truth = exchange.bookAt('SOL_USDC', sequence ?? '');
            // Numbers that came again after a restart stand for their newest state.
            if (truth === undefined || fault === 'restart-sequence') continue;
            expect([bids, asks]).toEqual([truth.bids, truth.asks]);
            compared += 1;
          }
          const end = told.at(-1);
          const now = exchange.bookAt('SOL_USDC', end?.sequence ?? '');
          expect([end?.bids, end?.asks]).toEqual([now?.bids, now?.asks]);
          last = Math.max(last, now?.timestamp ?? 0);
        });
      }
    });
    expect(left).toBe(0);
    if (fault !== 'restart-sequence') expect(compared).toBeGreaterThan(300);
    expect(1_800_000_000_000 + 119_900 - last).toBeLessThan(2_000);
  });

  it('are asked for over HTTP once, after the first change', () => {
    playFeeds(20_000, {}, ({ feeds, keep, asked, at, requests, problems }) => {
      const books = keep(feeds.book$('backpack', 'SOL_USDC'));
      at(19_000, () => {
        expect(asked.map(({ path }) => path)).toEqual(['/api/v1/depth?symbol=SOL_USDC&limit=1000']);
        expect(asked[0]?.at).toBeLessThan(500);
        expect(requests()).toEqual([{ method: 'SUBSCRIBE', params: ['depth.SOL_USDC'] }]);
        expect(books.length).toBeGreaterThan(100);
        expect(problems).toEqual([]);
      });
    });
  });

  it('end with one sentence where there is no such market, or it is closed', () => {
    playFeeds(20_000, {}, ({ feeds, keep, at }) => {
      const unknown = keep(feeds.book$('backpack', 'NOPE_USDC'));
      const closed = keep(feeds.book$('backpack', 'OLD_USDC'));
      at(19_000, () => {
        expect(unknown).toEqual([expect.stringMatching(/^SubscriptionError: backpack depth\.NOPE_USDC: .*status 400/)]);
        expect(closed).toEqual([expect.stringMatching(/^SubscriptionError: backpack depth\.OLD_USDC: .*status 404/)]);
      });
    });
  });
});

describe('Backpack’s other streams', () => {
  it('are those of the exchange', () => {
    playFeeds(180_000, {}, ({ exchange, feeds, keep, at, problems }) => {
      const perp = { market: 'perp' } as const;
      const trades = keep(feeds.trades$('backpack', 'SOL_USDC'));
      const quotes = keep(feeds.quotes$('backpack', 'kSHIB_USDC_PERP'));
      const tickers = keep(feeds.ticker$('backpack', 'AAPL.US_USDC'));
      const marks = keep(feeds.markPrice$('backpack', 'SOL_USDC_PERP', perp));
      const rates = keep(feeds.fundingRate$('backpack', 'SOL_USDC_PERP', perp));
      const interests = keep(feeds.openInterest$('backpack', 'SOL_USDC_PERP', perp));
      const candles = keep(feeds.candles$('backpack', 'SOL_USDC', { interval: '1m' }));
      const one = keep(feeds.liquidations$('backpack', 'SOL_USDC_PERP', perp));
      const same = keep(feeds.liquidations$('backpack', 'SOL_USDC_PERP', { ...perp, by: 'all' }));
      const all = keep(feeds.liquidations$('backpack', 'default', perp));
      at(179_950, () => {
        const real = exchange.trades('SOL_USDC').slice(50);
        const told = valuesOf<Trade>(trades).map(({ id, price, size, side, timestamp }) => [
          id,
          price,
          size,
          side,
          timestamp,
        ]);
        const truth = real.map(({ id, price, size, side, timestamp }) => [id, price, size, side, timestamp]);
        expect(told.length).toBeGreaterThan(500);
        expect(truth.slice(-told.length)).toEqual(told);
        const quote = valuesOf<Quote>(quotes).at(-1);
        const book = exchange.bookAt('kSHIB_USDC_PERP', quote?.sequence ?? '', perp);
        expect([quote?.bid, quote?.bidSize, quote?.ask, quote?.askSize]).toEqual([book?.bids[0], book?.asks[0]].flat());
        expect(valuesOf<Ticker>(tickers).length).toBeGreaterThan(170);
        expect(valuesOf<Ticker>(tickers).at(-1)).toMatchObject({
          market: 'spot',
          symbol: 'AAPL.US_USDC',
          bid: undefined,
        });
        expect(valuesOf<MarkPrice>(marks).length).toBeGreaterThan(100);
        expect(rates.length).toBeGreaterThan(0);
        expect(interests.length).toBeGreaterThan(1);
        const ours = valuesOf<Candle>(candles).filter(({ closed }) => closed);
        expect(ours).toHaveLength(2);
        // The first one was under way when it was asked for: all its numbers are told all the same.
        for (const { start, open, high, low, close, volume } of ours) {
          const row = exchange.candles('SOL_USDC', '1m').find(candle => candle.start === start);
          expect([open, high, low, close, volume]).toEqual([row?.open, row?.high, row?.low, row?.close, row?.volume]);
        }
        const liquidated = exchange
          .liquidations('SOL_USDC_PERP', perp)
          .map(({ side, price, size }) => [side, price, size]);
        const listed = valuesOf<Liquidation>(one).map(({ side, price, size }) => [side, price, size]);
        expect(listed.length).toBeGreaterThan(0);
        expect(liquidated.slice(-listed.length)).toEqual(listed);
        expect(valuesOf<Liquidation>(same).map(({ side, price, size }) => [side, price, size])).toEqual(listed);
        expect(new Set(valuesOf<Liquidation>(all).map(({ symbol }) => symbol)).size).toBeGreaterThan(1);
        expect(problems).toEqual([]);
      });
    });
  });

  it('tell where one that is told each second is not, which may be the wrong market', () => {
    playFeeds(30_000, {}, ({ feeds, keep, at, problems }) => {
      const tickers = keep(feeds.ticker$('backpack', 'NOPE_USDC'));
      at(29_000, () => {
        expect(tickers).toEqual([]);
        expect(problems[0]).toMatch(/^retry: backpack ticker\.NOPE_USDC: .*nothing came within 5000 ms/);
      });
    });
  });

  it('end with a sentence where symbols are checked', () => {
    playFeeds(5_000, { feeds: { checkSymbols: true } }, ({ feeds, keep, at, asked, requests }) => {
      const unknown = keep(feeds.trades$('backpack', 'KSHIB_USDC'));
      const closed = keep(feeds.quotes$('backpack', 'OLD_USDC'));
      const good = keep(feeds.ticker$('backpack', 'kSHIB_USDC'));
      const orders = keep(feeds.orders$('backpack', { symbol: 'SOL_USDT' }));
      keep(feeds.channel$('backpack', 'stockPrice', 'BRK.B'));
      at(4_500, () => {
        expect(unknown).toEqual([
          'SubscriptionError: backpack trade.KSHIB_USDC: the venue lists no open market "KSHIB_USDC"; near it are kSHIB_USDC, kSHIB_USDC_PERP',
        ]);
        expect(closed).toEqual([expect.stringContaining('lists no open market "OLD_USDC"')]);
        expect(orders).toEqual([expect.stringContaining('lists no open market "SOL_USDT"')]);
        expect(good.length).toBeGreaterThan(1);
        expect(asked.map(({ path }) => path)).toEqual(['/api/v1/markets']);
        expect(
          requests()
            .flatMap(({ params }) => params)
            .sort(),
        ).toEqual(['stockPrice.BRK.B', 'ticker.kSHIB_USDC']);
      });
    });
  });

  it('stay on one connection for hours where nothing is said but the answers to pings', () => {
    const left = playFeeds(3 * 3_600_000, { tick: 0 }, ({ feeds, keep, at, exchange, problems, requests }) => {
      keep(feeds.trades$('backpack', 'SOL_USDC'));
      keep(feeds.orders$('backpack'));
      at(3 * 3_600_000 - 1, () => {
        expect(problems).toEqual([]);
        expect(exchange.clients).toBe(2);
        expect(requests()).toHaveLength(2);
      });
    });
    expect(left).toBe(0);
  });
});

const rateOf: Partial<Record<FaultName, object>> = { 'close-1001': { every: 15_000 }, 'clock-error': { rate: 1 } };

describe('Backpack’s accounts', () => {
  it.each<readonly [string, readonly FaultName[]]>([
    ['nothing happens', []],
    ['connections are lost', ['close-1001']],
    ['a line goes dead', ['half-open']],
    ['the clock goes wrong', ['clock-error']],
  ])('are those of the exchange when %s', (_, names) => {
    let signatures: readonly (readonly string[] | undefined)[] = [];
    const faults = names.map(fault => ({ fault, until: 60_000, ...rateOf[fault] }));
    playFeeds(300_000, { faults, seed: 'account' }, ({ exchange, feeds, keep, at, requests }) => {
      const fills = keep(feeds.fills$('backpack', { market: 'perp' }));
      const spot = keep(feeds.fills$('backpack', { symbol: 'SOL_USDC' }));
      const orders = keep(feeds.orders$('backpack'));
      const positions = keep(feeds.positions$('backpack', { market: 'perp' }));
      const balances = keep(feeds.balances$('backpack'));
      at(299_950, () => {
        const truth = exchange.account();
        for (const [kept, real] of [
          [fills, truth.fills('perp')],
          [spot, truth.fills('spot')],
        ] as const) {
          const told = valuesOf<Fill>(kept);
          expect(told.length).toBe(kept.length);
          expect(told.length).toBeGreaterThan(10);
          expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
          for (const { id, orderId, side, price, size, liquidity, fees, symbol } of told) {
            const theirs = real.find(fill => fill.id === id);
            expect([orderId, side, liquidity, symbol]).toEqual([
              ...[theirs?.orderId, theirs?.side, theirs?.liquidity, theirs?.symbol],
            ]);
            expect([price, size, fees[0]?.amount].map(Number)).toEqual(
              [theirs?.price, theirs?.size, theirs?.fees[0]?.amount].map(Number),
            );
          }
        }
        const held = valuesOf<Positions>(positions).at(-1)?.open ?? [];
        const open = truth.positions('perp');
        expect(held.map(({ symbol, side, size }) => [symbol, side, Number(size)])).toEqual(
          [...open]
            .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
            .map(({ symbol, side, size }) => [symbol, side, Number(size)]),
        );
        const assets = valuesOf<Balances>(balances).at(-1)?.assets ?? {};
        expect(Object.keys(assets).length).toBeGreaterThan(2);
        for (const { asset, total, available } of truth.balances('spot')) {
          const mine = assets[asset];
          if (mine !== undefined)
            expect([mine.total, mine.available].map(Number)).toEqual([total, available].map(Number));
        }
        const last = valuesOf<Orders>(orders).at(-1);
        expect(Object.values(last?.open ?? {}).every(({ symbol }) => !symbol.endsWith('_PERP'))).toBe(true);
        for (const { id, status, filled } of Object.values(last?.open ?? {})) {
          const theirs = truth.orders('spot').find(order => order.id === id);
          expect([status, Number(filled)]).toEqual([theirs?.status, Number(theirs?.filled)]);
        }
        signatures = requests()
          .filter(({ method, params }) => method === 'SUBSCRIBE' && params.includes('account.orderUpdate'))
          .map(({ signature }) => signature);
      });
    });
    expect(signatures.every(signature => signature?.length === 4)).toBe(true);
    // Each connection has a signature of its own.
    expect(new Set(signatures.map(signature => signature?.[2])).size).toBe(signatures.length);
    expect(signatures.length).toBeGreaterThan(names.length === 0 ? 0 : 1);
  });

  it('end with one sentence where the keys are refused, after a look at the venue’s clock', () => {
    const stranger = {
      publicKey: '5+yQgwU0ZdJ/9s+GXfuPFfo7yQQpl9CgvQedJXne30o=',
      secretKey: 'TDSkv44jf/iD/QCKkyCdixO+p1sfLXxk+PZH7mW/ams=',
    };
    playFeeds(60_000, { feeds: { credentials: { backpack: stranger } } }, ({ feeds, keep, at, asked, requests }) => {
      const kept = keep(feeds.balances$('backpack'));
      at(59_000, () => {
        expect(kept).toEqual([
          expect.stringMatching(/^LoginError: backpack .*4003.*Invalid signature: wrong keys, a key that was revoked/),
        ]);
        expect(JSON.stringify(kept)).not.toMatch(/TDSkv|5\+yQ/);
        expect(asked.map(({ path }) => path)).toEqual(['/api/v1/time']);
        expect(requests()).toHaveLength(2);
      });
    });
  });

  it('are mended where our clock is wrong', () => {
    playFeeds(60_000, { clockOffset: -100_000, seed: 'account' }, ({ feeds, keep, at, problems, requests }) => {
      const kept = keep(feeds.balances$('backpack'));
      at(59_000, () => {
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.every(value => typeof value !== 'string')).toBe(true);
        expect(problems.length).toBeGreaterThan(0);
        expect(
          requests().map(({ signature }) => Math.round((Number(signature?.[2]) - 1_800_000_000_000) / 10_000)),
        ).toEqual([0, -10]);
      });
    });
  });
});
