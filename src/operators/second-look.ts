/**
 * A pause in which the event loop reads what lies unread.
 * @module
 */
import { defer, last, map, repeat, takeWhile, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { now } from './clock.js';

/** A timer that comes so many ms late tells that the event loop was blocked again, and may have read nothing. */
const LATE = 5;

/** A loop that is blocked at every look must not keep a dead peer alive. */
const LOOKS = 4;

/**
 * Emits once, after the event loop had a turn to read its sockets, and completes.
 *
 * After a blocked event loop the overdue timers fire first, and the frames that came meanwhile are read only then: who
 * measures silence must look once more before blaming the peer. In virtual time it emits within the same ms.
 */
export function secondLook(): Observable<unknown> {
  return defer(() => {
    const from = now();
    return timer(0).pipe(map(() => now() - from > LATE));
  }).pipe(
    repeat(LOOKS),
    takeWhile(late => late, true),
    last(),
  );
}
