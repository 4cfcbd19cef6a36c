/**
 * The requests of one connection that the venue has not answered: to know what its answers mean.
 * @module
 */
import type { RequestRef } from '../contract/inbound.js';
import type { Topic } from '../contract/topic.js';
import { now } from '../operators/clock.js';
import { createSteady } from '../operators/steady.js';

/** One request that went out. */
export interface Request {
  /** What the venue may repeat. */
  readonly id: string;
  readonly verb: 'subscribe' | 'unsubscribe';
  readonly topics: readonly Topic[];
}

/** The unanswered requests, oldest first. */
export interface Requests {
  sent(request: Request): void;
  /** The request that an answer means, which is answered then; undefined where none is known. */
  take(ref: RequestRef): Request | undefined;
  /** The topic was answered by its name, or by its data. */
  answered(key: string): void;
  /** The topic was acknowledged by its name: gives the verb of the oldest request that waited for it. */
  acknowledged(key: string): Request['verb'] | undefined;
  /** Takes out the topics of all requests to subscribe, less those that were answered: one of them is meant. */
  takeSuspects(): readonly Topic[];
  /** Whether a request to take back is open, which an unnamed error may mean as well. */
  readonly isLeaving: boolean;
}

interface Open {
  readonly request: Request;
  readonly at: number;
  readonly waiting: Map<string, Topic>;
}

/**
 * Makes the list. What is not answered within `patience` ms is forgotten: an answer that comes after it would otherwise be
 * taken for its own.
 */
export function createRequests(patience: number): Requests {
  const open = new Map<string, Open>();
  const steady = createSteady();
  const time = (): number => steady(now());

  const purge = (): void => {
    for (const [id, { at }] of open) {
      if (at + patience > time()) break;
      open.delete(id);
    }
  };

  const oldest = (verb: Request['verb']): Open | undefined => {
    for (const one of open.values()) if (one.request.verb === verb) return one;
    return undefined;
  };

  const strike = ({ request, waiting }: Open, key: string): boolean => {
    const waited = waiting.delete(key);
    if (waited && waiting.size === 0) open.delete(request.id);
    return waited;
  };

  return {
    get isLeaving() {
      purge();
      return oldest('unsubscribe') !== undefined;
    },
    sent: request => {
      purge();
      const waiting = new Map(request.topics.map(topic => [topic.key, topic]));
      open.set(request.id, { request, at: time(), waiting });
    },
    take: ({ id, verb }) => {
      purge();
      // An empty id is how some venues say that they were told none.
      const found = id === undefined || id === '' ? oldest(verb ?? 'subscribe') : open.get(id);
      if (found !== undefined) open.delete(found.request.id);
      return found?.request;
    },
    answered: key => {
      if (open.size === 0) return;
      for (const one of open.values()) strike(one, key);
    },
    acknowledged: key => {
      purge();
      for (const one of open.values()) if (strike(one, key)) return one.request.verb;
      return undefined;
    },
    takeSuspects: () => {
      purge();
      const suspects: Topic[] = [];
      for (const [id, { request, waiting }] of open) {
        if (request.verb !== 'subscribe') continue;
        suspects.push(...waiting.values());
        open.delete(id);
      }
      return suspects;
    },
  };
}
