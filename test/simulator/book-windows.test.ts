import { describe, expect, it } from 'vitest';
import type { Utterance, Wish } from '../../src/contract/counterpart.js';
import type { BookRow } from '../../src/model/market.js';
import { toyCounterpart } from './toy-counterpart.js';
import { playToy } from './toy-play.js';
import type { ToyClient } from './toy-play.js';

type BookUtterance = Extract<Utterance, { type: 'book' }>;

const KEY = 'book:BTC';

/** The numbers from one to before another. */
function between(from: string, to: string): readonly string[] {
  const numbers: string[] = [];
  for (let n = BigInt(from === '' ? to : from); n < BigInt(to); n++) numbers.push(String(n));
  return numbers;
}

/** A book kept by the rules of a window, and nothing else. */
class WindowKeeper {
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();
  sequence = '';
  readonly complaints: string[] = [];

  hear({ event }: BookUtterance): void {
    if (event.type === 'book-snapshot') {
      this.bids.clear();
      this.asks.clear();
    } else {
      if (event.previous !== this.sequence) this.complaints.push(`${event.previous ?? ''} after ${this.sequence}`);
      if (event.bids.length + event.asks.length === 0) this.complaints.push(`${event.sequence ?? ''} says nothing`);
    }
    this.sequence = event.sequence ?? '';
    this.apply(this.bids, event.bids);
    this.apply(this.asks, event.asks);
  }

  apply(side: Map<number, number>, rows: readonly BookRow[]): void {
    for (const {
      level: [price, size],
    } of rows) {
      if (size > 0) side.set(price, size);
      else if (!side.delete(price)) this.complaints.push(`${price} is removed and was not there`);
    }
  }

  levels(side: 'bids' | 'asks'): readonly (readonly [number, number])[] {
    return [...this[side]].sort(([a], [b]) => (side === 'bids' ? b - a : a - b));
  }
}

/** Listens for so long and gives what was said of the book. */
function listen(
  wish: Partial<Wish>,
  duration: number,
  options: Parameters<typeof playToy>[2] = {},
  more: (client: ToyClient, at: (time: number, act: () => void) => void) => void = () => {},
) {
  const clients: ToyClient[] = [];
  const exchange = playToy(duration, toyCounterpart({ [KEY]: wish }), options, ({ client, at }) => {
    const one = client();
    clients.push(one);
    one.say('subscribe', KEY);
    more(one, at);
  });
  const said = clients[0]?.said(KEY, 'book') ?? [];
  return { exchange, said, client: clients[0] };
}

