/**
 * What a connection does about what the venue refuses.
 * @module
 */
import { Subscription, timer } from 'rxjs';
import type { Refusal, Remedy } from '../contract/inbound.js';
import type { Topic } from '../contract/topic.js';
import { ConnectionError, LoginError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import { createCounts } from './counts.js';
import { refusalError } from './refusal-error.js';
import type { Mending } from './session.js';

/** The refusals of one connection. */
export interface Refusals {
  /** The venue refused some topics in one word, which is told as one problem. */
  refuse(keys: readonly string[], refusal: Refusal): void;
  /** The venue complained, and named no topic. */
  complain(refusal: Refusal): void;
  /** The topic was accepted, or flows: earlier refusals count no more. */
  mended(key: string): void;
  close(): void;
}

/** What the refusals need. */
export interface RefusalsOptions {
  readonly venue: string;
  /** The topic, if it is still wanted. */
  topicOf(key: string): Topic | undefined;
  /** Takes note that the venue does not have the request, and sends it again. */
  again(topic: Topic): void;
  /** Asks for the topic where it was not asked for. */
  want(topic: Topic): void;
  /** Takes note that the venue does not have the request, and leaves it so. */
  forget(topic: Topic): void;
  /** Takes the topic out; gives what ends its listeners with an error. */
  retract(topic: Topic): (error: FeedError) => void;
  /** Sends nothing but what is urgent for so many ms. */
  pause(ms: number): void;
  /** Ends the connection. */
  fail(error: FeedError): void;
  problem(error: FeedError, mending: Mending, topic?: string): void;
}

/** How long nothing is sent after "too many requests", ms. */
const pauseAfterRate = 3_000;
/** How long a venue that hangs up on us for too much is left alone, ms. */
const restAfterBan = 30_000;
/** How long a topic waits that the venue may grant later, ms. */
const later = 5_000;

/** What can be mended without the subscriber, and how often in a row for one topic. */
const canMend: ReadonlySet<Remedy> = new Set<Remedy>(['retry', 'pause', 'reconnect', 'login', 'clock']);
const mostInRow = 10;

/** Makes the refusals of one connection. What cannot be mended ends the listeners of that topic alone. */
export function createRefusals(options: RefusalsOptions): Refusals {
  const { venue, topicOf, again, want, forget, retract, pause, fail, problem } = options;
  const counts = createCounts();
  const waiting = new Subscription();

  /** Tells last: whoever is told may leave, and then there is nothing to mend. */
  const mend = (refusal: Refusal, topics: readonly Topic[]): void => {
    const keys = topics.map(({ key }) => key);
    const error = refusalError(venue, refusal, ...keys);
    const tell = (mending: Mending): void => {
      problem(error, mending, error.topic);
    };
    switch (refusal.remedy) {
      case 'pause':
        pause(pauseAfterRate);
        for (const topic of topics) again(topic);
        tell('pause');
        break;
      case 'login':
      case 'reconnect': {
        const retryAfter = refusal.remedy === 'login' ? undefined : restAfterBan;
        tell('reconnect');
        fail(new ConnectionError(error.message, { venue, venueCode: refusal.code, retryAfter }));
        break;
      }
      case 'clock':
        // A signed request: the next connection asks the venue for its time.
        tell('reconnect');
        fail(new LoginError(error.message, { venue, venueCode: refusal.code, retryable: true }));
        break;
      case 'retry':
        for (const topic of topics) wait(topic);
        tell(topics.length === 0 ? 'told' : 'retry');
        break;
      default:
        tell('told');
    }
  };

  /** All of them are out before anybody is told. */
  const giveUp = (refusal: Refusal, topics: readonly Topic[]): void => {
    const keys = topics.map(({ key }) => key);
    const ends = topics.map(topic => {
      counts.clear(topic.key);
      return { end: retract(topic), error: refusalError(venue, refusal, topic.key) };
    });
    const error = refusalError(venue, refusal, ...keys);
    problem(error, 'refused', error.topic);
    for (const each of ends) each.end(each.error);
  };

  /** Other topics need not wait for this one. */
  const wait = (topic: Topic): void => {
    forget(topic);
    waiting.add(
      timer(later).subscribe(() => {
        // Nothing is said twice where somebody else has asked for it meanwhile.
        if (topicOf(topic.key) === topic) want(topic);
      }),
    );
  };

  return {
    refuse: (keys, refusal) => {
      const topics = keys.flatMap(key => topicOf(key) ?? []);
      const isLost = ({ key }: Topic): boolean => !canMend.has(refusal.remedy) || counts.up(key) > mostInRow;
      const lost = new Set(topics.filter(isLost));
      const others = topics.filter(topic => !lost.has(topic));
      if (others.length > 0) mend(refusal, others);
      if (lost.size > 0) giveUp(refusal, [...lost]);
    },
    complain: refusal => {
      mend(refusal, []);
    },
    mended: key => {
      counts.clear(key);
    },
    close: () => {
      waiting.unsubscribe();
    },
  };
}
