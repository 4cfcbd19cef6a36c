import {
  ReplaySubject,
  Subject,
  asyncScheduler,
  auditTime,
  bufferTime,
  debounceTime,
  delay,
  interval,
  map,
  merge,
  of,
  repeat,
  switchMap,
  take,
  tap,
  throttleTime,
  timeInterval,
  timeout,
  timer,
  timestamp,
} from 'rxjs';
import type { Observable, SchedulerAction } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../src/tape/virtual-clock.js';

const START = 1_700_000_000_000;

/** Runs a stream by a virtual clock for so long, and writes down what it says and when. */
function heard<T>(stream$: Observable<T>, ms = 1_000): readonly (readonly [number, T | 'over'])[] {
  const clock = createVirtualClock(START);
  const said: (readonly [number, T | 'over'])[] = [];
  clock.run(() => {
    stream$.subscribe({
      next: value => said.push([clock.now() - START, value]),
      complete: () => said.push([clock.now() - START, 'over']),
    });
  });
  clock.run(() => {
    clock.pass(START + ms);
  });
  return said;
}

/** The same by rxjs's own virtual time. */
function marbled<T>(stream: () => Observable<T>, ms = 1_000): readonly (readonly [number, T | 'over'])[] {
  const said: (readonly [number, T | 'over'])[] = [];
  const scheduler = new TestScheduler(() => {});
  scheduler.maxFrames = ms;
  scheduler.run(({ flush }) => {
    scheduler.maxFrames = ms;
    stream().subscribe({
      next: value => said.push([scheduler.now(), value]),
      complete: () => said.push([scheduler.now(), 'over']),
    });
    flush();
  });
  return said;
}

