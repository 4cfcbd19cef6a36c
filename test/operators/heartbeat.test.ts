import { Worker } from 'node:worker_threads';
import {
  NEVER,
  Subject,
  catchError,
  concat,
  delay,
  firstValueFrom,
  fromEvent,
  map,
  merge,
  of,
  switchMap,
  take,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { expect, expectTypeOf, test } from 'vitest';
import { SilenceError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import { heartbeat } from '../../src/operators/heartbeat.js';
import type { HeartbeatOptions } from '../../src/operators/heartbeat.js';
import { marbles } from './marbles.js';

interface Sent {
  readonly at: number;
  readonly text: string;
}

/** Goes on for ever where the source ends. */
function neverEnding<T>(source$: Observable<T>): Observable<T> {
  return concat(source$, NEVER);
}

function socketOf(frames$: Observable<string>, sent: Sent[] = []) {
  return { frames$, send: (text: string) => void sent.push({ at: now(), text }), name: 'line 1' };
}

/** The frames of a socket with these frames, kept alive. */
function alive(frames$: Observable<string>, options: HeartbeatOptions<string>, sent?: Sent[]): Observable<string> {
  return of(socketOf(frames$, sent)).pipe(
    heartbeat(options),
    switchMap(socket => socket.frames$),
  );
}

const error = (waited: number): string => `dead after ${waited}`;
const pinging = { every: 10, ping: 'ping', patience: 4, error };

test('pings while it is subscribed, and only then', () => {
  const sent: Sent[] = [];
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const frames$ = cold('      -----------p---------p---------');
    const unsub = '             -------------------------!';
    expectObservable(alive(frames$, pinging, sent), unsub).toBe('-----------p---------p---------');
    expectSubscriptions(frames$.subscriptions).toBe('^------------------------!');
  });
  expect(sent).toEqual([
    { at: 10, text: 'ping' },
    { at: 20, text: 'ping' },
  ]);
});

test('a ping that nothing follows means death, after patience', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const frames$ = cold('-a-------a-----');
    expectObservable(alive(frames$, pinging)).toBe('-a-------a----#', undefined, 'dead after 4');
    expectSubscriptions(frames$.subscriptions).toBe('^-------------!');
  });
});

test('any frame is a sign of life, not only a pong', () => {
  marbles(({ cold, expectObservable }) => {
    const frames$ = cold('          -------------a---------------');
    expectObservable(alive(frames$, pinging)).toBe('-------------a----------#', undefined, 'dead after 4');
  });
});

test('patience may be longer than the pause between pings', () => {
  const sent: Sent[] = [];
  marbles(({ cold, expectObservable }) => {
    const frames$ = cold('                 ----a-------------------------------');
    const options = { every: 5, ping: () => `ping ${now()}`, patience: 12, error };
    // Each ping is judged for itself, the one of 5 at 17.
    expectObservable(alive(frames$, options, sent)).toBe('----a------------#', undefined, 'dead after 12');
  });
  expect(sent.map(({ text }) => text)).toEqual(['ping 5', 'ping 10', 'ping 15']);
});

test('an answer within send counts', () => {
  marbles(({ expectObservable }) => {
    const echo$ = new Subject<string>();
    const socket = {
      frames$: echo$,
      send: () => {
        echo$.next('p');
      },
    };
    const stream$ = of(socket).pipe(
      heartbeat(pinging),
      switchMap(({ frames$ }) => frames$),
    );
    expectObservable(stream$, '35ms !').toBe('10ms p 9ms p 9ms p');
  });
});

test('a frame that is read only after the overdue timer keeps the link', () => {
  marbles(({ expectObservable }) => {
    // Scheduled after the timer of 14, so it comes between the first look and the second.
    const late$ = timer(12).pipe(
      delay(2),
      map(() => 'a'),
    );
    expectObservable(alive(late$.pipe(neverEnding), pinging)).toBe(
      '--------------a---------#',
      undefined,
      'dead after 4',
    );
  });
});

test('a blocked event loop is not blamed on the peer', async () => {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', () => setTimeout(() => parentPort.postMessage('pong'), 20));`,
    { eval: true },
  );
  const socket = {
    frames$: fromEvent(worker, 'message'),
    send: (text: string) => {
      worker.postMessage(text);
      // The pong comes, and patience ends, while this thread does nothing.
      timer(0).subscribe(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150));
    },
  };
  const frames$ = of(socket).pipe(
    heartbeat({ every: 40, ping: 'ping', patience: 60 }),
    switchMap(alive => alive.frames$),
    take(1),
    catchError((cause: unknown) => of(cause)),
  );
  const told = await firstValueFrom(frames$);
  await worker.terminate();
  expect(told).toBe('pong');
});

