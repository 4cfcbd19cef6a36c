/**
 * A venue's refusal as an error.
 * @module
 */
import type { Refusal } from '../contract/inbound.js';
import { SubscriptionError } from '../model/errors.js';

/**
 * Says in one sentence what was refused, with the venue's code and words.
 *
 * @param topics - the keys of the topics; none where the refusal names none
 */
export function refusalError(
  venue: string,
  { code, reason }: Refusal,
  ...topics: readonly string[]
): SubscriptionError {
  return new SubscriptionError(`${venue} ${namesOf(topics) ?? 'connection'}: ${refusalWords(code, reason)}`, {
    venue,
    topic: topics.length === 1 ? topics[0] : undefined,
    venueCode: code,
  });
}

/** How many topics a sentence names. */
const mostNamed = 10;

/** Names some topics in a sentence; undefined where there are none. */
export function namesOf(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  const more = keys.length - mostNamed;
  return keys.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Says what was refused and why; some venues have no codes. */
export function refusalWords(code: string, reason: string): string {
  return code === '' ? `refused (${reason})` : `refused with ${code} (${reason})`;
}
