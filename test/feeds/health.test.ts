import { Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Gap, Problem, Ticker, TopicHealth, TopicStatus } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
import { createRandom } from '../../src/simulator/random.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/exchange.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

const market = 'usdt-futures';

interface Stage {
  readonly at: At;
  readonly exchange: Exchange;
  readonly tickers: (Ticker | Gap)[];
  readonly topics: TopicStatus[];
  readonly health: TopicHealth[];
  readonly problems: Problem[];
  readonly statuses: string[];
  readonly errors: unknown[];
  /** The frames of a symbol are lost from now on, or not any more. */
  silence(isSilent: boolean): void;
}

function play(seconds: number, script: (stage: Stage) => void, options: ExchangeOptions = {}): Stage {
  let played: Stage | undefined;
  const left = virtually(at => {
    const exchange = createExchange(counterparts.bitget(), { seed: 3, tick: 500, ...options });
    let isSilent = false;
    const feeds = createFeeds({
      urls: { bitget: 'ws://exchange' },
      transport: exchangeTransport({
        ...exchange,
        connect: (path, client) =>
          exchange.connect(path, {
            ...client,
            send: data => {
              const isItsOwn = typeof data === 'string' && data.includes('"ticker","instId":"BTCUSDT"');
              if (!(isSilent && isItsOwn && data.includes('"data"'))) client.send(data);
            },
          }),
      }),
      backoff: { base: 500, jitter: 0 },
    });
    const stage: Stage = {
      at,
      exchange,
      tickers: [],
      topics: [],
      health: [],
      problems: [],
      statuses: [],
      errors: [],
      silence: silent => (isSilent = silent),
    };
    played = stage;
    const all = new Subscription();
    const watching = feeds.topics$().subscribe(status => stage.topics.push(status));
    all.add(feeds.health$('bitget').subscribe(health => stage.health.push(health)));
    all.add(feeds.problems$().subscribe(problem => stage.problems.push(problem)));
    all.add(feeds.status$().subscribe(({ phase }) => stage.statuses.push(phase)));
    all.add(
      feeds.ticker$('bitget', 'BTCUSDT', { market, gaps: true }).subscribe({
        next: value => stage.tickers.push(value),
        error: (cause: unknown) => stage.errors.push(cause),
      }),
    );
    const other = feeds.ticker$('bitget', 'ETHUSDT', { market }).subscribe();
    all.add(other);
    script(stage);
    at(seconds * 1_000, () => {
      all.unsubscribe();
    });
    at(seconds * 1_000 + 1_000, () => {
      watching.unsubscribe();
      exchange.close();
    });
  }, 5_000);
  expect(left).toBe(0);
  if (played === undefined) throw new Error('nothing was played');
  return played;
}

const phasesOf = (topics: readonly TopicStatus[], symbol: string): readonly string[] =>
  topics.filter(status => status.symbol === symbol).map(({ phase }) => phase);

describe('where each topic stands', () => {
  it('is told from the first connection to the last subscriber', () => {
    const { topics } = play(10, () => undefined);
    expect(phasesOf(topics, 'BTCUSDT')).toEqual(['connecting', 'syncing', 'live', 'idle']);
    expect(topics[0]).toMatchObject({
      type: 'topic-status',
      venue: 'bitget',
      market,
      symbol: 'BTCUSDT',
      kind: 'ticker',
      topic: 'USDT-FUTURES:ticker:BTCUSDT',
    });
  });

  it('follows a lost connection', () => {
    const { topics } = play(10, ({ at, exchange }) => {
      at(5_000, () => {
        exchange.inject('close-1006');
      });
    });
    expect(phasesOf(topics, 'BTCUSDT')).toEqual([
      ...['connecting', 'syncing', 'live'],
      ...['connecting', 'syncing', 'live', 'idle'],
    ]);
  });

  it('is "failed" for a topic that the venue refuses, alone', () => {
    const { topics, errors } = play(5, ({ exchange }) => {
      exchange.inject('refuse-topic', { symbol: 'BTCUSDT' });
    });
    expect(phasesOf(topics, 'BTCUSDT').at(-1)).toBe('failed');
    expect(phasesOf(topics, 'ETHUSDT')).toEqual(['connecting', 'syncing', 'live', 'idle']);
    expect(errors).toHaveLength(1);
  });
});

