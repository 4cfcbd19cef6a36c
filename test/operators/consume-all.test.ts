import fc from 'fast-check';
import { Subject, concat, delay, from, merge, of, range, take, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { expect, expectTypeOf, test } from 'vitest';
import type { BookDelta } from '../../src/model/market.js';
import { consumeAll } from '../../src/operators/consume-all.js';
import { OverflowError } from '../../src/operators/overflow-error.js';
import { marbles } from './marbles.js';

const work$ = (text: string): Observable<string> => of(text.toUpperCase()).pipe(delay(3));

test('one after the other, each in turn', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const values = { A: 'A', B: 'B', C: 'C', D: 'D' };
    const source$ = cold('ab-c------d---|');
    const expected = '    ---A--B--C---D|';
    expectObservable(source$.pipe(consumeAll(work$))).toBe(expected, values);
    expectSubscriptions(source$.subscriptions).toBe('^-------------!');
  });
});

test('completes when the last is worked on', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('ab|');
    expectObservable(source$.pipe(consumeAll(work$))).toBe('---A--(B|)');
    expectSubscriptions(source$.subscriptions).toBe('^-!');
    expectObservable(cold('--|').pipe(consumeAll(work$))).toBe('--|');
  });
});

test('the work on a value begins when the one before is done', () => {
  marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
    const a$ = hot('-1---|');
    const b$ = hot('--2---3--|');
    const source$ = cold('ab|');
    expectObservable(source$.pipe(consumeAll(text => (text === 'a' ? a$ : b$)))).toBe('-1----3--|');
    expectSubscriptions(a$.subscriptions).toBe('^----!');
    expectSubscriptions(b$.subscriptions).toBe('-----^---!');
  });
});

test('errors when more would have to wait than may', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const a$ = cold('---------|');
    const source$ = cold('abcd-e');
    const error = new OverflowError('consumer is too slow: 2 values wait already, and bound allows no more', 2);
    expectObservable(source$.pipe(consumeAll(() => a$, { bound: 2 }))).toBe('---#', undefined, error);
    expectSubscriptions(source$.subscriptions).toBe('^--!');
    expectSubscriptions(a$.subscriptions).toBe('^--!');
  });
});

test('with a bound of 0 the consumer must be ready each time', () => {
  marbles(({ cold, expectObservable }) => {
    const error = new OverflowError('consumer is too slow: 0 values wait already, and bound allows no more', 0);
    const stream$ = cold('a---b--c').pipe(consumeAll(work$, { bound: 0 }));
    expectObservable(stream$).toBe('---A---#', undefined, error);
    expectObservable(cold('a---b---c-|').pipe(consumeAll(work$, { bound: 0 }))).toBe('---A---B---(C|)');
  });
});

test('an error of the source, of the work or in its making passes at once', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const a$ = cold('----|');
    expectObservable(cold('ab#').pipe(consumeAll(() => a$))).toBe('--#');
    expectSubscriptions(a$.subscriptions).toBe('^-!');
    const source$ = cold('ab---');
    expectObservable(source$.pipe(consumeAll(() => cold('-#')))).toBe('-#');
    expectSubscriptions(source$.subscriptions).toBe('^!');
    const mistake = (): never => {
      throw new Error('mistake');
    };
    expectObservable(cold('-a').pipe(consumeAll(mistake))).toBe('-#', undefined, new Error('mistake'));
  });
});

test('who leaves ends the work too', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const a$ = cold('-1------|');
    const source$ = cold('ab-------');
    expectObservable(source$.pipe(consumeAll(() => a$)), '---!').toBe('-1');
    expectSubscriptions(source$.subscriptions).toBe('^--!');
    expectSubscriptions(a$.subscriptions).toBe('^--!');
  });
});

test('each subscriber is consumed for itself', () => {
  marbles(({ cold, expectObservable }) => {
    const stream$ = cold('ab|').pipe(consumeAll(work$, { bound: 1 }));
    expectObservable(stream$).toBe('---A--(B|)');
    expectObservable(stream$, '--^').toBe('-----A--(B|)');
  });
});

test('work that is done at once neither nests nor queues, and an endless source can be left', () => {
  const seen: number[] = [];
  range(0, 1_000_000)
    .pipe(
      consumeAll(n => [n], { bound: 0 }),
      take(100_000),
    )
    .subscribe(n => seen.push(n));
  expect(seen).toHaveLength(100_000);
  const many$ = concat(timer(0), range(0, 200_000)).pipe(consumeAll(n => [n]));
  const total: number[] = [];
  marbles(({ flush }) => {
    many$.subscribe(n => total.push(n));
    flush();
  });
  expect(total).toHaveLength(200_001);
  // All that waits is done at once when the first is.
  const first$ = new Subject<number>();
  let done = 0;
  range(0, 50_000)
    .pipe(consumeAll(n => (n === 0 ? first$ : [n]), { bound: 50_000 }))
    .subscribe(() => (done += 1));
  expect(done).toBe(0);
  first$.complete();
  expect(done).toBe(49_999);
});

test('what comes in answer to a result waits its turn', () => {
  const source$ = new Subject<number>();
  const seen: number[] = [];
  source$.pipe(consumeAll(n => [n, n + 0.5])).subscribe(n => {
    seen.push(n);
    if (n === 1) {
      source$.next(2);
      source$.next(3);
    }
  });
  source$.next(1);
  expect(seen).toEqual([1, 1.5, 2, 2.5, 3, 3.5]);
});

test('whatever comes when: all in order, or an error when there are too many', () => {
  const pauses = fc.array(fc.nat(6), { maxLength: 60 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 8 }), fc.nat(5), (waits, ms, bound) => {
      // So that none ends in the ms in which another comes.
      const effort = ms - 1 / 64;
      const times = waits.map((_, i) => waits.slice(0, i + 1).reduce((sum, pause) => sum + pause, 0));
      // The rule itself: who comes while one is worked on and `bound` wait is too many.
      const ends: number[] = [];
      let overflow = -1;
      for (const [i, time] of times.entries()) {
        const unfinished = ends.filter(end => end > time).length;
        if (unfinished > bound) {
          overflow = i;
          break;
        }
        ends.push(Math.max(time, ends.at(-1) ?? 0) + effort);
      }
      const seen: unknown[] = [];
      marbles(({ flush }) => {
        const slow$ = (n: number): Observable<number> => of(n).pipe(delay(effort));
        const arrivals = times.map((time, i) => of(i).pipe(delay(time)));
        merge(...arrivals)
          .pipe(consumeAll(slow$, { bound }))
          .subscribe({
            next: n => seen.push(n),
            error: (cause: unknown) => seen.push(cause),
          });
        flush();
      });
      if (overflow === -1) expect(seen).toEqual(times.map((_, i) => i));
      else expect(seen.at(-1)).toBeInstanceOf(OverflowError);
    }),
    { numRuns: 60 },
  );
});

test('deltas are welcome, for none is left out', () => {
  const deltas$ = from<BookDelta[]>([]);
  expectTypeOf(deltas$.pipe(consumeAll(delta => of(delta.symbol)))).toEqualTypeOf<Observable<string>>();
});

test('nonsense is refused at the call', () => {
  expect(() => consumeAll('work' as never)).toThrow(TypeError);
  expect(() => consumeAll(work$, { bound: -1 })).toThrow(RangeError);
  expect(() => consumeAll(work$, { bound: Infinity })).toThrow(RangeError);
});
