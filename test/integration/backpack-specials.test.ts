import { merge } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Book, Quote } from '../../src/index.js';
import type { FaultName, FaultRule } from '../../src/simulator/index.js';
import { playFeeds } from '../venues/backpack-stage.js';
import type { Stage } from '../venues/backpack-stage.js';

/** How long each one is played, ms. */
const end = 60_000;
const symbol = 'SOL_USDC';

const valuesOf = <T>(kept: readonly (T | string)[]): readonly T[] => {
  expect(kept.filter(value => typeof value === 'string')).toEqual([]);
  return kept as readonly T[];
};

/** Plays a book under these faults; all that is told must be what the exchange had under that number. */
function playBook(
  faults: readonly (FaultName | FaultRule)[],
  look: (books: readonly Book[], stage: Stage) => void,
  window: 'realtime' | '1000ms' = 'realtime',
): void {
  let struck: readonly string[] = [];
  const left = playFeeds(end, { faults, seed: 'specials' }, stage => {
    const kept = stage.keep(stage.feeds.book$('backpack', symbol, { window }));
    stage.at(end - 50, () => {
      const books = valuesOf<Book>(kept);
      for (const { sequence, bids, asks } of books) {
        const truth = stage.exchange.bookAt(symbol, sequence ?? '');
        expect({ sequence, bids, asks }).toEqual({ sequence, bids: truth?.bids, asks: truth?.asks });
      }
      const times = books.map(book => book.timestamp ?? 0);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(Date.now() - (times.at(-1) ?? 0)).toBeLessThan(3_000);
      struck = [...stage.exchange.struck.keys()];
      look(books, stage);
    });
  });
  expect(left).toBe(0);
  expect(struck).toEqual(faults.map(fault => (typeof fault === 'string' ? fault : fault.fault)));
}

const paths = ({ asked }: Stage): readonly string[] => asked.map(({ path }) => path);
const depth = `/api/v1/depth?symbol=${symbol}&limit=1000`;

describe('what is special about Backpack’s books, each by itself, against the simulated exchange', () => {
  it('a first book that is too old for what was held back is asked for until it is not, and never told', () => {
    const stale = { fault: 'rest-stale', from: 15_000, until: 21_000, rate: 1 } as const;
    playBook([{ fault: 'drop-frame', at: 20_000 }, stale], (books, stage) => {
      // At the beginning, after the gap, and again.
      expect(paths(stage).length).toBeGreaterThan(2);
      expect(new Set(paths(stage))).toEqual(new Set([depth]));
      expect(stage.requests()).toHaveLength(1);
      const late = stage.asked.at(-1)?.at ?? 0;
      const start = Date.now() - (end - 50);
      const lost = books.filter(({ receivedAt }) => receivedAt - start > 20_500 && receivedAt - start < late);
      expect(lost).toEqual([]);
      expect(books.length).toBeGreaterThan(300);
    });
  });

  it('a first book that is one ahead is told, and goes on where the changes reach it', () => {
    playBook([{ fault: 'rest-ahead', rate: 1 }], (books, stage) => {
      expect(paths(stage)).toEqual([depth]);
      expect(stage.problems).toEqual([]);
      expect(books.length).toBeGreaterThan(300);
    });
  });

  it.each(['realtime', '1000ms'] as const)('an empty change changes nothing, %s', window => {
    playBook(
      [{ fault: 'empty-delta', rate: 0.5 }],
      (books, stage) => {
        expect(paths(stage)).toEqual([depth]);
        expect(stage.problems).toEqual([]);
        expect(books.length).toBeGreaterThan(window === 'realtime' ? 300 : 40);
      },
      window,
    );
  });

  it.each(['realtime', '1000ms'] as const)('levels come in any order, %s', window => {
    playBook(
      [{ fault: 'unordered-delta', rate: 1 }],
      (books, stage) => {
        expect(paths(stage)).toEqual([depth]);
        expect(stage.problems).toEqual([]);
        expect(books.length).toBeGreaterThan(window === 'realtime' ? 300 : 40);
      },
      window,
    );
  });

  it('a gap lets the first book be asked for again, and nothing else', () => {
    playBook([{ fault: 'drop-frame', at: 20_000 }], (books, stage) => {
      expect(stage.problems).toEqual([expect.stringMatching(/^resync: .*book is at \d+, delta starts after \d+/)]);
      expect(paths(stage)).toEqual([depth, depth]);
      expect(stage.requests()).toHaveLength(1);
      expect(books.length).toBeGreaterThan(300);
    });
  });

  it('the best bid and ask may be ahead of the book, and neither waits for the other', () => {
    let ahead = 0;
    playFeeds(end, { faults: [{ fault: 'late-book', rate: 0.3 }], seed: 'specials' }, stage => {
      const { exchange, feeds, keep, at, problems } = stage;
      const told = keep<Book | Quote>(merge(feeds.book$('backpack', symbol), feeds.quotes$('backpack', symbol)));
      at(end - 50, () => {
        expect(problems).toEqual([]);
        let reached = 0n;
        for (const value of valuesOf<Book | Quote>(told)) {
          const truth = exchange.bookAt(symbol, value.sequence ?? '');
          if (value.type === 'book') {
            reached = BigInt(value.sequence ?? 0);
            expect([value.bids, value.asks]).toEqual([truth?.bids, truth?.asks]);
            continue;
          }
          if (reached > 0n && BigInt(value.sequence ?? 0) > reached) ahead += 1;
          const best = [truth?.bids[0], truth?.asks[0]].flat();
          expect([value.bid, value.bidSize, value.ask, value.askSize]).toEqual(best);
        }
      });
    });
    expect(ahead).toBeGreaterThan(10);
  });
});
