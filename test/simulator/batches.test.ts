import { describe, expect, it } from 'vitest';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { FaultName } from '../../src/simulator/index.js';
import { toyCounterpart } from './toy-counterpart.js';
import { playToy } from './toy-play.js';
import type { ToyClient } from './toy-play.js';

/** What one client heard, and what stood in the end. */
function talk(
  counterpart: Counterpart,
  conversation: (client: ToyClient, at: (time: number, act: () => void) => void) => void,
  faults: readonly (readonly [FaultName, string?])[] = [],
  duration = 1_000,
): { readonly client: ToyClient; readonly stood: readonly string[] } {
  const clients: ToyClient[] = [];
  const stood: string[] = [];
  playToy(duration, counterpart, {}, ({ exchange, client, at }) => {
    for (const [fault, symbol] of faults) exchange.inject(fault, symbol === undefined ? {} : { symbol });
    const one = client();
    clients.push(one);
    conversation(one, at);
    at(duration - 1, () => stood.push(...(exchange.subscriptions()[0] ?? [])));
  });
  const [client] = clients;
  if (client === undefined) throw new Error('nobody came');
  return { client, stood };
}

const BOTH = ['book:BTC', 'ticker:ETH'] as const;

describe('a request that is answered as one', () => {
  it('is granted by one answer, and all of it follows', () => {
    const { client, stood } = talk(toyCounterpart(), one => {
      one.say('subscribe-all', ...BOTH);
    });
    expect(client.story().slice(0, 3)).toEqual(['subscribe granted granted', 'data book:BTC', 'data ticker:ETH']);
    expect(stood).toEqual(BOTH);
  });

  it('stands in part where the counterpart says so, and a mistake never does', () => {
    const some = toyCounterpart(
      {},
      { answerBatch: ({ parts }) => ({ frames: ['{"answer":"some"}'], follows: parts.map((_, i) => i !== 1) }) },
    );
    const { client, stood } = talk(some, one => {
      one.say('subscribe-all', 'book:BTC', 'ticker:BTC', 'ticker:ETH', '?');
    });
    expect(client.story()[0]).toBe('some ');
    expect(stood).toEqual(BOTH);
  });

  it('lets nothing stand where one part is refused, and tells the verdict of each', () => {
    const { client, stood } = talk(toyCounterpart(), one => {
      one.say('subscribe-all', 'book:BTC', 'book:NOPE', '?', 'ticker:ETH');
    });
    expect(client.story()).toEqual(['subscribe granted unknown-symbol mistake granted']);
    expect(stood).toEqual([]);
  });

  it('can be asked for again after a refusal: what did not stand is no duplicate', () => {
    const { client, stood } = talk(toyCounterpart({}, { duplicates: 'refused' }), (one, at) => {
      one.say('subscribe-all', 'book:BTC', 'book:NOPE');
      at(100, () => {
        one.say('subscribe-all', 'book:BTC');
      });
    });
    expect(client.story().slice(0, 3)).toEqual([
      'subscribe granted unknown-symbol',
      'subscribe granted',
      'data book:BTC',
    ]);
    expect(stood).toEqual(['book:BTC']);
  });

  it('unsubscribes what the counterpart lets go', () => {
    const { client, stood } = talk(toyCounterpart(), (one, at) => {
      one.say('subscribe-all', ...BOTH);
      at(450, () => {
        one.say('unsubscribe-all', 'book:BTC');
      });
    });
    expect(stood).toEqual(['ticker:ETH']);
    const story = client.story();
    const end = story.indexOf('unsubscribe granted');
    expect(end).toBeGreaterThan(5);
    expect(new Set(story.slice(end + 1))).toEqual(new Set(['data ticker:ETH']));
  });

  it('keeps its order to what came before it about one of its topics, whatever the delays', () => {
    for (let seed = 0; seed < 20; seed++) {
      const stood: unknown[] = [];
      playToy(1_000, toyCounterpart(), { ackDelay: 200, seed }, ({ exchange, client, at }) => {
        const one = client();
        one.say('subscribe-all', ...BOTH);
        one.say('unsubscribe-all', ...BOTH);
        one.say('subscribe-all', 'ticker:ETH', 'trades:ETH');
        at(900, () => stood.push(exchange.subscriptions()));
      });
      expect(stood).toEqual([[['ticker:ETH', 'trades:ETH']]]);
    }
  });

  it('is not followed where it wants an account before a login', () => {
    const wanted = { 'balances:': { private: true, market: 'spot' } };
    const lines = [{ market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' }] as const;
    const { client, stood } = talk(toyCounterpart(wanted, { lines }), (one, at) => {
      one.say('subscribe-all', 'balances:');
      one.say('login');
      at(50, () => {
        one.say('subscribe-all', 'balances:');
      });
    });
    expect(client.story().slice(0, 4)).toEqual([
      'subscribe not-logged-in',
      'login granted',
      'subscribe granted',
      'data balances:',
    ]);
    expect(stood).toEqual(['balances:']);
  });

  it('counts as one request and as many topics as it names', () => {
    const rules = { ...toyCounterpart().rules, topics: { count: 2, per: 0, consequence: 'warn' } } as const;
    const requests = { count: 2, per: 1_000, consequence: 'warn' } as const;
    const { client, stood } = talk(toyCounterpart({}, { rules: { ...rules, requests } }), one => {
      one.say('subscribe-all', ...BOTH);
      one.say('subscribe-all', ...BOTH, 'trades:BTC');
      one.say('subscribe-all', ...BOTH);
    });
    const warnings = client.story().filter(text => text.startsWith('warning'));
    expect(warnings).toEqual(['warning topics', 'warning requests']);
    expect(stood).toEqual(BOTH);
  });

  it('says what is missing in a counterpart that hears batches and cannot answer them', () => {
    const { answerBatch: _, ...mute } = toyCounterpart();
    expect(() =>
      talk(mute, one => {
        one.say('subscribe-all', ...BOTH);
      }),
    ).toThrow('toy hears requests that are answered as one, and has no answerBatch');
  });
});

describe('a duplicate', () => {
  const twice = (duplicates: NonNullable<Counterpart['duplicates']>, op: string): readonly string[] =>
    talk(
      toyCounterpart({ 'trades:BTC': { changesOnly: false } }, { duplicates }),
      (one, at) => {
        one.say(op, 'trades:BTC');
        at(10, () => {
          one.say(op, 'trades:BTC');
        });
      },
      [],
      90,
    ).client.story();

  it.each(['subscribe', 'subscribe-all'])('begins anew, is refused, or changes nothing: %s', op => {
    expect(twice('again', op)).toEqual([
      'subscribe granted',
      'data trades:BTC',
      'subscribe granted',
      'data trades:BTC',
    ]);
    expect(twice('refused', op)).toEqual(['subscribe granted', 'data trades:BTC', 'subscribe already-subscribed']);
    expect(twice('ignored', op)).toEqual(['subscribe granted', 'data trades:BTC', 'subscribe granted']);
  });

  it('within one request is one too', () => {
    const { client, stood } = talk(toyCounterpart({}, { duplicates: 'refused' }), one => {
      one.say('subscribe-all', 'book:BTC', 'book:BTC');
    });
    expect(client.story()).toEqual(['subscribe granted already-subscribed']);
    expect(stood).toEqual([]);
  });

  it('within one request begins once where it changes nothing, or is let pass', () => {
    const passing: Partial<Counterpart> = {
      answerBatch: ({ parts }) => ({ frames: [], follows: parts.map(() => true) }),
    };
    for (const duplicates of ['ignored', 'refused'] as const) {
      const { client, stood } = talk(toyCounterpart({}, { ...passing, duplicates }), one => {
        one.say('subscribe-all', 'book:BTC', 'book:BTC');
      });
      expect(client.said('book:BTC', 'book').filter(({ first }) => first)).toHaveLength(1);
      expect(stood).toEqual(['book:BTC']);
    }
  });

  it('is none any more once it was unsubscribed', () => {
    const { client } = talk(toyCounterpart({}, { duplicates: 'refused' }), one => {
      one.say('subscribe', 'trades:BTC');
      one.say('unsubscribe', 'trades:BTC');
      one.say('subscribe', 'trades:BTC');
    });
    expect(client.story().filter(text => !text.startsWith('data'))).toEqual([
      'subscribe granted',
      'unsubscribe granted',
      'subscribe granted',
    ]);
  });
});

describe('faults of a request that is answered as one', () => {
  const under = (
    fault: FaultName,
    symbol?: string,
  ): { readonly client: ToyClient; readonly stood: readonly string[] } =>
    talk(
      toyCounterpart(),
      one => {
        one.say('subscribe-all', ...BOTH);
      },
      [symbol === undefined ? [fault] : [fault, symbol]],
      5_000,
    );

  it('late-ack holds back all of it for 3 s', () => {
    const { client } = under('late-ack', 'ETH');
    expect(client.frames()[0]).toMatchObject({ at: 3_000, answer: 'subscribe' });
    expect(client.frames().filter(({ at }) => at < 3_000)).toEqual([]);
  });

  it('data-before-ack lets the first data come before the answer', () => {
    const story = under('data-before-ack').client.story();
    expect(story.slice(0, 2)).toEqual(['data book:BTC', 'data ticker:ETH']);
    expect(story).toContain('subscribe granted granted');
  });

  it('no-ack swallows all of it', () => {
    const { client, stood } = under('no-ack', 'ETH');
    expect(client.received).toEqual([]);
    expect(stood).toEqual([]);
  });

  it('refuse-topic is the verdict of one part', () => {
    expect(under('refuse-topic', 'ETH').client.story()).toEqual(['subscribe granted unknown-symbol']);
    expect(under('refuse-topic').client.story()).toEqual(['subscribe unknown-symbol granted']);
  });

  it('silent-subscription silences one part', () => {
    const { client, stood } = under('silent-subscription', 'BTC');
    expect(stood).toEqual(BOTH);
    expect(client.said('book:BTC', 'book')).toEqual([]);
    expect(client.said('ticker:ETH', 'ticker').length).toBeGreaterThan(40);
  });

  it('stale-seed takes two changes from the first book of one part', () => {
    const [first, second] = under('stale-seed').client.said('book:BTC', 'book');
    if (second?.event.type !== 'book-delta') throw new Error('no change came');
    expect(BigInt(second.event.previous ?? '0')).toBeGreaterThan(BigInt(first?.event.sequence ?? '0'));
  });

  it('strikes by chance one part of a request, at the rate of a request', () => {
    const clients: ToyClient[] = [];
    const verdicts = new Set<string>();
    const faults = [{ fault: 'refuse-topic', rate: 0.5 }] as const;
    const exchange = playToy(100, toyCounterpart(), { faults, tick: 0 }, ({ client }) => {
      for (let n = 0; n < 200; n++) {
        const one = client();
        one.say('subscribe-all', 'book:BTC', 'ticker:BTC', 'trades:BTC');
        one.say('unsubscribe-all', 'book:BTC', 'ticker:BTC', 'trades:BTC');
        clients.push(one);
      }
    });
    for (const one of clients) verdicts.add(one.story().find(text => text.startsWith('subscribe')) ?? '');
    expect(verdicts).toEqual(
      new Set([
        'subscribe granted granted granted',
        'subscribe unknown-symbol granted granted',
        'subscribe granted unknown-symbol granted',
        'subscribe granted granted unknown-symbol',
      ]),
    );
    expect(exchange.struck.get('refuse-topic')).toBeGreaterThan(75);
    expect(exchange.struck.get('refuse-topic')).toBeLessThan(125);
  });
});
