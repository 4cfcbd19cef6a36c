import {
  EMPTY,
  NEVER,
  Subject,
  asyncScheduler,
  bufferTime,
  catchError,
  concat,
  firstValueFrom,
  from,
  interval,
  lastValueFrom,
  map,
  merge,
  of,
  take,
  tap,
  timer,
  toArray,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Feeds } from '../../src/feeds/feeds.js';
import type { venues } from '../../src/index.js';
import type { TapeEvent } from '../../src/tape/format.js';
import { parseTape } from '../../src/tape/parse-tape.js';
import { replay } from '../../src/tape/replay.js';
import { START, tapeOf, tapeText, tickerTape } from './tape-text.js';

type All = Feeds<typeof venues>;

const prices$ = ({ ticker$ }: All): Observable<number | undefined> =>
  ticker$('bitget', 'BTCUSDT').pipe(map(({ price }) => price));
const tape$ = tapeOf(
  tickerTape([
    [30, 1],
    [530, 2],
    [1_030, 3],
    [2_030, 4],
  ]),
);
const all = <T>(replayed$: Observable<T>): Promise<readonly T[]> => lastValueFrom(replayed$.pipe(toArray()));

describe('a replay', () => {
  it('stamps what arrives with the time of the tape', async () => {
    const tickers$ = replay(tape$, ({ ticker$ }) => ticker$('bitget', 'BTCUSDT'));
    expect((await all(tickers$)).map(({ price, receivedAt }) => [price, receivedAt - START])).toEqual([
      [1, 30],
      [2, 530],
      [3, 1_030],
      [4, 2_030],
    ]);
  });

  it('runs timers of user code in the time of the tape, and completes with it', async () => {
    const code$ = (feeds: All): Observable<unknown> => prices$(feeds).pipe(bufferTime(1_000));
    expect(await all(replay(tape$, code$))).toEqual([[1, 2], [3], [4]]);
    const ticks$ = replay(tape$, feeds => merge(interval(500).pipe(map(() => Date.now() - START)), prices$(feeds)));
    expect(await all(ticks$)).toEqual([1, 500, 2, 1_000, 3, 1_500, 2_000, 4]);
  });

  it('is cold, and the same each time', async () => {
    const replayed$ = replay(tape$, ({ ticker$, status$ }) => merge(status$(), ticker$('bitget', 'BTCUSDT')));
    const first = JSON.stringify(await all(replayed$));
    expect(first).toContain('"phase":"ready"');
    expect(JSON.stringify(await all(replayed$))).toBe(first);
  });

  it('takes events from an array, and from an Observable that cannot wait', async () => {
    const events = await all<TapeEvent>(tape$);
    expect(await all(replay(events, prices$))).toEqual([1, 2, 3, 4]);
    expect(await all(replay(from(events), prices$))).toEqual([1, 2, 3, 4]);
    expect(await all(replay(from(events), prices$, { pace: 100 }))).toEqual([1, 2, 3, 4]);
  });

  it('emits in the time of who listens, with the clocks put back', async () => {
    const { now, schedule } = asyncScheduler;
    const seen: unknown[] = [];
    await all(
      replay(tape$, prices$).pipe(
        tap(() =>
          seen.push(asyncScheduler.now === now, asyncScheduler.schedule === schedule, Date.now() > START + 1e9),
        ),
      ),
    );
    expect(new Set(seen)).toEqual(new Set([true]));
  });

  it('puts the clocks back where user code throws, and errs with what was thrown', async () => {
    const { now, schedule } = asyncScheduler;
    const wall = Date.now;
    for (const code$ of [
      (): Observable<never> => {
        throw new Error('thrown at once');
      },
      (feeds: All): Observable<never> =>
        prices$(feeds).pipe(
          map(() => {
            throw new Error('thrown at a value');
          }),
        ),
      (feeds: All): Observable<unknown> => {
        asyncScheduler.schedule(() => {
          throw new Error('thrown by a timer');
        }, 700);
        return prices$(feeds);
      },
    ]) {
      await expect(all(replay<unknown>(tape$, code$))).rejects.toThrow(/^thrown /);
      expect(asyncScheduler.now).toBe(now);
      expect(asyncScheduler.schedule).toBe(schedule);
      expect(Date.now).toBe(wall);
    }
  });

  it('ends when nobody listens any more, and reads no further', async () => {
    let read = 0;
    const lines = tapeText(tickerTape(Array.from({ length: 2_000 }, (_, i) => [30 + i, i] as const))).split(/(?<=\n)/);
    const counted$ = parseTape(function* () {
      for (const line of lines) {
        read += 1;
        yield line;
      }
    });
    expect(await all(replay(counted$, prices$).pipe(take(3)))).toEqual([0, 1, 2]);
    expect(read).toBeLessThan(20);
    // Also between two events of the tape.
    expect(await all(replay(tape$, () => interval(10)).pipe(take(4)))).toEqual([0, 1, 2, 3]);
  });

  it('lets two replays run at the same time, each in its own', async () => {
    const other$ = tapeOf(
      tickerTape([
        [40, 10],
        [1_900, 20],
      ]),
    );
    const code$ = (feeds: All): Observable<readonly [number | undefined, number]> =>
      prices$(feeds).pipe(map(price => [price, Date.now() - START] as const));
    const [one, two] = await Promise.all([all(replay(tape$, code$)), all(replay(other$, code$))]);
    expect(one.map(([, at]) => at)).toEqual([30, 530, 1_030, 2_030]);
    expect(two).toEqual([
      [10, 40],
      [20, 1_900],
    ]);
  });

  it('is driven by real time where it is paced', async () => {
    const begin = performance.now();
    const code$ = (feeds: All): Observable<unknown> => merge(interval(500), prices$(feeds));
    const paced = await all(replay(tape$, code$, { pace: 10 }));
    expect(performance.now() - begin).toBeGreaterThan(195);
    expect(performance.now() - begin).toBeLessThan(1_500);
    expect(paced).toEqual(await all(replay(tape$, code$)));
    expect(() => replay(tape$, prices$, { pace: 0 })).toThrow(RangeError);
    const stopped = replay(tape$, prices$, { pace: 0.001 }).subscribe();
    await firstValueFrom(timer(20));
    stopped.unsubscribe();
  });

  it('waits for a slow reader', async () => {
    const gate$ = new Subject<void>();
    let asked = 0;
    const heard: unknown[] = [];
    const replayed = all(
      replay(tape$, prices$, { wait: () => ((asked += 1) === 7 ? gate$ : undefined) }).pipe(
        tap(value => heard.push(value)),
      ),
    );
    await firstValueFrom(timer(30));
    expect(heard).toEqual([1]);
    gate$.next();
    expect(await replayed).toEqual([1, 2, 3, 4]);
  });
});

