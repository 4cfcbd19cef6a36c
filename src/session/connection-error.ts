/**
 * What goes wrong with a connection as an error of ours.
 * @module
 */
import type { Topic } from '../contract/topic.js';
import { ConnectionError, DecodeError, FeedError } from '../model/errors.js';

/** Makes an error of ours of whatever a connection ended with. */
export function connectionError(cause: unknown, venue: string): FeedError {
  if (cause instanceof FeedError) return cause;
  return new ConnectionError(`${venue} connection failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
    venue,
    cause,
  });
}

/** What a frame is that cannot be read. */
export function unreadable(cause: unknown, venue: string): FeedError {
  return cause instanceof FeedError ? cause : new DecodeError(`${venue} frame could not be read`, { venue, cause });
}

/** Why a connection ends whose topic cannot be asked for anew. */
export function unasked({ key }: Topic, venue: string): ConnectionError {
  return new ConnectionError(`${venue} ${key}: what the login alone brings begins anew with the connection`, { venue });
}
