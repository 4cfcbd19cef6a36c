import { describe, expect, it } from 'vitest';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { ExchangeOptions, FaultName } from '../../src/simulator/index.js';
import { toyCounterpart } from './toy-counterpart.js';
import { playToy } from './toy-play.js';
import type { ToyClient, ToyPlay } from './toy-play.js';

function converse(
  duration: number,
  counterpart: Counterpart,
  talk: (client: ToyClient, play: ToyPlay) => void,
  options: ExchangeOptions = {},
) {
  const clients: ToyClient[] = [];
  const exchange = playToy(duration, counterpart, { tick: 1_000, ...options }, play => {
    const one = play.client();
    clients.push(one);
    talk(one, play);
  });
  const [client] = clients;
  if (client === undefined) throw new Error('nobody came');
  return { exchange, client, breaches: exchange.violations.map(({ breach, at }) => [breach, at]) };
}

describe('pings of the exchange', () => {
  const pings: Counterpart['pings'] = {
    every: 10_000,
    patience: 30_000,
    say: now => ({ frame: JSON.stringify({ ping: String(now) }), echo: String(now) }),
  };
  const pinging = toyCounterpart({}, { pings });
  const asked = (client: ToyClient): readonly string[] => client.frames().flatMap(({ ping }) => ping ?? []);

  it('come at their pace by the clock of the exchange, and who answers lives for ever', () => {
    const { client, breaches } = converse(
      600_500,
      pinging,
      (one, { at }) => {
        for (let time = 10_000; time <= 600_000; time += 10_000) {
          at(time + 100, () => {
            one.say('pong', asked(one).at(-1) ?? '');
          });
        }
      },
      { clockOffset: 5 },
    );
    expect(asked(client)).toEqual(Array.from({ length: 60 }, (_, i) => String((i + 1) * 10_000 + 5)));
    expect(breaches).toEqual([]);
  });

  it('cut the line of who does not answer, or answers with another number', () => {
    const { breaches, client } = converse(100_000, pinging, (one, { at }) => {
      at(10_100, () => {
        one.say('pong', '10000');
      });
      at(20_100, () => {
        one.say('pong', '12345');
      });
    });
    expect(breaches).toEqual([['silence', 50_000]]);
    expect(client.closedAt).toEqual([50_000, 100_000].slice(0, 1));
  });

  it('are all answered by an answer to the last of them', () => {
    const { breaches } = converse(45_000, pinging, (one, { at }) => {
      at(30_500, () => {
        one.say('pong', '30000');
      });
    });
    expect(breaches).toEqual([]);
  });

  it('blame nobody on a line that hears nothing', () => {
    const { breaches } = converse(100_000, pinging, (_, { exchange }) => {
      exchange.inject('half-open');
    });
    expect(breaches).toEqual([]);
  });

  it('are answered by messages that count', () => {
    const rules = { ...pinging.rules, messages: { count: 2, per: 1_000, consequence: 'cut' } } as const;
    const { breaches } = converse(2_000, { ...pinging, rules }, one => {
      for (let n = 0; n < 3; n++) one.say('pong', '1');
    });
    expect(breaches).toEqual([['messages', 0]]);
  });
});

describe('a line on which nobody says anything', () => {
  const quiet = (ms: number): Counterpart => {
    const toy = toyCounterpart();
    return { ...toy, rules: { ...toy.rules, quiet: ms } };
  };

  it('is cut', () => {
    expect(converse(50_000, quiet(30_000), () => {}).breaches).toEqual([['silence', 30_000]]);
  });

  it('stands as long as one of the two speaks', () => {
    const listening = converse(100_000, quiet(30_000), one => {
      one.say('subscribe', 'ticker:BTC');
    });
    expect(listening.breaches).toEqual([]);
    const talking = converse(100_000, quiet(30_000), (one, { at }) => {
      for (const time of [20_000, 45_000]) {
        at(time, () => {
          one.say('pong', 'x');
        });
      }
    });
    expect(talking.breaches).toEqual([['silence', 75_000]]);
  });
});

