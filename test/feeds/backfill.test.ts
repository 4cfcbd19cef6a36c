import { defer, map, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Gap, Trade } from '../../src/index.js';
import type { Exchange } from '../../src/simulator/index.js';
import { createExchange } from '../../src/simulator/index.js';
import type { Http } from '../../src/transport/http.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { venues } from '../../src/venues/index.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { restOf } from '../support/rotation-stage.js';
import type { Factories } from '../support/rotation-stage.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

interface Row {
  readonly venue: keyof typeof counterparts;
  readonly market: string;
  readonly symbol: string;
}

const table: readonly Row[] = [
  { venue: 'bitget', market: 'spot', symbol: 'BTCUSDT' },
  { venue: 'bitget', market: 'usdt-futures', symbol: 'BTCUSDT' },
  { venue: 'bybit', market: 'linear', symbol: 'BTCUSDT' },
  { venue: 'bybit', market: 'inverse', symbol: 'BTCUSD' },
  { venue: 'backpack', market: 'spot', symbol: 'SOL_USDC' },
];

type Told = (Trade & { readonly recovered?: true }) | Gap;

interface Stage {
  readonly at: At;
  readonly exchange: Exchange;
  readonly told: Told[];
  readonly asked: string[];
  readonly problems: string[];
}

interface Played extends Stage {
  readonly truth: readonly Trade[];
  readonly left: number;
}

function play({ venue, market, symbol }: Row, seconds: number, script: (stage: Stage) => void, http$?: Http): Played {
  const told: Told[] = [];
  const asked: string[] = [];
  const problems: string[] = [];
  let stage = undefined as unknown as Stage;
  let truth: readonly Trade[] = [];
  const left = virtually(at => {
    const exchange = createExchange(counterparts[venue](), { seed: 5, tick: 100, rules: false });
    const rest$ = http$ ?? restOf(exchange);
    const feeds = createFeedsOf({ [venue]: venues[venue] }, exchangeTransport(exchange), {
      urls: { [venue]: 'ws://exchange' },
      backoff: { base: 20_000, jitter: 0 },
      linger: 0,
      http: url =>
        defer(() => {
          asked.push(url);
          return rest$(url);
        }),
    });
    stage = { at, exchange, told, asked, problems };
    const trades$ = (feeds as unknown as Factories).trades$(venue, symbol, { market, backfill: true });
    const listening = trades$.subscribe(value => told.push(value as Told));
    listening.add(feeds.problems$().subscribe(({ mending, error }) => problems.push(`${mending}: ${error.message}`)));
    script(stage);
    at(seconds * 1_000, () => {
      truth = exchange.trades(symbol, { market });
      listening.unsubscribe();
      exchange.close();
    });
  }, 1_000);
  return { ...stage, truth, left };
}

/** While nobody listens the market stands still. */
const breakAt = ({ at, exchange }: Stage, second: number, steps: number): void => {
  at(second * 1_000, () => {
    exchange.inject('close-1006');
    exchange.step(steps);
  });
};

const gapsOf = (told: readonly Told[]): readonly Gap[] => told.filter(value => value.type === 'gap');
const tradesOf = (told: readonly Told[]): readonly (Trade & { readonly recovered?: true })[] =>
  told.filter(value => value.type === 'trade');

/** Every trade that there was since the first one told, in its order, once. */
function expectWhole({ told, truth }: Played): void {
  const ids = tradesOf(told).map(({ id }) => id);
  const all = truth.map(({ id }) => id);
  const from = all.indexOf(ids[0]);
  expect(from).toBeGreaterThan(-1);
  expect(ids).toEqual(all.slice(from, from + ids.length));
  expect(all.length - from - ids.length).toBeLessThan(20);
}

