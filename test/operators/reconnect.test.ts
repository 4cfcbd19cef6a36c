import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Observable, concat, defer, finalize, ignoreElements, of, take, throwError, timer } from 'rxjs';
import { expect, test } from 'vitest';
import { ConnectionError } from '../../src/model/errors.js';
import { reconnect } from '../../src/operators/reconnect.js';
import type { Lost } from '../../src/operators/reconnect.js';
import { marbles } from './marbles.js';

/** Delays of 5, 10, 20, 40, 40 … ms. */
const backoff = { base: 5, factor: 2, cap: 40, floor: 1, stableAfter: 20 };
const random = (): number => 0.999999;
const isUp = (value: string): boolean => value === 'u';
const lost = (attempt: number, delay: number, cause: unknown = 'error'): Lost => ({
  phase: 'waiting',
  cause,
  attempt,
  delay,
});

test('tells each loss and subscribes again after the delay', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('        -u#');
    const unsub = '               26ms !';
    const subs = ['               ^-!', '7ms ^-!', '19ms ^-!'];
    const expected = '            -uw 5ms uv 10ms ux';
    expectObservable(source$.pipe(reconnect({ backoff, random, isUp })), unsub).toBe(expected, {
      u: 'u',
      w: lost(1, 5),
      v: lost(2, 10),
      x: lost(3, 20),
    });
    expectSubscriptions(source$.subscriptions).toBe(subs);
  });
});

test('leaves the source when the subscriber leaves', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('u---');
    expectObservable(source$.pipe(reconnect({ backoff, isUp })), '---!').toBe('u---');
    expectSubscriptions(source$.subscriptions).toBe('^--!');
  });
});

test('does not come back when the subscriber has left in the pause', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-#');
    expectObservable(source$.pipe(reconnect({ backoff, random, isUp })), '---!').toBe('-w', { w: lost(1, 5) });
    expectSubscriptions(source$.subscriptions).toBe('^!');
  });
});

test('completion passes through, after losses too', () => {
  marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
    const first$ = cold('-#');
    const second$ = cold('-u|');
    const expected = '-w 5ms u|';
    let count = 0;
    const source$ = new Observable<string>(subscriber => (count++ === 0 ? first$ : second$).subscribe(subscriber));
    expectObservable(source$.pipe(reconnect({ backoff, random, isUp }))).toBe(expected, { u: 'u', w: lost(1, 5) });
    expectSubscriptions(second$.subscriptions).toBe('6ms ^-!');
    expectObservable(hot('|').pipe(reconnect({ backoff, isUp }))).toBe('|');
  });
});

test('a value that is not up, or a short up, does not reset the attempts', () => {
  marbles(({ cold, expectObservable }) => {
    const connecting$ = cold('c 29ms #');
    const expected = '        c 29ms w 4ms c 29ms v';
    expectObservable(connecting$.pipe(reconnect({ backoff, random, isUp })), '66ms !').toBe(expected, {
      c: 'c',
      w: lost(1, 5),
      v: lost(2, 10),
    });
    const short$ = cold(' c-u 18ms #');
    const shortly = '     c-u 18ms w 4ms c-u 18ms v';
    expectObservable(short$.pipe(reconnect({ backoff, random, isUp })), '50ms !').toBe(shortly, {
      c: 'c',
      u: 'u',
      w: lost(1, 5),
      v: lost(2, 10),
    });
  });
});

test('a connection that was up long enough resets the attempts', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold(' c-u 19ms #');
    const expected = '     c-u 19ms w 4ms c-u 19ms v';
    expectObservable(source$.pipe(reconnect({ backoff, random, isUp })), '52ms !').toBe(expected, {
      c: 'c',
      u: 'u',
      w: lost(1, 5),
      v: lost(1, 5),
    });
  });
});

test('up is counted without a break: a value that denies it begins anew', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold(' u 9ms d u 15ms #');
    const expected = '     u 9ms d u 15ms w 4ms u 9ms d u 15ms v';
    expectObservable(source$.pipe(reconnect({ backoff, random, isUp })), '60ms !').toBe(expected, {
      u: 'u',
      d: 'd',
      w: lost(1, 5),
      v: lost(2, 10),
    });
  });
});

