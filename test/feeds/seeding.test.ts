import { Observable, Subject, defer, of, throwError, timer } from 'rxjs';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { defineChannel } from '../../src/contract/channel.js';
import { feed } from '../../src/feeds/feed.js';
import { createSeeding } from '../../src/feeds/seeding.js';
import { createTopicBoard } from '../../src/feeds/topic-board.js';
import { RequestError } from '../../src/model/errors.js';
import type { BookDelta, BookSnapshot } from '../../src/model/market.js';
import { createBudget } from '../../src/operators/budget.js';
import type { Listener, Signal } from '../../src/session/session.js';
import { delta, snapshot } from '../state/rows.js';
import { toyTopic } from '../support/toy-protocol.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

const book = defineChannel({
  kind: 'book',
  docs: 'https://example.org',
  markets: ['spot'],
  topic: ({ symbol }) => toyTopic(symbol, true),
  wire: z.looseObject({ type: z.string() }),
  normalise: event => [event as unknown as BookDelta],
});
const seeded = {
  ...book,
  seed: {
    url: ({ symbol }: { symbol: string }) => `https://toy/depth?symbol=${symbol}`,
    read: (body: unknown) => [body as BookSnapshot],
  },
};

interface Stage {
  readonly at: At;
  send(event: object): void;
  signal(signal: Signal): void;
  /** What the venue's REST interface answers from now on, 100 ms after it was asked. */
  answer: object | RequestError;
  /** When it was asked, ms from the beginning. */
  readonly fetches: number[];
  /** Sequence numbers of the books told; 'nothing' where nothing holds, an error's message. */
  readonly told: unknown[];
  readonly problems: string[];
}

function play(end: number, script: (stage: Stage) => void): void {
  const left = virtually(at => {
    const signals$ = new Subject<Signal>();
    const start = Date.now();
    const stage: Stage = {
      at,
      send: event => {
        signals$.next({ type: 'message', body: event, receivedAt: Date.now() });
      },
      signal: signal => {
        signals$.next(signal);
      },
      answer: snapshot([[1, 1]], [[2, 1]], { sequence: '10' }),
      fetches: [],
      told: [],
      problems: [],
    };
    const request = { market: 'spot' as const, symbol: 'BTCUSDT' };
    const running = feed({
      door: {
        venue: 'toy',
        session: {
          listen: (_: unknown, listener: Listener) => void signals$.subscribe(listener),
          leave: () => undefined,
          resync: () => stage.problems.push('resync'),
          renew: () => undefined,
          refresh: () => stage.problems.push('refresh'),
        },
        resyncs: [{ messages: 2, per: 10_000 }],
        strict: false,
        board: createTopicBoard(() => []),
        fetch: url =>
          new Observable(subscriber => {
            expect(url).toBe('https://toy/depth?symbol=BTCUSDT');
            stage.fetches.push(Math.floor((Date.now() - start) / 10) * 10);
            const { answer } = stage;
            const answer$ = answer instanceof RequestError ? throwError(() => answer) : timer(100);
            return answer$.subscribe({
              next: () => {
                subscriber.next(answer);
              },
              error: (cause: unknown) => {
                subscriber.error(cause);
              },
            });
          }),
        problem: (_, error, mending) => stage.problems.push(`${error.code} ${mending}`),
      },
      channel: seeded,
      request,
      topic: seeded.topic(request),
    })({
      next: state => stage.told.push(state === undefined ? 'nothing' : state.emit[0]?.sequence),
      error: cause => stage.told.push((cause as Error).message),
    });
    signals$.next({ type: 'reset' });
    script(stage);
    at(end, () => {
      running.stop();
      signals$.complete();
    });
  });
  expect(left).toBe(0);
}

const change = (previous: number, sequence: number): BookDelta =>
  delta([[1, sequence]], [], { previous: String(previous), sequence: String(sequence) });

