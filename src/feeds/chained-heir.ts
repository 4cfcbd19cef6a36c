/**
 * How a book that is told in changes only goes over to a new connection: once the changes there begin where it stands.
 * @module
 */
import { compareSequence } from '../model/decimal.js';
import type { Sequence } from '../model/decimal.js';
import type { EventOf, Kind } from '../model/kinds.js';
import type { Heir } from '../session/session.js';
import type { BookState } from '../state/book.js';
import { mostHeld } from './heir-options.js';
import type { Held, HeirOptions } from './heir-options.js';
import { tear } from './run.js';

/** Makes the heir: the first state need not be fetched again, for the changes say what they follow on. */
export function chainedHeir<K extends Kind>({ run, read, goOn }: HeirOptions<K>): Heir {
  let held: readonly Held<K>[] = [];
  let isMet = false;

  /** What the book holds already is not needed. */
  const trim = (): void => {
    const mine = (run.state as unknown as BookState | undefined)?.book.sequence;
    if (mine === undefined || run.seeding?.isDone !== true) return;
    const isIn = (sequence: Sequence | undefined): boolean =>
      sequence !== undefined && compareSequence(sequence, mine) <= 0;
    const next = held.findIndex(({ event }) => !isIn(linkOf(event).sequence));
    isMet ||= isIn(linkOf(held[0]?.event).previous);
    held = next === -1 ? [] : held.slice(next);
  };

  return {
    hear: signal => {
      const events = signal.type === 'message' ? read(signal) : undefined;
      if (signal.type !== 'message' || events === undefined) {
        held = [];
        isMet = false;
        return true;
      }
      held = [...held, ...events.map(event => ({ event, receivedAt: signal.receivedAt }))].slice(-mostHeld);
      trim();
      return true;
    },
    heard: trim,
    // A book that has no first state yet gets it from here on.
    isReady: isQuiet => isQuiet || isMet || (run.seeding?.isDone !== true && held.length > 0),
    take: reason => {
      // The next change shows whether one is missing.
      if (reason !== undefined) tear(run, reason, run.context.receivedAt);
      for (const { event, receivedAt } of held) goOn([event], receivedAt);
    },
  };
}

function linkOf(event: EventOf<Kind> | undefined): {
  readonly previous?: Sequence | undefined;
  readonly sequence?: Sequence | undefined;
} {
  return event?.type === 'book-delta' ? event : {};
}
