/**
 * How trades and fills go over to a new connection: once something that was told comes again.
 * @module
 */
import type { EventOf } from '../model/kinds.js';
import type { Heir } from '../session/session.js';
import type { TradesState } from '../state/trades.js';
import { mostHeld } from './heir-options.js';
import type { Held, HeirOptions } from './heir-options.js';
import { reducerOf } from './run.js';
import type { Run } from './run.js';

/** Makes the heir; where trades have no ids, one is known again by being older than the last one told. */
export function tradesHeir<K extends 'trades' | 'fills'>({ run, read, goOn }: HeirOptions<K>): Heir {
  let held: readonly Held<K>[] = [];
  let isMet = false;
  const forget = (): void => {
    held = [];
    isMet = false;
  };
  return {
    hear: signal => {
      if (signal.type !== 'message') forget();
      else {
        const events = read(signal);
        // What was held before it need not reach on to what follows.
        if (events === undefined) forget();
        else {
          held = [...held, ...events.map(event => ({ event, receivedAt: signal.receivedAt }))].slice(-mostHeld);
          isMet ||= events.some(event => isTold(run, event));
        }
      }
      return true;
    },
    heard: () => {
      isMet ||= held.some(({ event }) => isTold(run, event));
    },
    isReady: isQuiet => isMet || isQuiet,
    take: reason => {
      if (reason !== undefined) run.next({ type: 'reset', reason });
      // Those of the last ms are known again by what they say.
      else run.state = reducerOf(run)(run.state, { type: 'reset' });
      for (const { event, receivedAt } of held) goOn([event], receivedAt);
    },
  };
}

function isTold<K extends 'trades' | 'fills'>(run: Run<K>, event: EventOf<K>): boolean {
  if (run.isTold?.(event, true) === true) return true;
  if (event.type !== 'trade' || event.id !== undefined || event.timestamp === undefined) return false;
  const { last } = (run.state ?? {}) as Partial<TradesState>;
  return event.timestamp < (last?.[0]?.timestamp ?? -Infinity);
}