describe('a book whose first state comes over HTTP', () => {
  it('is told once the state is joined with the changes that came meanwhile', () => {
    play(5_000, ({ at, send, told, fetches, problems }) => {
      at(100, () => {
        send(change(8, 9));
      });
      at(150, () => {
        send(change(9, 11));
        send(change(11, 12));
        expect(told).toEqual(['nothing']);
      });
      at(300, () => {
        send(change(12, 13));
      });
      at(4_000, () => {
        expect(fetches).toEqual([100]);
        expect(told).toEqual(['nothing', '12', '13']);
        expect(problems).toEqual([]);
      });
    });
  });

  it('waits for the first change, but in a quiet market not for ever', () => {
    play(5_000, ({ at, signal, send, told, fetches }) => {
      at(100, () => {
        signal({ type: 'asked' });
      });
      at(3_000, () => {
        expect(fetches).toEqual([2_100]);
        expect(told).toEqual(['nothing', '10']);
        send(change(10, 11));
        expect(told).toEqual(['nothing', '10', '11']);
      });
    });
  });

  it('fetches again where the state is too old, and keeps what came', () => {
    play(10_000, stage => {
      const { at, send, told, fetches, problems } = stage;
      at(100, () => {
        stage.answer = snapshot([[1, 1]], [[2, 1]], { sequence: '5' });
        send(change(10, 11));
      });
      at(210, () => {
        expect(told).toEqual(['nothing']);
        stage.answer = snapshot([[1, 1]], [[2, 1]], { sequence: '10' });
        send(change(11, 12));
      });
      at(9_000, () => {
        expect(fetches).toEqual([100, 450]);
        expect(told).toEqual(['nothing', '12']);
        expect(problems).toEqual([]);
      });
    });
  });

  it('takes a state that is ahead of the changes', () => {
    play(5_000, ({ at, send, told }) => {
      at(100, () => {
        send(change(8, 9));
      });
      at(1_000, () => {
        send(change(9, 10));
        send(change(10, 11));
        expect(told).toEqual(['nothing', '10', '11']);
      });
    });
  });

  it('begins anew at a gap, without asking the venue for the topic, and not more often than allowed', () => {
    play(30_000, stage => {
      const { at, send, told, fetches, problems } = stage;
      at(100, () => {
        send(change(9, 10));
      });
      at(1_000, () => {
        stage.answer = snapshot([[1, 1]], [[2, 1]], { sequence: '14' });
        send(change(13, 14));
        expect(told).toEqual(['nothing', '10', 'nothing']);
      });
      at(2_000, () => {
        stage.answer = snapshot([[1, 1]], [[2, 1]], { sequence: '20' });
        send(change(19, 20));
      });
      at(29_000, () => {
        expect(told).toEqual(['nothing', '10', 'nothing', '14', 'nothing', '20']);
        expect(problems).toEqual(['SEQUENCE resync', 'SEQUENCE resync']);
        expect(fetches).toEqual([100, 1_000, 10_200]);
      });
    });
  });

  it('forgets everything at a reset, and stops what is under way', () => {
    play(5_000, ({ at, send, signal, told, fetches }) => {
      at(100, () => {
        send(change(9, 10));
        signal({ type: 'reset' });
      });
      at(1_000, () => {
        expect(told).toEqual(['nothing', 'nothing']);
        send(change(10, 11));
      });
      at(2_000, () => {
        expect(fetches).toEqual([1_000]);
        expect(told).toEqual(['nothing', 'nothing', '11']);
      });
    });
  });

  it('tries again where the venue does not answer, and tells it', () => {
    play(5_000, stage => {
      const { at, send, told, problems } = stage;
      stage.answer = new RequestError('request to toy failed: status 503', 503);
      at(100, () => {
        send(change(9, 10));
      });
      at(200, () => {
        stage.answer = snapshot([[1, 1]], [[2, 1]], { sequence: '10' });
      });
      at(4_000, () => {
        expect(problems).toEqual(['REQUEST retry']);
        expect(told).toEqual(['nothing', '10']);
      });
    });
  });

  it('leaves a venue alone that will not answer us, tells it, and blames no symbol', () => {
    play(40_000, stage => {
      const { at, send, told, fetches, problems } = stage;
      stage.answer = new RequestError('request to toy failed: status 403', 403);
      at(100, () => {
        send(change(9, 10));
      });
      at(29_000, () => {
        expect(fetches).toEqual([100]);
        expect(problems).toEqual(['REQUEST retry']);
        stage.answer = snapshot([[1, 1]], [[2, 1]], { sequence: '10' });
      });
      at(39_000, () => {
        expect(fetches).toEqual([100, 30_100]);
        expect(told).toEqual(['nothing', '10']);
      });
    });
  });

  it('waits as long as the venue asks for', () => {
    play(80_000, stage => {
      stage.answer = new RequestError('request to toy failed: status 429', 429, { retryAfter: 70_000 });
      stage.at(100, () => {
        stage.send(change(9, 10));
      });
      stage.at(79_000, () => {
        expect(stage.fetches).toEqual([100, 70_100]);
        expect(stage.problems).toEqual(['REQUEST retry', 'REQUEST retry']);
      });
    });
  });

  it.each([400, 404])('ends with one sentence where the venue says that there is no such symbol: %i', status => {
    play(5_000, stage => {
      stage.answer = new RequestError(`request to toy failed: status ${status}`, status);
      stage.at(100, () => {
        stage.signal({ type: 'asked' });
      });
      stage.at(4_000, () => {
        expect(stage.told).toEqual([
          'nothing',
          `toy BTCUSDT: the first state was refused (request to toy failed: status ${status}); does the venue have this symbol?`,
        ]);
      });
    });
  });
});

describe('a seeding that is stopped', () => {
  it.each([
    ['by whoever is told that the state is too old', () => undefined, 5],
    ['by whoever is told that a fetch failed', () => new RequestError('nobody there', undefined), 1],
  ])('%s fetches no more, nor begins anew', (_, failure, most) => {
    let fetches = 0;
    const left = virtually(at => {
      const seeding = createSeeding<number>({
        budget: createBudget([]),
        fetch$: defer(() => {
          fetches += 1;
          const error = failure();
          return error === undefined ? of([]) : throwError(() => error);
        }),
        join: () => false,
        failed: () => {
          seeding.stop();
        },
        refused: () => {
          throw new Error('nobody refused');
        },
      });
      seeding.hold([1]);
      at(60_000, () => {
        seeding.begin();
        seeding.asked();
        seeding.hold([2]);
      });
      at(120_000, () => {});
    });
    expect([fetches, left]).toEqual([most, 0]);
  });
});