describe('wishes that stand without being asked for', () => {
  const lines = [{ market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' }] as const;
  const wish = { private: true, market: 'spot' } as const;
  const toy = toyCounterpart({ 'orders:': wish }, { lines });
  const heard = toy.hear(JSON.stringify({ op: 'subscribe', keys: ['orders:'] }), { name: 'toy', private: false });
  const [one] = heard;
  if (one?.type !== 'subscribe') throw new Error('not a wish');
  const implying: Counterpart = { ...toy, implied: () => [one.wish] };

  it('begin with the login, after its answer', () => {
    const { client, exchange } = converse(60_000, implying, (who, { at }) => {
      at(5_000, () => {
        who.say('login');
      });
    });
    const story = client.story();
    expect(story.slice(0, 2)).toEqual(['login granted', 'data orders:']);
    expect(client.frames()[1]?.at).toBe(5_000);
    const told = new Set(
      client
        .said('orders:', 'account')
        .flatMap(({ news }) => (news.type === 'order' ? [`${news.order.id} ${news.order.status}`] : [])),
    );
    const orders = exchange.account().orders('spot');
    expect(orders.length).toBeGreaterThan(5);
    for (const { id, status } of orders) expect(told).toContain(`${id} ${status}`);
  });

  it('do not begin where the login is refused', () => {
    const { client } = converse(20_000, implying, who => {
      who.say('login', 'a stranger');
    });
    expect(client.story()).toEqual(['login wrong-key']);
  });

  it('begin once, however often the client logs in', () => {
    const { client } = converse(500, implying, who => {
      who.say('login');
      who.say('login');
    });
    expect(client.story()).toEqual(['login granted', 'data orders:', 'login granted']);
  });
});

describe('a question for a state', () => {
  const lines = [{ market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' }] as const;
  const toy = toyCounterpart(
    { 'balances:': { private: true, market: 'spot' }, 'trades:ETH': { zipped: true } },
    { lines },
  );

  it('is answered with what a new listener would hear first, and nothing stands', () => {
    const { client, exchange } = converse(5_000, toy, one => {
      one.say('ask', 'ticker:BTC');
    });
    expect(client.frames()).toHaveLength(1);
    const reply = client.frames()[0]?.reply;
    expect(reply).toMatchObject({ type: 'ticker', ticker: { price: exchange.ticker('BTC').price } });
    expect(exchange.subscriptions()).toEqual([]);
  });

  it('is answered without a state where the symbol is not listed, or nothing is to be said', () => {
    const { client } = converse(500, toy, one => {
      one.say('ask', 'ticker:NOPE');
      one.say('ask', 'liquidations:BTC');
    });
    expect(client.frames().map(({ reply }) => reply)).toEqual([null, null]);
  });

  it('is answered of an account after a login only', () => {
    const { client } = converse(500, toy, (one, { at }) => {
      one.say('ask', 'balances:');
      one.say('login');
      at(100, () => {
        one.say('ask', 'balances:');
      });
    });
    expect(client.story()[0]).toBe('ask not-logged-in');
    expect(client.frames()[2]?.reply).toMatchObject({ type: 'account', news: { type: 'standing' } });
  });

  it('counts as a message, and is no request', () => {
    const rule = { count: 1, per: 1_000, consequence: 'warn' } as const;
    const limited = (name: 'messages' | 'requests'): Counterpart => ({ ...toy, rules: { ...toy.rules, [name]: rule } });
    const ask = (one: ToyClient): void => {
      one.say('ask', 'ticker:BTC');
      one.say('ask', 'ticker:BTC');
    };
    expect(converse(500, limited('messages'), ask).breaches).toEqual([['messages', 0]]);
    expect(converse(500, limited('requests'), ask).breaches).toEqual([]);
  });

  it('does not disturb what others are told', () => {
    const listen = (asks: boolean) =>
      converse(10_000, toyCounterpart({ 'ticker:BTC': { every: 3_000 } }), (one, { at, client }) => {
        one.say('subscribe', 'ticker:BTC');
        const other = client();
        if (asks) {
          at(4_500, () => {
            other.say('ask', 'ticker:BTC');
          });
        }
      }).client.received;
    expect(listen(true)).toEqual(listen(false));
  });
});

describe('packed frames', () => {
  const toy = toyCounterpart({ 'book:BTC': { zipped: true, window: 5 } });

  it('are gzip in binary frames, the same bytes in each run; answers are text', () => {
    const run = () =>
      converse(5_000, toy, one => {
        one.say('subscribe', 'book:BTC');
        one.say('ask', 'book:BTC');
        one.say('subscribe', 'ticker:BTC');
      }).client;
    const client = run();
    const kinds = client.received.map(({ data }) => (typeof data === 'string' ? 'text' : [...data.slice(0, 2)].join()));
    expect(kinds[0]).toBe('text');
    expect(new Set(kinds)).toEqual(new Set(['text', '31,139']));
    expect(client.said('book:BTC', 'book').length).toBeGreaterThan(2);
    client.received.forEach(({ data }, i) => {
      const frame = client.frames()[i];
      const packed = frame?.key === 'book:BTC' || frame?.reply !== undefined;
      expect(typeof data === 'string').toBe(!packed);
    });
    expect(run().received).toEqual(client.received);
    // The time of packing.
    const times = client.received.flatMap(({ data }) => (typeof data === 'string' ? [] : [...data.slice(4, 8)]));
    expect(new Set(times)).toEqual(new Set([0]));
  });

  it('can be spoilt as others are', () => {
    const bytes = (fault: FaultName) =>
      converse(2_500, toy, (one, { at, exchange }) => {
        one.say('subscribe', 'book:BTC');
        at(1_500, () => {
          exchange.inject(fault, { feed: 'book' });
        });
      }).client.received.map(({ data }) => (typeof data === 'string' ? 'text' : data.length));
    const whole = bytes('duplicate');
    expect(whole.at(-1)).toBe(whole.at(-2));
    const cut = bytes('truncated');
    expect(cut.at(-1)).toBe(Math.floor(Number(whole.at(-1)) / 2));
    expect(bytes('garbage').slice(-2)).toEqual(['text', whole.at(-1)]);
    expect(bytes('huge-frame').at(-1)).toBeGreaterThan(15_000);
  });
});
