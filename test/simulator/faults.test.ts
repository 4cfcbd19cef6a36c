import { describe, expect, it } from 'vitest';
import { createExchange, FAULTS } from '../../src/simulator/index.js';
import type { Exchange, FaultName, InjectOptions } from '../../src/simulator/index.js';
import { createMischief } from '../../src/simulator/mischief.js';
import { createRandom } from '../../src/simulator/random.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';
import { toyCounterpart } from './toy-counterpart.js';
import { playToy } from './toy-play.js';
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

describe('lines that heal', () => {
  fault('slow-line', () => {
    const outcome = suffer('slow-line', false, {}, { for: 5_000 });
    const times = outcome.client.received.map(one => one.at);
    expect(times.filter(time => time > 1_050 && time < 1_450)).toEqual([]);
    const slow = outcome.client.received.filter(one => one.at > 1_050 && one.at < 6_050);
    const bytes = slow.reduce((sum, { text }) => sum + text.length, 0);
    expect(slow.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(16.384 * 4_600 + 5_000);
    expect(times.at(-1)).toBeGreaterThan(9_800);
    expect(outcome.book.gaps).toEqual([]);
    expectTrueBook(outcome);
  });

  it('half-open for a while: what either side said meanwhile arrives in one burst, in order', () => {
    const clients: NaiveClient[] = [];
    const heardBefore: number[] = [];
    const exchange = virtually(10_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK);
      play.at(1_050, () => {
        play.exchange.inject('half-open', { for: 4_000 });
      });
      play.at(2_000, () => {
        client.say('ping');
      });
      play.at(5_000, () => heardBefore.push(play.exchange.heard.length));
    });
    const [client] = clients;
    const times = client?.received.map(one => one.at) ?? [];
    expect(heardBefore).toEqual([1]);
    expect(times.filter(time => time > 1_050 && time < 5_050)).toEqual([]);
    expect(times.filter(time => time === 5_050).length).toBeGreaterThan(30);
    expect(exchange.heard.at(-1)).toEqual({ client: 1, at: 5_050, text: 'ping' });
    const book = new NaiveBook();
    for (const frame of client?.data('books') ?? []) book.hear(frame);
    expect(book.gaps).toEqual([]);
    expect(client?.texts()).toContain('pong');
  });

  it('half-open for a while: who hung up meanwhile is gone, and a line that heals is no excess of messages', () => {
    const exchange = virtually(20_000, {}, play => {
      const client = play.client();
      const other = play.client();
      play.at(1_000, () => {
        play.exchange.inject('half-open', { for: 9_000 });
      });
      for (let n = 0; n < 30; n++) {
        play.at(1_100 + n * 200, () => {
          client.say('ping');
        });
      }
      play.at(5_000, () => {
        other.say('ping');
        other.leave();
      });
    });
    expect(exchange.violations).toEqual([]);
    expect(exchange.heard.map(one => one.client)).toEqual(Array.from({ length: 30 }, () => 1));
  });

  it('half-open for longer than the exchange waits for a ping: nobody is blamed before it has healed', () => {
    const options = { pingTimeout: 5_000 };
    const healed: number[] = [];
    const exchange = virtually(40_000, options, play => {
      const client = play.client();
      play.at(1_000, () => {
        play.exchange.inject('half-open', { for: 20_000 });
        client.say('ping');
      });
      play.at(20_900, () => healed.push(play.exchange.violations.length));
      play.at(24_000, () => healed.push(play.exchange.violations.length));
    });
    expect(healed).toEqual([0, 0]);
    expect(exchange.violations.map(({ breach }) => breach)).toEqual(['silence']);
  });

  fault('late-pong', () => {
    const clients: NaiveClient[] = [];
    virtually(10_000, {}, play => {
      const client = play.client();
      clients.push(client);
      play.exchange.inject('late-pong');
      client.say('ping');
      play.at(1_000, () => {
        client.say('ping');
      });
    });
    expect(clients[0]?.received).toEqual([
      { at: 1_000, text: 'pong' },
      { at: 5_000, text: 'pong' },
    ]);
  });
});