describe('a topic that falls silent while its connection lives', () => {
  it('is asked for anew, told, and heals', () => {
    const { topics, tickers, problems, statuses } = play(120, ({ at, silence }) => {
      at(30_000, () => {
        silence(true);
      });
      at(50_000, () => {
        silence(false);
      });
    });
    const phases = phasesOf(topics, 'BTCUSDT');
    expect(phases.slice(0, 5)).toEqual(['connecting', 'syncing', 'live', 'stale', 'healing']);
    expect(phases.slice(-2)).toEqual(['live', 'idle']);
    expect(phasesOf(topics, 'ETHUSDT')).toEqual(['connecting', 'syncing', 'live', 'idle']);
    expect(statuses.filter(phase => phase === 'ready')).toHaveLength(1);
    expect(problems[0]?.error.message).toMatch(
      /^bitget USDT-FUTURES:ticker:BTCUSDT: nothing came for \d+ ms, where something comes every 500 ms or so$/,
    );
    expect(problems[0]).toMatchObject({ mending: 'resync', topic: 'USDT-FUTURES:ticker:BTCUSDT' });
    const gaps = tickers.filter((value): value is Gap => value.type === 'gap');
    expect(gaps.map(({ reason }) => reason)).toEqual(['silence']);
    expect((gaps[0]?.to ?? 0) - (gaps[0]?.from ?? 0)).toBeGreaterThan(15_000);
  });

  it('gets a new connection where asking for it anew does not help, and not again and again', () => {
    const { problems, statuses, exchange, errors } = play(900, ({ at, silence }) => {
      at(30_000, () => {
        silence(true);
      });
    });
    expect(problems.filter(({ mending }) => mending === 'reconnect').length).toBeGreaterThan(0);
    const connections = statuses.filter(phase => phase === 'ready').length;
    expect(connections).toBeGreaterThan(1);
    expect(connections).toBeLessThan(5);
    expect(errors).toEqual([]);
    const requests = exchange.heard.filter(({ text }) => text.includes('subscribe') && text.includes('BTCUSDT'));
    expect(requests.length).toBeLessThan(80);
    expect(exchange.violations).toEqual([]);
  });
});

describe('how a topic does', () => {
  it('is told once a second, with its cadence, its patience and its lag', () => {
    const { health } = play(40, () => undefined);
    const own = health.filter(({ symbol }) => symbol === 'BTCUSDT');
    expect(own.length).toBeGreaterThan(35);
    expect(own.at(-1)).toMatchObject({ type: 'topic-health', phase: 'live', patience: 20_000, lag: 0, lagSlope: 0 });
    expect(own.at(-1)?.cadence).toBeCloseTo(500, -1);
    expect(own.at(-1)?.quiet).toBeLessThan(1_100);
    expect(own.at(-1)?.messages).toBeGreaterThan(60);
  });
});

/** A frame of data of one channel and one symbol. */
const isOf =
  (channel: string, symbol = 'BTCUSDT') =>
  (data: string): boolean =>
    data.includes(`"${channel}","instId":"${symbol}"`) && data.includes('"data"');

interface Line {
  readonly at: At;
  readonly exchange: Exchange;
  readonly feeds: ReturnType<typeof createFeeds>;
  readonly health: TopicHealth[];
  readonly problems: Problem[];
  readonly statuses: string[];
  readonly values: unknown[];
  /** Watches, until the end. */
  watch(...all: readonly Observable<unknown>[]): void;
}

/**
 * Plays for so many seconds over a line of one's own making.
 *
 * @param wire - hands a frame on, now or later, or not
 */
