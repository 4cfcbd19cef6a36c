/**
 * Connects a client to a simulated exchange that may go away, and be another one later.
 * @module
 */
import { Observable, retry, throwError, timer } from 'rxjs';
import { RequestError } from '../../src/index.js';
import type { Exchange } from '../../src/simulator/index.js';
import type { Http } from '../../src/transport/http.js';
import type { Transport } from '../../src/transport/socket.js';
import { exchangeTransport } from './exchange-transport.js';

/** The exchange that is there now: the client outlives it, so that what the client holds on to can be seen. */
export interface Wire {
  exchange: Exchange | undefined;
}

/**
 * Makes a transport to whatever exchange is there.
 *
 * @param refused - gets the sentence of each attempt that broke a limit
 */
export function wireTransport(wire: Wire, refused: string[]): Transport {
  return url =>
    new Observable(subscriber => {
      const { exchange } = wire;
      if (exchange === undefined) return;
      return exchangeTransport(exchange)(url).subscribe({
        next: socket => {
          subscriber.next(socket);
        },
        error: (cause: unknown) => {
          const text = cause instanceof Error ? cause.message : String(cause);
          if (/429 too many (attempts|connections)/.test(text)) refused.push(text);
          subscriber.error(cause);
        },
      });
    });
}

/** Makes what asks over HTTP, as the library's own over `fetch` does, in whatever time runs. */
export function wireHttp(wire: Wire): Http {
  const once$ = (url: string): Observable<unknown> =>
    new Observable<unknown>(subscriber => {
      const { pathname, search } = new URL(url);
      const answer = wire.exchange?.restAnswer(`${pathname}${search}`);
      const { status = 404, body = '', delay = 0, retryAfter } = answer ?? {};
      const late = setTimeout(() => {
        if (status === 200) {
          subscriber.next(JSON.parse(body));
          subscriber.complete();
        } else {
          const later = retryAfter === undefined ? {} : { retryAfter: retryAfter * 1_000 };
          subscriber.error(new RequestError(`request failed: status ${status}`, status, later));
        }
      }, delay + 10);
      return () => {
        clearTimeout(late);
      };
    });
  return url =>
    once$(url).pipe(
      retry({
        count: 2,
        delay: (cause: unknown) =>
          cause instanceof RequestError && cause.retryable ? timer(1_000) : throwError(() => cause),
      }),
    );
}
