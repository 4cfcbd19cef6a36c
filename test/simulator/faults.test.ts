import { describe, expect, it } from 'vitest';
import { createExchange, FAULTS } from '../../src/simulator/index.js';
import type { Exchange, FaultName, InjectOptions } from '../../src/simulator/index.js';
import { createMischief } from '../../src/simulator/mischief.js';
import { createRandom } from '../../src/simulator/random.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';
import { argument, loginText, NaiveBook, parse, PRIVATE, PUBLIC, virtually } from './naive-client.js';
import type { NaiveClient } from './naive-client.js';

const BOOK = 'SPOT:books:BTCUSDT';
const ACK = `{"event":"subscribe","arg":${JSON.stringify(argument(BOOK))}}`;

interface Outcome {
  readonly client: NaiveClient;
  readonly exchange: Exchange;
  readonly book: NaiveBook;
  /** Frames of the book that could be read. */
  readonly frames: readonly string[];
}

/** Subscribes a book at 0 under a fault called for before (`early`) or at 1,050 ms, and follows it for ten seconds. */
function suffer(
  fault: FaultName,
  early: boolean,
  options: Parameters<typeof virtually>[1] = {},
  inject?: InjectOptions,
): Outcome {
  const clients: NaiveClient[] = [];
  const exchange = virtually(10_000, options, play => {
    if (early) play.exchange.inject(fault, inject);
    const client = play.client();
    clients.push(client);
    client.ask('subscribe', BOOK);
    if (!early) {
      play.at(1_050, () => {
        play.exchange.inject(fault, inject);
      });
    }
  });
  const [client] = clients;
  if (client === undefined) throw new Error('nobody came');
  const frames = client.data('books').filter(text => parse(text).length > 0);
  const book = new NaiveBook();
  for (const frame of frames) book.hear(frame);
  return { client, exchange, book, frames };
}

function expectTrueBook({ exchange, book }: Outcome): void {
  expect(book.levels('bids')).toEqual(exchange.book('BTCUSDT').bids);
  expect(book.levels('asks')).toEqual(exchange.book('BTCUSDT').asks);
}

/** Says the login again and again, signed for now and so many seconds; the first one is struck. */
function logIn(
  fault: FaultName,
  times: readonly number[],
  corrected = 0,
): { readonly texts: readonly string[]; readonly closed: readonly unknown[]; readonly rest: string | undefined } {
  const texts: string[] = [];
  const closed: unknown[] = [];
  let rest: string | undefined;
  virtually(2_001, {}, ({ exchange, at, client }) => {
    exchange.inject(fault);
    times.forEach((time, i) => {
      at(time, () => {
        const one = client(PRIVATE);
        one.say(loginText(time / 1_000 + (i === 0 ? 0 : corrected)));
        at(1_500, () => {
          texts.push(...one.texts());
          closed.push(...one.closed);
        });
      });
    });
    at(2_000, () => {
      rest = exchange.rest('/api/v2/public/time');
    });
  });
  return { texts, closed, rest };
}

const tried: FaultName[] = [];
function fault(name: FaultName, prove: () => void): void {
  tried.push(name);
  it(`${name}: ${FAULTS[name].does}`, prove);
}

describe('the control', () => {
  it('has no gap, no repetition and the true book without faults', () => {
    const outcome = suffer('duplicate', false, {}, { symbol: 'ETHUSDT' });
    expect(outcome.book.gaps).toEqual([]);
    expect(new Set(outcome.frames).size).toBe(outcome.frames.length);
    expect(outcome.frames.length).toBeGreaterThan(80);
    expectTrueBook(outcome);
  });
});

