/**
 * A session's topic as an Observable, for tests.
 * @module
 */
import { Observable } from 'rxjs';
import type { Topic } from '../../src/contract/topic.js';
import type { Session, Signal } from '../../src/session/session.js';

/** Listens while it is subscribed. */
export function listening(session: Session, topic: Topic): Observable<Signal> {
  return new Observable(subscriber =>
    session.listen(topic, {
      next: signal => {
        subscriber.next(signal);
      },
      error: cause => {
        subscriber.error(cause);
      },
    }),
  );
}
