import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultName } from '../../src/simulator/index.js';
import { bybitCounterpart } from '../../src/venues/bybit/counterpart.js';
import { BIRTH, hearBybit, LATER, login, playBybit, subscribe } from './bybit-listener.js';
import type { Listener } from './bybit-listener.js';

/** What a client hears that asks for two topics, while the exchange has this fault once. */
function struckBy(fault: FaultName, door = 'linear', duration = 5_000): Listener {
  const clients: Listener[] = [];
  playBybit(duration, {}, ({ exchange, come, at }) => {
    const client = come(door);
    clients.push(client);
    at(0, () => {
      exchange.inject(fault);
      client.ask('orderbook.50.BTCUSDT', 'tickers.BTCUSDT');
    });
  });
  return clients[0] as Listener;
}

const kinds = (client: Listener): readonly (string | undefined)[] =>
  client.frames().map(({ topic, op }) => topic ?? op);

describe('what can go wrong at Bybit', () => {
  it('tells the first state before it accepts', () => {
    const heard = kinds(struckBy('data-before-ack'));
    expect(heard.slice(0, 2)).toEqual(['orderbook.50.BTCUSDT', 'tickers.BTCUSDT']);
    expect(heard).toContain('subscribe');
  });

  it('refuses a request as a whole for one topic of it', () => {
    const client = struckBy('refuse-topic');
    expect(client.received).toHaveLength(1);
    expect(client.answers()[0]?.ret_msg).toMatch(/^error:handler not found,topic:/);
  });

  it('refuses one option alone', () => {
    const clients: Listener[] = [];
    const topics = ['tickers.BTC-25DEC26-85000-C', 'tickers.ETH-25DEC26-2300-C'];
    playBybit(2_000, {}, ({ exchange, come, at }) => {
      const client = come('option');
      clients.push(client);
      at(0, () => {
        exchange.inject('refuse-topic', { symbol: 'BTC-25DEC26-85000-C' });
        client.ask(...topics);
      });
    });
    expect(clients[0]?.answers()).toMatchObject([{ data: { failTopics: [topics[0]], successTopics: [topics[1]] } }]);
    expect(new Set(clients[0]?.frames().flatMap(({ topic }) => topic ?? []))).toEqual(new Set([topics[1]]));
  });

  it('does not answer, or says nothing after the answer', () => {
    expect(struckBy('no-ack').received).toEqual([]);
    const silent = kinds(struckBy('silent-subscription'));
    expect(new Set(silent).size).toBeLessThan(3);
  });

  it('has a clock that goes wrong, and tells it', () => {
    playBybit(1_000, {}, ({ exchange, come, at }) => {
      const client = come('private');
      const time = (): number => (JSON.parse(exchange.rest('/v5/market/time') ?? '') as { time: number }).time;
      at(0, () => {
        exchange.inject('clock-error');
        client.say(login(LATER));
      });
      at(100, () => {
        expect(time()).toBe(BIRTH + 300_100);
        client.say(login(time() + 10_000));
      });
      at(900, () => {
        expect(client.answers().map(({ ret_msg }) => ret_msg)).toEqual(['Params Error', '']);
      });
    });
  });

  it('may refuse a login for no reason that it tells', () => {
    playBybit(1_000, {}, ({ exchange, come, at }) => {
      const client = come('private');
      at(0, () => {
        exchange.inject('refuse-login');
        client.say(login(LATER));
      });
      at(900, () => {
        expect(client.answers()).toMatchObject([{ success: false, op: 'auth' }]);
        expect(client.closed).toEqual([]);
      });
    });
  });

  it('has no checksums that could be wrong', () => {
    playBybit(10, {}, ({ exchange }) => {
      expect(() => {
        exchange.inject('bad-checksum');
      }).toThrow(RangeError);
    });
  });
});

describe('whatever a client says', () => {
  const counterpart = bybitCounterpart();
  const doors = Object.values(counterpart.doors);
  const message = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        op: fc.constantFrom('subscribe', 'unsubscribe', 'ping', 'auth', 'dance'),
        req_id: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
        args: fc.oneof(
          fc.array(fc.oneof(fc.string(), fc.integer(), fc.constantFrom('order', 'tickers.BTCUSDT', 'kline.1.BTCUSD'))),
          fc.jsonValue(),
        ),
      })
      .map(value => JSON.stringify(value)),
  );

  it('is heard and answered, in JSON', () => {
    fc.assert(
      fc.property(message, fc.constantFrom(...doors), (text, door) => {
        const [heard, ...rest] = counterpart.hear(text, door);
        expect(rest).toEqual([]);
        if (heard === undefined) throw new Error('nothing heard');
        expect(counterpart.bytesOf(text)).toBeGreaterThanOrEqual(0);
        const frames =
          heard.type === 'batch'
            ? counterpart.answerBatch?.(
                heard,
                heard.parts.map(() => 'granted'),
                door,
              )
            : { frames: counterpart.answer(heard, 'granted', BIRTH, door), follows: [] };
        expect(frames?.frames).toHaveLength(1);
        for (const frame of frames?.frames ?? []) expect(JSON.parse(frame)).toBeTypeOf('object');
        if (heard.type === 'batch') expect(frames?.follows).toHaveLength(heard.parts.length);
      }),
    );
  });

  it('does not end the line', () => {
    expect(hearBybit(1_000, 'private', ['', 'null', '{}', subscribe([])]).closed).toEqual([1_000]);
  });
});
