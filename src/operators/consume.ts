/**
 * Works on one value at a time, while others wait.
 * @module
 */
import { Observable, concat, defer, ignoreElements, tap } from 'rxjs';
import type { ObservableInput } from 'rxjs';

/** The values that wait. */
export interface Waiting<T> {
  /** Lets a value wait, in its own way; what it throws is the error of the stream. */
  put(value: T): void;
  /** Takes the next one out. */
  take(): readonly [value: T] | undefined;
}

/**
 * Mirrors what is made of the values, one value after the other. Completes once the source has, and the last value is
 * worked on; errs at once.
 *
 * @param project - works on a value, and completes when it is done
 * @param createWaiting - makes the room for those that come meanwhile, one per subscriber
 */
export function consume<T, R>(
  project: (value: T) => ObservableInput<R>,
  createWaiting: () => Waiting<T>,
): (source: Observable<T>) => Observable<R> {
  return source =>
    new Observable<R>(subscriber => {
      const waiting = createWaiting();
      let isBusy = false;
      let isDraining = false;
      let whenIdle = (): void => {};

      const serve = (value: T): void => {
        isBusy = true;
        const work = defer(() => project(value)).subscribe({
          next: result => {
            subscriber.next(result);
          },
          error: (cause: unknown) => {
            subscriber.error(cause);
          },
          complete: () => {
            isBusy = false;
            drain();
          },
        });
        subscriber.add(work);
      };
      const drain = (): void => {
        // Work that is done at once must not nest.
        if (isDraining) return;
        isDraining = true;
        while (!isBusy && !subscriber.closed) {
          const next = waiting.take();
          if (next === undefined) break;
          serve(next[0]);
        }
        isDraining = false;
        if (!isBusy) whenIdle();
      };
      const take = (value: T): void => {
        if (isBusy || isDraining) waiting.put(value);
        else serve(value);
      };
      const idle$ = new Observable<never>(end => {
        whenIdle = () => {
          end.complete();
        };
        drain();
      });

      concat(source.pipe(tap(take), ignoreElements()), idle$).subscribe(subscriber);
    });
}
