import { Observable, Subject, Subscription, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/contract/frame.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Transport } from '../../src/transport/socket.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

type Feeds = ReturnType<typeof createFeedsOf<{ readonly backpack: typeof backpack }>>;

interface Stage {
  readonly at: At;
  readonly feeds: Feeds;
  /** The names of each request to subscribe. */
  readonly requests: (readonly string[])[];
  readonly problems: string[];
  say(stream: string, data: object): void;
  keep(stream$: Observable<unknown>): unknown[];
}

const pair = {
  publicKey: '5+yQgwU0ZdJ/9s+GXfuPFfo7yQQpl9CgvQedJXne30o=',
  secretKey: 'TDSkv44jf/iD/QCKkyCdixO+p1sfLXxk+PZH7mW/ams=',
};

/** A server that refuses a request in which one of these names stands, as a whole or for that name alone. */
function play(
  end: number,
  wrong: (name: string) => number | undefined,
  whole: boolean,
  script: (stage: Stage) => void,
): void {
  const left = virtually(at => {
    const lines: { readonly frames$: Subject<Frame>; readonly standing: Set<string> }[] = [];
    const requests: (readonly string[])[] = [];
    const transport: Transport = () =>
      new Observable(subscriber => {
        const line = { frames$: new Subject<Frame>(), standing: new Set<string>() };
        lines.push(line);
        const hear = (text: string): void => {
          const { method, params } = JSON.parse(text) as { method: string; params: readonly string[] };
          if (method === 'UNSUBSCRIBE') {
            for (const name of params) line.standing.delete(name);
            return;
          }
          requests.push(params);
          const code = params.map(wrong).find(one => one !== undefined);
          for (const name of params)
            if (code === undefined || (!whole && wrong(name) === undefined)) line.standing.add(name);
          if (code === undefined) return;
          setTimeout(() => {
            const message = { 4006: 'Invalid stream', 4008: 'Invalid depth window' }[code] ?? 'Parse error';
            line.frames$.next({ receivedAt: 1, data: JSON.stringify({ id: null, error: { code, message } }) });
          }, 120);
        };
        subscriber.next({ frames$: line.frames$, send: hear });
      });
    const feeds = createFeedsOf({ backpack }, transport, { credentials: { backpack: pair }, http: () => of(1) });
    const all = new Subscription();
    const problems: string[] = [];
    all.add(feeds.problems$().subscribe(({ error, mending }) => problems.push(`${mending}: ${error.message}`)));
    script({
      ...{ at, feeds, requests, problems },
      say: (stream, data) => {
        const frame = { receivedAt: Date.now(), data: JSON.stringify({ data, stream }) };
        for (const { frames$, standing } of lines) if (standing.has(stream)) frames$.next(frame);
      },
      keep: stream$ => {
        const kept: unknown[] = [];
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
    });
  }, 1_000);
  expect(left).toBe(0);
}

const trade = (s: string): object => {
  return {
    E: 1_800_000_000_500_123,
    T: 1_800_000_000_500_000,
    a: '1',
    b: '2',
    e: 'trade',
    m: true,
    p: '9',
    q: '1',
    s,
    t: 7,
  };
};

describe.each([
  ['refuses the whole request', true],
  ['refuses that name alone', false],
])('an error of Backpack that names nothing, where it %s', (_, whole) => {
  it('ends the stream that is meant, and none beside it', () => {
    const perp = { market: 'perp' } as const;
    const isWrong = (name: string): number | undefined => (name.startsWith('liquidation.') ? 4006 : undefined);
    play(60_000, isWrong, whole, ({ at, feeds, keep, requests, say, problems }) => {
      const good = ['SOL_USDC', 'BTC_USDC', 'ETH_USDC'].map(symbol => keep(feeds.trades$('backpack', symbol)));
      const bad = keep(feeds.liquidations$('backpack', 'SOL_USDC_PERP', perp));
      const other = keep(feeds.liquidations$('backpack', 'SOL_USDC_PERP', { ...perp, by: 'all' }));
      at(50_000, () => {
        expect(requests[0]).toHaveLength(5);
        expect(bad).toEqual([
          'SubscriptionError: backpack liquidation.SOL_USDC_PERP: refused with 4006 (Invalid stream: there is no stream of this type)',
        ]);
        for (const symbol of ['SOL_USDC', 'BTC_USDC', 'ETH_USDC']) say(`trade.${symbol}`, trade(symbol));
        say('liquidation', {
          E: 1_800_000_000_500_123,
          e: 'liquidation',
          p: '9',
          q: '1',
          S: 'Bid',
          s: 'SOL_USDC_PERP',
          T: 567,
        });
        expect(good.map(kept => kept.length)).toEqual([1, 1, 1]);
        expect(other).toMatchObject([{ side: 'buy', symbol: 'SOL_USDC_PERP', timestamp: 1_800_000_000_500 }]);
        expect(problems.filter(line => line.startsWith('refused'))).toHaveLength(1);
      });
    });
  });

  it('ends each of several', () => {
    const isWrong = (name: string): number | undefined =>
      name.startsWith('depth.600ms') ? 4008 : name.startsWith('externalTicker') ? 4006 : undefined;
    play(60_000, isWrong, whole, ({ at, feeds, keep, say }) => {
      const good = keep(feeds.trades$('backpack', 'SOL_USDC'));
      const slow = keep(feeds.channel$('backpack', 'depth.600ms', 'SOL_USDC'));
      const stock = keep(feeds.channel$('backpack', 'externalTicker', 'MSFT.US_USDC'));
      at(50_000, () => {
        say('trade.SOL_USDC', trade('SOL_USDC'));
        expect(good).toHaveLength(1);
        expect(slow).toEqual([expect.stringMatching(/^SubscriptionError: .*refused with 4008 \(Invalid depth window/)]);
        expect(stock).toEqual([expect.stringMatching(/^SubscriptionError: .*refused with 4006 \(Invalid stream/)]);
      });
    });
  });
});