test('gives up after maxAttempts with an error that keeps the cause', () => {
  const cause = new Error('refused');
  const error = new ConnectionError('connection given up after 2 attempts: refused', { cause, retryable: false });
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-#', undefined, cause);
    const options = { backoff: { ...backoff, maxAttempts: 2 }, random, isUp };
    expectObservable(source$.pipe(reconnect(options))).toBe(
      '-w 5ms v 10ms #',
      { w: lost(1, 5, cause), v: lost(2, 10, cause) },
      error,
    );
    expectSubscriptions(source$.subscriptions).toBe(['^!', '6ms ^!', '17ms ^!']);
  });
  let told: unknown;
  throwError(() => cause)
    .pipe(reconnect({ backoff: { maxAttempts: 0 }, isUp }))
    .subscribe({ error: (thrown: unknown) => (told = thrown) });
  expect(told).toBeInstanceOf(ConnectionError);
  expect(told).toMatchObject({ message: 'connection given up after 0 attempts: refused', cause, retryable: false });
});

test('waits at least as long as the cause asks', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const cause = { retryAfter: 30 };
    const source$ = cold('-#', undefined, cause);
    expectObservable(source$.pipe(reconnect({ backoff, random, isUp })), '32ms !').toBe('-w', {
      w: lost(1, 30, cause),
    });
    expectSubscriptions(source$.subscriptions).toBe(['^!', '31ms ^!']);
  });
});

test('a fatal cause errs at once', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('-u#');
    expectObservable(source$.pipe(reconnect({ isUp, isFatal: cause => cause === 'error' }))).toBe('-u#');
    expectSubscriptions(source$.subscriptions).toBe('^-!');
  });
});

test('a mistake in a function of the user is an error, not a loss', () => {
  marbles(({ cold, expectObservable }) => {
    const mistake = (): never => {
      throw new Error('mistake');
    };
    expectObservable(cold('-u').pipe(reconnect({ isUp: mistake }))).toBe('-#', undefined, new Error('mistake'));
    expectObservable(cold('-#').pipe(reconnect({ isUp, isFatal: mistake }))).toBe(
      '-#',
      undefined,
      new Error('mistake'),
    );
    expectObservable(cold('-#').pipe(reconnect({ isUp, random: mistake }))).toBe('-#', undefined, new Error('mistake'));
  });
});

test('each subscriber has its own count', () => {
  marbles(({ cold, expectObservable }) => {
    const stream$ = cold('#').pipe(reconnect({ backoff, random, isUp }), take(1));
    expectObservable(stream$).toBe('(w|)', { w: lost(1, 5) });
    expectObservable(stream$, '50ms ^').toBe('50ms (w|)', { w: lost(1, 5) });
  });
});

test('20,000 losses weigh nothing, and the stream ends with its subscriber', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap: number[] = [];
  let opened = 0;
  let open = 0;
  let mostOpen = 0;
  let losses = 0;
  marbles(({ flush }) => {
    // Every other line is cut at once, the rest after a ms.
    const line$ = defer(() => {
      opened += 1;
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      return concat(
        of('u'),
        timer(opened % 2 === 0 ? 0 : 1).pipe(ignoreElements()),
        throwError(() => 'cut'),
      );
    }).pipe(finalize(() => (open -= 1)));
    const subscription = line$.pipe(reconnect({ backoff, random, isUp })).subscribe(value => {
      if (value === 'u') return;
      losses += 1;
      if (losses % 9_000 === 2_000) {
        collect();
        heap.push(process.memoryUsage().heapUsed);
      }
      if (losses === 20_000) subscription.unsubscribe();
    });
    flush();
  });
  // The flush above only ends because nothing is left to do.
  expect({ losses, opened, open, mostOpen }).toEqual({ losses: 20_000, opened: 20_000, open: 0, mostOpen: 1 });
  const [early = 0, middle = 0, late = 0] = heap;
  expect(heap).toHaveLength(3);
  expect(Math.max(middle, late) - early).toBeLessThan(1_000_000);
});

test('nonsense is refused at the call', () => {
  expect(() => reconnect({ isUp: 5 as never })).toThrow(TypeError);
  expect(() => reconnect({ isUp, isFatal: 'no' as never })).toThrow(TypeError);
  expect(() => reconnect({ isUp, backoff: { base: -1 } })).toThrow(RangeError);
});
