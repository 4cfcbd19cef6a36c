/**
 * What a doctor says, as lines for people.
 * @module
 */
import type { Check } from '../check.js';
import type { Paint } from './paint.js';

/** What it comes to. */
export interface Verdict {
  readonly type: 'verdict';
  readonly venue: string;
  readonly market: string;
  readonly symbol: string;
  /** Whether nothing failed. */
  readonly healthy: boolean;
  readonly ok: number;
  readonly failed: number;
  readonly notApplicable: number;
  /** How long was looked, ms. */
  readonly elapsed: number;
  /** Whether it was ended before its time. */
  readonly cutShort: boolean;
}

/** Writes a check: its name, its result, a sentence. */
export function checkLine({ name, result, sentence }: Check, paint: Paint): string {
  const word = result === 'not-applicable' ? 'not applicable' : result;
  const tint = { ok: paint.good, failed: paint.bad, 'not-applicable': paint.dim }[result];
  return `${name.padEnd(NAME)} ${tint(word.padEnd(RESULT))} ${sentence}`;
}

const NAME = 'subscription'.length;
const RESULT = 'not applicable'.length;

/** Writes what it comes to. */
export function verdictLine({ venue, market, symbol, healthy, failed, cutShort }: Verdict, paint: Paint): string {
  const what = `${venue} ${symbol} on ${market}`;
  const known = cutShort ? ', as far as was looked' : '';
  if (healthy) return paint.good(`${what} is healthy${known}`);
  return paint.bad(`${what} is not healthy${known}: ${failed} ${failed === 1 ? 'check has' : 'checks have'} failed`);
}
