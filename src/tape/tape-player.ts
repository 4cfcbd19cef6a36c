/**
 * The other side of a replay: connections and answers come from a tape.
 * @module
 */
import { Observable, Subject } from 'rxjs';
import type { Subscriber } from 'rxjs';
import type { Frame } from '../contract/frame.js';
import { ConnectionError, RequestError } from '../model/errors.js';
import type { Http } from '../transport/http.js';
import type { Socket, Transport } from '../transport/socket.js';
import { fromBase64 } from './base64.js';
import type { TapeEvent } from './format.js';
import { drawing } from './drawing.js';
import { createMatches } from './matches.js';
import type { Taken } from './matches.js';
import type { PingingSocket } from './taped.js';

/** What plays a tape to a set of factories. */
export interface TapePlayer {
  readonly transport: Transport;
  readonly http: Http;
  /** The numbers that were drawn, in their order; 0, the shortest delay, where the tape has no seed. */
  random(): number;
  /** Lets happen what is on the tape. */
  play(event: TapeEvent): void;
  /** Whether who recorded had done nothing by then that has not been done here: else answers come before their questions. */
  isEven(event: TapeEvent): boolean;
  /** What did not fit together, in sentences. */
  findings(): readonly string[];
}

type OnConnection = Extract<TapeEvent, { readonly connection: number }>;
type OnRequest = Extract<TapeEvent, { readonly request: number }>;

/**
 * Makes the player.
 *
 * The n-th connection that is asked for at an address (host and path) is the n-th on the tape. Who asks too early waits;
 * who asks late is told at once what came meanwhile. What is sent goes nowhere: the answers are on the tape.
 *
 * @param isKnown - whether a host is a venue's own; others (a simulation's) are found by the path alone
 */
export function createTapePlayer(isKnown: (host: string) => boolean): TapePlayer {
  const connections = createMatches<OnConnection>({ isKnown, isRepeatable: false });
  const requests = createMatches<OnRequest>({ isKnown, isRepeatable: true });
  let draw: (() => number) | undefined;
  /** By connection: how much more was sent on the tape. */
  const behind = new Map<number, number>();
  const count = (connection: number, by: number): void => {
    behind.set(connection, (behind.get(connection) ?? 0) + by);
  };

  return {
    transport: url => new Observable<Socket>(subscriber => connections.ask(url, lineTo(subscriber, count))),
    http: url => new Observable<unknown>(subscriber => requests.ask(url, answerTo(subscriber))),
    random: () => draw?.() ?? 0,
    play: event => {
      if (event.type === 'dial') connections.begin(event.connection, event.url);
      else if (event.type === 'request') requests.begin(event.request, event.url);
      else if (event.type === 'seed') draw ??= drawing(event.value);
      else if ('connection' in event) {
        const isLast = event.type === 'lost' || event.type === 'left';
        connections.play(event.connection, event, isLast);
        if (isLast) behind.delete(event.connection);
      } else if ('request' in event) requests.play(event.request, event, true);
    },
    isEven: event => {
      if (event.type === 'sent') return (behind.get(event.connection) ?? 0) <= 0;
      if (event.type === 'dial') return connections.isMet(event.connection);
      return event.type !== 'request' || requests.isMet(event.request);
    },
    findings: () => [...connections.findings(), ...requests.findings()],
  };
}

function lineTo(subscriber: Subscriber<Socket>, count: (connection: number, by: number) => void): Taken<OnConnection> {
  let connection = 0;
  const frames$ = new Subject<Frame>();
  const answered$ = new Subject<void>();
  const socket: Socket = {
    frames$,
    send: () => {
      count(connection, -1);
    },
  };
  const pinging: PingingSocket = { ...socket, pings: { send: () => {}, answered$ } };
  return event => {
    switch (event.type) {
      case 'open':
        connection = event.connection;
        subscriber.next(event.pings === true ? pinging : socket);
        break;
      case 'sent':
        count(connection, 1);
        break;
      case 'frame':
        frames$.next({ receivedAt: event.at, data: event.text });
        break;
      case 'bytes':
        frames$.next({ receivedAt: event.at, data: fromBase64(event.base64) });
        break;
      case 'pong':
        answered$.next();
        break;
      case 'lost':
        subscriber.error(
          new ConnectionError(event.reason, {
            closeCode: event.closeCode,
            retryable: event.retryable,
            retryAfter: event.retryAfter,
          }),
        );
        break;
    }
    return 'done';
  };
}

function answerTo(subscriber: Subscriber<unknown>): Taken<OnRequest> {
  return event => {
    if (event.type === 'dropped') return 'again';
    if (event.type === 'answer') {
      subscriber.next(event.body);
      subscriber.complete();
    } else if (event.type === 'refusal') {
      const { reason, status, retryable, retryAfter } = event;
      subscriber.error(new RequestError(reason, status, { retryable, retryAfter }));
    }
    return 'done';
  };
}