describe('faults of connections', () => {
  fault('refuse-connection', () => {
    const refusals: (number | undefined)[] = [];
    virtually(10, {}, play => {
      play.exchange.inject('refuse-connection', { times: 2 });
      for (let n = 0; n < 3; n++) refusals.push(play.refusedAt(PUBLIC)?.status);
    });
    expect(refusals).toEqual([503, 503, undefined]);
  });

  fault('close-1001', () => {
    const { client, exchange } = suffer('close-1001', false);
    expect(client.closed).toEqual([1001]);
    expect(client.received.at(-1)?.at).toBeLessThan(1_100);
    expect(exchange.subscriptions()).toEqual([]);
  });

  fault('close-1006', () => {
    const { client } = suffer('close-1006', false);
    expect(client.closed).toEqual([undefined]);
    expect(client.received.at(-1)?.at).toBeLessThan(1_100);
  });

  fault('half-open', () => {
    const clients: NaiveClient[] = [];
    const open: number[] = [];
    const exchange = virtually(200_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK);
      play.at(1_050, () => {
        play.exchange.inject('half-open');
        client.say('ping');
      });
      play.at(199_000, () => open.push(play.exchange.clients));
    });
    expect(clients[0]?.received.at(-1)?.at).toBeLessThan(1_050);
    expect(exchange.heard.map(one => one.text)).not.toContain('ping');
    expect(open).toEqual([1]);
    expect(exchange.violations).toEqual([]);
  });

  fault('slow-consumer', () => {
    const outcome = suffer('slow-consumer', false);
    const times = outcome.client.received.map(one => one.at);
    expect(times.filter(time => time > 1_050 && time < 3_050)).toEqual([]);
    expect(times.filter(time => time === 3_050).length).toBeGreaterThan(15);
    expect(outcome.book.gaps).toEqual([]);
    expectTrueBook(outcome);
  });
});

describe('faults of subscriptions', () => {
  fault('late-ack', () => {
    const { client } = suffer('late-ack', true);
    expect(client.received[0]).toEqual({ at: 3_000, text: ACK });
    expect(client.data('books').length).toBeGreaterThan(10);
  });

  fault('data-before-ack', () => {
    const outcome = suffer('data-before-ack', true);
    expect(outcome.client.parsed()[0]?.action).toBe('snapshot');
    expect(outcome.client.texts().indexOf(ACK)).toBeGreaterThan(0);
    expectTrueBook(outcome);
  });

  fault('no-ack', () => {
    const { client, exchange } = suffer('no-ack', true);
    expect(client.texts()).toEqual([]);
    expect(exchange.heard).toHaveLength(1);
  });

  fault('refuse-topic', () => {
    const { client } = suffer('refuse-topic', true);
    expect(client.parsed().map(frame => [frame.event, frame.code])).toEqual([['error', 30001]]);
  });

  fault('silent-subscription', () => {
    const { client } = suffer('silent-subscription', true);
    expect(client.texts()).toEqual([ACK]);
  });

  fault('stale-seed', () => {
    const { book, frames } = suffer('stale-seed', true);
    expect(book.gaps).toHaveLength(1);
    expect(frames[0]).toContain('"action":"snapshot"');
    const [seen, next] = book.gaps[0]?.split(' then ').map(BigInt) ?? [];
    expect(seen).toBe(395681152n);
    expect(next).toBeGreaterThan(seen ?? 0n);
  });

  fault('refuse-login', () => {
    const { texts, closed } = logIn('refuse-login', [0]);
    expect(texts).toEqual(['{"event":"error","code":30005,"msg":"error"}']);
    expect(closed).toEqual([undefined]);
  });

  fault('silent-login', () => {
    const { texts, closed } = logIn('silent-login', [0, 500]);
    expect(texts).toEqual(['{"event":"login","code":0}']);
    expect(closed).toEqual([]);
  });

  fault('clock-error', () => {
    const { texts, closed, rest } = logIn('clock-error', [0]);
    expect(texts).toEqual(['{"event":"error","code":30014,"msg":"Request timestamp expired"}']);
    expect(closed).toEqual([undefined]);
    expect(JSON.parse(rest ?? '')).toMatchObject({ data: { serverTime: '302000' } });
    const { texts: next } = logIn('clock-error', [0, 500], 300);
    expect(next).toEqual([
      '{"event":"error","code":30014,"msg":"Request timestamp expired"}',
      '{"event":"login","code":0}',
    ]);
  });
});

