/**
 * Connects a client to a simulated exchange without sockets, in whatever time runs.
 * @module
 */
import { Observable, Subject, asyncScheduler, timer } from 'rxjs';
import type { Frame } from '../../src/contract/frame.js';
import { ConnectionError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import type { Exchange } from '../../src/simulator/exchange.js';
import type { Transport } from '../../src/transport/socket.js';

/** Makes a transport whose connections take `delay` ms to open. */
export function exchangeTransport(exchange: Exchange, delay = 10): Transport {
  return url =>
    new Observable(subscriber => {
      const frames$ = new Subject<Frame>();
      const answered$ = new Subject<void>();
      let open = true;
      let mute = false;
      let gone = (): void => {};
      const opening = timer(delay).subscribe(() => {
        const connection = exchange.connect(new URL(url).pathname, {
          send: data => {
            if (open) frames$.next({ receivedAt: now(), data });
          },
          close: code => {
            if (open) subscriber.error(new ConnectionError(`connection was closed by the server (${code ?? 1006})`));
          },
          mute: () => {
            mute = true;
          },
        });
        if ('status' in connection) {
          subscriber.error(new ConnectionError(`connection refused: ${connection.status} ${connection.reason}`));
          return;
        }
        gone = () => {
          connection.gone();
        };
        subscriber.next({
          frames$,
          send: text => {
            connection.hear(text);
          },
          pings: {
            answered$,
            send: () => {
              // Whoever is called back in the turn in which he calls sees an order that no socket has.
              asyncScheduler.schedule(() => {
                if (open && !mute) answered$.next();
              }, 1);
            },
          },
        });
      });
      return () => {
        open = false;
        opening.unsubscribe();
        gone();
      };
    });
}