describe('a window of a book', () => {
  it.each([1, 5, 50, 1_000])('of %i levels is kept by its changes alone, number by number', window => {
    const { exchange, said } = listen({ window }, 60_000);
    const keeper = new WindowKeeper();
    let last: bigint | undefined;
    for (const one of said) {
      keeper.hear(one);
      const truth = exchange.bookAt('BTC', keeper.sequence, { window });
      expect(keeper.levels('bids')).toEqual(truth?.bids);
      expect(keeper.levels('asks')).toEqual(truth?.asks);
      const full = exchange.bookAt('BTC', one.sequence);
      expect(truth?.bids).toEqual(full?.bids.slice(0, window));
      const number = BigInt(keeper.sequence);
      if (last !== undefined) expect(number).toBe(last + 1n);
      last = number;
    }
    expect(keeper.complaints).toEqual([]);
    expect(said.length).toBeGreaterThan(window === 1 ? 60 : 150);
    expect(said.map(({ first }) => first)).toEqual(said.map((_, i) => i === 0));
    expect(keeper.levels('bids')).toEqual(exchange.book('BTC', { window }).bids);
    expect(exchange.book('BTC', { window }).sequence).toBe(keeper.sequence);
  });

  it('says nothing where nothing in it changed, and jumps in the numbers of the full book', () => {
    const { said: narrow } = listen({ window: 1 }, 60_000);
    const { said: all } = listen({}, 60_000);
    expect(narrow.length).toBeLessThan(all.length * 0.9);
    const numbers = narrow.map(({ sequence }) => Number(sequence));
    expect(numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0))).toBe(true);
    expect(numbers.some((number, i) => i > 0 && number > (numbers[i - 1] ?? 0) + 1)).toBe(true);
  });

  it('is shared, and goes on counting while nobody listens to it', () => {
    const clients: ToyClient[] = [];
    playToy(20_000, toyCounterpart({ [KEY]: { window: 5 } }), {}, ({ client, at }) => {
      const witness = client();
      witness.say('subscribe', KEY);
      const other = client();
      other.say('subscribe', 'trades:BTC');
      clients.push(witness, other);
      at(5_050, () => {
        witness.say('unsubscribe', KEY);
      });
      at(10_050, () => {
        witness.say('subscribe', KEY);
        other.say('subscribe', KEY);
      });
    });
    const [witness = [], other = []] = clients.map(one => one.said(KEY, 'book'));
    const restart = witness.findIndex(({ first }, i) => i > 0 && first);
    const before = Number(witness[restart - 1]?.event.sequence);
    const after = Number(witness[restart]?.event.sequence);
    expect(after).toBeGreaterThan(before + 5);
    expect(witness.slice(restart)).toEqual(other);
  });

  it('announces a restart by a snapshot with the number 1, once, and goes on from there', () => {
    const { exchange, said } = listen({ window: 50 }, 20_000, {
      faults: [{ fault: 'restart-sequence', every: 8_000 }],
    });
    const keeper = new WindowKeeper();
    const restarts: number[] = [];
    said.forEach((one, i) => {
      if (one.first && i > 0) {
        expect(one.event).toMatchObject({ type: 'book-snapshot', sequence: '1', window: 50 });
        restarts.push(i);
      }
      keeper.hear(one);
    });
    expect(restarts).toHaveLength(2);
    const [first = 0] = restarts;
    expect(said[first + 1]?.event).toMatchObject({ type: 'book-delta', previous: '1', sequence: '2' });
    expect(keeper.complaints).toEqual([]);
    expect(keeper.levels('asks')).toEqual(exchange.book('BTC', { window: 50 }).asks);
    expect(exchange.bookAt('BTC', '1', { window: 50 })?.bids).toHaveLength(50);
  });

  it('keeps its pace without losing a change', () => {
    const clients: ToyClient[] = [];
    const exchange = playToy(20_000, toyCounterpart({ [KEY]: { window: 50, every: 500 } }), {}, ({ client, at }) => {
      const early = client();
      early.say('subscribe', KEY);
      at(3_210, () => {
        const late = client();
        late.say('subscribe', KEY);
        clients.push(early, late);
      });
    });
    for (const one of clients) {
      const keeper = new WindowKeeper();
      for (const book of one.said(KEY, 'book')) keeper.hear(book);
      expect(keeper.complaints).toEqual([]);
      expect(keeper.levels('bids')).toEqual(exchange.book('BTC', { window: 50 }).bids);
    }
    expect(clients[0]?.said(KEY, 'book').length).toBeLessThan(43);
    expect(clients[0]?.said(KEY, 'book').length).toBeGreaterThan(35);
  });

  it('throws at a symbol that is not listed, and knows no numbers that it never had', () => {
    const { exchange } = listen({ window: 5 }, 1_000);
    expect(() => exchange.book('NOPE', { window: 5 })).toThrow(RangeError);
    expect(exchange.bookAt('BTC', '3', { window: 5 })).toBeUndefined();
    expect(exchange.book('ETH', { window: 5 }).bids).toHaveLength(5);
  });

  it('loses two changes after its first push where the seed is stale', () => {
    const { said } = listen({ window: 50 }, 5_000, { faults: [{ fault: 'stale-seed', rate: 1 }] });
    const [first, second] = said.map(({ event }) => Number(event.sequence));
    expect(second).toBe((first ?? 0) + 3);
  });
});

