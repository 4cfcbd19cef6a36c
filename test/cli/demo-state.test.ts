import { describe, expect, it } from 'vitest';
import { foldDemo, isSameBook, noDemoState } from '../../src/cli/demo-state.js';
import type { DemoEvent, DemoState } from '../../src/cli/demo-state.js';
import { createPaint } from '../../src/cli/render/paint.js';
import { demoSummary } from '../../src/cli/render/demo-summary.js';
import { ConnectionError } from '../../src/model/errors.js';
import { aBook, aCandle, aTicker, aTrade } from './values.js';

const since = aCandle().start + 30_000;
const fold = (...events: readonly DemoEvent[]): DemoState => events.reduce(foldDemo, noDemoState(since));
const status = { type: 'status', venue: 'bitget', endpoint: 'public', host: 'localhost', connection: 1 } as const;

describe('foldDemo', () => {
  it('counts values by kind and keeps the latest', () => {
    const state = fold(aTicker(), aTicker({ price: 5 }), aTrade());
    expect(state.counts).toEqual({ ticker: 2, trades: 1, book: 0, candles: 0 });
    expect(state.tickers['BTCUSDT']?.price).toBe(5);
  });

  it("counts books that are equal to the exchange's own, and those that are not", () => {
    const book = aBook([[100, 1]], [[101, 1]]);
    const other = aBook([[100, 2]], [[101, 1]]);
    const state = fold(
      { type: 'checked-book', book, truth: book },
      { type: 'checked-book', book, truth: other },
      { type: 'checked-book', book, truth: undefined },
    );
    expect([state.equal, state.checked]).toEqual([1, 3]);
    expect(demoSummary(state, ['BTCUSDT'], 1_000, createPaint(false)).join('\n')).toContain('1 of 3 books equal');
  });

  it('compares both sides, level by level', () => {
    const book = aBook([[100, 1]], [[101, 1]]);
    expect(isSameBook(book, aBook([[100, 1]], [[101, 1]], { receivedAt: 1 }))).toBe(true);
    expect(isSameBook(book, aBook([[100, 1]], []))).toBe(false);
    expect(
      isSameBook(
        book,
        aBook(
          [[100, 1]],
          [
            [101, 1],
            [102, 1],
          ],
        ),
      ),
    ).toBe(false);
    expect(isSameBook(book, aBook([[100, 1]], [[101.5, 1]]))).toBe(false);
  });

  it('counts only candles that closed while it watched, each once', () => {
    const old = aCandle({ start: aCandle().start - 60_000 });
    const open = aCandle({ closed: false });
    expect(fold(old, open).closed).toBe(0);
    expect(fold(old, open, aCandle(), aCandle()).closed).toBe(1);
  });

  it('tells a loss and the return with the time between', () => {
    const state = fold(
      { ...status, phase: 'ready', at: since },
      { ...status, phase: 'waiting', cause: new Error('x'), attempt: 1, delay: 5, at: since + 100 },
      { ...status, phase: 'connecting', at: since + 105 },
      { ...status, phase: 'waiting', cause: new Error('x'), attempt: 2, delay: 5, at: since + 110 },
      { ...status, phase: 'ready', at: since + 350 },
    );
    expect(state.connections).toBe(2);
    expect(state.occurrences.map(({ words }) => words)).toEqual([
      'connected, and all streams subscribed',
      'connected again after 250 ms, and all streams subscribed anew',
    ]);
  });

  it('keeps problems, and what was done about them', () => {
    const error = new ConnectionError('line cut');
    const state = fold({
      type: 'problem',
      venue: 'bitget',
      endpoint: 'public',
      host: 'localhost',
      topic: undefined,
      error,
      mending: 'reconnect',
      at: since,
    });
    expect(state.occurrences).toEqual([{ at: since, words: 'line cut: connecting again', onPurpose: false }]);
    expect(demoSummary(state, [], 1_000, createPaint(false)).join('\n')).toContain(
      '1 problem told: CONNECTION (reconnect)',
    );
  });
});
