import { Observable, Subject, Subscription, defer, map, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/contract/frame.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Transport } from '../../src/transport/socket.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

type Level = readonly [price: string, size: string];

/** A book as REST tells it: both sides ascending, numbers without zeros at their end. */
const restBook = (last: number | string, bids: readonly Level[], asks: readonly Level[]): object => {
  return { asks, bids, lastUpdateId: String(last), timestamp: 1_800_000_000_000_000 };
};
const change = (first: number, last: number, b: readonly Level[], a: readonly Level[] = [], s = 'SOL_USDC'): object => {
  const E = 1_800_000_000_500_123;
  return { stream: `depth.${s}`, data: { E, T: E - 400, U: first, a, b, e: 'depth', s, u: last } };
};

interface Stage {
  readonly at: At;
  readonly heard: string[];
  readonly problems: string[];
  /** Each book told: its number, its bids and its asks in one line each; an error's sentence. */
  readonly told: string[];
  /** What REST tells from now on, 50 ms after it was asked; how often it was. */
  rest: object;
  fetches: number;
  say(message: object): void;
}

/** A client that listens to the book (and the quotes) of SOL_USDC, and a server that says just what the script says. */
function play(end: number, script: (stage: Stage) => void): void {
  const left = virtually(at => {
    const frames$ = new Subject<Frame>();
    const transport: Transport = () =>
      new Observable(subscriber => {
        subscriber.next({ frames$, send: text => stage.heard.push(text) });
      });
    const stage: Stage = {
      ...{ at, heard: [], problems: [], told: [], fetches: 0 },
      rest: restBook(100, [['9', '1']], [['11', '1']]),
      say: message => {
        frames$.next({ receivedAt: Date.now(), data: JSON.stringify(message) });
      },
    };
    const feeds = createFeedsOf({ backpack }, transport, {
      http: () =>
        defer(() => {
          stage.fetches += 1;
          const answer = stage.rest;
          return timer(50).pipe(map(() => answer));
        }),
    });
    const all = new Subscription();
    all.add(feeds.problems$().subscribe(({ error, mending }) => stage.problems.push(`${mending} ${error.code}`)));
    all.add(
      feeds.book$('backpack', 'SOL_USDC').subscribe({
        next: ({ sequence, bids, asks }) => stage.told.push([sequence, bids.join(' '), asks.join(' ')].join(' | ')),
        error: (cause: unknown) => stage.told.push((cause as Error).message),
      }),
    );
    all.add(
      feeds.quotes$('backpack', 'SOL_USDC').subscribe(({ sequence, bid, ask }) => {
        stage.told.push(`quote ${[sequence, bid ?? 'none', ask ?? 'none'].join(' ')}`);
      }),
    );
    script(stage);
    at(end, () => {
      all.unsubscribe();
    });
  }, 1_000);
  expect(left).toBe(0);
}

