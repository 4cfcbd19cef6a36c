/**
 * Keeps a socket alive with pings, and tells when it is dead.
 * @module
 */
import { EMPTY, Observable, filter, interval, map, merge, mergeMap, scan, tap, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { SilenceError } from '../model/errors.js';
import { checkDuration, checkFunction } from './check-argument.js';
import { secondLook } from './second-look.js';

/** What a socket must have to be kept alive; it may have more. */
export interface Heartable<F> {
  readonly frames$: Observable<F>;
  send(text: string): void;
}

/** Who keeps the connection alive, and how. */
export interface HeartbeatOptions<F> {
  /** We ping every so many ms; undefined where the server does it. */
  readonly every?: number | undefined;
  /** Our ping, or what makes it; needed with `every`. */
  readonly ping?: string | (() => string) | undefined;
  /** So many ms after a ping without any frame the link is dead; 10,000 by default. */
  readonly patience?: number | undefined;
  /** The link is dead after so many ms without any frame (up to a tenth more), pings or not; undefined: not watched. */
  readonly silence?: number | undefined;
  /** What to say, at once, to a frame that is the server's ping; undefined where it is none. Name the frame's type. */
  readonly answer?: ((frame: F) => string | undefined) | undefined;
  /** Makes the error of a dead link from the ms that were waited; a {@link SilenceError} by default. */
  readonly error?: ((waited: number) => unknown) | undefined;
}

/** How finely silence is measured. */
const TICKS = 10;

/**
 * Mirrors each socket, with `frames$` guarded: it sends pings while it is subscribed, answers those of the server, and
 * errs when the link is dead. All other members of the socket stay as they are; members that need `this` to be the
 * very socket (private `#fields`) do not bear it.
 *
 * Any frame is a sign of life, not only a pong. Before the link is called dead, frames that lie unread behind a blocked
 * event loop are let in. A frame costs a counter: no clock, no timer.
 *
 * @throws TypeError or RangeError, at the call, at options that make no sense
 *
 * @example
 * ```ts
 * import { NEVER, of, switchMap } from 'rxjs';
 * import { heartbeat } from 'rxtape/operators';
 *
 * const socket = { frames$: NEVER, send: (text: string) => console.log('>', text) };
 * const socket$ = of(socket).pipe(heartbeat({ every: 1_000, ping: 'ping', patience: 500 }));
 * const frames$ = socket$.pipe(switchMap(alive => alive.frames$));
 * frames$.subscribe({ error: (cause: Error) => console.log(cause.message) });
 * // > ping, connection is dead: no frame came for 500 ms
 * ```
 */
export function heartbeat<F, S extends Heartable<F> = Heartable<F>>(
  options: HeartbeatOptions<F>,
): MonoTypeOperatorFunction<S> {
  const { every, ping, patience = 10_000, silence, answer, error = dead } = options;
  if (every !== undefined) checkDuration('every', every);
  if (every !== undefined && typeof ping !== 'string' && typeof ping !== 'function') {
    throw new TypeError('ping must be a text or a function that makes one, where every is given');
  }
  checkDuration('patience', patience);
  if (silence !== undefined) checkDuration('silence', silence);
  checkFunction('answer', answer);
  checkFunction('error', error);

  const guarded$ = (socket: S): Observable<F> =>
    new Observable<F>(subscriber => {
      let frames = 0;
      const count = (): number => frames;
      const sendPing = (): void => {
        if (ping !== undefined) socket.send(typeof ping === 'string' ? ping : ping());
      };
      const hear = (frame: F): void => {
        frames += 1;
        const reply = answer?.(frame);
        if (reply !== undefined) socket.send(reply);
      };

      subscriber.add(
        merge(
          every === undefined ? EMPTY : unanswered$(every, patience, sendPing, count),
          silence === undefined ? EMPTY : silent$(silence, count),
        )
          .pipe(mergeMap(waited => throwError(() => error(waited))))
          .subscribe({
            error: (cause: unknown) => {
              subscriber.error(cause);
            },
          }),
      );
      socket.frames$.pipe(tap(hear)).subscribe(subscriber);
    });

  return map(socket => withFrames(socket, guarded$(socket)));
}

/** Pings, and emits `patience` where no frame has come for so long after a ping. */
function unanswered$(every: number, patience: number, sendPing: () => void, count: () => number): Observable<number> {
  return interval(every).pipe(
    map(() => {
      // Counted before the ping goes out: a socket in a test may answer within `send`.
      const before = count();
      sendPing();
      return before;
    }),
    mergeMap(before => timer(patience).pipe(map(() => before))),
    stillAt(count),
    map(() => patience),
  );
}

/** Emits `silence` where no frame has come for so long. It counts ticks, so that a frame needs no look at the clock. */
function silent$(silence: number, count: () => number): Observable<number> {
  return interval(silence / TICKS).pipe(
    scan((last, _) => ({ frames: count(), ticks: last.frames === count() ? last.ticks + 1 : 0 }), NOTHING_YET),
    filter(({ ticks }) => ticks >= TICKS),
    map(({ frames }) => frames),
    stillAt(count),
    map(() => silence),
  );
}

const NOTHING_YET = { frames: 0, ticks: 0 };

/** Lets a count through if no frame has come since, not even one that had lain unread. */
function stillAt(count: () => number): MonoTypeOperatorFunction<number> {
  return source$ =>
    source$.pipe(
      filter(before => before === count()),
      mergeMap(before => secondLook().pipe(map(() => before))),
      filter(before => before === count()),
    );
}

/** Copies property by property, so that getters stay getters and a prototype stays the prototype. */
function withFrames<F, S extends Heartable<F>>(socket: S, frames$: Observable<F>): S {
  const members = Object.getOwnPropertyDescriptors(socket);
  return Object.create(Object.getPrototypeOf(socket) as object | null, {
    ...members,
    frames$: { value: frames$, enumerable: true },
  }) as S;
}

function dead(waited: number): SilenceError {
  return new SilenceError(`connection is dead: no frame came for ${waited} ms`);
}
