/**
 * The commands that watch a market: ticker, trades, book and so on.
 * @module
 */
import { defer, endWith, merge, of, switchMap, take, takeUntil, timer } from 'rxjs';
import type { Addresses } from '../account-watching.js';
import type { Command } from '../command.js';
import type { WatchedKind } from '../render/views.js';
import { simulated } from '../simulated.js';
import { watching } from '../watching.js';
import { planOf } from '../watch-plan.js';
import { watchNotes, watchOptions, watchWords } from '../watch-words.js';

/** Makes the command that watches a kind. */
export function watchCommand(kind: WatchedKind): Command {
  const { summary, own = [], examples } = watchWords[kind];
  const name = commandName(kind);
  const command: Command = {
    name,
    summary,
    parameters: '<venue> <symbol...>',
    options: [...own, ...watchOptions],
    examples: examples.map(example => `rxtape ${name} ${example}`),
    notes: watchNotes,
    run: (args, io) =>
      defer(() => {
        const plan = planOf(kind, args, io.now());
        const addresses$ =
          plan.simulate === undefined
            ? of<Addresses>(plan)
            : simulated(plan.venue.id, { seed: plan.simulate.seed }, plan.simulate.switches);
        const over$ = plan.timeout === undefined ? io.stop$ : merge(io.stop$, timer(plan.timeout));
        return addresses$.pipe(
          // A simulation does not end by itself: it ends with the watching.
          switchMap(addresses => watching(plan, addresses, io).pipe(endWith('over'))),
          take(1),
          takeUntil(over$),
        );
      }),
  };
  return command;
}

/** "markPrice" is `mark-price`. */
function commandName(kind: WatchedKind): string {
  return kind.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
