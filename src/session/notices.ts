/**
 * What a venue says that nobody here knows: told, but never twice.
 * @module
 */
import { DecodeError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import { withoutKeys } from '../wire/without-keys.js';

/** How much of a text is told, and tells it from others, in characters. */
const headLength = 80;
/** How many different ones of one connection are told. */
const most = 20;

/**
 * Makes the listener to one connection's notices.
 *
 * @param tell - told each text once, by its head without keys; texts that differ in their digits only are the same
 */
export function createNotices(venue: string, tell: (error: FeedError) => void): (text: string) => void {
  const told = new Set<string>();
  return text => {
    const head = withoutKeys(text).slice(0, headLength);
    const likeness = head.replace(/\d+/g, '0');
    if (told.has(likeness) || told.size >= most) return;
    told.add(likeness);
    tell(new DecodeError(`${venue} connection: the venue says what is not known here (${head})`, { venue }));
  };
}
