/**
 * The heir of a listener that has none of its own.
 * @module
 */
import type { Heir, Listener, Signal } from './session.js';

/** So much is kept for it. */
const most = 1_000;

/** Makes an heir that takes over at the first message: the listener is told a reset, then what came. */
export function createPlainHeir(listener: Listener): Heir {
  let held: Signal[] = [];
  return {
    hear: signal => {
      if (signal.type === 'asked') held = [];
      else if (held.length < most) held.push(signal);
      return true;
    },
    heard: () => undefined,
    isReady: isQuiet => isQuiet || held.some(({ type }) => type === 'message'),
    take: reason => {
      listener.next({ type: 'reset', reason: reason ?? 'rotation' });
      for (const signal of held) listener.next(signal);
    },
  };
}
