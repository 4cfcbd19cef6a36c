import { Observable, Subject, of, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineVenue } from '../../src/contract/venue.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { RequestError } from '../../src/model/errors.js';
import { defineChannel } from '../../src/contract/channel.js';
import type { CreateFeedsOptions } from '../../src/feeds/create-feeds.js';
import * as z from 'zod';
import { toyProtocol, toyTopic } from '../support/toy-protocol.js';
import { toyServer } from '../support/toy-server.js';

const ticker = defineChannel({
  kind: 'ticker',
  docs: 'https://example.org',
  markets: ['spot'],
  topic: ({ symbol }) => toyTopic(symbol),
  wire: z.unknown(),
  normalise: () => [],
});
const free = defineChannel({
  kind: 'channel',
  docs: 'https://example.org',
  markets: ['spot'],
  topic: ({ symbol }) => toyTopic(symbol),
  wire: z.unknown(),
  normalise: () => [],
  unlisted: true,
});
const toy = defineVenue({
  id: 'toy',
  name: 'Toy',
  docs: 'https://example.org',
  markets: ['spot'],
  defaultMarket: 'spot',
  hosts: {},
  endpoints: { public: { url: 'wss://toy/', private: false } },
  protocol: toyProtocol(),
  channels: { ticker },
  raw: { free },
  instrument: text => ({ symbol: text, market: undefined }),
  symbolList: {
    url: 'https://rest.toy/markets',
    read: body => (Array.isArray(body) ? (body as string[]) : undefined),
  },
});

interface Scene {
  readonly feeds: ReturnType<typeof make>['feeds'];
  readonly asked: string[];
  readonly told: string[];
  readonly said: () => readonly string[];
  listen(symbol: string): { unsubscribe(): void };
}

function make(http: (url: string) => Observable<unknown>, options: CreateFeedsOptions<{ toy: typeof toy }> = {}) {
  const server = toyServer();
  const asked: string[] = [];
  const feeds = createFeedsOf({ toy }, server.transport, {
    checkSymbols: true,
    linger: 0,
    http: url =>
      new Observable(subscriber => {
        asked.push(url);
        return http(url).subscribe(subscriber);
      }),
    ...options,
  });
  return { server, asked, feeds };
}

function play(http: (url: string) => Observable<unknown>, options?: CreateFeedsOptions<{ toy: typeof toy }>): Scene {
  const { server, asked, feeds } = make(http, options);
  const told: string[] = [];
  feeds.problems$().subscribe(({ error, mending }) => told.push(`${mending}: ${error.message}`));
  return {
    feeds,
    asked,
    told,
    said: () => server.everyone.flatMap(({ heard }) => heard.map(({ text }) => text)),
    listen: symbol =>
      feeds
        .ticker$('toy', symbol)
        .subscribe({ error: (cause: unknown) => told.push(`${(cause as Error).name}: ${(cause as Error).message}`) }),
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const list = ['SOL_USDC', 'SOL_USDC_PERP', 'kSHIB_USDC', 'SOL_USDT', 'SOL_EUR'];

describe('symbols that are checked against the list of the venue', () => {
  it('are asked for where it has them, with one look for all', () => {
    const { listen, said, asked, told } = play(() => of(list));
    listen('SOL_USDC');
    listen('kSHIB_USDC');
    vi.advanceTimersByTime(500);
    expect(asked).toEqual(['https://rest.toy/markets']);
    expect(said()).toEqual([JSON.stringify({ verb: 'subscribe', names: ['SOL_USDC', 'kSHIB_USDC'] })]);
    expect(told).toEqual([]);
  });

  it('end with one sentence where it has none, which names those that are near; nothing is connected', () => {
    const { listen, said, told } = play(() => of(list));
    listen('SOLUSDC');
    listen('KSHIB_USDC');
    listen('SOL_USD');
    listen('NOPE_USDC');
    vi.advanceTimersByTime(500);
    expect(told).toEqual([
      'SubscriptionError: toy SOLUSDC: the venue lists no open market "SOLUSDC"; near it are SOL_USDC',
      'SubscriptionError: toy KSHIB_USDC: the venue lists no open market "KSHIB_USDC"; near it are kSHIB_USDC',
      'SubscriptionError: toy SOL_USD: the venue lists no open market "SOL_USD"; near it are SOL_USDC, SOL_USDC_PERP, SOL_USDT',
      'SubscriptionError: toy NOPE_USDC: the venue lists no open market "NOPE_USDC"',
    ]);
    expect(said()).toEqual([]);
  });

  it('are looked for again where the list may be too old', () => {
    let now: readonly string[] = list;
    const { listen, asked, told } = play(() => of(now));
    listen('NEW_USDC');
    vi.advanceTimersByTime(59_000);
    listen('NEW_USDC');
    expect(told).toHaveLength(2);
    now = [...list, 'NEW_USDC'];
    vi.advanceTimersByTime(2_000);
    listen('SOL_USDC');
    expect(asked).toHaveLength(1);
    listen('NEW_USDC');
    listen('NEW_USDC');
    expect(asked).toHaveLength(2);
    expect(told).toHaveLength(2);
  });

  it.each([
    [
      'an error',
      (): Observable<unknown> => throwError(() => new RequestError('request to toy failed: status 503', 503)),
      'status 503',
    ],
    ['an answer that is no list', (): Observable<unknown> => of({ no: 'list' }), 'could not be read'],
  ])('are taken for good after %s, which is told', (_, http, words) => {
    const { listen, said, asked, told } = play(http);
    listen('NOPE_USDC');
    vi.advanceTimersByTime(500);
    expect(said()).toHaveLength(1);
    expect(told).toEqual([expect.stringMatching(new RegExp(`^told: .*${words}`))]);
    listen('OTHER_USDC');
    // A failure is not kept.
    expect(asked).toHaveLength(2);
  });

  it('wait for the list, and leaving ends the look', () => {
    const answer$ = new Subject<unknown>();
    const { listen, said } = play(() => answer$);
    const one = listen('SOL_USDC');
    vi.advanceTimersByTime(500);
    expect(said()).toEqual([]);
    expect(answer$.observed).toBe(true);
    one.unsubscribe();
    expect(answer$.observed).toBe(false);
  });

  it('are asked for at the other address, where one is given', () => {
    const { listen, asked } = play(() => of(list), { restUrls: { toy: 'http://127.0.0.1:9' } });
    listen('SOL_USDC');
    expect(asked).toEqual(['http://127.0.0.1:9/markets']);
  });

  it('are not looked for where the channel has others, where all are meant, and where nobody wants it', () => {
    const { feeds, asked, listen } = play(() => of(list));
    feeds.channel$('toy', 'free', 'AAPL').subscribe();
    listen('default');
    const plain = play(() => of([]), { checkSymbols: false });
    plain.listen('NOPE_USDC');
    vi.advanceTimersByTime(500);
    expect(plain.said()).toHaveLength(1);
    expect([...asked, ...plain.asked]).toEqual([]);
  });
});
