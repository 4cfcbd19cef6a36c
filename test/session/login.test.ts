import { Subscription, defer, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Inbound, Refusal } from '../../src/contract/inbound.js';
import { ConnectionError, RequestError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import { liveSession } from '../../src/session/live-session.js';
import { listening } from '../support/listening.js';
import { toyProtocol, toyTopic } from '../support/toy-protocol.js';
import { toyServer } from '../support/toy-server.js';
import type { ToyClient, ToyServer } from '../support/toy-server.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

interface Stage {
  readonly at: At;
  readonly server: ToyServer;
  readonly told: string[];
  /** When each login was signed, by the clock of the venue as far as known. */
  readonly logins: number[];
}

function play(
  end: number,
  answerLogin: (client: ToyClient, attempt: number) => readonly Inbound[],
  script: (stage: Stage) => void,
  time$?: Observable<number>,
): void {
  const left = virtually(at => {
    const server = toyServer();
    const told: string[] = [];
    const logins: number[] = [];
    const session = liveSession({
      venue: 'toy',
      endpoint: 'private',
      url: 'ws://toy',
      protocol: toyProtocol(),
      transport: url => server.transport(url),
      reports: {
        status: ({ phase }) => told.push(phase),
        problem: ({ error }) => told.push(`${error.code}: ${error.message}`),
      },
      account: {
        login: time => {
          logins.push(time);
          return JSON.stringify({ login: logins.length });
        },
        write: ({ verb, topics }) => toyProtocol()[verb](topics, { id: '', now: 0, credentials: undefined }),
        time$,
      },
      backoff: { base: 1_000, floor: 1_000 },
      random: () => 0.5,
    });
    // The toy server hears a login as a text without verb; the answer comes 50 ms later.
    const answered = new Set<string>();
    for (let tick = 0; tick < end; tick += 50) {
      at(tick, () => {
        for (const [index, client] of server.everyone.entries()) {
          for (const { text } of client.heard) {
            if (!text.includes('login') || answered.has(`${index} ${text}`)) continue;
            answered.add(`${index} ${text}`);
            client.say(...answerLogin(client, answered.size));
          }
        }
      });
    }
    const all = new Subscription();
    all.add(listening(session, toyTopic('a')).subscribe({ error: (cause: unknown) => told.push(String(cause)) }));
    script({ at, server, told, logins });
    at(end, () => {
      all.unsubscribe();
    });
  }, 1_000);
  expect(left).toBe(0);
}

const welcome: readonly Inbound[] = [{ type: 'welcome' }];
const unwelcome = (remedy: Refusal['remedy']): readonly Inbound[] => [
  { type: 'unwelcome', refusal: { code: '30015', reason: 'invalid signature', remedy } },
];
const texts = ({ heard }: ToyClient): string[] => heard.map(({ text }) => text);

describe('a private door', () => {
  it('logs in first, then asks; and again after a loss', () => {
    play(
      5_000,
      () => welcome,
      ({ at, server, told }) => {
        at(500, () => {
          expect(texts(server.everyone[0] as ToyClient)).toEqual(['{"login":1}', '{"verb":"subscribe","names":["a"]}']);
          server.clients[0]?.hangUp();
        });
        at(4_000, () => {
          expect(texts(server.everyone[1] as ToyClient)).toEqual(['{"login":2}', '{"verb":"subscribe","names":["a"]}']);
          expect(told.filter(line => line === 'ready')).toHaveLength(2);
        });
      },
    );
  });

  it('tells a refusal once, with its code, and does not try again', () => {
    play(
      60_000,
      () => unwelcome('never'),
      ({ at, server, told, logins }) => {
        at(59_000, () => {
          expect(told).toEqual([
            'connecting',
            'failed',
            'LoginError: toy login: refused with 30015 (invalid signature)',
          ]);
          expect(logins).toHaveLength(1);
          expect(server.clients).toEqual([]);
        });
      },
    );
  });

  it('connects anew where no answer comes in time', () => {
    play(
      20_000,
      (_, attempt) => (attempt === 1 ? [] : welcome),
      ({ at, server, told }) => {
        at(19_000, () => {
          expect(told).toContain('CONNECTION: toy login: no answer within 10000 ms');
          expect(server.everyone).toHaveLength(2);
          expect(told.at(-1)).toBe('ready');
        });
      },
    );
  });

  it('corrects its clock by that of the venue where that is why, once', () => {
    const ahead = { time$: of(0) };
    play(
      20_000,
      (_, attempt) => (attempt === 1 ? unwelcome('clock') : welcome),
      ({ at, logins, told }) => {
        at(19_000, () => {
          expect(logins).toHaveLength(2);
          expect(Math.abs(logins[1] ?? NaN)).toBeLessThan(30_000);
          expect(told.at(-1)).toBe('ready');
        });
      },
      ahead.time$,
    );
  });

  it('gives up where the corrected clock does not help, or there is nothing to correct it by', () => {
    for (const [time$, attempts] of [
      [of(now()), 2],
      [undefined, 1],
    ] as const) {
      play(
        60_000,
        () => unwelcome('clock'),
        ({ at, logins, told }) => {
          at(59_000, () => {
            expect(logins).toHaveLength(attempts);
            expect(told.at(-1)).toMatch(/^LoginError: toy login: refused with 30015/);
          });
        },
        time$,
      );
    }
  });

  it('tries again as often as it must where the venue is busy, and later where it bears no more', () => {
    for (const [remedy, least] of [
      ['retry', 4],
      ['pause', 2],
    ] as const) {
      play(
        70_000,
        () => unwelcome(remedy),
        ({ at, logins, told }) => {
          at(69_000, () => {
            expect(logins.length).toBeGreaterThanOrEqual(least);
            expect(told.some(line => line.startsWith('LoginError'))).toBe(false);
          });
        },
        undefined,
      );
    }
  });

  it('tries again where the time of the venue cannot be had', () => {
    play(
      20_000,
      () => unwelcome('clock'),
      ({ at, told }) => {
        at(19_000, () => {
          expect(told.filter(line => line.startsWith('CONNECTION: no route')).length).toBeGreaterThan(1);
        });
      },
      throwError(() => new ConnectionError('no route to the clock')),
    );
  });

  it('tries again, not before it may, where the venue refuses the question for its time', () => {
    let questions = 0;
    const refused$ = defer(() => {
      questions += 1;
      return throwError(() => new RequestError('request to toy failed: status 403', 403));
    });
    play(
      50_000,
      () => unwelcome('clock'),
      ({ at, told }) => {
        at(49_000, () => {
          expect(questions).toBe(2);
          expect(told.filter(line => line === 'CONNECTION: request to toy failed: status 403')).toHaveLength(2);
          expect(told).not.toContain('failed');
        });
      },
      refused$,
    );
  });
});
