/**
 * Shares one reduced stream among its subscribers, and tells newcomers what they need.
 * @module
 */
import { Observable, Subscription, timer } from 'rxjs';
import type { OperatorFunction, Subscriber } from 'rxjs';
import type { Reduced } from '../state/reducer.js';

/**
 * Shares a stream of states: each subscriber gets what each state emits, and a newcomer first what it must know
 * (the book, the ticker, the candles so far), as long as that is still true. `undefined` says that nothing is true now.
 *
 * The source is subscribed with the first subscriber and left `linger` ms after the last, so that a change of
 * subscribers costs the venue nothing. After an error or completion the next subscriber begins anew.
 *
 * @param linger - ms
 * @param ended - told when the source is left, or has ended
 */
export function shareReduced<V>(linger: number, ended?: () => void): OperatorFunction<Reduced<V> | undefined, V> {
  return source => {
    let subscribers: readonly Subscriber<V>[] = [];
    let state: Reduced<V> | undefined;
    let connection: Subscription | undefined;
    let farewell: Subscription | undefined;

    const end = (): readonly Subscriber<V>[] => {
      const last = subscribers;
      subscribers = [];
      state = connection = undefined;
      ended?.();
      farewell?.unsubscribe();
      farewell = undefined;
      return last;
    };

    const leave = (): void => {
      const leaving = connection;
      end();
      leaving?.unsubscribe();
    };

    const connect = (): void => {
      // Known before the source is subscribed: it may err, or bring in another subscriber, at once.
      connection = new Subscription();
      connection.add(
        source.subscribe({
          next: next => {
            state = next;
            if (next === undefined) return;
            // Who comes while these are told is told what is known by then, and none of these again.
            const present = subscribers;
            for (const value of next.emit) for (const each of present) each.next(value);
          },
          error: (cause: unknown) => {
            for (const each of end()) each.error(cause);
          },
          complete: () => {
            for (const each of end()) each.complete();
          },
        }),
      );
    };

    return new Observable<V>(subscriber => {
      farewell?.unsubscribe();
      farewell = undefined;
      // Counted before it is told anything: what it is told may make it send the others away.
      subscribers = [...subscribers, subscriber];
      for (const value of state?.known ?? []) subscriber.next(value);
      if (connection === undefined && !subscriber.closed) connect();
      return () => {
        subscribers = subscribers.filter(each => each !== subscriber);
        if (subscribers.length > 0 || connection === undefined) return;
        if (linger > 0) farewell = timer(linger).subscribe(leave);
        else leave();
      };
    });
  };
}