describe('the virtual clock', () => {
  it.each<[string, () => Observable<unknown>]>([
    ['timer', () => timer(40)],
    ['timer that goes on', () => timer(40, 100).pipe(take(4))],
    ['interval', () => interval(70).pipe(take(5))],
    ['delay', () => interval(30).pipe(take(4), delay(45))],
    ['bufferTime', () => interval(30).pipe(bufferTime(100), take(3))],
    ['debounceTime', () => merge(timer(10), timer(20), timer(90), timer(95)).pipe(debounceTime(30))],
    ['auditTime', () => interval(15).pipe(auditTime(50), take(4))],
    ['throttleTime', () => interval(15).pipe(throttleTime(50, asyncScheduler, { trailing: true }), take(4))],
    ['timeout', () => timer(500).pipe(timeout({ each: 200, with: () => of('late') }))],
    ['repeat', () => timer(20).pipe(repeat({ count: 4, delay: 30 }))],
  ])('runs %s as TestScheduler does', (_, stream) => {
    const said = heard(stream());
    expect(said.length).toBeGreaterThan(0);
    expect(said).toEqual(marbled(stream));
  });

  it('tells the time to what reads Date.now: timestamp, timeInterval, a window of a ReplaySubject', () => {
    expect(heard(interval(70).pipe(take(2), timestamp())).slice(0, 2)).toEqual([
      [70, { value: 0, timestamp: START + 70 }],
      [140, { value: 1, timestamp: START + 140 }],
    ]);
    expect(
      heard(
        interval(70).pipe(
          take(2),
          timeInterval(),
          map(({ interval }) => interval),
        ),
      ),
    ).toEqual([
      [70, 70],
      [140, 70],
      [140, 'over'],
    ]);
    const clock = createVirtualClock(START);
    const windowed$ = new ReplaySubject<number>(Infinity, 100);
    const late: number[] = [];
    clock.run(() => {
      interval(40).pipe(take(5)).subscribe(windowed$);
      clock.pass(START + 210);
      windowed$.subscribe(value => late.push(value));
    });
    // Those of 40 and 80 ms are older than 100 ms.
    expect(late).toEqual([2, 3, 4]);
  });

  it('keeps the order of what is due in the same ms, whatever the order of its making', () => {
    const said: string[] = [];
    const clock = createVirtualClock(0);
    clock.run(() => {
      timer(50).subscribe(() => said.push('first of 50'));
      timer(30)
        .pipe(
          tap(() => said.push('30')),
          switchMap(() => timer(20)),
        )
        .subscribe(() => said.push('third of 50'));
      timer(50).subscribe(() => said.push('second of 50'));
      clock.pass(50);
    });
    expect(said).toEqual(['30', 'first of 50', 'second of 50', 'third of 50']);
  });

  it('lets a timer take back another of the same ms', () => {
    const said: string[] = [];
    const clock = createVirtualClock(0);
    clock.run(() => {
      timer(10).subscribe(() => {
        said.push('a');
        other.unsubscribe();
      });
      const other = timer(10).subscribe(() => said.push('never'));
      timer(10).subscribe(() => said.push('c'));
      clock.pass(100);
    });
    expect(said).toEqual(['a', 'c']);
    expect(clock.next()).toBeUndefined();
  });

  it('runs an action again that schedules itself, and the last word counts', () => {
    const said: (readonly [number, number | undefined])[] = [];
    const clock = createVirtualClock(0);
    clock.run(() => {
      asyncScheduler.schedule(
        function (this: SchedulerAction<number>, state) {
          said.push([clock.now(), state]);
          if (state !== undefined && state < 3) {
            this.schedule(state + 100, 5);
            this.schedule(state + 1, 10);
          }
        },
        20,
        0,
      );
      clock.pass(200);
    });
    expect(said).toEqual([
      [20, 0],
      [30, 1],
      [40, 2],
      [50, 3],
    ]);
  });

  it('does not let a chain without delay stop the time', () => {
    const said = heard(interval(0).pipe(take(12)), 20);
    expect(said.at(-1)).toEqual([12, 'over']);
    expect(heard(timer(0).pipe(repeat(), take(100)), 200).at(-1)?.[1]).toBe('over');
  });

  it('puts the clocks back, also when what runs throws, and within another', () => {
    const { schedule } = asyncScheduler;
    const [now, wall] = [asyncScheduler.now, Date.now];
    const [outer, inner] = [createVirtualClock(1_000), createVirtualClock(2_000)];
    const seen: number[] = [];
    outer.run(() => {
      seen.push(Date.now(), asyncScheduler.now());
      inner.run(() => {
        seen.push(Date.now(), asyncScheduler.now());
      });
      seen.push(Date.now());
      expect(() => {
        inner.run(() => {
          throw new Error('thrown in a slice');
        });
      }).toThrow('thrown in a slice');
      seen.push(Date.now());
    });
    expect(seen).toEqual([1_000, 1_000, 2_000, 2_000, 1_000, 1_000]);
    expect([asyncScheduler.now, asyncScheduler.schedule, Date.now]).toEqual([now, schedule, wall]);
    expect(asyncScheduler.now).toBe(now);
    expect(Date.now).toBe(wall);
  });

  it('goes on after a timer that threw', () => {
    const clock = createVirtualClock(0);
    const said: string[] = [];
    clock.run(() => {
      asyncScheduler.schedule(() => {
        throw new Error('thrown by a timer');
      }, 10);
      timer(10).subscribe(() => said.push('the next one'));
    });
    const pass = (): void => {
      clock.run(() => {
        clock.pass(20);
      });
    };
    expect(pass).toThrow('thrown by a timer');
    pass();
    expect(said).toEqual(['the next one']);
  });

  it('is set back as the recorded clock was, while the timers go on', () => {
    const clock = createVirtualClock(10_000);
    const said: number[] = [];
    clock.run(() => {
      interval(100)
        .pipe(tap(() => said.push(Date.now())))
        .subscribe();
      clock.pass(10_150);
      clock.reach(9_000);
      clock.pass(9_200);
    });
    expect(said).toEqual([10_100, 9_050, 9_150]);
    expect(clock.now()).toBe(9_200);
    expect(clock.next()).toBe(9_250);
  });

  it('lets what happens come before the timers of its ms, unless it is their work', () => {
    const clock = createVirtualClock(0);
    const said: string[] = [];
    clock.run(() => {
      for (const ms of [10, 20, 21, 22]) timer(ms).subscribe(() => said.push(`timer of ${ms} at ${clock.now()}`));
      clock.reach(20);
      said.push('what happens');
      clock.hurry(() => said.includes('timer of 21 at 20'));
      clock.pass(30);
    });
    expect(said).toEqual([
      'timer of 10 at 10',
      'what happens',
      'timer of 20 at 20',
      'timer of 21 at 20',
      'timer of 22 at 22',
    ]);
  });

  it('forgets what was taken back: hundreds of thousands of timers leave nothing', () => {
    const clock = createVirtualClock(0);
    const source$ = new Subject<number>();
    clock.run(() => {
      source$.pipe(timeout({ each: 60_000 })).subscribe();
      const from = process.memoryUsage().heapUsed;
      for (let i = 0; i < 300_000; i++) {
        clock.pass(i / 1_000);
        timer(50_000).subscribe().unsubscribe();
        source$.next(i);
      }
      expect(process.memoryUsage().heapUsed - from).toBeLessThan(80_000_000);
    });
    expect(clock.next()).toBeGreaterThan(60_000);
  });
});
