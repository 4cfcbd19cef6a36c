import { EMPTY, Observable, Subject } from 'rxjs';
import type { Subscription } from 'rxjs';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { defineChannel } from '../../src/contract/channel.js';
import type { Channel } from '../../src/contract/channel.js';
import { feed } from '../../src/feeds/feed.js';
import { createTopicBoard } from '../../src/feeds/topic-board.js';
import { DecodeError } from '../../src/model/errors.js';
import type { Decimal } from '../../src/model/decimal.js';
import type { BalanceUpdate } from '../../src/model/account.js';
import type { BookDelta, BookSnapshot, Ticker, TickerPatch, Trade } from '../../src/model/market.js';
import type { Listener, Signal } from '../../src/session/session.js';
import type { Reduced } from '../../src/state/reducer.js';
import { balance, balanceUpdate } from '../state/account-rows.js';
import { delta, snapshot, stamp, unknown } from '../state/rows.js';
import { toyTopic } from '../support/toy-protocol.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

/** The body of a toy message is the event itself. */
const base = {
  docs: 'https://example.org',
  markets: ['spot'],
  wire: z.object({ event: z.looseObject({ type: z.string() }) }),
};
const book = defineChannel({
  ...base,
  kind: 'book',
  topic: ({ symbol }) => toyTopic(symbol, true),
  normalise: ({ event }) => [event as unknown as BookSnapshot | BookDelta],
});
const trades = defineChannel({
  ...base,
  kind: 'trades',
  topic: ({ symbol }) => toyTopic(symbol),
  normalise: ({ event }) => [event as unknown as Trade],
});

const fundingRate = defineChannel({
  ...base,
  kind: 'fundingRate',
  topic: ({ symbol }) => toyTopic(symbol, true),
  normalise: ({ event }) => [event as unknown as Ticker | TickerPatch],
});

const balances = defineChannel({
  ...base,
  kind: 'balances',
  topic: ({ symbol }) => toyTopic(symbol, true, true),
  normalise: ({ event }) => [event as unknown as BalanceUpdate],
});

interface Stage {
  readonly at: At;
  send(event: object): void;
  signal(signal: Signal): void;
  /** Bids' best prices, trades' ids, 'nothing' where nothing holds any more. */
  readonly told: unknown[];
  readonly problems: string[];
  /** When the topic was asked for anew, ms from the beginning. */
  readonly resyncs: number[];
  /** When the whole was asked for again, and nothing given up for it. */
  readonly refreshes: number[];
  listening: Subscription | undefined;
}

function play(
  channel: Channel<'book'> | Channel<'trades'> | Channel<'fundingRate'> | Channel<'balances'>,
  end: number,
  script: (stage: Stage) => void,
  strict = false,
): void {
  const left = virtually(at => {
    const signals$ = new Subject<Signal>();
    const listeners = new Map<Listener, Subscription>();
    const start = Date.now();
    const stage: Stage = {
      at,
      told: [],
      problems: [],
      resyncs: [],
      refreshes: [],
      listening: undefined,
      signal: signal => {
        signals$.next(signal);
      },
      send: event => {
        signals$.next({ type: 'message', body: { event }, receivedAt: Date.now() });
      },
    };
    const request = { market: 'spot', symbol: 'BTCUSDT' };
    const source = feed({
      door: {
        venue: 'toy',
        session: {
          listen: (_, listener) => {
            listeners.set(listener, signals$.subscribe(listener));
          },
          leave: (_, listener) => listeners.get(listener)?.unsubscribe(),
          renew: () => undefined,
          refresh: () => {
            stage.refreshes.push(Date.now() - start);
          },
          resync: () => {
            stage.resyncs.push(Date.now() - start);
            signals$.next({ type: 'reset' });
          },
        },
        resyncs: [
          { messages: 1, per: 5_000 },
          { messages: 3, per: 60_000 },
        ],
        strict,
        board: createTopicBoard(() => []),
        fetch: () => EMPTY,
        problem: (_, error, mending) => stage.problems.push(`${error.code} ${mending}`),
      },
      channel: channel as Channel<'book'>,
      request,
      topic: channel.topic(request),
    });
    stage.listening = new Observable<Reduced<unknown> | undefined>(subscriber => {
      const running = source({
        next: state => {
          subscriber.next(state);
        },
        error: cause => {
          subscriber.error(cause);
        },
      });
      return () => {
        running.stop();
      };
    }).subscribe({
      next: state => {
        if (state === undefined) stage.told.push('nothing');
        else
          for (const value of state.emit as readonly object[])
            stage.told.push('bids' in value ? (value as { bids: number[][] }).bids[0]?.[0] : (value as Trade).id);
      },
      error: (cause: unknown) => stage.told.push(String(cause)),
    });
    script(stage);
    at(end, () => {
      stage.listening?.unsubscribe();
    });
  }, 10_000);
  expect(left).toBe(0);
}

