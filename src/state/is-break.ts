/**
 * Tells a break from an event.
 * @module
 */
import type { Doubt, Reset } from '../model/market.js';

/** Whether an event is a reset or a doubt; for events whose type is a parameter, which `event.type` does not narrow. */
export function isBreak(event: { readonly type: string }): event is Reset | Doubt {
  return event.type === 'reset' || event.type === 'doubt';
}
