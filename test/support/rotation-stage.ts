/**
 * A client whose connections are rotated, against a simulated exchange, in virtual time.
 * @module
 */
import { Subscription, defer, delay, map, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Counterpart } from '../../src/contract/counterpart.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Problem, Status, TopicStatus, Transport } from '../../src/index.js';
import { RequestError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import type { Http } from '../../src/transport/http.js';
import { venues } from '../../src/venues/index.js';
import { exchangeTransport } from './exchange-transport.js';
import { virtually } from './virtual-time.js';
import type { At } from './virtual-time.js';

type Stream = Observable<{ readonly type: string; readonly receivedAt?: number }>;

/** The factories of a venue, seen by somebody who takes it from a table. */
export type Factories = Readonly<
  Record<
    'trades$' | 'book$' | 'ticker$' | 'candles$' | 'quotes$' | 'liquidations$',
    (venue: string, symbol: string, options?: object) => Stream
  >
> & {
  readonly channel$: (venue: string, name: string, symbol: string, options?: object) => Stream;
};

/** What a script plays with. */
export interface RotationStage {
  readonly at: At;
  readonly exchange: Exchange;
  readonly feeds: Factories;
  readonly statuses: Status[];
  readonly problems: Problem[];
  readonly topics: TopicStatus[];
  /** What is kept until the end; the subscription can be ended earlier. */
  readonly all: Subscription;
  /** Keeps what a stream tells. */
  keep<T>(stream$: Observable<T>): T[];
}

/** How it is played. */
export interface RotationPlay extends ExchangeOptions {
  readonly counterpart: Counterpart;
  readonly seconds: number;
  /** ms */
  readonly rotateEvery: number;
  /** How late the frames of each connection are, in their order, ms; the last one holds for the rest. */
  readonly lags?: readonly number[];
  /** How long a topic is kept after its last subscriber has left, ms; default 0. */
  readonly linger?: number;
}

/** Plays, and gives the timers that are left, which should be none; again with `RXTAPE_SEED=<seed>`. */
export function playRotation(play: RotationPlay, script: (stage: RotationStage) => void): number {
  const { counterpart, seconds, rotateEvery, lags = [0], linger = 0, ...options } = play;
  const { id } = counterpart;
  return virtually(at => {
    const exchange = createExchange(counterpart, { seed: process.env['RXTAPE_SEED'] ?? '7', tick: 100, ...options });
    const feeds = createFeedsOf({ [id]: venues[id as keyof typeof venues] }, late(exchangeTransport(exchange), lags), {
      urls: { [id]: 'ws://127.0.0.1' },
      credentials: { [id]: demoCredentials },
      http: restOf(exchange),
      backoff: { base: 500, cap: 4_000 },
      random: () => 0.5,
      rotateEvery,
      linger,
    });
    const all = new Subscription();
    const keep = <T>(stream$: Observable<T>): T[] => {
      const kept: T[] = [];
      all.add(stream$.subscribe(value => kept.push(value)));
      return kept;
    };
    const [statuses, problems, topics] = [keep(feeds.status$()), keep(feeds.problems$()), keep(feeds.topics$())];
    script({ at, exchange, feeds: feeds as unknown as Factories, statuses, problems, topics, all, keep });
    at(seconds * 1_000, () => {
      all.unsubscribe();
      exchange.close();
    });
  }, 1_000);
}

/** Delays the frames of the n-th connection by the n-th of these. */
function late(transport: Transport, lags: readonly number[]): Transport {
  let count = 0;
  return url =>
    transport(url).pipe(
      map(socket => {
        const lag = lags[count++] ?? lags.at(-1) ?? 0;
        if (lag === 0) return socket;
        const frames$ = socket.frames$.pipe(
          delay(lag),
          map(frame => ({ ...frame, receivedAt: now() })),
        );
        return { ...socket, frames$ };
      }),
    );
}

/** The REST interface of a simulated exchange, without sockets. */
export function restOf(exchange: Exchange): Http {
  return url =>
    defer(() => {
      const { pathname, search } = new URL(url);
      const { status = 404, body = '' } = exchange.restAnswer(pathname + search) ?? {};
      if (status === 200) return of(JSON.parse(body) as unknown);
      return throwError(() => new RequestError(`request to the exchange failed: status ${status}`, status));
    });
}
