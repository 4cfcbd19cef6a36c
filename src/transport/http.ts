/**
 * Requests over HTTP, as cold Observables.
 * @module
 */
import { Observable, retry, throwError, timer } from 'rxjs';
import { FeedError, RequestError } from '../model/errors.js';
import { createBackoff, delayAfter } from '../operators/backoff.js';
import { parseExact } from '../wire/json.js';
import { hostOf } from './host.js';

/**
 * Gets the parsed JSON of an address, integers beyond 2^53 as text: cold, one value, then completes; errors with
 * `RequestError`. Unsubscribing aborts.
 */
export type Http = (url: string) => Observable<unknown>;

/** What can be chosen about requests. */
export interface HttpOptions {
  /** How long an answer may take, ms. Default 10,000. */
  readonly timeout?: number;
  /**
   * How often a request is made again that nobody answered, or that was answered with status 408, 429 or from 500 on;
   * after half a second, then one, two …, or what the answer asks for (`retry-after`). Default 2.
   */
  readonly retries?: number;
  /** By default the global one, looked up when a request is made. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The longest wait that is not told, ms. */
const longest = 10_000;
const backoff = createBackoff({ base: 500, cap: 8_000, floor: 100, jitter: 0.5 });

/** Makes requests over `fetch`. */
export function fetchHttp({ timeout = 10_000, retries = 2, fetch }: HttpOptions = {}): Http {
  return url =>
    once$(url, timeout, fetch).pipe(
      retry({
        count: retries,
        delay: (cause: unknown, attempt) => {
          // Who asks for a long wait is left to the caller, who tells it.
          const isWorthIt = cause instanceof FeedError && cause.retryable && (cause.retryAfter ?? 0) <= longest;
          return isWorthIt ? timer(delayAfter(cause, backoff, attempt, Math.random())) : throwError(() => cause);
        },
      }),
    );
}

function once$(url: string, timeout: number, fetch: HttpOptions['fetch']): Observable<unknown> {
  return new Observable(subscriber => {
    const abort = new AbortController();
    const host = hostOf(url);
    const patience = timer(timeout).subscribe(() => {
      subscriber.error(new RequestError(`request to ${host} failed: no answer within ${timeout} ms`, undefined));
    });
    (fetch ?? globalThis.fetch)(url, { signal: abort.signal })
      .then(async response => {
        if (!response.ok) {
          const retryAfter = retryAfterOf(response.headers.get('retry-after'));
          throw new RequestError(`request to ${host} failed: ${wordsOf(response.status)}`, response.status, {
            retryAfter,
          });
        }
        return parseExact(await response.text());
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

/** What venues mean by it; the symbol asked for is not to blame. */
function wordsOf(status: number): string {
  const isBarred = status === 403 || status === 451;
  return `status ${status}${isBarred ? ' (this address is banned for a while, or its region is not served)' : ''}`;
}

/** Seconds; a date would need the clock of the other side. */
function retryAfterOf(header: string | null): number | undefined {
  const seconds = header === null ? NaN : Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
}

function failure(host: string, cause: unknown): RequestError {
  const words = cause instanceof SyntaxError ? 'the answer is no JSON' : 'the other side could not be reached';
  return new RequestError(`request to ${host} failed: ${words}`, undefined, { cause });
}
