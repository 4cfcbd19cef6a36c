/**
 * A session's topic as an Observable, for tests.
 * @module
 */
import { Observable } from 'rxjs';
import type { Topic } from '../../src/contract/topic.js';
import type { Session, Signal } from '../../src/session/session.js';

/** Listens while it is subscribed. */
export function listening(session: Session, topic: Topic): Observable<Signal> {
  return new Observable(subscriber => {
    const listener = {
      next: (signal: Signal): void => {
        subscriber.next(signal);
      },
      error: (cause: unknown): void => {
        subscriber.error(cause);
      },
    };
    session.listen(topic, listener);
    return () => {
      session.leave(topic, listener);
    };
  });
}
