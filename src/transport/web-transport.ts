/**
 * Connections of browsers, over the global `WebSocket`.
 * @module
 */
import { Observable, timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Frame } from '../contract/frame.js';
import { ConnectionError } from '../model/errors.js';
import { now } from '../operators/clock.js';
import { closeReason } from './close-reason.js';
import { dial } from './dial.js';
import { hostOf } from './host.js';
import type { Socket, Transport } from './socket.js';

/** What can be chosen about a connection of a browser. */
export interface WebTransportOptions {
  /** How long the opening handshake may take, ms. Default 10,000. */
  readonly handshakeTimeout?: number;
  /** The constructor; by default the global one, looked up when a connection is opened. */
  readonly WebSocket?: new (url: string) => WebSocket;
}

/** Makes the transport of browsers. */
export function webTransport(options: WebTransportOptions = {}): Transport {
  const { handshakeTimeout = 10_000 } = options;
  return url =>
    new Observable<Socket>(subscriber => {
      const Constructor = options.WebSocket ?? globalThis.WebSocket;
      if ((Constructor as unknown) === undefined) {
        subscriber.error(
          new ConnectionError('connection cannot be made: this platform has no WebSocket', { retryable: false }),
        );
        return undefined;
      }
      const socket = dial(url, () => new Constructor(url));
      socket.binaryType = 'arraybuffer';
      // What went wrong is told by the close that follows; browsers say no more.
      socket.onerror = () => {};
      let patience: Subscription | undefined = timer(handshakeTimeout).subscribe(() => {
        subscriber.error(
          new ConnectionError(`connection to ${hostOf(url)} failed: no answer in ${handshakeTimeout} ms`),
        );
      });
      socket.onopen = () => {
        patience?.unsubscribe();
        patience = undefined;
        subscriber.next({
          frames$: framesOf(socket),
          send: text => {
            socket.send(text);
          },
        });
      };
      socket.onclose = ({ code, reason }) => {
        const opened = patience === undefined;
        const words = opened ? 'was closed by the server' : 'failed';
        subscriber.error(
          new ConnectionError(`connection to ${hostOf(url)} ${words} (${closeReason(code, reason)})`, {
            closeCode: code,
          }),
        );
      };
      return () => {
        patience?.unsubscribe();
        socket.onopen = socket.onclose = socket.onmessage = null;
        socket.close(1000);
      };
    });
}

function framesOf(socket: WebSocket): Observable<Frame> {
  return new Observable(subscriber => {
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      subscriber.next({ receivedAt: now(), data: typeof data === 'string' ? data : new Uint8Array(data) });
    };
    return () => {
      socket.onmessage = null;
    };
  });
}