describe('what does not fit', () => {
  const told = async (code$: (feeds: All) => Observable<unknown>, text = tapeText(tickerTape([[30, 1]]))) => {
    const sentences: string[] = [];
    const values = await all(
      replay(
        parseTape(() => [text]),
        code$,
        { told: sentence => sentences.push(sentence) },
      ),
    );
    return { sentences, values };
  };

  it('is told: a connection that is not on the tape', async () => {
    const { sentences, values } = await told(({ ticker$ }) => ticker$('bybit', 'BTCUSDT'));
    expect(values).toEqual([]);
    expect(sentences).toEqual([
      'stream.bybit.com/v5/public/spot is not on the tape: there are ws.bitget.com/v2/ws/public',
    ]);
  });

  it('is told: who asks later than on the tape is told at once what came meanwhile', async () => {
    const text = tapeText(
      tickerTape([
        [30, 1],
        [530, 2],
        [1_030, 3],
      ]),
    );
    const code$ = (feeds: All): Observable<unknown> =>
      concat(timer(700).pipe(map(() => 'late')), prices$(feeds).pipe(map(price => [price, Date.now() - START])));
    const { sentences, values } = await told(code$, text);
    expect(values[0]).toBe('late');
    expect(values.slice(1).map(value => (value as readonly number[])[0])).toEqual([1, 2, 3]);
    expect(sentences).toEqual(['ws.bitget.com/v2/ws/public was asked for 700 ms later than on the tape']);
  });

  it('is told: where the tape is torn, and it is played up to there', async () => {
    const text = `${tapeText(tickerTape([[30, 1]]), false)}{"type":"frame","at":17000000`;
    const { sentences, values } = await told(prices$, text);
    expect(values).toEqual([1]);
    expect(sentences).toEqual(['tape is torn: line 7 is not whole (it is no JSON object); it is played up to there']);
  });

  it('finds a simulation by the path of its address', async () => {
    const text = tapeText(tickerTape([[30, 1]], 'ws://127.0.0.1:40123/v2/ws/public'));
    expect(await told(prices$, text)).toEqual({ sentences: [], values: [1] });
  });

  it('gives each who asks his own connection, in their order, with the losses of the tape', async () => {
    const [dial, open, sent, granted, frame] = tickerTape([[30, 1]]);
    if (!dial || !open || !sent || !granted || !frame) throw new Error('tape is too short');
    const again = [dial, open, sent, granted, frame].map((event, i) => ({
      ...event,
      connection: 2,
      at: [2_000, 2_010, 2_011, 2_020, 2_030][i] ?? 0,
    })) as unknown as readonly (typeof dial)[];
    const lost = {
      type: 'lost',
      at: 400,
      connection: 1,
      reason: 'line was cut',
      retryable: true,
      closeCode: 1006,
    } as const;
    const text = tapeText([dial, open, sent, granted, frame, lost, ...again]);
    const { values } = await told(
      feeds =>
        merge(
          prices$(feeds),
          feeds.status$().pipe(map(status => (status.phase === 'waiting' ? String(status.cause) : status.phase))),
        ),
      text,
    );
    expect(values).toEqual(['connecting', 'ready', 1, 'ConnectionError: line was cut', 'connecting', 'ready', 1]);
  });

  it('errs: a tape that is empty, begins without its header, or is two', async () => {
    const play = (text: string): Promise<unknown> =>
      all(
        replay(
          parseTape(() => [text]),
          () => EMPTY as Observable<unknown>,
        ).pipe(catchError((cause: unknown) => of(String(cause)))),
      );
    expect(await play('')).toEqual(['TapeError: tape is empty: it must begin with its header']);
    expect(String(await play('{"a":1}\n'))).toMatch(/^TapeError: tape: line 1 is not the header of a tape/);
    await expect(all(replay([], () => NEVER))).rejects.toThrow('tape is empty');
    await expect(all(replay([{ type: 'end', at: 1 }], () => NEVER))).rejects.toThrow('does not begin with its header');
  });
});
