/**
 * The check of a book by the venue's own rule.
 * @module
 */
import type { Channel } from '../contract/channel.js';
import type { EventOf, Kind } from '../model/kinds.js';
import type { BookState } from '../state/book.js';

/**
 * Checks a book after an event, where the venue has a rule for it.
 *
 * @throws ChecksumError where it does not add up
 */
export function verifyBook(channel: Channel, next: object | undefined, event: EventOf<Kind>): void {
  // What was left out as late says nothing of the book that stands.
  if (next === undefined || !isBookState(next) || next.isContested) return;
  if (event.type === 'book-delta' || event.type === 'book-snapshot') channel.verify?.(next, event);
}

function isBookState(state: object): state is BookState {
  return 'book' in state;
}