describe('faults of the exchange', () => {
  fault('ban', () => {
    const statuses: (number | undefined)[] = [];
    const clients: NaiveClient[] = [];
    const exchange = virtually(20_000, {}, play => {
      clients.push(play.client(), play.client());
      play.at(1_000, () => {
        play.exchange.inject('ban', { for: 8_000 });
      });
      for (const time of [1_001, 8_999, 9_000]) {
        play.at(time, () => statuses.push(play.refusedAt(PUBLIC)?.status));
      }
    });
    for (const client of clients) {
      expect(client.parsed()).toMatchObject([{ event: 'error', code: 30007 }]);
      expect(client.closed).toEqual([undefined]);
    }
    expect([429, 403]).toContain(statuses[0]);
    expect(statuses).toEqual([statuses[0], statuses[0], undefined]);
    expect(exchange.violations).toEqual([]);
  });

  fault('venue-restart', () => {
    const numbers: string[] = [];
    const statuses: (number | undefined)[] = [];
    const clients: NaiveClient[] = [];
    const exchange = virtually(20_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK);
      play.at(2_050, () => {
        numbers.push(play.exchange.book('BTCUSDT').sequence ?? '');
        play.exchange.inject('venue-restart');
      });
      for (const time of [2_051, 7_049, 7_050]) {
        play.at(time, () => statuses.push(play.refusedAt(PUBLIC)?.status));
      }
      play.at(8_000, () => {
        const again = play.client();
        clients.push(again);
        again.ask('subscribe', BOOK);
      });
    });
    expect(clients[0]?.closed).toEqual([1012]);
    expect(statuses).toEqual([503, 503, undefined]);
    const book = new NaiveBook();
    const frames = clients[1]?.data('books') ?? [];
    for (const frame of frames) book.hear(frame);
    // The numbers are others from the first book on, and nothing announces it later.
    expect(book.gaps).toEqual([]);
    expect(BigInt(book.sequence)).toBeLessThan(BigInt(numbers[0] ?? 0));
    expect(frames.length).toBeGreaterThan(80);
    expect(book.levels('bids')).toEqual(exchange.book('BTCUSDT').bids);
  });

  it('venue-restart keeps accounts as they are', () => {
    const fills: number[] = [];
    virtually(30_000, {}, play => {
      const client = play.client(PRIVATE);
      client.say(loginText(0));
      play.at(100, () => {
        client.say('{"op":"subscribe","args":[{"instType":"SPOT","channel":"account","coin":"default"}]}');
      });
      play.at(20_000, () => {
        fills.push(play.exchange.account().fills().length);
        play.exchange.inject('venue-restart');
        fills.push(play.exchange.account().fills().length);
      });
    });
    expect(fills[0]).toBeGreaterThan(0);
    expect(fills[1]).toBe(fills[0]);
  });

  fault('clock-jump', () => {
    const jumps: number[] = [];
    const stamps: number[] = [];
    virtually(40_000, {}, play => {
      const client = play.client();
      client.ask('subscribe', BOOK);
      for (let n = 1; n < 20; n++) {
        play.at(n * 2_000, () => {
          const time = JSON.parse(play.exchange.rest('/api/v2/public/time') ?? '') as { requestTime: number };
          jumps.push(time.requestTime - n * 2_000);
          const last = client.parsed().at(-1);
          stamps.push((last?.ts ?? NaN) - n * 2_000);
          play.exchange.inject('clock-jump');
        });
      }
    });
    expect(jumps[0]).toBe(0);
    expect(jumps.some(jump => jump > 0)).toBe(true);
    expect(jumps.some(jump => jump < 0)).toBe(true);
    expect(Math.max(...jumps.map(Math.abs))).toBeLessThanOrEqual(120_000);
    // Frames bear the time of their sending, which was just before.
    expect(stamps.map((stamp, n) => Math.abs(stamp - (jumps[n] ?? NaN)) < 1_000)).toEqual(jumps.map(() => true));
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

  fault('duplicate-late', () => {
    const { frames, client } = suffer('duplicate-late', false);
    const twice = frames.filter((text, i) => frames.indexOf(text) !== i);
    expect(twice).toHaveLength(1);
    const times = client.received.filter(({ text }) => text === twice[0]).map(({ at }) => at);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(1_000);
  });

  it('duplicate-late: what was taken back and asked for anew meanwhile hears nothing old', () => {
    const clients: NaiveClient[] = [];
    virtually(5_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK);
      play.at(1_050, () => {
        play.exchange.inject('duplicate-late');
      });
      play.at(1_450, () => {
        client.ask('unsubscribe', BOOK);
        client.ask('subscribe', BOOK);
      });
    });
    const frames = clients[0]?.data('books') ?? [];
    expect(new Set(frames).size).toBe(frames.length);
  });

  fault('reorder-across', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(10_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK, 'SPOT:ticker:BTCUSDT');
      play.at(1_050, () => {
        play.exchange.inject('reorder-across', { feed: 'book' });
      });
    });
    const order = (clients[0]?.received ?? [])
      .filter(({ at }) => at > 1_000 && at < 1_500)
      .map(({ text }) => (text.includes('"ticker"') ? 'ticker' : 'book'));
    const usual = (clients[0]?.received ?? [])
      .filter(({ at }) => at > 2_000 && at < 2_500)
      .map(({ text }) => (text.includes('"ticker"') ? 'ticker' : 'book'));
    expect(exchange.struck.get('reorder-across')).toBe(1);
    expect(usual[0]).toBe('book');
    expect(order.slice(0, 2)).toEqual(['ticker', 'book']);
    const book = new NaiveBook();
    for (const frame of clients[0]?.data('books') ?? []) book.hear(frame);
    expect(book.gaps).toEqual([]);
    expect(book.levels('bids')).toEqual(exchange.book('BTCUSDT').bids);
  });

  it('reorder-across: where no other frame comes it leaves before the next one of its own', () => {
    const outcome = suffer('reorder-across', false);
    expect(outcome.book.gaps).toEqual([]);
    expectTrueBook(outcome);
  });

  fault('corrupted', () => {
    const outcome = suffer('corrupted', false);
    const spoilt = outcome.frames.filter(text => /"-?\d[\d.]*[p-y]"/.test(text));
    expect(spoilt).toHaveLength(1);
    expect(() => {
      JSON.parse(spoilt[0] ?? '');
    }).not.toThrow();
    expect(outcome.book.gaps).toEqual([]);
  });

  fault('empty-delta', () => {
    const outcome = suffer('empty-delta', false);
    const empty = outcome.frames.filter(text => text.includes('"bids":[]') && text.includes('"asks":[]'));
    const numbers = outcome.frames.map(text => /"seq":(\d+)/.exec(text)?.[1]);
    const repeated = numbers.filter((number, i) => i > 0 && number === numbers[i - 1]);
    expect(repeated).toHaveLength(1);
    expect(empty.some(text => text.includes(`"seq":${repeated[0] ?? ''}`))).toBe(true);
    expect(outcome.book.gaps).toEqual([]);
    expectTrueBook(outcome);
  });

  fault('unordered-delta', () => {
    const outcome = suffer('unordered-delta', false, {}, { times: 20 });
    const isSorted = (text: string): boolean => {
      const bids = (parse(text)[0]?.data?.[0]?.['bids'] ?? []) as readonly (readonly [string, string])[];
      return bids.every(([price], i) => i === 0 || Number(price) < Number(bids[i - 1]?.[0]));
    };
    expect(outcome.frames.slice(1).filter(text => !isSorted(text)).length).toBeGreaterThan(5);
    expect(outcome.book.gaps).toEqual([]);
    expectTrueBook(outcome);
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

describe('a book that is behind', () => {
  fault('late-book', () => {
    const clients: NaiveClient[] = [];
    const exchange = virtually(10_000, {}, play => {
      const client = play.client();
      clients.push(client);
      client.ask('subscribe', BOOK, 'SPOT:ticker:BTCUSDT');
      play.at(1_050, () => {
        play.exchange.inject('late-book', { times: 3 });
      });
    });
    const client = clients[0];
    const at = (channel: string): readonly number[] =>
      (client?.received ?? []).filter(({ text }) => text.includes(`"${channel}"`)).map(one => one.at);
    expect(exchange.struck.get('late-book')).toBe(3);
    const book = new NaiveBook();
    for (const frame of client?.data('books') ?? []) book.hear(frame);
    expect(book.gaps).toEqual([]);
    expect(book.levels('bids')).toEqual(exchange.book('BTCUSDT').bids);
    // The ticker came at its time, the book one step later, twice in that step.
    expect(at('ticker')).toContain(1_100);
    expect(at('books')).not.toContain(1_100);
    expect(at('books').filter(time => time === 1_400).length).toBe(2);
  });

  it('has no secret for who comes in between: the first book has it already', () => {
    const clients: NaiveClient[] = [];
    virtually(5_000, {}, play => {
      const early = play.client();
      early.ask('subscribe', BOOK);
      play.at(1_050, () => {
        play.exchange.inject('late-book');
      });
      play.at(1_150, () => {
        const client = play.client();
        clients.push(client);
        client.ask('subscribe', BOOK);
      });
    });
    const book = new NaiveBook();
    for (const frame of clients[0]?.data('books') ?? []) book.hear(frame);
    expect(book.gaps).toEqual([]);
    expect(clients[0]?.data('books').length).toBeGreaterThan(30);
  });
});

describe('faults over HTTP', () => {
  /** A venue whose REST interface tells books: "/book?symbol=BTC". */
  const toy = toyCounterpart(
    {},
    {
      rest: {
        '/time': ({ now }) => String(now),
        '/book': ({ book, query }) => book('linear', query['symbol'] ?? '')?.sequence,
      },
    },
  );
  const ask = (
    name: FaultName,
    path: string,
  ): {
    readonly before: string;
    readonly answers: readonly unknown[];
    readonly after: string;
    readonly exchange: Exchange;
  } => {
    const answers: unknown[] = [];
    let before = '';
    let after = '';
    const exchange = playToy(2_000, toy, { tick: 100 }, ({ exchange, at, client }) => {
      client().say('subscribe', 'book:BTC');
      at(1_050, () => {
        exchange.inject(name);
        before = exchange.book('BTC').sequence ?? '';
        answers.push(exchange.restAnswer(path), exchange.restAnswer(path));
        after = exchange.book('BTC').sequence ?? '';
      });
    });
    return { before, answers, after, exchange };
  };

  fault('rest-error', () => {
    expect(ask('rest-error', '/time').answers).toMatchObject([{ status: 500 }, { status: 200, body: '1050' }]);
  });

  fault('rest-limit', () => {
    expect(ask('rest-limit', '/time').answers).toMatchObject([{ status: 429, retryAfter: 1 }, { status: 200 }]);
  });

  fault('rest-slow', () => {
    const { answers } = ask('rest-slow', '/time');
    expect(answers).toEqual([
      { status: 200, body: '1050', delay: 3_000 },
      { status: 200, body: '1050' },
    ]);
  });

  fault('rest-stale', () => {
    const { answers, before } = ask('rest-stale', '/book?symbol=BTC');
    expect(answers[1]).toEqual({ status: 200, body: before });
    const [old] = answers as readonly { readonly body: string }[];
    expect(BigInt(old?.body ?? '0')).toBeLessThan(BigInt(before));
    expect(ask('rest-stale', '/time').exchange.struck.size).toBe(0);
  });

  fault('rest-ahead', () => {
    const outcomes: { told: string; rest: string; next: string; gaps: number }[] = [];
    playToy(2_000, toy, { tick: 100 }, ({ exchange, at, client }) => {
      const one = client();
      one.say('subscribe', 'book:BTC');
      const events = () => one.said('book:BTC', 'book').map(({ event }) => event);
      at(1_050, () => {
        // A step may leave the book as it is.
        while (outcomes.length === 0 || outcomes.at(-1)?.rest === outcomes.at(-1)?.told) {
          exchange.inject('rest-ahead');
          outcomes.push({
            told: events().at(-1)?.sequence ?? '',
            rest: exchange.restAnswer('/book?symbol=BTC')?.body ?? '',
            next: '',
            gaps: 0,
          });
        }
      });
      at(1_950, () => {
        const all = events();
        const last = outcomes.at(-1);
        if (last !== undefined) {
          last.next = all.find(event => event.sequence === last.rest)?.sequence ?? 'never';
          last.gaps = all.filter(
            (event, i) => i > 0 && event.type === 'book-delta' && event.previous !== all[i - 1]?.sequence,
          ).length;
        }
      });
    });
    const last = outcomes.at(-1);
    expect(BigInt(last?.rest ?? '0')).toBeGreaterThan(BigInt(last?.told ?? '0'));
    expect(last).toMatchObject({ next: last?.rest, gaps: 0 });
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
    expect(make([{ fault: 'duplicate', at: -1 }])).toThrow('at -1 of fault "duplicate" must be 0 or more ms');
    expect(make([{ fault: 'duplicate', at: 1, every: 2 }])).toThrow('strikes once (at) or once in a while (every)');
    expect(make([{ fault: 'half-open', for: 0 }])).toThrow('for 0 of fault "half-open" must be positive ms');
    expect(make([{ fault: 'duplicate', for: 5 }])).toThrow(
      'fault "duplicate" is over at once, it has no "for"; those that last are half-open, slow-consumer',
    );
    expect(() => {
      createExchange(bitget).inject('close-1001', { for: 5 });
    }).toThrow(RangeError);
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

  it('once', () => {
    expect(times({ fault: 'duplicate', at: 2_510 })).toEqual([2_600]);
    expect(times({ fault: 'duplicate', at: 0 })).toEqual([0]);
  });

  it('at its feed only', () => {
    expect(times({ fault: 'duplicate', at: 0, feed: 'trades' })).toEqual([]);
    expect(times({ fault: 'duplicate', at: 0, feed: 'book' })).toEqual([0]);
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
