/**
 * The events of a tape one by one, whatever they come from.
 * @module
 */
import { from } from 'rxjs';
import type { ObservableInput } from 'rxjs';
import type { TapeEvent } from './format.js';

/**
 * Gives the events when they are asked for. What can wait (a tape that was read, an array, an iterator) does; of an
 * Observable, which cannot, what comes too early is kept.
 */
export function eventsOf(source: ObservableInput<TapeEvent>): AsyncIterable<TapeEvent> {
  if (Symbol.asyncIterator in source) return source as AsyncIterable<TapeEvent>;
  if (Symbol.iterator in source) return each(source);
  return kept(source);
}

async function* each(source: Iterable<TapeEvent>): AsyncGenerator<TapeEvent> {
  for (const event of source) yield await Promise.resolve(event);
}

async function* kept(source: ObservableInput<TapeEvent>): AsyncGenerator<TapeEvent> {
  let events: TapeEvent[] = [];
  let end: { readonly cause?: unknown } | undefined;
  let wake = (): void => {};
  const subscription = from(source).subscribe({
    next: event => {
      events.push(event);
      wake();
    },
    error: (cause: unknown) => {
      end = { cause };
      wake();
    },
    complete: () => {
      end = {};
      wake();
    },
  });
  try {
    for (;;) {
      const come = events;
      events = [];
      for (const event of come) yield event;
      if (events.length > 0) continue;
      if (end !== undefined) break;
      await new Promise<void>(resolve => (wake = resolve));
    }
    if ('cause' in end) throw end.cause;
  } finally {
    subscription.unsubscribe();
  }
}