const first = snapshot([[100, 1]], [[101, 1]], { sequence: '10' });
const next = (previous: number, price: number): BookDelta =>
  delta([[price, 1]], [], { previous: String(previous), sequence: String(previous + 1) });

describe('the feed of a book', () => {
  it('says that nothing holds at a gap, asks anew at once, and goes on with the snapshot', () => {
    play(book, 2_000, ({ at, send, told, problems, resyncs }) => {
      send(first);
      send(next(10, 100.5));
      at(1_000, () => {
        send(next(12, 100.6));
        send(next(13, 100.7));
      });
      at(1_100, () => {
        send(snapshot([[100.8, 1]], [[101, 1]], { sequence: '20' }));
      });
      at(1_900, () => {
        expect(told).toEqual([100, 100.5, 'nothing', 'nothing', 100.8]);
        expect(problems).toEqual(['SEQUENCE resync']);
        expect(resyncs).toEqual([1_001]);
      });
    });
  });

  it('keeps to its budget of resyncs', () => {
    play(book, 120_000, ({ at, send, problems, resyncs }) => {
      let answered = -1;
      for (let n = 0; n < 1_000; n++) {
        at(n * 100, () => {
          if (resyncs.length > answered) send(first);
          answered = resyncs.length;
          send(next(12, 100.6));
        });
      }
      at(110_000, () => {
        expect(resyncs.slice(0, 5)).toEqual([1, 5_001, 10_001, 60_001, 65_001]);
        expect(problems.length).toBeLessThan(30);
      });
    });
  });

  it('asks anew where deltas come and no snapshot, after a while, and says so once', () => {
    play(book, 20_000, ({ at, send, resyncs, problems }) => {
      for (let n = 0; n < 50; n++)
        at(n * 100, () => {
          send(next(n, 100));
        });
      at(19_000, () => {
        expect(resyncs).toEqual([5_000]);
        expect(problems).toEqual(['SEQUENCE resync']);
      });
    });
  });

  it('does not ask anew where the snapshot comes meanwhile, or the topic is begun anew by itself', () => {
    play(book, 20_000, ({ at, send, signal, resyncs, problems }) => {
      send(next(1, 100));
      at(1_000, () => {
        send(first);
      });
      at(2_000, () => {
        signal({ type: 'reset' });
      });
      at(2_100, () => {
        send(next(1, 100));
      });
      at(3_000, () => {
        signal({ type: 'reset' });
      });
      at(19_000, () => {
        expect([resyncs, problems]).toEqual([[], []]);
      });
    });
  });

  it('doubts what follows on a message that does not fit, and believes a chain that is whole', () => {
    play(book, 20_000, ({ at, send, told, problems, resyncs }) => {
      send(first);
      send({ type: 7 });
      send(next(10, 100.5));
      expect(told).toEqual([100, 100.5]);
      send({ type: 7 });
      send(delta([[100.6, 1]], [], { sequence: '12' }));
      at(1_000, () => {
        expect(told).toEqual([100, 100.5, 'nothing', 'nothing']);
        expect(problems).toEqual(['SCHEMA skipped', 'SCHEMA skipped', 'SEQUENCE resync']);
        expect(resyncs).toHaveLength(1);
      });
    });
  });

  it('doubts after a frame of the connection that nobody could read', () => {
    play(book, 20_000, ({ send, signal, told }) => {
      send(first);
      signal({ type: 'doubt', cause: new DecodeError('toy frame is noise') });
      send(next(10, 100.5));
      expect(told).toEqual([100, 100.5]);
    });
  });

  it('ends with the error where it is strict', () => {
    play(
      book,
      1_000,
      ({ send, told, problems }) => {
        send({ type: 7 });
        expect(told).toEqual([expect.stringMatching(/^SchemaError: toy BTCUSDT: event\.type does not fit/) as string]);
        expect(problems).toEqual([]);
      },
      true,
    );
  });

  it('leaves no timer behind when it is left as a problem is told', () => {
    play(book, 20_000, stage => {
      stage.problems.push = () => {
        stage.listening?.unsubscribe();
        return 0;
      };
      stage.send(first);
      stage.send(next(12, 100.6));
      stage.at(19_000, () => {
        expect(stage.resyncs).toEqual([]);
      });
    });
  });

  it('does not wait for an hour because the clock was set back by one', () => {
    play(book, 30_000, ({ at, send, resyncs }) => {
      send(first);
      send(next(12, 100.6));
      at(6_000, () => {
        send(first);
        const real = Date.now;
        Date.now = () => real() - 3_600_000;
        send(next(12, 100.6));
        Date.now = real;
      });
      at(29_000, () => {
        expect(resyncs.length).toBe(2);
      });
    });
  });
});

