import { describe, expect, it } from 'vitest';
import { SequenceError } from '../../src/model/errors.js';
import type { Ticker, TickerFields, TickerPatch } from '../../src/model/market.js';
import { tickerReducer } from '../../src/state/ticker.js';
import { doubt, reset, stamp, unknown } from './rows.js';

function ticker(fields: Partial<TickerFields>): Ticker {
  return { ...stamp, type: 'ticker', ...unknown, ...fields, raw: 'whole' };
}

function patch(changes: Partial<TickerFields>): TickerPatch {
  return { ...stamp, timestamp: 2000, receivedAt: 2001, type: 'ticker-patch', changes, raw: 'patch' };
}

describe('tickerReducer', () => {
  it('tells a whole one as it is, even one without a price', () => {
    const bare = ticker({ markPrice: 5 });
    expect(tickerReducer(undefined, bare)?.emit).toEqual([bare]);
    const whole = ticker({ price: 1, bid: 2 });
    const state = tickerReducer(tickerReducer(undefined, ticker({ price: 9, ask: 10 })), whole);
    expect(state?.emit).toEqual([whole]);
    expect(state?.known).toEqual([whole]);
  });

  it('merges a patch onto the last one; what it does not tell stays', () => {
    const before = tickerReducer(undefined, ticker({ price: 1, bid: 2, fundingRate: 0.01 }));
    const next = tickerReducer(before, patch({ price: 3 }));
    expect(next?.emit).toEqual([
      { ...ticker({ price: 3, bid: 2, fundingRate: 0.01 }), timestamp: 2000, receivedAt: 2001, raw: 'patch' },
    ]);
    expect(before?.emit[0]?.price).toBe(1);
  });

  it('takes zero for a value', () => {
    const before = tickerReducer(undefined, ticker({ price: 1, fundingRate: 0.01 }));
    expect(tickerReducer(before, patch({ fundingRate: 0 }))?.emit[0]?.fundingRate).toBe(0);
  });

  it.each(Object.keys(unknown))('merges %s', field => {
    const before = tickerReducer(undefined, ticker({ price: 1, [field]: 1 }));
    const next = tickerReducer(before, patch({ [field]: 7 }));
    expect(next?.emit).toEqual([
      { ...ticker({ price: 1, [field]: 7 }), timestamp: 2000, receivedAt: 2001, raw: 'patch' },
    ]);
  });

  it('forgets what a patch takes back', () => {
    const before = tickerReducer(undefined, ticker({ price: 1, fundingRate: 0.01 }));
    expect(tickerReducer(before, patch({ fundingRate: undefined }))?.emit[0]).toMatchObject({
      price: 1,
      fundingRate: undefined,
    });
  });

  it('drops patches before any whole one', () => {
    expect(tickerReducer(undefined, patch({ price: 5, ask: 6 }))).toBeUndefined();
  });

  it('forgets at a reset', () => {
    expect(tickerReducer(tickerReducer(undefined, ticker({ price: 1 })), reset)).toBeUndefined();
  });

  it('does not build on a doubt: a patch is an error, a whole one is not', () => {
    const doubted = tickerReducer(tickerReducer(undefined, ticker({ price: 1 })), doubt);
    expect(doubted?.emit).toEqual([]);
    expect(doubted?.known).toHaveLength(1);
    expect(() => tickerReducer(doubted, patch({ price: 2 }))).toThrow(SequenceError);
    const whole = tickerReducer(doubted, ticker({ price: 2 }));
    expect(tickerReducer(whole, patch({ price: 3 }))?.emit[0]?.price).toBe(3);
    expect(tickerReducer(undefined, doubt)).toBeUndefined();
  });
});
