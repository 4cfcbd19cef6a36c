/**
 * The other side of the toy protocol, without sockets: it acknowledges, and notes whoever tells it something twice.
 * @module
 */
import { Observable, Subject, timer } from 'rxjs';
import type { Frame } from '../../src/contract/frame.js';
import type { Inbound } from '../../src/contract/inbound.js';
import { ConnectionError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import type { Transport } from '../../src/transport/socket.js';
import type { ToyRequest } from './toy-protocol.js';

/** One client's connection as the server sees it. */
export interface ToyClient {
  readonly topics: Set<string>;
  readonly heard: { readonly at: number; readonly text: string }[];
  say(...inbounds: Inbound[]): void;
  sayText(text: string): void;
  hangUp(): void;
}

/** The server, and what it noted. */
export interface ToyServer {
  readonly transport: Transport;
  /** Living connections, oldest first. */
  readonly clients: ToyClient[];
  /** All connections there ever were. */
  readonly everyone: ToyClient[];
  /** Sentences about clients that subscribed twice, or left what they had not. */
  readonly complaints: string[];
  /** Answers subscriptions; replace it to refuse or to keep silent. */
  answer: (client: ToyClient, request: ToyRequest) => void;
  /** Whether the next attempts to connect are refused. */
  refusing: boolean;
  pongs: boolean;
}

/** Makes a server; its answers come `delay` ms later. */
export function toyServer(delay = 20): ToyServer {
  const server: ToyServer = {
    clients: [],
    everyone: [],
    complaints: [],
    refusing: false,
    pongs: true,
    answer: (client, { verb, names }) => {
      timer(delay).subscribe(() => {
        client.say({ type: verb === 'subscribe' ? 'accepted' : 'dropped', topics: names });
      });
    },
    transport: () =>
      new Observable(subscriber => {
        const frames$ = new Subject<Frame>();
        const sayText = (data: string): void => {
          if (server.clients.includes(client)) frames$.next({ receivedAt: now(), data });
        };
        const client: ToyClient = {
          topics: new Set(),
          heard: [],
          sayText,
          say: (...inbounds) => {
            sayText(JSON.stringify(inbounds));
          },
          hangUp: () => {
            leave();
            subscriber.error(new ConnectionError('toy connection was closed'));
          },
        };
        const leave = (): void => {
          const index = server.clients.indexOf(client);
          if (index !== -1) server.clients.splice(index, 1);
        };
        const opening = timer(delay).subscribe(() => {
          if (server.refusing) {
            subscriber.error(new ConnectionError('toy connection was refused'));
            return;
          }
          server.clients.push(client);
          server.everyone.push(client);
          subscriber.next({
            frames$,
            send: text => {
              client.heard.push({ at: now(), text });
              hear(server, client, text);
            },
          });
        });
        return () => {
          opening.unsubscribe();
          leave();
        };
      }),
  };
  return server;
}

function hear(server: ToyServer, client: ToyClient, text: string): void {
  if (text === 'ping') {
    if (server.pongs)
      timer(5).subscribe(() => {
        client.sayText('pong');
      });
    return;
  }
  const request = JSON.parse(text) as Partial<ToyRequest>;
  if (request.verb === undefined || request.names === undefined) return;
  for (const name of request.names) {
    const has = client.topics.has(name);
    if (request.verb === 'subscribe') {
      if (has) server.complaints.push(`${name} was subscribed twice`);
      client.topics.add(name);
    } else {
      if (!has) server.complaints.push(`${name} was left without having been subscribed`);
      client.topics.delete(name);
    }
  }
  server.answer(client, { verb: request.verb, names: request.names });
}
