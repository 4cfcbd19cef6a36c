/**
 * Takes requests over HTTP in turn, so that a reconnection of many topics does not make one burst of them.
 * @module
 */
import { defer, switchMap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Window } from '../contract/protocol.js';
import { createBudget } from '../operators/budget.js';
import type { Budget } from '../operators/budget.js';
import { now } from '../operators/clock.js';

/** Subscribes to a request as soon as the windows allow, all that name the same windows together. */
export type InTurn = <T>(windows: readonly Window[], request$: Observable<T>) => Observable<T>;

/** Makes the turns of venues, by their ids: one for all doors of a venue. */
export function createPaces(): (venue: string) => InTurn {
  const known = new Map<string, InTurn>();
  return venue => {
    const inTurn$ = known.get(venue) ?? createTurn();
    known.set(venue, inTurn$);
    return inTurn$;
  };
}

function createTurn(): InTurn {
  const budgets = new Map<readonly Window[], Budget>();
  const inTurn$: InTurn = (windows, request$) =>
    defer(() => {
      const budget = budgets.get(windows) ?? createBudget(windows);
      budgets.set(windows, budget);
      const wait = budget.wait(now());
      // Whoever wakes looks again: another may have taken the place meanwhile.
      if (wait > 0) return timer(wait).pipe(switchMap(() => inTurn$(windows, request$)));
      budget.take(now());
      return request$;
    });
  return inTurn$;
}
