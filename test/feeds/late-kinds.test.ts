import { EMPTY, Subscription, map } from 'rxjs';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { defineChannel } from '../../src/contract/channel.js';
import { feed } from '../../src/feeds/feed.js';
import type { Feeds } from '../../src/feeds/feeds.js';
import { createFeeds } from '../../src/index.js';
import type { FundingRate, Ticker, venues } from '../../src/index.js';
import type { FeedDoor, Run } from '../../src/feeds/run.js';
import { createTopicBoard } from '../../src/feeds/topic-board.js';
import type { PositionUpdate, Positions } from '../../src/model/account.js';
import type { Kind } from '../../src/model/kinds.js';
import type { Listener } from '../../src/session/session.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Transport } from '../../src/transport/socket.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { position, positionUpdate } from '../state/account-rows.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { toyTopic } from '../support/toy-protocol.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

interface Stage {
  readonly at: At;
  readonly feeds: Feeds<typeof venues>;
  /** Requests that went out. */
  readonly said: string[];
  readonly all: Subscription;
}

function play(seconds: number, script: (stage: Stage) => void): void {
  virtually(at => {
    const exchange = createExchange(counterparts.bybit(), { seed: 5, tick: 100 });
    const said: string[] = [];
    const plain = exchangeTransport(exchange);
    const transport: Transport = url =>
      plain(url).pipe(
        map(socket => ({
          ...socket,
          send: (text: string) => {
            if (text.includes('tickers')) said.push(text);
            socket.send(text);
          },
        })),
      );
    const feeds = createFeeds({ urls: { bybit: 'ws://exchange' }, transport });
    const all = new Subscription();
    script({ at, feeds, said, all });
    at(seconds * 1_000, () => {
      all.unsubscribe();
      exchange.close();
    });
  });
}

describe('a kind that is read from a ticker which is told already', () => {
  const market = 'linear';

  it('costs the venue nothing, whichever came first, and goes on with the ticker', () => {
    play(20, ({ at, feeds, said, all }) => {
      const tickers: Ticker[] = [];
      const rates: FundingRate[] = [];
      all.add(feeds.fundingRate$('bybit', 'BTCUSDT', { market }).subscribe(rate => rates.push(rate)));
      at(5_000, () => {
        expect(said).toHaveLength(1);
        expect(rates).not.toHaveLength(0);
        all.add(feeds.ticker$('bybit', 'BTCUSDT', { market }).subscribe(ticker => tickers.push(ticker)));
        expect(tickers).toHaveLength(1);
        expect(tickers[0]).toMatchObject({ symbol: 'BTCUSDT', fundingRate: rates.at(-1)?.rate });
        const told: string[] = [];
        all.add(feeds.markPrice$('bybit', 'BTCUSDT', { market }).subscribe(() => told.push('mark price')));
        all.add(feeds.openInterest$('bybit', 'BTCUSDT', { market }).subscribe(() => told.push('open interest')));
        expect(told).toEqual(['mark price', 'open interest']);
      });
      at(19_000, () => {
        expect(said).toHaveLength(1);
        expect(tickers.length).toBeGreaterThan(10);
      });
    });
  });

  it('says the same as one that was there from the beginning', () => {
    play(20, ({ at, feeds, all }) => {
      const first: Ticker[] = [];
      const late: FundingRate[] = [];
      all.add(feeds.ticker$('bybit', 'ETHUSDT', { market }).subscribe(ticker => first.push(ticker)));
      at(4_000, () => {
        all.add(feeds.fundingRate$('bybit', 'ETHUSDT', { market }).subscribe(rate => late.push(rate)));
      });
      at(19_000, () => {
        expect(late.at(-1)).toMatchObject({ rate: first.at(-1)?.fundingRate });
      });
    });
  });
});

describe('the positions of one symbol', () => {
  const channel = defineChannel({
    kind: 'positions',
    docs: 'https://example.org',
    markets: ['linear'],
    wire: z.object({ event: z.looseObject({ type: z.string() }) }),
    topic: () => toyTopic('positions', true, true),
    normalise: ({ event }) => [event as unknown as PositionUpdate],
  });

  it('are known to whoever is told all of them', () => {
    const listeners: Listener[] = [];
    const runs: Run<Kind>[] = [];
    const door: FeedDoor = {
      venue: 'toy',
      session: {
        listen: (_, listener) => {
          listeners.push(listener);
        },
        leave: () => undefined,
        renew: () => undefined,
        refresh: () => undefined,
        resync: () => undefined,
      },
      resyncs: [],
      strict: true,
      board: createTopicBoard(() => []),
      fetch: () => EMPTY,
      problem: () => undefined,
      peers: () => runs,
    };
    const start = (symbol: string): Positions[] => {
      const told: Positions[] = [];
      const request = { market: 'linear', symbol } as const;
      const sink = {
        next: (state: { readonly emit: readonly Positions[] } | undefined) => told.push(...(state?.emit ?? [])),
        error: (cause: unknown) => {
          throw cause;
        },
      };
      runs.push(feed({ door, channel, request, topic: channel.topic(request) })(sink) as Run<Kind>);
      return told;
    };
    start('');
    const rows = ['BTCUSDT', 'ETHUSDT'].map(symbol => position(symbol, '1'));
    expect(listeners[0]?.catchUp?.()).toBe(false);
    listeners[0]?.next({ type: 'message', body: { event: positionUpdate(true, ...rows) }, receivedAt: 5 });
    const told = start('ETHUSDT');
    expect(listeners[1]?.catchUp?.()).toBe(true);
    expect(told.map(({ open }) => open.map(({ symbol }) => symbol))).toEqual([['ETHUSDT']]);
    // Who is told one symbol knows nothing of the others.
    runs.shift();
    start('BTCUSDT');
    expect(listeners[2]?.catchUp?.()).toBe(false);
  });
});
