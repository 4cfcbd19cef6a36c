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
  /** … and not more than that, ms, unless messages come so seldom that even this is soon. */
  readonly most: number;
  /** Whether it tells so steadily that its silence can be the fault of the connection. */
  readonly isSteady: boolean;
}

const steady: Rule = { factor: 40, least: 15_000, most: 300_000, isSteady: true };

/** Kinds that are not here are silent by nature. */
const rules: Partial<Record<Kind, Rule>> = {
  ticker: steady,
  book: steady,
  quotes: steady,
  markPrice: steady,
  trades: { factor: 100, least: 60_000, most: 1_800_000, isSteady: false },
  candles: { factor: 40, least: 60_000, most: 600_000, isSteady: false },
  openInterest: { factor: 40, least: 120_000, most: 1_800_000, isSteady: false },
  fundingRate: { factor: 40, least: 120_000, most: 1_800_000, isSteady: false },
};

/** So many messages tell what is usual. */
const learned = 20;
/** What comes by chance may be late by so many times its usual distance. */
const seldom = 20;

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
  const most = Math.max(rule.most, seldom * cadence);
  return Math.round(Math.min(most, Math.max(rule.least, rule.factor * cadence)));
}

/**
 * Says whether a new connection can be the cure of a silent topic: a market without trades is silent on any. A topic whose
 * longest pause the venue's table tells is as good as steady.
 */
export function isSteady(kind: Kind, quiet: number | undefined): boolean {
  return quiet !== undefined || rules[kind]?.isSteady === true;
}