function over(
  seconds: number,
  wire: (data: string, send: (other?: string) => void, elapsed: number) => void,
  script: (line: Line) => void,
  options: ExchangeOptions = {},
): Line {
  let played: Line | undefined;
  const left = virtually(at => {
    const since = Date.now();
    const exchange = createExchange(counterparts.bitget(), { seed: 3, tick: 500, ...options });
    const feeds = createFeeds({
      urls: { bitget: 'ws://exchange' },
      transport: exchangeTransport({
        ...exchange,
        connect: (path, client) =>
          exchange.connect(path, {
            ...client,
            send: data => {
              if (typeof data !== 'string') client.send(data);
              else {
                wire(
                  data,
                  (other = data) => {
                    client.send(other);
                  },
                  Date.now() - since,
                );
              }
            },
          }),
      }),
      backoff: { base: 500, jitter: 0 },
    });
    const all = new Subscription();
    const line: Line = {
      ...{ at, exchange, feeds, health: [], problems: [], statuses: [], values: [] },
      watch: (...streams) => {
        for (const stream$ of streams) all.add(stream$.subscribe(value => line.values.push(value)));
      },
    };
    played = line;
    all.add(feeds.health$('bitget').subscribe(health => line.health.push(health)));
    all.add(feeds.problems$().subscribe(problem => line.problems.push(problem)));
    all.add(feeds.status$().subscribe(({ phase }) => line.statuses.push(phase)));
    script(line);
    at(seconds * 1_000, () => {
      all.unsubscribe();
    });
    at(seconds * 1_000 + 1_000, () => {
      exchange.close();
    });
  }, 60_000);
  expect(left).toBe(0);
  if (played === undefined) throw new Error('nothing was played');
  return played;
}

const later = (send: () => void, ms: number): void => {
  if (ms === 0) send();
  else setTimeout(send, ms);
};
const last = (health: readonly TopicHealth[], kind: string, symbol = 'BTCUSDT'): TopicHealth | undefined =>
  health.findLast(one => one.kind === kind && one.symbol === symbol);