describe('faults of frames', () => {
  fault('drop-frame', () => {
    const { book, frames } = suffer('drop-frame', false);
    expect(book.gaps).toHaveLength(1);
    expect(frames[0]).toContain('"action":"snapshot"');
  });

  fault('duplicate', () => {
    const { frames } = suffer('duplicate', false);
    expect(frames.filter((text, i) => text === frames[i - 1])).toHaveLength(1);
    expect(new Set(frames).size).toBe(frames.length - 1);
  });

  fault('reorder', () => {
    const { frames } = suffer('reorder', false);
    const numbers = frames.map(text => BigInt(/"seq":(\d+)/.exec(text)?.[1] ?? '0'));
    expect(numbers.filter((number, i) => i > 0 && number < (numbers[i - 1] ?? 0n))).toHaveLength(1);
    const sorted = [...numbers].sort((a, b) => (a < b ? -1 : 1));
    expect(numbers).not.toEqual(sorted);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('puts several frames in a row back, each once, behind the one that overtakes them', () => {
    const { frames } = suffer('reorder', false, {}, { times: 2 });
    const numbers = frames.map(text => BigInt(/"seq":(\d+)/.exec(text)?.[1] ?? '0'));
    const late = numbers.findIndex((number, i) => i > 0 && number < (numbers[i - 1] ?? 0n));
    const [overtaking = 0n, first = 0n, second = 0n, next = 0n] = numbers.slice(late - 1);
    expect([first < second, second < overtaking, overtaking < next]).toEqual([true, true, true]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  fault('bad-checksum', () => {
    const outcome = suffer('bad-checksum', false, { integrity: 'checksum' });
    expect(outcome.book.wrongChecksums).toHaveLength(1);
    expect(outcome.book.checksums).toBeGreaterThan(80);
    expectTrueBook(outcome);
    expect(() => {
      createExchange(bitgetCounterpart()).inject('bad-checksum');
    }).toThrow('carries no checksum');
  });

  fault('garbage', () => {
    const outcome = suffer('garbage', false);
    const noise = outcome.client.texts().filter(text => parse(text).length === 0);
    expect(noise).toHaveLength(1);
    expect(outcome.book.gaps).toEqual([]);
    expectTrueBook(outcome);
  });

  fault('truncated', () => {
    const { client, book } = suffer('truncated', false);
    const noise = client.texts().filter(text => parse(text).length === 0);
    expect(noise).toHaveLength(1);
    expect(noise[0]).toMatch(/^\{"action":"update","arg":\{"instType":"SPOT","channel":"books"/);
    expect(book.gaps).toHaveLength(1);
  });

  fault('huge-frame', () => {
    const outcome = suffer('huge-frame', false);
    expect(outcome.client.texts().filter(text => text.length > 20 * 1_024 * 1_024)).toHaveLength(1);
    expect(outcome.book.gaps).toEqual([]);
    expectTrueBook(outcome);
  });
});

describe('faults of the market', () => {
  fault('restart-sequence', () => {
    const outcome = suffer('restart-sequence', false, {}, { symbol: 'BTCUSDT' });
    const restarts = outcome.frames.filter(text => text.includes('"action":"update"') && text.includes('"pseq":0}'));
    expect(restarts).toHaveLength(1);
    expect(outcome.book.gaps).toHaveLength(1);
    expect(BigInt(outcome.book.sequence)).toBeLessThan(395681152n);
    // The numbering is another, the book is the same.
    expectTrueBook(outcome);
  });
});

describe('the fault list', () => {
  it('is proved name by name', () => {
    expect([...tried].sort()).toEqual(Object.keys(FAULTS).sort());
  });

  it('refuses unknown names, impossible faults and senseless numbers', () => {
    const bitget = bitgetCounterpart();
    const make = (faults: Parameters<typeof createMischief>[0]) => (): unknown => createExchange(bitget, { faults });
    expect(make(['drop-frames' as FaultName])).toThrow(
      'fault "drop-frames" is unknown; possible are refuse-connection, close-1001',
    );
    expect(make(['bad-checksum'])).toThrow(RangeError);
    expect(make([{ fault: 'duplicate', rate: 2 }])).toThrow('rate 2 of fault "duplicate" must lie between 0 and 1');
    expect(make([{ fault: 'duplicate', every: 0 }])).toThrow(RangeError);
    expect(make([{ fault: 'duplicate', rate: 0.5 }, 'reorder'])).not.toThrow();
  });
});

describe('when faults strike', () => {
  const target = { symbol: 'BTCUSDT', feed: 'book', changes: true };
  const times = (rule: Parameters<typeof createMischief>[0][number], until = 10_000): readonly number[] => {
    const mischief = createMischief([rule], {}, createRandom(3), 0);
    const hits: number[] = [];
    for (let now = 0; now < until; now += 100) if (mischief.strikes('frame', target, now) !== undefined) hits.push(now);
    return hits;
  };

  it('by chance, about as often as said', () => {
    const hits = times({ fault: 'duplicate', rate: 0.2 }, 1_000_000);
    expect(hits.length).toBeGreaterThan(1_800);
    expect(hits.length).toBeLessThan(2_200);
    expect(times({ fault: 'duplicate', rate: 0 })).toEqual([]);
  });

  it('once in a while', () => {
    expect(times({ fault: 'duplicate', every: 2_500 })).toEqual([2_500, 5_000, 7_500]);
  });

  it('within its time', () => {
    expect(times({ fault: 'duplicate', rate: 1, from: 300, until: 600 })).toEqual([300, 400, 500]);
    expect(times({ fault: 'duplicate', every: 1_000, from: 500, until: 3_000 })).toEqual([500, 1_500, 2_500]);
  });

  it('at its symbol only, and at books only where it is of books', () => {
    expect(times({ fault: 'duplicate', rate: 1, symbol: 'ETHUSDT' })).toEqual([]);
    const mischief = createMischief([{ fault: 'bad-checksum', rate: 1 }], {}, createRandom(3), 0);
    expect(mischief.strikes('frame', { symbol: 'BTCUSDT', feed: 'ticker' }, 0)).toBeUndefined();
    expect(mischief.strikes('frame', target, 0)).toBe('bad-checksum');
  });

  it('when called for: the next that fits, as often as said', () => {
    const mischief = createMischief([], {}, createRandom(3), 0);
    mischief.inject('duplicate', { symbol: 'BTCUSDT', feed: 'book', times: 2 });
    const hits = [{ ...target, feed: 'ticker' }, target, { ...target, symbol: 'X' }, target, target];
    expect(hits.map(one => mischief.strikes('frame', one, 0))).toEqual([
      undefined,
      'duplicate',
      undefined,
      'duplicate',
      undefined,
    ]);
  });

  it('of lines: each line by itself, per second', () => {
    const closings: number[] = [];
    virtually(100_000, { faults: [{ fault: 'close-1006', rate: 0.1 }], rules: false }, play => {
      const clients = Array.from({ length: 60 }, () => play.client());
      for (const time of [1_000, 10_000, 90_000]) {
        play.at(time, () => closings.push(clients.filter(client => client.closed.length > 0).length));
      }
    });
    // A tenth of 60 in the first second, two thirds after ten, all in the end.
    expect(closings[0]).toBeLessThan(20);
    expect(closings[1]).toBeGreaterThan(25);
    expect(closings[1]).toBeLessThan(55);
    expect(closings[2]).toBe(60);
  });

  it('of lines: all of them once in a while', () => {
    const closed: number[] = [];
    virtually(5_000, { faults: [{ fault: 'close-1001', every: 2_000 }] }, play => {
      const clients = [play.client(), play.client()];
      for (const time of [1_900, 2_100]) {
        play.at(time, () => closed.push(clients.filter(client => client.closed[0] === 1001).length));
      }
    });
    expect(closed).toEqual([0, 2]);
  });
});
