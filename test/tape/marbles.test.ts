import { EMPTY, concat, delay, from, lastValueFrom, map, of, take, throwError, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playFixture, toFixture } from '../../src/tape/fixture.js';
import type { Fixture } from '../../src/tape/fixture.js';
import { replay } from '../../src/tape/replay.js';
import { toMarbles } from '../../src/tape/to-marbles.js';
import type { Marbles } from '../../src/tape/to-marbles.js';
import { tapeOf, tickerTape } from './tape-text.js';

const scheduler = (): TestScheduler =>
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });

/** What a stream comes to in virtual time. */
function made<T>(stream$: Observable<T>): readonly T[] {
  const values: T[] = [];
  scheduler().run(({ flush }) => {
    stream$.subscribe({ next: value => values.push(value), error: (cause: unknown) => values.push(cause as T) });
    flush();
  });
  return values;
}

describe('toMarbles', () => {
  it('writes what a test compares with', async () => {
    const tape$ = tapeOf(
      tickerTape([
        [30, 1],
        [31, 2],
        [530, 3],
      ]),
    );
    const marbles$ = replay(tape$, ({ ticker$ }) =>
      ticker$('bitget', 'BTCUSDT').pipe(
        map(({ price }) => price),
        toMarbles(),
      ),
    );
    const { marbles, values } = await lastValueFrom(marbles$);
    expect({ marbles, values }).toEqual({ marbles: '30ms a b 498ms c 99ms |', values: { a: 1, b: 2, c: 3 } });
    scheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold(marbles, values)).toBe(marbles, values);
      expectObservable(cold(marbles, values).pipe(take(2))).toBe('30ms a (b|)', values);
    });
  });

  it('can be read by TestScheduler as what it was, whatever it was', () => {
    const streams = fc.record({
      gaps: fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 80 }),
      ends: fc.boolean(),
    });
    fc.assert(
      fc.property(streams, ({ gaps, ends }) => {
        const source$ = concat(
          from(gaps)
            .pipe(map((gap, i) => ({ gap, i })))
            .pipe(take(0)),
          ...gaps.map((gap, i) => timer(gap).pipe(map(() => i))),
          ends ? EMPTY : throwError(() => 'wrong').pipe(delay(0)),
        );
        const [made1] = made(source$.pipe(toMarbles<unknown>()));
        const { marbles, values, error } = made1 as Marbles<unknown>;
        scheduler().run(({ expectObservable }) => {
          expectObservable(source$).toBe(marbles, values, error);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('says what marbles cannot say', () => {
    expect(made(concat(of(1, 2, 3), timer(2)).pipe(toMarbles()))).toEqual([
      new RangeError('marbles cannot say what comes at 2 ms: the group before it lasts until 5 ms'),
    ]);
    expect(made(from(Array(20_001)).pipe(toMarbles()))).toEqual([
      new RangeError('marbles have letters for 20000 values, and there are more: take fewer'),
    ]);
    expect(made(concat(of(1), of(2)).pipe(toMarbles()))).toEqual([{ marbles: '(ab|)', values: { a: 1, b: 2 } }]);
  });
});

describe('a fixture', () => {
  it('is played as it was, after JSON too', () => {
    const streams = fc.record({
      gaps: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }),
      fails: fc.boolean(),
    });
    fc.assert(
      fc.property(streams, ({ gaps, fails }) => {
        let at = 0;
        const values = gaps.map((gap, value) => ({ at: (at += gap), value }));
        const fixture: Fixture<number> = { values, end: { at: at + 7, ...(fails ? { error: 'line was cut' } : {}) } };
        const [again] = made(playFixture(fixture).pipe(toFixture()));
        expect(JSON.parse(JSON.stringify(again))).toEqual(fixture);
      }),
    );
  });

  it('stops with its subscriber', () => {
    const fixture: Fixture<number> = { values: [1, 2, 3].map(value => ({ at: 5, value })), end: { at: 10 } };
    expect(made(playFixture(fixture).pipe(take(2)))).toEqual([1, 2]);
  });
});
