import { from, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { expectTypeOf, test } from 'vitest';
import type { Gap } from '../../src/model/gap.js';
import type { Candle } from '../../src/model/market.js';
import { closedOnly } from '../../src/operators/closed-only.js';
import type { Bar } from '../../src/operators/to-bars.js';
import { gap } from './gaps.js';
import { marbles } from './marbles.js';

test('passes closed candles, and gaps', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const values = { o: { closed: false }, c: { closed: true }, g: gap(0, 1) };
    const source$ = cold('ooc-ogc|', values);
    expectObservable(source$.pipe(closedOnly())).toBe('--c--gc|', values);
    expectSubscriptions(source$.subscriptions).toBe('^------!');
  });
});

test('errors and unsubscription pass', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const values = { c: { closed: true } };
    expectObservable(cold('c#', values).pipe(closedOnly())).toBe('c#', values);
    const stays$ = cold('c--', values);
    expectObservable(stays$.pipe(closedOnly()), '-!').toBe('c', values);
    expectSubscriptions(stays$.subscriptions).toBe('^!');
  });
});

test('says in the type what is left', () => {
  const candles$ = from<Candle[]>([]);
  expectTypeOf(candles$.pipe(closedOnly())).toEqualTypeOf<Observable<Candle & { readonly closed: true }>>();
  const gapped$ = from<(Candle | Gap)[]>([]);
  expectTypeOf(gapped$.pipe(closedOnly())).toEqualTypeOf<Observable<(Candle & { readonly closed: true }) | Gap>>();
  const bars$ = from<Bar[]>([]);
  expectTypeOf(bars$.pipe(closedOnly())).toEqualTypeOf<Observable<Bar & { readonly closed: true }>>();
  // @ts-expect-error: what is neither open nor closed
  void of(1).pipe(closedOnly());
});
