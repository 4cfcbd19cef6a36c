/**
 * How candles go over to a new connection: once the last one that was told comes again.
 * @module
 */
import type { EventOf, ValueOf } from '../model/kinds.js';
import type { Heir } from '../session/session.js';
import { mostHeld } from './heir-options.js';
import type { Held, HeirOptions } from './heir-options.js';
import { tear } from './run.js';

type Event = EventOf<'candles'>;
type Candle = ValueOf<'candles'>;

/** Makes the heir. */
export function candlesHeir<K extends 'candles'>({ run, read, goOn }: HeirOptions<K>): Heir {
  let held: readonly Held<'candles'>[] = [];
  const last = (): Candle | undefined => run.state?.known.at(-1);
  return {
    hear: signal => {
      const events = signal.type === 'message' ? read(signal) : undefined;
      if (signal.type !== 'message' || events === undefined) held = [];
      else held = [...held, ...events.map(event => ({ event, receivedAt: signal.receivedAt }))].slice(-mostHeld);
      return true;
    },
    heard: () => undefined,
    isReady: isQuiet => isQuiet || held.some(({ event }) => meets(event, last())),
    take: reason => {
      // What was told stands; of the open one the end may be missed.
      if (reason !== undefined && held.some(({ event }) => meets(event, last())))
        tear(run, reason, run.context.receivedAt);
      else if (reason !== undefined) run.next({ type: 'reset', reason });
      for (const { event, receivedAt } of held) if (!isBehind(event, last())) goOn([event], receivedAt);
    },
  };
}

function lastRow(event: Event): Extract<Event, { type: 'candle-row' }> | undefined {
  return event.type === 'candle-row' ? event : event.rows.at(-1);
}

/** Whether it tells the last candle again, and what that was told, or more. */
function meets(event: Event, last: Candle | undefined): boolean {
  if (last === undefined) return true;
  if (isBehind(event, last)) return false;
  return event.type === 'candle-row'
    ? event.start === last.start
    : event.rows.some(({ start }) => start === last.start);
}

function isBehind(event: Event, last: Candle | undefined): boolean {
  const row = lastRow(event);
  if (row === undefined || last === undefined) return false;
  return row.start < last.start || (row.start === last.start && row.volume < last.volume);
}
