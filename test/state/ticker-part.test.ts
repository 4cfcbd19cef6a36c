import { describe, expect, it } from 'vitest';
import { SequenceError } from '../../src/model/errors.js';
import type {
  FundingRate,
  MarkPrice,
  OpenInterest,
  Ticker,
  TickerFields,
  TickerPatch,
} from '../../src/model/market.js';
import { fundingRateReducer } from '../../src/state/funding-rate.js';
import { markPriceReducer } from '../../src/state/mark-price.js';
import { openInterestReducer } from '../../src/state/open-interest.js';
import { doubt, reset, stamp, unknown } from './rows.js';

const mark: MarkPrice = { ...stamp, type: 'mark-price', price: 10, indexPrice: 11, raw: 1 };
const interest: OpenInterest = { ...stamp, type: 'open-interest', openInterest: 10, raw: 1 };
const funding: FundingRate = { ...stamp, type: 'funding-rate', rate: 0.01, nextFundingTime: 5, raw: 1 };

describe('values that a venue repeats', () => {
  it('tells a mark price when it or the index price changed', () => {
    const state = markPriceReducer(undefined, mark);
    expect(state?.emit).toEqual([mark]);
    expect(state?.known).toEqual([mark]);
    expect(markPriceReducer(state, { ...mark, receivedAt: 5, raw: 2 })).toBe(state);
    const index = { ...mark, indexPrice: 12 };
    expect(markPriceReducer(state, index)?.emit).toEqual([index]);
    const price = { ...mark, price: 12 };
    expect(markPriceReducer(state, price)?.emit).toEqual([price]);
  });

  it('tells the open interest when it changed', () => {
    const state = openInterestReducer(undefined, interest);
    expect(openInterestReducer(state, { ...interest, timestamp: 5 })).toBe(state);
    const next = { ...interest, openInterest: 12 };
    expect(openInterestReducer(state, next)?.emit).toEqual([next]);
  });

  it('tells a funding rate when it or the next payment changed', () => {
    const state = fundingRateReducer(undefined, funding);
    expect(fundingRateReducer(state, { ...funding, timestamp: 5 })).toBe(state);
    const rate = { ...funding, rate: 0.02 };
    expect(fundingRateReducer(state, rate)?.emit).toEqual([rate]);
    const time = { ...funding, nextFundingTime: undefined };
    expect(fundingRateReducer(state, time)?.emit).toEqual([time]);
  });

  it('tells it anew after a reset, and stands a doubt', () => {
    const state = markPriceReducer(undefined, mark);
    expect(markPriceReducer(state, reset)).toBeUndefined();
    expect(markPriceReducer(state, doubt)).toBe(state);
  });
});

describe('values that a ticker tells', () => {
  it('are told when they change, and not at every ticker', () => {
    const first = markPriceReducer(undefined, ticker({ price: 1, markPrice: 10, indexPrice: 11 }));
    expect(first?.emit).toEqual([{ ...stamp, type: 'mark-price', price: 10, indexPrice: 11, raw: 'whole' }]);
    const second = markPriceReducer(first, patch({ price: 2 }));
    expect(second?.emit).toEqual([]);
    expect(second?.known).toEqual(first?.emit);
    const third = markPriceReducer(second, patch({ indexPrice: 12 }));
    expect(third?.emit).toMatchObject([{ price: 10, indexPrice: 12, raw: 'patch' }]);
  });

  it('wait for the ticker that tells them', () => {
    expect(openInterestReducer(undefined, patch({ openInterest: 5 }))).toBeUndefined();
    const bare = openInterestReducer(undefined, ticker({ price: 1 }));
    expect(bare).toMatchObject({ emit: [], known: [] });
    expect(openInterestReducer(bare, patch({ openInterest: 5 }))?.emit).toMatchObject([{ openInterest: 5 }]);
    expect(fundingRateReducer(undefined, ticker({ fundingRate: 0.1 }))?.emit).toMatchObject([
      { rate: 0.1, nextFundingTime: undefined },
    ]);
  });

  it('are forgotten where the ticker forgets them, and told again when they come back', () => {
    const first = fundingRateReducer(undefined, ticker({ fundingRate: 0.1, nextFundingTime: 5 }));
    const none = fundingRateReducer(first, patch({ fundingRate: undefined, nextFundingTime: undefined }));
    expect(none).toMatchObject({ emit: [], known: [] });
    expect(fundingRateReducer(none, doubt)).toMatchObject({ emit: [], known: [] });
    const again = fundingRateReducer(none, patch({ fundingRate: 0.1, nextFundingTime: 5 }));
    expect(again?.emit).toMatchObject([{ rate: 0.1, nextFundingTime: 5 }]);
    expect(again?.known).toEqual(again?.emit);
    expect(fundingRateReducer(first, ticker({ price: 1 }))).toMatchObject({ emit: [], known: [] });
  });

  it('do not build on a doubt', () => {
    const state = markPriceReducer(undefined, ticker({ markPrice: 10 }));
    const doubted = markPriceReducer(state, doubt);
    expect(doubted?.emit).toEqual([]);
    expect(doubted?.known).toEqual(state?.emit);
    expect(() => markPriceReducer(doubted, patch({ markPrice: 11 }))).toThrow(SequenceError);
    expect(markPriceReducer(doubted, ticker({ markPrice: 11 }))?.emit).toMatchObject([{ price: 11 }]);
  });
});

function ticker(fields: Partial<TickerFields>): Ticker {
  return { ...stamp, type: 'ticker', ...unknown, ...fields, raw: 'whole' };
}

function patch(changes: Partial<TickerFields>): TickerPatch {
  return { ...stamp, type: 'ticker-patch', changes, raw: 'patch' };
}
