/**
 * How what happens and has no ids goes over to a new connection: once what was told last has come there too.
 * @module
 */
import type { EventOf, Kind } from '../model/kinds.js';
import type { Heir } from '../session/session.js';
import { contentOf } from './content-of.js';
import { mostHeld } from './heir-options.js';
import type { Held, HeirOptions } from './heir-options.js';
import { tear } from './run.js';

interface Named<K extends Kind> extends Held<K> {
  readonly name: string;
}

/** Makes the heir: both connections tell the same in the same order, so what follows on what was told last is new. */
export function heldHeir<K extends Kind>({ run, read, goOn }: HeirOptions<K>): Heir {
  let held: readonly Named<K>[] = [];
  /** What the old connection has told last since then. */
  let last: string | undefined;
  let isMet = false;

  /** Up to what was told last nothing is needed. */
  const trim = (): void => {
    const index = held.findLastIndex(({ name }) => name === last);
    if (index === -1) return;
    isMet = true;
    held = held.slice(index + 1);
  };

  return {
    hear: signal => {
      const events = signal.type === 'message' ? read(signal) : undefined;
      if (signal.type !== 'message' || events === undefined) {
        held = [];
        isMet = false;
        return true;
      }
      const news = events.map(event => ({ event, receivedAt: signal.receivedAt, name: nameOf(event) }));
      held = [...held, ...news].slice(-mostHeld);
      trim();
      return true;
    },
    heard: message => {
      const told = read(message)?.at(-1);
      if (told === undefined) return;
      last = nameOf(told);
      isMet = false;
      trim();
    },
    isReady: isQuiet => isMet || isQuiet,
    take: reason => {
      // Where nothing was told what is known stands.
      if (reason !== undefined && last === undefined) tear(run, reason, run.context.receivedAt);
      else if (reason !== undefined) run.next({ type: 'reset', reason });
      for (const { event, receivedAt } of held) goOn([event], receivedAt);
    },
  };
}

function nameOf(event: EventOf<Kind>): string {
  return contentOf(event);
}
