/**
 * Tells a gap from a value.
 * @module
 */
import type { Gap } from '../model/gap.js';

/** Whether a value of a stream with gaps is one; values of any shape may be asked about. */
export function isGap(value: unknown): value is Gap {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'gap';
}

/** The gap from the beginning of one to the end of a later one, with the reason of the first. */
export function hullOf(first: Gap | undefined, later: Gap): Gap {
  if (first === undefined) return later;
  return { ...first, from: Math.min(first.from, later.from), to: Math.max(first.to, later.to) };
}
