import { defer, from, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { expect, expectTypeOf, test } from 'vitest';
import { SequenceError } from '../../src/model/errors.js';
import type { Gap } from '../../src/model/gap.js';
import type { Ticker, Trade } from '../../src/model/market.js';
import { requireSynced } from '../../src/operators/require-synced.js';
import { resubscribe } from '../../src/operators/resubscribe.js';
import { gap } from './gaps.js';
import { marbles } from './marbles.js';

const error = new SequenceError('toy spot BTCUSDT: up to 20 ms may be missing (connection)', { venue: 'toy' });

test('any gap is an error, however short', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('ab-gc|', { a: 'a', b: 'b', g: gap(0, 20), c: 'c' });
    expectObservable(source$.pipe(requireSynced())).toBe('ab-#', undefined, error);
    expectSubscriptions(source$.subscriptions).toBe('^--!');
    const moment$ = cold('ag', { a: 'a', g: gap(7, 7, 'sequence') });
    const message = 'toy spot BTCUSDT: up to 0 ms may be missing (sequence)';
    expectObservable(moment$.pipe(requireSynced())).toBe('a#', undefined, new SequenceError(message, { venue: 'toy' }));
  });
});

test('a gap shorter than `within` is passed over', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const values = { a: 'a', g: gap(0, 19), b: 'b', h: gap(30, 50), c: 'c' };
    const source$ = cold('agbhc|', values);
    expectObservable(source$.pipe(requireSynced({ within: 20 }))).toBe('a-b#', undefined, error);
    expectSubscriptions(source$.subscriptions).toBe('^--!');
    expectObservable(cold('agbhc|', values).pipe(requireSynced({ within: 21 }))).toBe('a-b-c|');
  });
});

test('without gaps it mirrors the source, its errors, and who leaves', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    expectObservable(cold('a-b|').pipe(requireSynced())).toBe('a-b|');
    expectObservable(cold('a-#').pipe(requireSynced())).toBe('a-#');
    const stays$ = cold('a--');
    expectObservable(stays$.pipe(requireSynced()), '--!').toBe('a');
    expectSubscriptions(stays$.subscriptions).toBe('^-!');
  });
});

test('the error says where, and can be mended by beginning anew', () => {
  let asked = 0;
  const source$ = defer(() => (++asked === 1 ? of('a', gap(0, 20), 'b') : of('b', 'c')));
  const seen: unknown[] = [];
  source$.pipe(requireSynced()).subscribe({ error: (cause: unknown) => seen.push(cause) });
  expect(seen).toMatchObject([{ code: 'SEQUENCE', retryable: true, venue: 'toy' }]);
  asked = 0;
  marbles(({ expectObservable }) => {
    const backoff = { base: 300, jitter: 0 };
    expectObservable(source$.pipe(requireSynced(), resubscribe({ backoff }))).toBe('a 299ms (bc|)');
  });
});

test('the type has no gaps any more', () => {
  const trades$ = from<(Trade | Gap)[]>([]);
  expectTypeOf(trades$.pipe(requireSynced())).toEqualTypeOf<Observable<Trade>>();
  const tickers$ = from<Ticker[]>([]);
  expectTypeOf(tickers$.pipe(requireSynced())).toEqualTypeOf<Observable<Ticker>>();
});

test('nonsense is refused at the call', () => {
  expect(() => requireSynced({ within: -1 })).toThrow(RangeError);
  expect(() => requireSynced({ within: '1' as never })).toThrow(TypeError);
});
