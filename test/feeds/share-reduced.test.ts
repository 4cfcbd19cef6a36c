import { Subject, Subscription, takeUntil, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { createShared, observe$ } from '../../src/feeds/share-reduced.js';
import type { Reduced } from '../../src/state/reducer.js';

const marbles = (script: Parameters<TestScheduler['run']>[0]): void => {
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(script);
};
/** The source of an Observable. */
const sharing$ = (
  source$: Observable<Reduced<string> | undefined>,
  linger: number,
  ended?: () => void,
): Observable<string> => {
  const shared = createShared<string>(
    sink => {
      const running = source$.subscribe({
        next: state => {
          sink.next(state);
        },
        error: (cause: unknown) => {
          sink.error(cause);
        },
      });
      return {
        stop: () => {
          running.unsubscribe();
        },
      };
    },
    linger,
    ended,
  );
  return observe$(() => shared, false);
};
const state = (emit: readonly string[], known: readonly string[] = emit): Reduced<string> => ({ emit, known });

describe('shareReduced', () => {
  it('subscribes once, tells newcomers what holds, leaves `linger` ms after the last', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source$ = hot('-a-b---c--', { a: state(['1']), b: state(['2', '3'], ['3']), c: state(['4']) });
      const shared$ = sharing$(source$, 3);
      expectObservable(shared$, '^----!').toBe('-1-(23)', { 1: '1', 2: '2', 3: '3' });
      expectObservable(shared$, '----^---!').toBe('----3--4', { 3: '3', 4: '4' });
      expectSubscriptions(source$.subscriptions).toBe('^----------!');
    });
  });

  it('keeps the source over a change of subscribers within the grace', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source$ = hot('-a----', { a: state(['1']) });
      const shared$ = sharing$(source$, 5);
      expectObservable(shared$, '^-!').toBe('-1');
      expectObservable(shared$, '----^-!').toBe('----1');
      expectSubscriptions(source$.subscriptions).toBe('^----------!');
    });
  });

  it('leaves at once without a grace, and begins anew', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('-a----', { a: state(['1']) });
      const shared$ = sharing$(source$, 0);
      expectObservable(shared$, '^--!').toBe('-1');
      expectObservable(shared$, '-----^--!').toBe('------1');
      expectSubscriptions(source$.subscriptions).toBe(['^--!', '-----^--!']);
    });
  });

  it('tells a newcomer nothing that no longer holds', () => {
    marbles(({ hot, expectObservable }) => {
      const source$ = hot('-a-u---b', { a: state(['1']), u: undefined, b: state(['2']) });
      const shared$ = sharing$(source$, 0);
      expectObservable(shared$).toBe('-1-----2');
      expectObservable(shared$, '-----^--').toBe('-------2');
    });
  });

  it('hands an error to all, and begins anew with the next', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('-a-#', { a: state(['1']) });
      const shared$ = sharing$(source$, 5);
      expectObservable(shared$).toBe('-1-#');
      expectObservable(shared$, '--^').toBe('--1#');
      expectObservable(shared$, '-----^').toBe('------1-#');
      expectSubscriptions(source$.subscriptions).toBe(['^--!', '-----^--!']);
    });
  });

  it('begins anew after a source that erred within its subscription', () => {
    let times = 0;
    const failing$ = new Subject<Reduced<string>>();
    failing$.error(new Error('at once'));
    const shared$ = sharing$(failing$, 0, () => times++);
    const errors: unknown[] = [];
    shared$.subscribe({ error: (cause: unknown) => errors.push(cause) });
    shared$.subscribe({ error: (cause: unknown) => errors.push(cause) });
    expect(errors).toHaveLength(2);
    expect(times).toBe(2);
  });

  it('bears a subscriber that leaves while it is told', () => {
    const source$ = new Subject<Reduced<string>>();
    const shared$ = sharing$(source$, 0);
    const told: string[] = [];
    const first = shared$.subscribe(value => {
      told.push(`first ${value}`);
      first.unsubscribe();
    });
    shared$.subscribe(value => told.push(`second ${value}`));
    source$.next(state(['1']));
    source$.next(state(['2']));
    expect(told).toEqual(['first 1', 'second 1', 'second 2']);
  });

  it('lets a newcomer send the old one away as it is told what is known', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source$ = hot('-a---b---c', { a: state(['1']), b: state(['2']), c: state(['3']) });
      const shared$ = sharing$(source$, 2);
      const old$ = new Subject<void>();
      expectObservable(shared$.pipe(takeUntil(old$))).toBe('-1-|');
      expectObservable(
        shared$.pipe(
          tap(() => {
            old$.next();
          }),
        ),
        '---^',
      ).toBe('---1-2---3');
      expectSubscriptions(source$.subscriptions).toBe('^');
    });
  });

  it('tells who comes in the middle of several values each of them once', () => {
    const source$ = new Subject<Reduced<string>>();
    const shared$ = sharing$(source$, 0);
    const late: string[] = [];
    const join = (): Subscription => shared$.subscribe(each => late.push(each));
    const joined = new Subscription();
    shared$.subscribe(value => {
      if (value === '1') joined.add(join());
    });
    source$.next(state(['1', '2', '3']));
    expect(late).toEqual(['1', '2', '3']);
  });
});
