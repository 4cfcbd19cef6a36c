/**
 * How what is told whole at the beginning goes over to a new connection: once that is no older than what was told.
 * @module
 */
import { compareSequence } from '../model/decimal.js';
import type { Sequence } from '../model/decimal.js';
import { FeedError } from '../model/errors.js';
import type { Kind, ValueOf } from '../model/kinds.js';
import type { Heir } from '../session/session.js';
import type { Reduced } from '../state/reducer.js';
import { contentOf } from './content-of.js';
import type { HeirOptions } from './heir-options.js';
import { pass, reducerOf, tear } from './run.js';
import { verifyBook } from './verify-book.js';

/** Makes the heir: it keeps a state of its own, which takes the place of the feed's. */
export function stateHeir<K extends Kind>({ run, read }: HeirOptions<K>): Heir {
  const { channel, door, topic } = run.options;
  let state: Reduced<ValueOf<K>> | undefined;
  let receivedAt = 0;
  let hasTold = false;

  return {
    hear: signal => {
      const reduce = reducerOf(run);
      if (signal.type === 'asked' || signal.type === 'reset') state = undefined;
      if (signal.type === 'doubt') return !topic.incremental;
      if (signal.type !== 'message') return true;
      const events = read(signal);
      if (events === undefined) return !topic.incremental;
      receivedAt = signal.receivedAt;
      try {
        for (const event of events) {
          const next = reduce(state, event);
          if (next !== undefined && next !== state && channel.verify !== undefined) verifyBook(channel, next, event);
          state = next;
        }
        return true;
      } catch (cause) {
        if (!(cause instanceof FeedError)) throw cause;
        state = undefined;
        door.problem(topic, cause, 'resync');
        return false;
      }
    },
    heard: () => {
      hasTold = true;
    },
    isReady: isQuiet => {
      const [mine, next] = [run.state?.known.at(-1), state?.known.at(-1)];
      if (next === undefined) return isQuiet && !topic.incremental;
      return mine === undefined || isUpTo(mine, next);
    },
    take: reason => {
      const mine = run.state?.known.at(-1);
      if (reason !== undefined && (hasTold || state !== undefined)) run.next({ type: 'reset', reason });
      // Where neither told anything what is known stands.
      else if (reason !== undefined) tear(run, reason, run.context.receivedAt);
      if (state === undefined) return;
      run.asking?.settle();
      run.context.receivedAt = Math.max(run.context.receivedAt, receivedAt);
      const isNew = reason !== undefined || mine === undefined || contentOf(mine) !== contentOf(state.known.at(-1));
      run.state = { ...state, emit: isNew ? state.known : [] };
      pass(run, run.state);
    },
  };
}

interface Placed {
  readonly sequence?: Sequence | undefined;
  readonly timestamp?: number | undefined;
}

/** Whether a state is surely no older than another one; what bears neither number nor time must say the same. */
function isUpTo(mine: object, next: object): boolean {
  const [left, right]: readonly [Placed, Placed] = [mine, next];
  const isLater = left.timestamp !== undefined && (right.timestamp ?? -Infinity) > left.timestamp;
  if (left.sequence !== undefined && right.sequence !== undefined) {
    return isLater || compareSequence(right.sequence, left.sequence) >= 0;
  }
  return isLater || contentOf(left) === contentOf(right);
}