describe('the full book', () => {
  it('tells its changes at a pace without losing one: each follows on the one that was told before', () => {
    const { exchange, said } = listen({ every: 500 }, 20_000);
    const stood = (sequence: string, price: number): boolean => {
      const { bids = [], asks = [] } = exchange.bookAt('BTC', sequence) ?? {};
      return [...bids, ...asks].some(level => level[0] === price);
    };
    let passing = 0;
    const keeper = new WindowKeeper();
    for (const one of said) {
      const before = keeper.sequence;
      keeper.hear(one);
      expect(keeper.levels('bids')).toEqual(exchange.bookAt('BTC', keeper.sequence)?.bids);
      expect(one.event.sequence).toBe(one.sequence);
      // What came and went between the two is told as gone: a book that was asked for meanwhile may have it.
      for (const complaint of keeper.complaints.splice(0)) {
        const price = Number(/^(\S+) is removed and was not there$/.exec(complaint)?.[1]);
        expect(between(before, keeper.sequence).some(sequence => stood(sequence, price))).toBe(true);
        passing += 1;
      }
    }
    expect(passing).toBeGreaterThan(0);
    expect(said.length).toBeGreaterThan(35);
    expect(said.length).toBeLessThan(43);
  });

  it('marks what follows on a restart', () => {
    const { said } = listen({}, 5_000, { faults: [{ fault: 'restart-sequence', every: 2_000 }] });
    const marked = said.filter(({ first }) => first).map(({ event }) => event);
    expect(marked.map(event => (event.type === 'book-delta' ? event.previous : event.type))).toEqual([
      'book-snapshot',
      '0',
      '0',
    ]);
  });

  it('holds the first push back where only changes are wished for', () => {
    const { said } = listen({ changesOnly: true }, 5_000);
    expect(said.every(({ event, first }) => event.type === 'book-delta' && !first)).toBe(true);
    expect(said.length).toBeGreaterThan(20);
  });
});

describe('a book that is sent whole each time', () => {
  it('is said when it changed, and again after so long without a change, under the same number', () => {
    const { client, said } = listen({ depth: 1, repeatAfter: 300 }, 60_000);
    const times = client?.frames().flatMap(({ key, at }) => (key === KEY ? [at] : [])) ?? [];
    let repeats = 0;
    said.forEach((one, i) => {
      const before = said[i - 1];
      if (before === undefined) return;
      const same = JSON.stringify(before.event) === JSON.stringify(one.event);
      const sameTop = [before, one].map(({ event }) => JSON.stringify([event.bids, event.asks]));
      if (same) repeats += 1;
      else expect(sameTop[0]).not.toBe(sameTop[1]);
      if (same) expect((times[i] ?? 0) - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(300);
    });
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(400);
    expect(repeats).toBeGreaterThan(2);
    expect(said.map(({ first }) => first)).toEqual(said.map((_, i) => i === 0));
  });

  it('says nothing twice where it is not to be repeated', () => {
    const { said } = listen({ depth: 1 }, 60_000);
    const tops = said.map(({ event }) => JSON.stringify([event.bids, event.asks]));
    expect(tops.every((top, i) => i === 0 || top !== tops[i - 1])).toBe(true);
  });

  it('goes by the number that all others know, for a late listener as well', () => {
    const clients: ToyClient[] = [];
    const firsts: [early: string, late: string][] = [];
    playToy(30_000, toyCounterpart({ [KEY]: { depth: 1 } }), {}, ({ exchange, client, at }) => {
      const early = client();
      early.say('subscribe', KEY);
      for (let time = 1_050; time < 30_000; time += 1_000) {
        at(time, () => {
          const late = client();
          clients.push(late);
          late.say('subscribe', KEY);
          const { sequence } = exchange.book('BTC');
          at(1, () => {
            const [told, first] = [early, late].map(one => one.said(KEY, 'book').at(-1)?.event.sequence ?? '');
            firsts.push([told ?? '', first ?? '']);
            if (told !== sequence) firsts.push(['behind', 'behind']);
          });
        });
      }
    });
    expect(clients).toHaveLength(29);
    expect(firsts.every(([early, late]) => early === late)).toBe(true);
    // Otherwise this would show nothing: below the best levels the book has gone on.
    expect(firsts).toContainEqual(['behind', 'behind']);
  });

  it('goes by the numbers of a window where it is one', () => {
    const { said } = listen({ depth: 1, window: 1 }, 20_000, {
      faults: [{ fault: 'restart-sequence', every: 9_000 }],
    });
    const numbers = said.map(({ event }) => Number(event.sequence));
    expect(numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1 || number === 1)).toBe(true);
    expect(numbers.filter(number => number === 1)).toHaveLength(2);
    expect(said.filter(({ first }) => first)).toHaveLength(3);
    expect(said.every(({ event }) => event.type === 'book-snapshot' && event.bids.length === 1)).toBe(true);
  });
});
