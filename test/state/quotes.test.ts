import { describe, expect, it } from 'vitest';
import type { Quote } from '../../src/model/market.js';
import { quotesReducer } from '../../src/state/quotes.js';
import { doubt, reset, stamp } from './rows.js';

function quote(bid: number | undefined, sequence: string | undefined, more: Partial<Quote> = {}): Quote {
  return { ...stamp, type: 'quote', bid, bidSize: 1, ask: 101, askSize: 1, sequence, raw: undefined, ...more };
}

describe('quotesReducer', () => {
  const first = quote(100, '10');
  const state = quotesReducer(undefined, first);

  it('tells the first one', () => {
    expect(state?.emit).toEqual([first]);
    expect(state?.known).toEqual([first]);
  });

  it.each([{ bid: 99 }, { bid: undefined }, { bidSize: 2 }, { ask: 102 }, { askSize: 3 }])('tells %o', change => {
    const next = { ...quote(100, '11'), ...change };
    expect(quotesReducer(state, next)?.emit).toEqual([next]);
  });

  it('tells nothing of one that says the same', () => {
    expect(quotesReducer(state, quote(100, '10', { receivedAt: 9 }))).toBe(state);
    expect(quotesReducer(state, quote(100, undefined))).toBe(state);
    const next = quotesReducer(state, quote(100, '12'));
    expect(next?.emit).toEqual([]);
    expect(next?.known).toEqual([first]);
  });

  it('drops a stale one, also after one that said the same', () => {
    expect(quotesReducer(state, quote(90, '9'))).toBe(state);
    const moved = quotesReducer(state, quote(100, '12'));
    expect(quotesReducer(moved, quote(90, '11'))).toBe(moved);
    const unnumbered = quotesReducer(state, quote(95, undefined));
    expect(unnumbered?.emit[0]?.bid).toBe(95);
    expect(quotesReducer(unnumbered, quote(90, '9'))).toBe(unnumbered);
  });

  it('tells a change under the same number', () => {
    expect(quotesReducer(state, quote(90, '10'))?.emit[0]?.bid).toBe(90);
  });

  it('forgets at a reset, and stands a doubt', () => {
    expect(quotesReducer(state, reset)).toBeUndefined();
    expect(quotesReducer(state, doubt)).toBe(state);
  });
});

describe('quotesReducer, when the venue numbers anew', () => {
  it('takes a lower number at a later time', () => {
    const state = quotesReducer(undefined, quote(100, '1000000'));
    const next = quotesReducer(state, quote(99, '7', { timestamp: 1_100 }));
    expect(next?.emit[0]?.bid).toBe(99);
    expect(next?.sequence).toBe('7');
  });
});
