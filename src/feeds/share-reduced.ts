/**
 * Shares one reduced stream among its subscribers, and tells newcomers what they need.
 * @module
 */
import { Observable, timer } from 'rxjs';
import type { Subscriber, Subscription } from 'rxjs';
import type { Reduced } from '../state/reducer.js';

/** Who is told the states of a source. */
export interface Sink<V> {
  /** `undefined` says that nothing is true now. */
  next(state: Reduced<V> | undefined): void;
  error(cause: unknown): void;
}

/** Starts a source, and gives what ends it. */
export type Source<V> = (sink: Sink<V>) => () => void;

/**
 * Shares a source of states: each subscriber gets what each state emits, and a newcomer first what it must know
 * (the book, the ticker, the candles so far), as long as that is still true.
 *
 * The source is started with the first subscriber and ended `linger` ms after the last has left, so that a change of
 * subscribers costs the venue nothing. After an error the next subscriber begins anew.
 *
 * @param start - a plain function: a subscription that is idle should weigh little
 * @param linger - ms
 * @param ended - told when the source is left, or has erred
 */
export function shareReduced<V>(start: Source<V>, linger: number, ended?: () => void): Observable<V> {
  let subscribers: readonly Subscriber<V>[] = [];
  let state: Reduced<V> | undefined;
  /** Counts the runs of the source: what belongs to an earlier one is of no interest. */
  let run = 0;
  let isRunning = false;
  let stop: (() => void) | undefined;
  let farewell: Subscription | undefined;

  const end = (): readonly Subscriber<V>[] => {
    const last = subscribers;
    subscribers = [];
    state = undefined;
    isRunning = false;
    run++;
    const over = stop;
    stop = undefined;
    farewell?.unsubscribe();
    farewell = undefined;
    ended?.();
    over?.();
    return last;
  };

  const begin = (): void => {
    const mine = run;
    // Known before the source is started: it may err, or bring in another subscriber, at once.
    isRunning = true;
    const stopMine = start({
      next: next => {
        if (mine !== run) return;
        state = next;
        if (next === undefined) return;
        // Who comes while these are told is told what is known by then, and none of these again.
        const present = subscribers;
        for (const value of next.emit) for (const each of present) each.next(value);
      },
      error: cause => {
        if (mine === run) for (const each of end()) each.error(cause);
      },
    });
    if (mine === run) stop = stopMine;
    else stopMine();
  };

  return new Observable<V>(subscriber => {
    farewell?.unsubscribe();
    farewell = undefined;
    // Counted before it is told anything: what it is told may make it send the others away.
    subscribers = [...subscribers, subscriber];
    for (const value of state?.known ?? []) subscriber.next(value);
    if (!isRunning && !subscriber.closed) begin();
    return () => {
      subscribers = subscribers.filter(each => each !== subscriber);
      if (subscribers.length > 0 || !isRunning) return;
      if (linger > 0) farewell = timer(linger).subscribe(end);
      else end();
    };
  });
}
