/**
 * The rules that a simulated exchange enforces.
 * @module
 */
import type { Rules } from '../contract/counterpart.js';

/** The venue's rules with what is wanted instead of them; false: none at all. */
export function rulesOf(venue: Rules, wanted: false | Partial<Rules> | undefined): Rules {
  if (wanted !== false) return { ...venue, ...wanted };
  const none = { messages: undefined, requests: undefined, topics: undefined, bytes: undefined };
  return {
    ...none,
    silence: undefined,
    idle: undefined,
    lifetime: undefined,
    attempts: undefined,
    connections: undefined,
  };
}
