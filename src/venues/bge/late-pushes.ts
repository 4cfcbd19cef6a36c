/**
 * Tells pushes that come too late by the number of what they tell.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-public-v2.md
 * @module
 */
import { compareSequence } from '../../model/decimal.js';
import type { Sequence } from '../../model/decimal.js';

/** Whether a push tells less than one of its topic before it; remembers it. */
export type IsLate = (key: string, push: unknown, outer: unknown) => boolean;

/** So many lower numbers in a row are late; the next one begins a new numbering. */
const MOST_LATE = 2;

/**
 * Makes the memory of one connection. `seq_id` counts what happens on the whole market: it repeats where nothing did, and
 * jumps, so that it shows what is old and never what is missing.
 */
export function createLatePushes(): IsLate {
  const last = new Map<string, { sequence: Sequence; late: number }>();
  return (key, push, outer) => {
    const sequence = sequenceOf(push) ?? sequenceOf(outer);
    if (sequence === undefined) return false;
    const known = last.get(key);
    if (known === undefined) {
      last.set(key, { sequence, late: 0 });
      return false;
    }
    const isLower = compareSequence(sequence, known.sequence) < 0;
    if (isLower && known.late < MOST_LATE) {
      known.late += 1;
      return true;
    }
    known.sequence = sequence;
    known.late = 0;
    return false;
  };
}

function sequenceOf(value: unknown): Sequence | undefined {
  // A ticker stands in a list of its own.
  const row: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof row !== 'object' || row === null) return undefined;
  const { seq_id: number } = row as { readonly seq_id?: unknown };
  const text = typeof number === 'number' || typeof number === 'string' ? String(number) : '';
  return /^\d+$/.test(text) ? text : undefined;
}
