/**
 * The reducer of streams whose events are the values: each is passed on.
 * @module
 */
import type { Doubt, Reset } from '../model/market.js';
import { isBreak } from './is-break.js';
import type { Reduced } from './reducer.js';

/** Emits each event as it is, and keeps none; a reset emits nothing. */
export function passOn<V extends { readonly type: string }>(
  state: Reduced<V> | undefined,
  event: V | Reset | Doubt,
): Reduced<V> | undefined {
  if (isBreak(event)) return event.type === 'doubt' ? state : undefined;
  return { emit: [event], known: NOTHING };
}

const NOTHING: readonly never[] = [];
