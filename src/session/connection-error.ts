/**
 * A lost connection as an error of ours.
 * @module
 */
import { ConnectionError, FeedError } from '../model/errors.js';

/** Makes an error of ours of whatever a connection ended with. */
export function connectionError(cause: unknown, venue: string): FeedError {
  if (cause instanceof FeedError) return cause;
  return new ConnectionError(`${venue} connection failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
    venue,
    cause,
  });
}
