/**
 * How long a topic may be silent before that is a sign of trouble.
 * @module
 */
import type { Kind } from '../model/kinds.js';

interface Rule {
  /** So many times its usual distance between two messages … */
  readonly factor: number;
  /** … but not less than this, ms … */
  readonly least: number;
  /** … and not more than that. */
  readonly most: number;
}

const steady: Rule = { factor: 40, least: 15_000, most: 300_000 };

/** Kinds that are not here are silent by nature. */
const rules: Partial<Record<Kind, Rule>> = {
  ticker: steady,
  book: steady,
  quotes: steady,
  markPrice: steady,
  trades: { factor: 100, least: 60_000, most: 1_800_000 },
  candles: { factor: 40, least: 60_000, most: 600_000 },
  openInterest: { factor: 40, least: 120_000, most: 1_800_000 },
  fundingRate: { factor: 40, least: 120_000, most: 1_800_000 },
};

/** So many messages tell what is usual. */
const learned = 20;

/**
 * Says how long a topic may be silent, ms; undefined where no silence is too long.
 *
 * @param cadence - usual ms between two messages
 * @param messages - how many it was learned from
 * @param quiet - what the venue's table says, ms
 * @param isPrompt - whether asking for it anew surely brings something: then it is asked for before its pace is known
 */
export function patienceOf(
  kind: Kind,
  cadence: number,
  messages: number,
  quiet: number | undefined,
  isPrompt: boolean,
): number | undefined {
  if (quiet !== undefined) return quiet === Infinity ? undefined : quiet;
  const rule = rules[kind];
  if (rule === undefined) return undefined;
  if (messages < learned) return isPrompt ? rule.most : undefined;
  return Math.round(Math.min(rule.most, Math.max(rule.least, rule.factor * cadence)));
}
