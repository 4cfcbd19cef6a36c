/**
 * From the words of `health` to what is to be watched; everything that can be wrong is found here.
 * @module
 */
import type { Args } from './command.js';
import { CommandError, reading } from './command-error.js';
import { positive } from './number-option.js';
import type { WatchedKind } from './render/views.js';
import { topicsPlanOf } from './topics-plan.js';
import type { TopicsPlan } from './topics-plan.js';
import { watchWords } from './watch-words.js';

/** What is to be watched. */
export interface HealthPlan extends TopicsPlan {
  /** When to stop, ms; undefined: never. */
  readonly timeout: number | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** What is watched where nothing is said. */
export const usualKinds: readonly WatchedKind[] = ['book', 'ticker', 'trades'];

/**
 * Reads the words.
 *
 * @throws CommandError with exit code 2, in one sentence that names what is possible
 */
export function healthPlanOf(args: Args): HealthPlan {
  const { options } = args;
  return reading(() => {
    const said = options['kinds'];
    const kinds = typeof said === 'string' ? kindsOf(said) : usualKinds;
    const plan = topicsPlanOf(args, kinds);
    if (typeof said === 'string') checkAll(plan, kinds);
    const { timeout } = options;
    return {
      ...plan,
      timeout: typeof timeout === 'string' ? positive('timeout', timeout, 's') * 1_000 : undefined,
      json: options['json'] === true,
      verbose: options['verbose'] === true,
    };
  });
}

/** Names as the commands have them, "mark-price", or as the factories have them, "markPrice". */
function kindsOf(text: string): readonly WatchedKind[] {
  const names = text.split(',').map(name => name.trim().replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
  const isKind = (name: string): name is WatchedKind => Object.hasOwn(watchWords, name);
  const unknown = names.find(name => !isKind(name));
  if (unknown === undefined) return [...new Set(names.filter(isKind))];
  const known = Object.keys(watchWords).join(', ');
  throw new CommandError(`kind ${JSON.stringify(unknown)} is not known: choose of ${known}`, 2);
}

/** Whoever names a kind wants it. */
function checkAll({ venue, topics }: TopicsPlan, kinds: readonly WatchedKind[]): void {
  const missing = kinds.find(kind => !topics.some(topic => topic.kind === kind));
  if (missing === undefined) return;
  const market = topics[0]?.request.market ?? '';
  const there = topics.map(({ kind }) => kind).join(', ');
  throw new CommandError(`market ${market} of ${venue.id} has no ${missing} here: of these it has ${there}`, 2);
}
