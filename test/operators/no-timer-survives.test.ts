import { Subject, map, of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  conflate,
  distinctRecent,
  heartbeat,
  rateLimit,
  reconnect,
  resubscribe,
  rolling,
  toBars,
  watchdog,
} from '../../src/operators/index.js';

type Source = Observable<number>;

/** Each operator between numbers and something; `timers` run while it works on three numbers that came at once. */
const table: readonly {
  readonly name: string;
  readonly timers: number;
  readonly use$: (source$: Source) => Observable<unknown>;
}[] = [
  { name: 'conflate', timers: 1, use$: source$ => source$.pipe(conflate(100)) },
  { name: 'distinctRecent', timers: 0, use$: source$ => source$.pipe(distinctRecent(String)) },
  {
    name: 'heartbeat',
    timers: 2,
    use$: source$ =>
      of({ frames$: source$, send: () => {} }).pipe(
        heartbeat({ every: 100, ping: 'ping', silence: 1_000 }),
        switchMap(({ frames$ }) => frames$),
      ),
  },
  { name: 'rateLimit', timers: 1, use$: source$ => source$.pipe(rateLimit([{ messages: 1, per: 100 }])) },
  { name: 'reconnect', timers: 0, use$: source$ => source$.pipe(reconnect({ isUp: () => true, isFatal: () => true })) },
  { name: 'resubscribe', timers: 0, use$: source$ => source$.pipe(resubscribe()) },
  { name: 'rolling', timers: 0, use$: source$ => source$.pipe(rolling({ ms: 100 })) },
  {
    name: 'toBars',
    timers: 1,
    use$: source$ =>
      source$.pipe(
        map(price => ({ timestamp: undefined, receivedAt: Date.now(), price, size: 1 })),
        toBars({ interval: 100, fill: true }),
      ),
  },
  { name: 'watchdog', timers: 1, use$: source$ => source$.pipe(watchdog(100, () => 'silence')) },
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(table)('$name', ({ use$, timers }) => {
  function start() {
    const source$ = new Subject<number>();
    const told: unknown[] = [];
    const subscription = use$(source$).subscribe({
      next: value => told.push(value),
      error: (cause: unknown) => told.push(cause),
      complete: () => told.push('complete'),
    });
    source$.next(1);
    source$.next(2);
    source$.next(3);
    return { source$, told, subscription };
  }

  test('keeps as few timers as it needs', () => {
    start();
    expect(vi.getTimerCount()).toBe(timers);
  });

  test('keeps none, nor its source, after the subscriber has left', () => {
    const { source$, told, subscription } = start();
    const before = [...told];
    subscription.unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
    expect(source$.observed).toBe(false);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(before);
  });

  test('keeps none after an error', () => {
    const { source$, told } = start();
    source$.error('broken');
    expect(vi.getTimerCount()).toBe(0);
    expect(told.at(-1)).toBe('broken');
  });

  test('keeps none after completion', () => {
    const { source$, told } = start();
    source$.complete();
    vi.advanceTimersByTime(200);
    expect(vi.getTimerCount()).toBe(0);
    expect(told.at(-1)).toBe('complete');
  });
});

test.each([
  { name: 'reconnect', operator: reconnect<number>({ isUp: () => true }) },
  { name: 'resubscribe', operator: resubscribe<number>({ isRetryable: () => true }) },
])('$name keeps none after the subscriber has left in the pause', ({ operator }) => {
  const source$ = new Subject<number>();
  const subscription = source$.pipe(operator).subscribe();
  source$.error('broken');
  expect(vi.getTimerCount()).toBe(1);
  subscription.unsubscribe();
  expect(vi.getTimerCount()).toBe(0);
});