describe('the lag of a topic', () => {
  it('is about 0, and so is its slope, where frames are equally late', () => {
    const random = createRandom(5);
    const { health } = over(
      60,
      (_, send) => {
        // A way of 80 ms, and a jitter of 20.
        later(send, 80 + Math.round(20 * random.next()));
      },
      ({ watch, feeds }) => {
        watch(feeds.ticker$('bitget', 'BTCUSDT', { market }), feeds.ticker$('bitget', 'ETHUSDT', { market }));
      },
    );
    const settled = health.filter(({ lagSlope }) => lagSlope !== undefined);
    expect(settled.length).toBeGreaterThan(80);
    for (const { lag, lagSlope } of settled) {
      expect(lag).toBeGreaterThanOrEqual(0);
      expect(lag).toBeLessThanOrEqual(20);
      expect(Math.abs(lagSlope ?? NaN)).toBeLessThan(4);
    }
  });

  it.each([5, 20, 80])('grows by %i ms a second where frames come later and later, and its slope says so', growth => {
    const { health } = over(
      60,
      (data, send, elapsed) => {
        later(send, isOf('ticker')(data) ? Math.round((growth * elapsed) / 1_000) : 0);
      },
      ({ watch, feeds }) => {
        watch(feeds.ticker$('bitget', 'BTCUSDT', { market }), feeds.ticker$('bitget', 'ETHUSDT', { market }));
      },
    );
    // What is sent in a second takes a little longer than one to arrive.
    const seen = growth / (1 + growth / 1_000);
    const slopes = health.filter(({ symbol }) => symbol === 'BTCUSDT').flatMap(({ lagSlope = [] }) => lagSlope);
    expect(slopes.length).toBeGreaterThan(40);
    for (const slope of slopes) expect(Math.abs(slope - seen)).toBeLessThan(1 + seen * 0.1);
    expect(slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length).toBeCloseTo(seen, 0);
    const { lag = NaN, lagSlope = NaN } = last(health, 'ticker', 'ETHUSDT') ?? {};
    expect([lag, lagSlope]).toEqual([0, 0]);
    expect(last(health, 'ticker')?.lag).toBeGreaterThan(seen * 57);
    expect(last(health, 'ticker')?.lag).toBeLessThanOrEqual(seen * 60);
  });

  it('is seen where all topics of the venue are late alike, a single one too', () => {
    const { health } = over(
      60,
      (_, send, elapsed) => {
        later(send, elapsed < 20_000 ? 0 : 400);
      },
      ({ watch, feeds }) => {
        watch(feeds.ticker$('bitget', 'BTCUSDT', { market }));
      },
    );
    expect(health.findLast(({ at }) => at < 1_800_000_019_000)?.lag).toBe(0);
    expect(last(health, 'ticker')).toMatchObject({ lag: 400, lagSlope: 0 });
  });

  it.each([7_000, -7_000])('knows nothing of a clock that is %i ms off', offset => {
    const { health, values } = over(
      40,
      (data, send) => {
        const stamped = data.replace(/"ts":"(\d+)"/g, (_, time: string) => `"ts":"${Number(time) + offset}"`);
        later(
          () => {
            send(stamped);
          },
          isOf('ticker')(data) ? 150 : 0,
        );
      },
      ({ watch, feeds }) => {
        watch(feeds.ticker$('bitget', 'BTCUSDT', { market }), feeds.ticker$('bitget', 'ETHUSDT', { market }));
      },
    );
    const tickers = values as readonly Ticker[];
    expect(tickers.every(({ timestamp = 0, receivedAt }) => Math.abs(timestamp - receivedAt - offset) < 200)).toBe(
      true,
    );
    expect(last(health, 'ticker')).toMatchObject({ lag: 150, lagSlope: 0 });
    expect(last(health, 'ticker', 'ETHUSDT')).toMatchObject({ lag: 0, lagSlope: 0 });
  });

  it('forgets a clock that was put right, within minutes', () => {
    const { health } = over(
      1_200,
      (data, send, elapsed) => {
        const ahead = elapsed < 60_000 ? 20_000 : 0;
        send(data.replace(/"ts":"(\d+)"/g, (_, time: string) => `"ts":"${Number(time) + ahead}"`));
      },
      ({ watch, feeds }) => {
        watch(feeds.ticker$('bitget', 'BTCUSDT', { market }));
      },
    );
    expect(health.find(({ at }) => at > 1_800_000_062_000)?.lag).toBe(20_000);
    expect(last(health, 'ticker')).toMatchObject({ lag: 0, lagSlope: 0 });
  });
});

describe('a topic that is silent by nature', () => {
  it('a market without trades for hours after busy minutes keeps its connection, and is asked for ever more seldom', () => {
    const { problems, statuses, exchange, health } = over(
      6 * 3_600,
      (data, send, elapsed) => {
        if (elapsed < 400_000 || !isOf('trade')(data)) send();
      },
      ({ watch, feeds }) => {
        watch(feeds.trades$('bitget', 'BTCUSDT', { market }), feeds.ticker$('bitget', 'ETHUSDT', { market }));
      },
      { tick: 5_000 },
    );
    expect(last(health, 'trades')?.messages).toBeGreaterThan(20);
    expect(statuses.filter(phase => phase === 'ready')).toHaveLength(1);
    expect(problems.filter(({ mending }) => mending === 'reconnect')).toEqual([]);
    // The venue tells its last trades at each subscription: that these are missing is told as well.
    expect(problems.filter(({ mending }) => mending === 'resync').length).toBeLessThan(11);
    expect(problems.length).toBeLessThan(25);
    expect(exchange.violations).toEqual([]);
  }, 60_000);

  it('trades that come once in minutes, by chance, are left alone', () => {
    const random = createRandom(11);
    let next = 0;
    const { problems, statuses, values, health } = over(
      8 * 3_600,
      (data, send, elapsed) => {
        if (!isOf('trade')(data)) {
          send();
          return;
        }
        if (elapsed < next) return;
        // Two minutes between two of them, on average.
        next = elapsed - 120_000 * Math.log(1 - random.next());
        send();
      },
      ({ watch, feeds }) => {
        watch(feeds.trades$('bitget', 'BTCUSDT', { market }));
      },
      { tick: 5_000 },
    );
    expect(values.length).toBeGreaterThan(150);
    expect(last(health, 'trades')?.patience).toBeGreaterThan(1_000_000);
    expect([problems, statuses.filter(phase => phase === 'ready').length]).toEqual([[], 1]);
  }, 60_000);

  it('a quote that changes once a minute is left alone', () => {
    const random = createRandom(4);
    let next = 0;
    const { problems, statuses, health } = over(
      6 * 3_600,
      (data, send, elapsed) => {
        if (!isOf('ticker')(data)) {
          send();
          return;
        }
        if (elapsed < next) return;
        next = elapsed - 60_000 * Math.log(1 - random.next());
        send();
      },
      ({ watch, feeds }) => {
        watch(feeds.ticker$('bitget', 'BTCUSDT', { market }));
      },
      { tick: 5_000 },
    );
    expect(last(health, 'ticker')?.messages).toBeGreaterThan(250);
    expect([problems, statuses.filter(phase => phase === 'ready').length]).toEqual([[], 1]);
  }, 60_000);
});

