/**
 * A request in the venue's words.
 * @module
 */
import type { Credentials, Protocol } from '../contract/protocol.js';
import type { Request } from './requests.js';

/**
 * Makes the text of a request.
 *
 * @param now - the venue's clock as far as we know it, ms since the epoch
 */
export function requestText(
  protocol: Protocol,
  { id, verb, topics }: Request,
  now: number,
  credentials: Credentials | undefined,
): string {
  return protocol[verb](topics, { id, now, credentials });
}