describe('trades with back-fill', () => {
  it.each(table)('are whole over cut connections at $venue on $market', row => {
    const played = play(row, 100, stage => {
      breakAt(stage, 10, 100);
      breakAt(stage, 50, 150);
    });
    expect(gapsOf(played.told)).toEqual([]);
    expectWhole(played);
    const recovered = tradesOf(played.told).filter(trade => trade.recovered);
    expect(recovered.length).toBeGreaterThan(50);
    // What came over the socket is marked nowhere, and is told as the socket told it.
    const [one] = recovered;
    const truth = played.truth.find(({ id }) => id === one?.id);
    const { price, side, timestamp, symbol, market, venue } = truth ?? {};
    expect(one).toMatchObject({ price, side, timestamp, symbol, market, venue });
    expect(played.problems.filter(line => !line.startsWith('reconnect'))).toEqual([]);
    expect(played.asked.length).toBeGreaterThanOrEqual(2);
    expect(played.left).toBe(0);
  });

  it('goes back page by page where the venue has them', () => {
    const bitget: Row = { venue: 'bitget', market: 'spot', symbol: 'BTCUSDT' };
    const played = play(bitget, 100, stage => {
      breakAt(stage, 10, 4_000);
    });
    expect(gapsOf(played.told)).toEqual([]);
    expectWhole(played);
    expect(tradesOf(played.told).filter(trade => trade.recovered).length).toBeGreaterThan(1_000);
    expect(played.asked.filter(url => url.includes('idLessThan')).length).toBeGreaterThan(0);
  });

  it('tells the gap where the history does not reach back so far', () => {
    const bybit: Row = { venue: 'bybit', market: 'spot', symbol: 'BTCUSDT' };
    const played = play(bybit, 100, stage => {
      breakAt(stage, 10, 500);
    });
    expect(gapsOf(played.told).map(({ reason }) => reason)).toEqual(['connection']);
    const ids = tradesOf(played.told).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells the gap, and why, where the venue answers with an error', () => {
    const bybit: Row = { venue: 'bybit', market: 'linear', symbol: 'BTCUSDT' };
    const answers: readonly Http[] = [
      () => of({ retCode: 10001, retMsg: 'Not supported symbols' }),
      () =>
        defer(() => {
          throw new Error('no network');
        }),
    ];
    for (const http$ of answers) {
      const played = play(
        bybit,
        60,
        stage => {
          breakAt(stage, 10, 100);
        },
        http$,
      );
      expect(gapsOf(played.told)).toHaveLength(1);
      expect(tradesOf(played.told).some(trade => trade.recovered)).toBe(false);
      expect(tradesOf(played.told).length).toBeGreaterThan(20);
      expect(played.left).toBe(0);
    }
    const played = play(
      bybit,
      60,
      stage => {
        breakAt(stage, 10, 100);
      },
      answers[0],
    );
    expect(played.problems.filter(line => line.startsWith('told'))).toHaveLength(1);
  });

  it('looks again where REST is behind the socket', () => {
    const bybit: Row = { venue: 'bybit', market: 'linear', symbol: 'BTCUSDT' };
    let looks = 0;
    let exchange: Exchange | undefined;
    const behind$: Http = url =>
      defer(() => {
        looks += 1;
        if (exchange === undefined) throw new Error('there is no exchange');
        return restOf(exchange)(url).pipe(
          map(body => {
            const answer = body as { readonly result: { readonly list: readonly object[] } };
            return looks > 1 ? answer : { ...answer, result: { list: answer.result.list.slice(20) } };
          }),
        );
      });
    const played = play(
      bybit,
      60,
      stage => {
        exchange = stage.exchange;
        breakAt(stage, 10, 100);
      },
      behind$,
    );
    expect(gapsOf(played.told)).toEqual([]);
    expectWhole(played);
    expect(looks).toBe(2);
  });

  it('tells the gap where the venue has no history by the ids of its socket', () => {
    const bge: Row = { venue: 'bge', market: 'spot', symbol: 'BTC_USDT' };
    const played = play(bge, 100, stage => {
      breakAt(stage, 10, 600);
    });
    expect(gapsOf(played.told).map(({ reason }) => reason)).toEqual(['connection']);
    expect(played.asked).toEqual([]);
  });

  it('is for trades only', () => {
    const feeds = createFeedsOf({ bybit: venues.bybit }, exchangeTransport(createExchange(counterparts.bybit(), {})));
    const { ticker$ } = feeds as unknown as Factories;
    expect(() => ticker$('bybit', 'BTCUSDT', { backfill: true })).toThrow(RangeError);
  });
});