describe('the ladder', () => {
  const hour = 3_600_000;
  const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT'] as const;

  it('has budgets: many topics that stay silent for hours break no limit, and cost few connections', () => {
    const { problems, statuses, exchange } = over(
      3 * 3_600,
      (data, send, elapsed) => {
        if (elapsed < 60_000 || !data.includes('"ticker"') || !data.includes('"data"')) send();
      },
      ({ watch, feeds }) => {
        watch(...symbols.map(symbol => feeds.ticker$('bitget', symbol, { market })));
      },
      { tick: 2_000 },
    );
    expect(exchange.violations).toEqual([]);
    // The first connection, then at most one in ten minutes, and ever more seldom.
    const connections = statuses.filter(phase => phase === 'ready').length;
    expect(connections).toBeGreaterThan(1);
    expect(connections).toBeLessThanOrEqual(1 + (3 * hour) / 600_000);
    const renewals = problems.filter(({ mending }) => mending === 'reconnect').map(({ at }) => at);
    for (const [i, at] of renewals.slice(1).entries()) expect(at - (renewals[i] ?? 0)).toBeGreaterThanOrEqual(600_000);
    for (const symbol of symbols) {
      const asked = exchange.heard.filter(
        ({ text }) => text.includes('"subscribe"') && text.includes('ticker') && text.includes(symbol),
      );
      expect(asked.length).toBeGreaterThan(3);
      expect(asked.length).toBeLessThan(60);
      // Ever more seldom: in the last hour less than in the first.
      const [early, late] = [0, 2].map(
        n =>
          asked.filter(({ at }) => at >= 1_800_000_000_000 + n * hour && at < 1_800_000_000_000 + (n + 1) * hour)
            .length,
      );
      expect(late).toBeLessThan(early ?? 0);
    }
  }, 60_000);

  it('never loses what is wanted: an outage in the midst of a healing, then all flows again', () => {
    const { statuses, exchange, health } = over(
      400,
      (data, send, elapsed) => {
        if (elapsed < 30_000 || elapsed > 180_000 || !isOf('ticker')(data)) send();
      },
      ({ at, watch, feeds, exchange: venue }) => {
        watch(...symbols.map(symbol => feeds.ticker$('bitget', symbol, { market })));
        // Between two steps of the ladder, and once more while the connection is being made.
        for (const time of [51_000, 52_000, 100_000])
          at(time, () => {
            venue.inject('close-1006');
          });
        at(101_000, () => {
          venue.inject('refuse-connection', { times: 6 });
          venue.inject('close-1006');
        });
        at(390_000, () => {
          expect(venue.subscriptions().flat()).toHaveLength(symbols.length);
        });
      },
    );
    expect(statuses.filter(phase => phase === 'waiting').length).toBeGreaterThan(5);
    for (const symbol of symbols) {
      expect(last(health, 'ticker', symbol)).toMatchObject({ phase: 'live' });
      expect(last(health, 'ticker', symbol)?.quiet).toBeLessThan(2_000);
    }
    expect(exchange.violations).toEqual([]);
  }, 60_000);
});