describe('a book of Backpack', () => {
  it('is the state joined with the changes that came meanwhile, in whatever order its levels come', () => {
    play(3_000, stage => {
      const { at, say, told } = stage;
      // The best bid comes last, and nothing is padded.
      stage.rest = restBook(
        '100',
        [
          ['8.5', '2'],
          ['9', '1'],
        ],
        [
          ['11', '1'],
          ['12.25', '3'],
        ],
      );
      at(100, () => {
        say(change(99, 99, [['7.00', '9.00']]));
        say(
          change(
            100,
            101,
            [
              ['9.00', '0.00'],
              ['8.75', '4.00'],
              ['8.90', '5.00'],
            ],
            [
              ['12.25', '0.00'],
              ['10.50', '7.00'],
            ],
          ),
        );
        expect(told).toEqual([]);
      });
      at(200, () => {
        expect(told).toEqual(['101 | 8.9,5 8.75,4 8.5,2 | 10.5,7 11,1']);
        expect(stage.fetches).toBe(1);
      });
    });
  });

  it('takes the number of an empty change', () => {
    play(3_000, ({ at, say, told, problems }) => {
      at(100, () => {
        say(change(101, 101, []));
      });
      at(200, () => {
        say(change(102, 102, []));
        say(change(103, 103, [['9.00', '2.00']]));
        expect(told).toEqual(['101 | 9,1 | 11,1', '102 | 9,1 | 11,1', '103 | 9,2 | 11,1']);
        expect(problems).toEqual([]);
      });
    });
  });

  it('waits for a state that is too old to be told again', () => {
    play(5_000, stage => {
      const { at, say, told, problems } = stage;
      stage.rest = restBook(95, [['5', '1']], [['15', '1']]);
      at(100, () => {
        say(change(101, 101, [['9.00', '3.00']]));
      });
      at(160, () => {
        expect([told, stage.fetches]).toEqual([[], 1]);
        stage.rest = restBook(100, [['9', '1']], [['11', '1']]);
      });
      at(4_000, () => {
        expect(told).toEqual(['101 | 9,3 | 11,1']);
        expect([stage.fetches, problems]).toEqual([2, []]);
      });
    });
  });

  it('takes a state that is one ahead, and goes on where the changes reach it', () => {
    play(5_000, stage => {
      const { at, say, told, problems } = stage;
      stage.rest = restBook(102, [['9', '1']], [['11', '1']]);
      at(100, () => {
        say(change(101, 101, [['1.00', '1.00']]));
      });
      at(300, () => {
        expect(told).toEqual(['102 | 9,1 | 11,1']);
        say(change(102, 102, [['9.00', '1.00']]));
        say(change(103, 103, [['9.00', '4.00']]));
        expect(told.slice(1)).toEqual(['103 | 9,4 | 11,1']);
        expect([stage.fetches, problems]).toEqual([1, []]);
      });
    });
  });

  it('takes a merged change that covers the state’s number, and none twice', () => {
    play(5_000, stage => {
      const { at, say, told, problems } = stage;
      at(100, () => {
        say(change(98, 104, [['9.00', '6.00']]));
      });
      at(300, () => {
        say(change(98, 104, [['9.00', '6.00']]));
        say(change(105, 110, [['9.00', '7.00']]));
        expect(told).toEqual(['104 | 9,6 | 11,1', '110 | 9,7 | 11,1']);
        expect(problems).toEqual([]);
      });
    });
  });

  it('is asked for again over HTTP where a number is missing, and nothing is told meanwhile', () => {
    play(5_000, stage => {
      const { at, say, told, problems, heard } = stage;
      at(100, () => {
        say(change(101, 101, [['9.00', '6.00']]));
      });
      at(2_000, () => {
        stage.rest = restBook(103, [['9', '8']], [['11', '1']]);
        say(change(103, 103, [['9.00', '8.00']]));
        say(change(104, 104, [['8.00', '1.00']]));
        expect(told).toHaveLength(1);
      });
      at(4_000, () => {
        expect(told.slice(1)).toEqual(['104 | 9,8 8,1 | 11,1']);
        expect([stage.fetches, problems]).toEqual([2, ['resync SEQUENCE']]);
        // The socket itself is in order.
        expect(heard).toEqual([
          JSON.stringify({ method: 'SUBSCRIBE', params: ['depth.SOL_USDC', 'bookTicker.SOL_USDC'] }),
        ]);
      });
    });
  });

  it('is fetched after two seconds where nothing changes', () => {
    play(5_000, stage => {
      stage.at(1_990, () => {
        expect(stage.fetches).toBe(0);
      });
      stage.at(2_100, () => {
        expect(stage.told).toEqual(['100 | 9,1 | 11,1']);
        stage.say(
          change(
            101,
            101,
            [],
            [
              ['11.00', '0.00'],
              ['12.00', '1.00'],
            ],
          ),
        );
        expect(stage.told[1]).toBe('101 | 9,1 | 12,1');
      });
    });
  });

  it('keeps numbers beyond 2^53 apart', () => {
    play(5_000, stage => {
      const { at, told, problems } = stage;
      const text = (first: string, last: string, size: string): string =>
        `{"data":{"E":1800000000500123,"T":1800000000500000,"U":${first},"a":[],"b":[["9.00","${size}"]],"e":"depth","s":"SOL_USDC","u":${last}},"stream":"depth.SOL_USDC"}`;
      stage.rest = restBook('9007199254740993', [['9', '1']], [['11', '1']]);
      const say = (data: string): void => {
        const [inbound] = backpack.protocol.reader()({ receivedAt: 1, data });
        if (inbound?.type === 'data') stage.say(inbound.body as object);
      };
      at(100, () => {
        say(text('9007199254740994', '9007199254740995', '2.00'));
      });
      at(300, () => {
        say(text('9007199254740996', '9007199254740996', '3.00'));
        expect(told).toEqual(['9007199254740995 | 9,2 | 11,1', '9007199254740996 | 9,3 | 11,1']);
        expect(problems).toEqual([]);
      });
    });
  });

  it('does not wait for the best bid and ask, which may be ahead of it or behind', () => {
    play(5_000, ({ at, say, told, problems }) => {
      const quote = (u: number, b: string | null, a: string | null): object => {
        const data = { A: a && '1.00', B: b && '1.00', E: 1_800_000_000_500_123, T: 1_800_000_000_500_000, a, b };
        return { stream: 'bookTicker.SOL_USDC', data: { ...data, e: 'bookTicker', s: 'SOL_USDC', u } };
      };
      at(100, () => {
        // Four frames ahead, as was seen.
        say(quote(104, '9.50', '11.00'));
        for (const id of [101, 102, 103]) say(change(id, id, [['1.00', `${id}`]]));
        say(change(104, 104, [['9.50', '1.00']]));
      });
      at(300, () => {
        say(change(105, 105, [['9.50', '0.00']]));
        say(quote(105, '9.00', '11.00'));
        // One that comes too late, and one with a side that is empty.
        say(quote(103, '9.40', '11.00'));
        say(quote(106, '9.00', null));
        expect(told).toEqual([
          'quote 104 9.5 11',
          '104 | 9.5,1 9,1 1,103 | 11,1',
          '105 | 9,1 1,103 | 11,1',
          'quote 105 9 11',
          'quote 106 9 none',
        ]);
        expect(problems).toEqual([]);
      });
    });
  });
});
