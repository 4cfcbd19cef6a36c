/**
 * Backpack's client against its own simulated half, in virtual time.
 * @module
 */
import { Subscription, defer, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { CreateFeedsOptions } from '../../src/feeds/create-feeds.js';
import { RequestError } from '../../src/model/errors.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import type { Http } from '../../src/transport/http.js';
import { backpackCounterpart } from '../../src/venues/backpack/counterpart.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

const table = { backpack } as const;
type Options = CreateFeedsOptions<typeof table>;

/** What a script plays with. */
export interface Stage {
  readonly at: At;
  readonly exchange: Exchange;
  readonly feeds: ReturnType<typeof createFeedsOf<typeof table>>;
  /** What was told on `problems$`, in one line each. */
  readonly problems: string[];
  /** What REST was asked for, with the ms from the beginning. */
  readonly asked: { readonly path: string; readonly at: number }[];
  /** The requests that the exchange heard. */
  requests(): readonly {
    readonly method: string;
    readonly params: readonly string[];
    readonly signature?: readonly string[];
  }[];
  /** Keeps values; an error comes as its sentence. */
  keep<T>(stream$: Observable<T>): (T | string)[];
}

/** Plays until `end`; whatever is left is unsubscribed then. Gives the timers that are left, which should be none. */
export function playFeeds(
  end: number,
  options: ExchangeOptions & { readonly feeds?: Options; readonly restDelay?: number },
  script: (stage: Stage) => void,
): number {
  return virtually(at => {
    const start = Date.now();
    const exchange = createExchange(backpackCounterpart(), options);
    const asked: { readonly path: string; readonly at: number }[] = [];
    const feeds = createFeedsOf(table, exchangeTransport(exchange), {
      credentials: { backpack: demoCredentials },
      http: url => {
        const { pathname, search } = new URL(url);
        return defer(() => {
          asked.push({ path: pathname + search, at: Date.now() - start });
          return restOf(exchange)(url);
        });
      },
      random: () => 0.5,
      strict: false,
      ...options.feeds,
    });
    const all = new Subscription();
    const problems: string[] = [];
    all.add(feeds.problems$().subscribe(({ error, mending }) => problems.push(`${mending}: ${error.message}`)));
    script({
      at,
      exchange,
      feeds,
      problems,
      asked,
      requests: () => exchange.heard.map(({ text }) => JSON.parse(text) as ReturnType<Stage['requests']>[number]),
      keep: <T>(stream$: Observable<T>) => {
        const kept: (T | string)[] = [];
        all.add(
          stream$.subscribe({
            next: value => kept.push(value),
            error: (cause: unknown) => kept.push(`${(cause as Error).name}: ${(cause as Error).message}`),
          }),
        );
        return kept;
      },
    });
    at(end, () => {
      all.unsubscribe();
      exchange.close();
    });
  }, 1_000);
}

/** The REST interface of a simulated exchange, without sockets. */
export function restOf(exchange: Exchange): Http {
  return url =>
    defer(() => {
      const { pathname, search } = new URL(url);
      const { status = 404, body = '' } = exchange.restAnswer(pathname + search) ?? {};
      if (status === 200) return of(JSON.parse(body) as unknown);
      return throwError(() => new RequestError(`request to backpack failed: status ${status}`, status));
    });
}
