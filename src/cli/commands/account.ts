/**
 * The commands of an account: balances, orders, fills, positions.
 * @module
 */
import { defer, endWith, merge, of, switchMap, take, takeUntil, timer } from 'rxjs';
import type { AccountKind } from '../../model/kinds.js';
import { accountPlanOf } from '../account-plan.js';
import { accountWatching } from '../account-watching.js';
import type { Addresses } from '../account-watching.js';
import { accountNotes, accountOptions, accountWords } from '../account-words.js';
import type { Command } from '../command.js';
import { simulated } from '../simulated.js';

/** Makes the command that watches a kind of an account. */
export function accountCommand(kind: AccountKind): Command {
  const { summary, examples } = accountWords[kind];
  return {
    name: kind,
    summary,
    parameters: '<venue> [symbol...]',
    options: accountOptions,
    examples: examples.map(example => `rxtape ${kind} ${example}`),
    notes: accountNotes,
    run: (args, io) =>
      defer(() => {
        const plan = accountPlanOf(kind, args, io.variable, io.now());
        const addresses$ =
          plan.simulate === undefined
            ? of<Addresses>(plan)
            : simulated(plan.venue.id, { seed: plan.simulate.seed }, plan.simulate.switches);
        const over$ = plan.timeout === undefined ? io.stop$ : merge(io.stop$, timer(plan.timeout));
        return addresses$.pipe(
          // A simulation does not end by itself: it ends with the watching.
          switchMap(addresses => accountWatching(plan, addresses, io).pipe(endWith('over'))),
          take(1),
          takeUntil(over$),
        );
      }),
  };
}
