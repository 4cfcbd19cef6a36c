/**
 * A venue's refusal as an error.
 * @module
 */
import type { Refusal } from '../contract/inbound.js';
import { SubscriptionError } from '../model/errors.js';

/**
 * Says in one sentence what was refused, with the venue's code and words.
 *
 * @param topic - the topic's key; undefined where the refusal names none
 */
export function refusalError(venue: string, { code, reason }: Refusal, topic: string | undefined): SubscriptionError {
  return new SubscriptionError(`${venue} ${topic ?? 'connection'}: ${refusalWords(code, reason)}`, {
    venue,
    topic,
    venueCode: code,
  });
}

/** Says what was refused and why; some venues have no codes. */
export function refusalWords(code: string, reason: string): string {
  return code === '' ? `refused (${reason})` : `refused with ${code} (${reason})`;
}
