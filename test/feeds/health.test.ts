import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Gap, Problem, Ticker, TopicHealth, TopicStatus } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
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
