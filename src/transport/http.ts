/**
 * Requests over HTTP, as cold Observables.
 * @module
 */
import { Observable, timer } from 'rxjs';
import { RequestError } from '../model/errors.js';
import { hostOf } from './host.js';

/** Gets the parsed JSON of an address: cold, one value, then completes; errors with `RequestError`. Unsubscribing aborts. */
export type Http = (url: string) => Observable<unknown>;

/** What can be chosen about requests. */
export interface HttpOptions {
  /** How long an answer may take, ms. Default 10,000. */
  readonly timeout?: number;
  /** By default the global one, looked up when a request is made. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Makes requests over `fetch`. */
export function fetchHttp({ timeout = 10_000, fetch }: HttpOptions = {}): Http {
  return url =>
    new Observable(subscriber => {
      const abort = new AbortController();
      const host = hostOf(url);
      const patience = timer(timeout).subscribe(() => {
        subscriber.error(new RequestError(`request to ${host} failed: no answer within ${timeout} ms`, undefined));
      });
      (fetch ?? globalThis.fetch)(url, { signal: abort.signal })
        .then(async response => {
          if (!response.ok) {
            throw new RequestError(`request to ${host} failed: status ${response.status}`, response.status);
          }
          return (await response.json()) as unknown;
        })
        .then(
          body => {
            subscriber.next(body);
            subscriber.complete();
          },
          (cause: unknown) => {
            subscriber.error(cause instanceof RequestError ? cause : failure(host, cause));
          },
        );
      return () => {
        patience.unsubscribe();
        abort.abort();
      };
    });
}

function failure(host: string, cause: unknown): RequestError {
  const words = cause instanceof SyntaxError ? 'the answer is no JSON' : 'the other side could not be reached';
  return new RequestError(`request to ${host} failed: ${words}`, undefined, { cause });
}
