/**
 * Keeps the number of attempts to connect within what a venue bears.
 * @module
 */
import { defer, switchMap, timer } from 'rxjs';
import type { Window } from '../contract/protocol.js';
import { createBudget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import type { Transport } from './socket.js';

/**
 * Wraps a transport so that attempts to connect keep to the windows, all urls of the wrapped transport together.
 *
 * @param windows - at most so many attempts in so many ms
 */
export function pacedTransport(transport: Transport, windows: readonly Window[]): Transport {
  const budget = createBudget(windows);
  const open: Transport = url =>
    defer(() => {
      const wait = budget.wait(now());
      // Whoever wakes looks again: another attempt may have taken the place meanwhile.
      if (wait > 0) return timer(wait).pipe(switchMap(() => open(url)));
      budget.take(now());
      return transport(url);
    });
  return open;
}
