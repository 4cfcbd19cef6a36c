/**
 * Plays a tape through the same factories, reducers, watchdogs and user code as live, in the time of the tape.
 * @module
 */
import { Observable, Subject, from, takeUntil } from 'rxjs';
import type { ObservableInput } from 'rxjs';
import { createFeedsOf } from '../feeds/create-feeds.js';
import type { CreateFeedsOptions } from '../feeds/create-feeds.js';
import type { Feeds } from '../feeds/feeds.js';
import type { venues } from '../venues/index.js';
import { drive } from './drive.js';
import type { Brake } from './drive.js';
import { eventsOf } from './events-of.js';
import type { TapeEvent, TapeHeader } from './format.js';
import { createTapePlayer } from './tape-player.js';
import { TapeError } from './tape-error.js';
import { replayedCredentials, replayedVenues, venueHosts } from './replayed-venues.js';
import { createVirtualClock } from './virtual-clock.js';
import type { VirtualClock } from './virtual-clock.js';

/** How a tape is replayed; the rest is as it was given to `createFeeds` when the tape was recorded. */
export interface ReplayOptions extends Omit<CreateFeedsOptions<typeof venues>, 'transport' | 'http'> {
  /** 1: as fast as it was; 10: ten times as fast. By default as fast as the machine can. */
  readonly pace?: number;
  /** Asked before each event: what it returns is waited for, so that a slow reader can keep up. */
  readonly wait?: () => ObservableInput<unknown> | undefined;
  /** Told in a sentence what does not fit: a tape that is torn, connections that are not on it. */
  readonly told?: (sentence: string) => void;
}

/**
 * Replays a tape: cold, each subscription plays it from the beginning.
 *
 * While an event of the tape runs, RxJS's time (`timer`, `interval`, `bufferTime` …) and `Date.now()` are the time of the
 * tape; before the values are emitted, it is put back: what stands outside of `project` lives in your own time. The
 * same tape gives the same values. When the tape is over, all its feeds complete, and what then goes on is ended.
 *
 * Errors with a {@link TapeError} where the tape is none, and with what `project` throws.
 *
 * @param tape - what {@link readTape} gives, or any other source of events
 * @param project - the same function that is given `createFeeds()` when it is live
 * @throws RangeError where the pace is not above 0
 *
 * @example
 * ```ts
 * import { bufferTime, map } from 'rxjs';
 * import { readTape, replay } from 'rxtape/tape';
 *
 * const perSecond$ = replay(readTape('btc.ndjson.gz'), ({ trades$ }) =>
 *   trades$('bitget', 'BTCUSDT').pipe(bufferTime(1_000), map(trades => trades.length)),
 * );
 * perSecond$.subscribe(console.log);
 * ```
 */
export function replay<T>(
  tape: ObservableInput<TapeEvent>,
  project: (feeds: Feeds<typeof venues>) => ObservableInput<T>,
  options: ReplayOptions = {},
): Observable<T> {
  const { pace, wait, told = () => {}, ...rest } = options;
  if (pace !== undefined && !(pace > 0 && pace < Infinity)) {
    throw new RangeError(`pace is ${pace}: it must be a number above 0, 1 for as fast as it was`);
  }
  return new Observable<T>(subscriber => {
    let stage: Stage | undefined;
    let waiting: (() => void)[] | undefined;
    const brake: Brake = { isOn: () => subscriber.closed, release: () => {} };

    /** What a slice brings about is told when the clocks are put back. */
    const tell = (what: () => void): void => {
      if (waiting === undefined) what();
      else waiting.push(what);
    };
    const slice = (clock: VirtualClock, work: () => void): boolean => {
      const brought: (() => void)[] = [];
      waiting = brought;
      try {
        clock.run(work);
      } catch (cause) {
        tell(() => {
          subscriber.error(cause);
        });
      }
      waiting = undefined;
      for (const each of brought) each();
      return !subscriber.closed;
    };

    const raise = (header: TapeHeader): boolean => {
      const made = createStage(header, rest);
      stage = made;
      return slice(made.clock, () => {
        made.teardown = from(project(made.feeds)).subscribe({
          next: value => {
            tell(() => {
              subscriber.next(value);
            });
          },
          error: (cause: unknown) => {
            tell(() => {
              subscriber.error(cause);
            });
          },
          complete: () => {
            tell(() => {
              subscriber.complete();
            });
          },
        });
      });
    };

    const play = (event: TapeEvent): boolean => {
      if (event.type === 'tape') {
        if (stage === undefined) return raise(event);
        throw new TapeError('tape has a second header: one tape is played at a time');
      }
      if (stage === undefined) throw new TapeError('tape does not begin with its header');
      const { clock, player, over$ } = stage;
      if (event.type === 'torn') told(`tape is torn: line ${event.line} ${event.reason}; it is played up to there`);
      const isOver = event.type === 'torn' || event.type === 'end';
      if (isOver) for (const finding of player.findings()) told(finding);
      return slice(clock, () => {
        clock.reach(event.at);
        if (isOver) over$.next();
        else player.play(event);
        // What was done in this ms, a timer has done that is due in it; live it may have been less than a ms late.
        clock.hurry(() => player.isEven(event));
      });
    };

    /** The events are over, whether the tape said so or not. */
    const end = (): void => {
      const last = stage;
      if (last === undefined) throw new TapeError('tape is empty: it must begin with its header');
      slice(last.clock, () => {
        last.over$.next();
      });
      subscriber.complete();
    };

    const pass = (to: number): void => {
      const clock = stage?.clock;
      if (clock === undefined) return;
      slice(clock, () => {
        clock.pass(to);
      });
    };
    subscriber.add(() => {
      brake.release();
      // What is left behind may set timers: they are the tape's.
      stage?.clock.run(() => stage?.teardown?.unsubscribe());
    });
    drive(eventsOf(tape), { next: () => stage?.clock.next(), pass, play }, { factor: pace, wait }, brake)
      .then(() => {
        if (!subscriber.closed) end();
      })
      .catch((cause: unknown) => {
        subscriber.error(cause);
      });
  });
}

interface Stage {
  readonly clock: VirtualClock;
  readonly player: ReturnType<typeof createTapePlayer>;
  readonly feeds: Feeds<typeof venues>;
  readonly over$: Subject<void>;
  teardown?: { unsubscribe(): void };
}

function createStage(header: TapeHeader, options: CreateFeedsOptions<typeof venues>): Stage {
  const player = createTapePlayer(host => venueHosts.has(host));
  const over$ = new Subject<void>();
  const feeds = createFeedsOf(replayedVenues as typeof venues, player.transport, {
    random: player.random,
    ...options,
    urls: { ...header.urls, ...options.urls },
    credentials: { ...replayedCredentials, ...options.credentials },
    http: player.http,
    transport: player.transport,
  });
  return { clock: createVirtualClock(header.at), player, feeds: ending(feeds, over$), over$ };
}

/** The same factories, whose streams complete when the tape is over. */
function ending(feeds: Feeds<typeof venues>, over$: Observable<void>): Feeds<typeof venues> {
  type Factory = (...args: readonly unknown[]) => Observable<unknown>;
  const factories = Object.entries(feeds) as unknown as readonly (readonly [string, Factory])[];
  return Object.fromEntries(
    factories.map(([name, open$]) => [name, (...args: readonly unknown[]) => open$(...args).pipe(takeUntil(over$))]),
  ) as unknown as Feeds<typeof venues>;
}