test('answers the pings of the server at once', () => {
  const sent: Sent[] = [];
  const answer = (frame: string): string | undefined => (frame === 's' ? 'pong' : undefined);
  marbles(({ cold, expectObservable }) => {
    expectObservable(alive(cold('-a-s--s|'), { answer }, sent)).toBe('-a-s--s|');
  });
  expect(sent).toEqual([
    { at: 3, text: 'pong' },
    { at: 6, text: 'pong' },
  ]);
});

test('silence is death without pings too, before the first frame and after the last', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const options = { silence: 10, error };
    expectObservable(alive(cold('-'), options)).toBe('10ms #', undefined, 'dead after 10');
    const frames$ = cold('----a-----b---');
    expectObservable(alive(frames$, options)).toBe('----a-----b---------#', undefined, 'dead after 10');
    expectSubscriptions(frames$.subscriptions).toBe('^-------------------!');
  });
});

test('silence is told at most a tenth late, never early', () => {
  for (const last of [60, 61, 99, 100, 101, 155]) {
    let told = 0;
    marbles(({ flush }) => {
      const frames$ = merge(timer(60), timer(last)).pipe(map(() => 'a'));
      alive(neverEnding(frames$), { silence: 100 }).subscribe({ error: () => (told = now()) });
      flush();
    });
    expect(told - last).toBeGreaterThanOrEqual(100);
    expect(told - last).toBeLessThanOrEqual(110);
  }
});

test('errors and completion pass and end everything', () => {
  const sent: Sent[] = [];
  marbles(({ cold, expectObservable }) => {
    const options = { ...pinging, silence: 20 };
    expectObservable(alive(cold('-a#'), options, sent)).toBe('-a#');
    expectObservable(alive(cold('-a|'), options, sent)).toBe('-a|');
  });
  expect(sent).toEqual([]);
});

test('says by default that the connection is dead', () => {
  marbles(({ cold, expectObservable }) => {
    const dead = new SilenceError('connection is dead: no frame came for 10000 ms');
    expectObservable(alive(cold('-'), { every: 50, ping: 'ping' })).toBe('10050ms #', undefined, dead);
  });
});

test('what goes wrong in sending or answering is an error of the frames', () => {
  const broken = (): never => {
    throw new Error('broken');
  };
  marbles(({ cold, expectObservable }) => {
    const socket = { frames$: cold('-a'), send: broken };
    const aliveOf$ = (options: HeartbeatOptions<string>): Observable<string> =>
      of(socket).pipe(
        heartbeat(options),
        switchMap(({ frames$ }) => frames$),
      );
    const expected = new Error('broken');
    expectObservable(aliveOf$(pinging)).toBe('-a--------#', undefined, expected);
    expectObservable(aliveOf$({ ...pinging, ping: broken })).toBe('-a--------#', undefined, expected);
    expectObservable(aliveOf$({ answer: broken })).toBe('-#', undefined, expected);
    expectObservable(aliveOf$({ answer: () => 'x' })).toBe('-#', undefined, expected);
    expectObservable(aliveOf$({ silence: 10, error: broken })).toBe('-a----------#', undefined, expected);
  });
});

test('the other members of a socket stay', () => {
  class Line {
    readonly frames$: Observable<string> = NEVER;
    count = 1;
    get twice(): number {
      return this.count * 2;
    }
    send(): void {
      this.count += 1;
    }
  }
  const seen: Line[] = [];
  of(Object.freeze(socketOf(NEVER)))
    .pipe(heartbeat(pinging))
    .subscribe(({ name, frames$ }) => {
      expect(name).toBe('line 1');
      expect(frames$).not.toBe(NEVER);
    });
  of(new Line())
    .pipe(heartbeat({}))
    .subscribe(line => seen.push(line));
  const [line] = seen;
  line?.send();
  expect(line).toBeInstanceOf(Line);
  expect(line?.twice).toBe(4);
  expect(Object.keys(line ?? {})).toEqual(['frames$', 'count']);
});

test('the type of the socket stays', () => {
  const socket$ = of(socketOf(NEVER)).pipe(heartbeat({ answer: (frame: string) => frame }));
  expectTypeOf(socket$).toEqualTypeOf<Observable<ReturnType<typeof socketOf>>>();
  // @ts-expect-error: frames are text, not numbers
  void of(socketOf(NEVER)).pipe(heartbeat({ answer: (frame: number) => `${frame}` }));
});

test('nonsense is refused at the call', () => {
  expect(() => heartbeat({ every: 10 })).toThrow(TypeError);
  expect(() => heartbeat({ every: 0, ping: 'x' })).toThrow(RangeError);
  expect(() => heartbeat({ patience: -1 })).toThrow(RangeError);
  expect(() => heartbeat({ silence: NaN })).toThrow(RangeError);
  expect(() => heartbeat({ answer: 'pong' as never })).toThrow(TypeError);
});
