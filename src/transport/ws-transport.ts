/**
 * Connections of Node, over `ws`.
 * @module
 */
import { Observable } from 'rxjs';
import WebSocket from 'ws';
import type { Frame } from '../contract/frame.js';
import { ConnectionError } from '../model/errors.js';
import { now } from '../operators/clock.js';
import { closeReason } from './close-reason.js';
import { dial } from './dial.js';
import { hostOf } from './host.js';
import type { ProtocolPings, Socket, Transport } from './socket.js';

/** What can be chosen about a connection of Node. */
export interface WsTransportOptions {
  /** How long the opening handshake may take, ms. Default 10,000. */
  readonly handshakeTimeout?: number;
  /** The largest frame that is taken, bytes. Default 16 MiB. */
  readonly maxFrame?: number;
  /** Headers of the opening request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Makes the transport of Node.
 *
 * No compression: the venues do not use it, and it costs memory per connection.
 */
export function wsTransport(options: WsTransportOptions = {}): Transport {
  const { handshakeTimeout = 10_000, maxFrame = 16 * 1024 * 1024, headers = {} } = options;
  const settings: Settings = {
    perMessageDeflate: false,
    handshakeTimeout,
    maxPayload: maxFrame,
    skipUTF8Validation: true,
    // A server that does not answer our close must not hold the process back.
    closeTimeout: 1_000,
    headers,
  };
  return url =>
    new Observable<Socket>(subscriber => {
      const socket = dial(url, () => new WebSocket(url, settings));
      let failure: Error | undefined;
      socket.on('error', error => (failure = error));
      socket.on('open', () => {
        subscriber.next({
          frames$: framesOf(socket),
          send: text => {
            socket.send(text);
          },
          pings: pingsOf(socket),
        });
      });
      socket.on('close', (code, reason) => {
        subscriber.error(lossOf(url, failure, code, reason.toString()));
      });
      return () => {
        // The error listener stays: closing during the handshake emits an error, which would end the process.
        socket.removeAllListeners('open').removeAllListeners('message').removeAllListeners('close');
        socket.close(1000);
      };
    });
}

type Settings = WebSocket.ClientOptions & { readonly closeTimeout: number };

function framesOf(socket: WebSocket): Observable<Frame> {
  return new Observable(subscriber => {
    const listener = (data: WebSocket.RawData, isBinary: boolean): void => {
      const bytes = data as Buffer;
      subscriber.next({ receivedAt: now(), data: isBinary ? bytes : bytes.toString('utf8') });
    };
    socket.on('message', listener);
    return () => socket.off('message', listener);
  });
}

function pingsOf(socket: WebSocket): ProtocolPings {
  return {
    send: () => {
      socket.ping();
    },
    answered$: new Observable(subscriber => {
      const listener = (): void => {
        subscriber.next();
      };
      socket.on('pong', listener);
      return () => socket.off('pong', listener);
    }),
  };
}

function lossOf(url: string, failure: Error | undefined, closeCode: number, reason: string): ConnectionError {
  const host = hostOf(url);
  if (failure === undefined) {
    return new ConnectionError(`connection to ${host} was closed by the server (${closeReason(closeCode, reason)})`, {
      closeCode,
    });
  }
  const { code } = failure as NodeJS.ErrnoException;
  const words = (code === undefined ? undefined : causes[code]) ?? failure.message;
  return new ConnectionError(`connection to ${host} failed: ${words}`, { closeCode, cause: failure });
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the other side broke it off (ECONNRESET)',
  ENOTFOUND: 'the name is not known (ENOTFOUND): is there a network?',
  EAI_AGAIN: 'the name could not be looked up (EAI_AGAIN): is there a network?',
  ENETUNREACH: 'there is no network (ENETUNREACH)',
  EHOSTUNREACH: 'the host cannot be reached (EHOSTUNREACH)',
  ETIMEDOUT: 'no answer in time (ETIMEDOUT)',
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'a frame was larger than is taken',
};
