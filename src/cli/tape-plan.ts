/**
 * From the words of `record` and `replay` to what is to be watched; everything that can be wrong is found here.
 * @module
 */
import { accountPlanOf } from './account-plan.js';
import type { AccountPlan } from './account-plan.js';
import { accountOptions, accountWords } from './account-words.js';
import type { Args, CommandOption } from './command.js';
import { CommandError } from './command-error.js';
import type { Environment } from './environment.js';
import type { AccountKind } from '../model/kinds.js';
import type { WatchedKind } from './render/views.js';
import { planOf } from './watch-plan.js';
import type { WatchPlan } from './watch-plan.js';
import { watchOptions, watchWords } from './watch-words.js';

/** What is to be watched, of a market or of an account. */
export type TapePlan =
  { readonly sort: 'watch'; readonly plan: WatchPlan } | { readonly sort: 'account'; readonly plan: AccountPlan };

const isWatched = (kind: string): kind is WatchedKind => Object.hasOwn(watchWords, kind);
const isAccount = (kind: string): kind is AccountKind => Object.hasOwn(accountWords, kind);

/** Every option of the live commands, each once. */
export const liveOptions: readonly CommandOption[] = [
  ...Object.values(watchWords).flatMap(({ own = [] }) => own),
  ...watchOptions,
  ...accountOptions.filter(({ flags }) => !watchOptions.some(other => other.flags === flags)),
];

/** Those options of the live commands that are named by their long names. */
export function optionsBut(left: readonly string[]): readonly CommandOption[] {
  return liveOptions
    .filter(({ flags }) => !left.some(name => new RegExp(`^--${name}\\b(?!-)`).test(flags)))
    .map(({ conflicts = [], ...option }) => ({ ...option, conflicts: conflicts.filter(name => !left.includes(name)) }));
}

/**
 * Reads the words: the kind first, then as the live command of that kind does.
 *
 * @param variable - where an account's keys are looked up
 * @param now - ms since the epoch
 * @throws CommandError with exit code 2, in one sentence that names what is possible
 */
export function tapePlanOf({ positional, options }: Args, variable: Environment, now: number): TapePlan {
  const [kind = '', ...rest] = positional;
  if (!isWatched(kind) && !isAccount(kind)) {
    const known = [...Object.keys(watchWords), ...Object.keys(accountWords)].join(', ');
    throw new CommandError(`kind ${JSON.stringify(kind)} is not known: choose one of ${known}`, 2);
  }
  const [venue, ...symbols] = rest;
  const example = isWatched(kind) ? watchWords[kind].examples[0] : accountWords[kind].examples[0];
  if (venue === undefined || (isWatched(kind) && symbols.length === 0)) {
    throw new CommandError(`${kind} needs a venue and symbols, for example: ${kind} ${example ?? ''}`, 2);
  }
  for (const [option, owner] of [
    ['depth', 'book'],
    ['interval', 'candles'],
  ] as const) {
    if (options[option] !== undefined && kind !== owner) {
      throw new CommandError(`${option} is for ${owner}: leave --${option} out`, 2);
    }
  }
  const args = { positional: rest, options };
  return isWatched(kind)
    ? { sort: 'watch', plan: planOf(kind, args, now) }
    : { sort: 'account', plan: accountPlanOf(kind, args, variable, now) };
}

/** Options that say what was asked for, and hold no secret. */
const SAYING: ReadonlySet<string> = new Set(['market', 'depth', 'interval']);

/**
 * Keeps of what was read out of a tape what says what was asked for: a tape may come from anybody, and must not write files,
 * or choose anything else.
 *
 * @param choices - the names of the venues' own options
 */
export function sayingOnly({ positional, options }: Args, choices: readonly string[]): Args {
  const kept = Object.entries(options).filter(([name]) => SAYING.has(name) || choices.includes(name));
  return { positional, options: Object.fromEntries(kept) };
}

/**
 * Writes the words again, for the header of a tape: kind, venue, symbols, and the options that say what is meant.
 *
 * @param choices - the names of the venues' own options
 */
export function tapeWords({ positional, options }: Args, choices: readonly string[]): readonly string[] {
  const flags = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || !(SAYING.has(name) || choices.includes(name))) return [];
    const flag = name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
    if (typeof value === 'boolean') return [`--${value ? '' : 'no-'}${flag}`];
    return [`--${flag}`, value];
  });
  return [...positional, ...flags];
}
