/**
 * What a venue says that nobody here knows: told, but never twice.
 * @module
 */
import { DecodeError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import { withoutKeys } from '../wire/without-keys.js';
import type { Mending } from './session.js';

/** How much of a text is told, and tells it from others, in characters. */
const headLength = 80;
/** How many different ones of one connection are told. */
const most = 20;

type Tell = (error: FeedError, mending: Mending) => void;

/**
 * Makes the listener to one connection's notices.
 *
 * @param tell - told each text once, by its head without keys; texts that differ in their digits only are the same
 */
export function createNotices(venue: string, tell: Tell): (text: string) => void {
  const told = new Set<string>();
  return text => {
    const head = withoutKeys(text).slice(0, headLength);
    const likeness = head.replace(/\d+/g, '0');
    if (told.has(likeness) || told.size >= most) return;
    told.add(likeness);
    const words = `the venue says what is not known here (${head})`;
    tell(new DecodeError(`${venue} connection: ${words}`, { venue }), 'told');
  };
}