describe('the feed of what a ticker tells', () => {
  const whole: Ticker = { ...stamp, type: 'ticker', ...unknown, price: 1, raw: undefined };
  const patch = (changes: TickerPatch['changes']): TickerPatch => ({
    ...stamp,
    type: 'ticker-patch',
    changes,
    raw: undefined,
  });

  it('asks for nothing more once the ticker has come, be it without what is told of it', () => {
    play(fundingRate, 60_000, ({ at, send, signal, told, resyncs, problems }) => {
      send(patch({ price: 2 }));
      at(100, () => {
        send(whole);
      });
      at(10_000, () => {
        signal({ type: 'reset' });
        send(patch({ price: 2 }));
        send(whole);
        send(patch({ price: 3 }));
      });
      at(59_000, () => {
        expect(resyncs).toEqual([]);
        expect(told).toEqual(['nothing']);
        expect(problems).toEqual([]);
      });
    });
  });

  it('asks anew where patches come and no ticker, and says so', () => {
    play(fundingRate, 20_000, ({ at, send, resyncs, problems }) => {
      send(patch({ price: 2 }));
      at(4_900, () => {
        expect(problems).toEqual([]);
      });
      at(19_000, () => {
        expect(resyncs).toEqual([5_000]);
        expect(problems).toEqual(['SEQUENCE resync']);
      });
    });
  });
});

describe('the feed of a book that is crossed', () => {
  it('goes on asking until the book says something', () => {
    play(book, 30_000, ({ at, send, told, resyncs }) => {
      send(first);
      send(next(12, 100.6));
      at(100, () => {
        send(first);
        send(next(12, 100.6));
      });
      at(200, () => {
        send(snapshot([[101, 1]], [[100, 1]], { sequence: '20' }));
      });
      at(29_000, () => {
        expect(told.filter(value => value !== 'nothing')).toEqual([100, 100]);
        expect(resyncs).toEqual([0, 5_000]);
      });
    });
  });
});

describe('the feed of trades', () => {
  const trade = (id: string | undefined): Trade => ({
    ...stamp,
    type: 'trade',
    id,
    price: 1,
    size: 1,
    side: 'buy',
    raw: undefined,
  });

  it('tells each once, over breaks as well', () => {
    play(trades, 1_000, ({ send, signal, told }) => {
      for (const id of ['1', '2', '2']) send(trade(id));
      signal({ type: 'reset' });
      for (const id of ['1', '2', '3', undefined, undefined]) send(trade(id));
      expect(told).toEqual(['1', '2', 'nothing', '3', undefined, undefined]);
    });
  });
});

describe('the feed of what an account holds', () => {
  const usdt = (total: Decimal): BalanceUpdate => balanceUpdate(true, balance('USDT', total));
  const noise = new DecodeError('noise');

  it('asks for the whole again where a change may be lost, and lets stand what is known meanwhile', () => {
    play(balances, 30_000, ({ at, send, signal, told, problems, resyncs, refreshes }) => {
      signal({ type: 'doubt', cause: noise });
      at(100, () => {
        expect(refreshes).toEqual([]);
        send(usdt('1'));
        signal({ type: 'doubt', cause: noise });
        signal({ type: 'doubt', cause: noise });
      });
      at(200, () => {
        expect(refreshes).toEqual([101]);
        send(usdt('2'));
        signal({ type: 'doubt', cause: noise });
      });
      at(29_000, () => {
        expect(refreshes).toEqual([101, 5_101]);
        expect(problems).toEqual(['DECODE resync', 'DECODE resync']);
        expect(resyncs).toEqual([]);
        expect(told).not.toContain('nothing');
      });
    });
  });

  it('asks for nothing once it is left', () => {
    play(balances, 10_000, stage => {
      stage.send(usdt('1'));
      stage.signal({ type: 'doubt', cause: noise });
      stage.listening?.unsubscribe();
      stage.at(9_000, () => {
        expect(stage.refreshes).toEqual([]);
      });
    });
  });
});
