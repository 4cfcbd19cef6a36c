import { Observable, Subject, timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/contract/frame.js';
import type { Topic } from '../../src/contract/topic.js';
import { ConnectionError, LoginError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import { liveSession } from '../../src/session/live-session.js';
import type { Problem, Status } from '../../src/session/session.js';
import type { Transport } from '../../src/transport/socket.js';
import { bitgetV1 } from '../../src/venues/bitget-v1/index.js';
import { listening as listening$ } from '../support/listening.js';
import { virtually } from '../support/virtual-time.js';

const { channels, protocol } = bitgetV1;
const credentials = { apiKey: 'test-key', secret: 'test-secret', passphrase: 'test-passphrase' };
const account = channels.balances.topic({ market: 'spot', symbol: '' });
const orders = channels.orders.topic({ market: 'spot', symbol: '' });
const btcOrders = channels.orders.topic({ market: 'spot', symbol: 'BTCUSDT' });

/** A server that speaks as the guide shows. */
interface Server {
  /** What clients said, with the time in s, in tenths; `connect` where one came. */
  readonly heard: string[];
  /** Answers a login; replace it to refuse. */
  onLogin: () => void;
  refusing: boolean;
  /** The symbol that it does not have: its error does not say which request it means. */
  unknown: string | undefined;
  say(frame: object): void;
  hangUp(): void;
  readonly transport: Transport;
}

function guideServer(start: number): Server {
  let frames$ = new Subject<Frame>();
  let lose = (): void => {};
  const note = (what: string): void => void server.heard.push(`${Math.round((now() - start) / 100) / 10} ${what}`);
  const server: Server = {
    heard: [],
    onLogin: () => {
      server.say({ event: 'login', code: 0 });
    },
    refusing: false,
    unknown: undefined,
    say: frame => {
      frames$.next({ receivedAt: now(), data: JSON.stringify(frame) });
    },
    hangUp: () => {
      lose();
    },
    transport: () =>
      new Observable(subscriber => {
        note('connect');
        frames$ = new Subject<Frame>();
        lose = () => {
          subscriber.error(new ConnectionError('connection was closed'));
        };
        if (server.refusing) {
          lose();
          return;
        }
        const send = (text: string): void => {
          const { op, args } = JSON.parse(text) as { op: string; args?: readonly object[] };
          note(op === 'login' ? 'login' : text);
          if (op === 'login') {
            expect(args).toMatchObject([{ apiKey: 'test-key', timestamp: String(now()) }]);
            timer(100).subscribe(server.onLogin);
          }
          if (op === 'ping')
            timer(100).subscribe(() => {
              server.say({ op: 'pong' });
            });
          for (const arg of op === 'subscribe' ? (args ?? []) : []) {
            timer(100).subscribe(() => {
              const { instId } = arg as { instId?: string };
              if (instId === undefined || instId !== server.unknown) server.say({ action: 'snapshot', arg, data: [] });
              else server.say({ event: 'error', code: '40003', msg: 'Invalid subscription' });
            });
          }
        };
        subscriber.next({ frames$, send });
      }),
  };
  return server;
}

interface Stage {
  readonly server: Server;
  readonly statuses: Status[];
  readonly problems: Problem[];
  readonly errors: unknown[];
  at(time: number, step: () => void): void;
  listen(topic: Topic): Subscription;
}

/** Plays in virtual time; whatever is left is unsubscribed at the end, then nothing may run. */
function play(end: number, script: (stage: Stage) => void): Stage {
  let stage: Stage | undefined;
  const left = virtually(at => {
    const start = now();
    const server = guideServer(start);
    const statuses: Status[] = [];
    const problems: Problem[] = [];
    const errors: unknown[] = [];
    const listening: Subscription[] = [];
    const session = liveSession({
      venue: 'bitget-v1',
      endpoint: 'guide',
      url: bitgetV1.endpoints['guide']?.url ?? '',
      protocol,
      transport: server.transport,
      reports: { status: status => statuses.push(status), problem: problem => problems.push(problem) },
      account: {
        login: time => protocol.login?.({ now: time, credentials }) ?? '',
        write: ({ id, verb, topics }, time) => protocol[verb](topics, { id, now: time, credentials }),
        time$: undefined,
      },
    });
    stage = {
      server,
      statuses,
      problems,
      errors,
      at,
      listen: topic => {
        const one = listening$(session, topic).subscribe({ error: (cause: unknown) => errors.push(cause) });
        listening.push(one);
        return one;
      },
    };
    script(stage);
    at(end, () => {
      for (const one of listening) one.unsubscribe();
    });
  }, 5_000);
  expect(left).toBe(0);
  if (stage === undefined) throw new Error('nothing was played');
  return stage;
}

const subscribe = (topic: Topic): string => `{"op":"subscribe","args":[${JSON.stringify(topic.args)}]}`;

describe('a session in the guide’s dialect', () => {
  it('logs in, subscribes once to each, pings every 20 s; after a loss it waits 5 s and does all of it again', () => {
    const { server, errors } = play(60_000, ({ server, at, listen }) => {
      at(0, () => {
        listen(account);
        listen(orders);
        listen(orders);
        listen(btcOrders);
      });
      at(1_000, () => {
        listen(orders);
      });
      at(45_000, () => {
        server.hangUp();
      });
    });
    expect(errors).toEqual([]);
    const asked = [account, orders, btcOrders].map(subscribe);
    expect(server.heard.slice(0, 12)).toEqual([
      '0 connect',
      '0 login',
      ...asked.map(text => `0.1 ${text}`),
      '20 {"op":"ping"}',
      '40 {"op":"ping"}',
      '50 connect',
      '50 login',
      ...asked.map(text => `50.1 ${text}`),
    ]);
  });

  it('gives up after five attempts, 5, 10, 20, 40 and 80 s apart', () => {
    const { server, errors } = play(400_000, ({ server, at, listen }) => {
      at(0, () => {
        server.refusing = true;
        listen(account);
      });
    });
    expect(server.heard).toEqual([0, 5, 15, 35, 75, 155].map(time => `${time} connect`));
    expect(errors).toMatchObject([{ code: 'CONNECTION' }]);
  });

  it('does not try again where the signature is refused, and says what to check', () => {
    const { server, errors } = play(100_000, ({ server, at, listen }) => {
      server.onLogin = () => {
        server.say({ event: 'error', code: '40001', msg: 'Invalid signature' });
      };
      at(0, () => {
        listen(account);
      });
    });
    expect(server.heard).toEqual(['0 connect', '0 login']);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(LoginError);
    expect((errors[0] as LoginError).message).toBe(
      'bitget-v1 login: refused with 40001 (the login failed: check the API key, the secret key, the passphrase and the clock of this machine, and whether the key is a demo key or one of another environment: Invalid signature)',
    );
  });

  it('finds the request that an error means which does not say so', () => {
    const { errors } = play(20_000, ({ server, at, listen }) => {
      server.unknown = 'NOPEUSDT';
      at(0, () => {
        listen(account);
        listen(channels.orders.topic({ market: 'spot', symbol: 'NOPEUSDT' }));
        listen(btcOrders);
      });
    });
    expect(errors.map(error => (error as Error).message)).toEqual([
      'bitget-v1 SPOT:orders:NOPEUSDT: refused with 40003 (the channel or its parameters do not exist: Invalid subscription)',
    ]);
  });

  it('leaves a venue alone for a long time that has too many connections', () => {
    const { server } = play(60_000, ({ server, at, listen }) => {
      at(0, () => {
        listen(account);
      });
      at(1_000, () => {
        server.say({ event: 'error', code: '40002', msg: 'Connection limit exceeded' });
      });
    });
    expect(server.heard.filter(line => line.endsWith('connect'))).toEqual(['0 connect', '31 connect']);
  });

  it('sends nothing for a while after too many messages', () => {
    const { server, problems } = play(10_000, ({ server, at, listen }) => {
      at(0, () => {
        listen(account);
      });
      at(1_000, () => {
        server.say({ event: 'error', code: '40004', msg: 'Rate limit exceeded' });
        listen(orders);
      });
    });
    expect(server.heard.find(line => line.endsWith(subscribe(orders)))).toBe(`4 ${subscribe(orders)}`);
    expect(problems).toMatchObject([{ mending: 'pause', error: { venueCode: '40004' } }]);
  });

  it('logs in again on a new connection where the venue has forgotten it', () => {
    const { server } = play(20_000, ({ server, at, listen }) => {
      at(0, () => {
        listen(orders);
      });
      at(1_000, () => {
        server.say({ event: 'error', code: '40005', msg: 'Not logged in' });
      });
    });
    expect(server.heard).toEqual([
      '0 connect',
      '0 login',
      `0.1 ${subscribe(orders)}`,
      '6 connect',
      '6 login',
      `6.1 ${subscribe(orders)}`,
    ]);
  });

  it('asks for at most eight topics in a second', () => {
    const symbols = Array.from({ length: 30 }, (_, i) => `COIN${i}USDT`);
    const { server } = play(10_000, ({ at, listen }) => {
      at(0, () => {
        for (const symbol of symbols) listen(channels.orders.topic({ market: 'spot', symbol }));
      });
    });
    const times = server.heard.filter(line => line.includes('"subscribe"')).map(line => Number(line.split(' ')[0]));
    expect(times).toHaveLength(30);
    for (const time of times) {
      expect(times.filter(other => other >= time && other < time + 1).length).toBeLessThanOrEqual(8);
    }
  });
});
