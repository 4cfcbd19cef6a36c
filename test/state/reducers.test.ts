import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Kind, ValueOf } from '../../src/model/kinds.js';
import type { Book, Ticker } from '../../src/model/market.js';
import type { BookState, Reduced, Reducer, StateOf } from '../../src/state/index.js';
import { reducers } from '../../src/state/index.js';
import { doubt, reset, snapshot } from './rows.js';

describe('reducers', () => {
  it.each(Object.keys(reducers) as Kind[])('%s: knows nothing before its first event', kind => {
    expect(reducerOf(kind)(undefined, reset)).toBeUndefined();
    expect(reducerOf(kind)(undefined, doubt)).toBeUndefined();
  });

  it('are typed by kind', () => {
    expectTypeOf(reducers.book(undefined, snapshot([], []))).toEqualTypeOf<BookState | undefined>();
    expectTypeOf<ValueOf<'book'>>().toEqualTypeOf<Book>();
    expectTypeOf<StateOf<'ticker'>['emit']>().toEqualTypeOf<readonly Ticker[]>();
    expectTypeOf<StateOf<'fills'>>().toEqualTypeOf<Reduced<ValueOf<'fills'>>>();
    // @ts-expect-error a book's snapshot is no event of a ticker
    const wrong = (): unknown => reducers.ticker(undefined, snapshot([], []));
    expect(wrong).toBeTypeOf('function');
  });

  it('can be looked up by a kind that is a parameter', () => {
    expect(reducerOf('book')(undefined, snapshot([[1, 1]], []))?.book.bids).toEqual([[1, 1]]);
  });
});

function reducerOf<K extends Kind>(kind: K): Reducer<K, StateOf<K>> {
  return reducers[kind];
}
