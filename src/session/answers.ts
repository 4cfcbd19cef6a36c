/**
 * Watches that what was asked for is answered, and that what was granted begins to flow.
 * @module
 */
import type { Protocol } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { SubscriptionError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import { createCounts } from './counts.js';
import type { Mending } from './session.js';
import { createUnanswered } from './unanswered.js';

/** The watch over one connection's requests. */
export interface Answers {
  /** A request for these went out. */
  asked(topics: readonly Topic[]): void;
  /** The venue accepted a topic. */
  accepted(key: string): void;
  /** The venue says that it took a topic back. */
  dropped(key: string): void;
  /** Something of a topic arrived; as good as an acceptance. */
  flows(key: string): void;
  /** Nobody waits for this topic any more. */
  forget(key: string): void;
  close(): void;
}

/** What the watch needs. */
export interface AnswersOptions {
  readonly venue: string;
  readonly protocol: Protocol;
  /** The topic, if it is still wanted. */
  topicOf(key: string): Topic | undefined;
  /** Asks for a topic anew. */
  again(topic: Topic): void;
  problem(error: FeedError, mending: Mending, topic: string): void;
}

/**
 * Makes the watch over one connection. A request that is not answered within the protocol's patience is sent again, and a
 * topic that was accepted and stays silent is asked for anew: after one patience, two, four, eight …
 */
export function createAnswers({ venue, protocol, topicOf, again, problem }: AnswersOptions): Answers {
  const { patience } = protocol;
  /** How many patiences in a row a topic has been without an answer, and without data. */
  const misses = createCounts();
  const silences = createCounts();
  /** Taken back by the venue: the next push may be older than that, and proves nothing. */
  const dropped = new Set<string>();

  const unanswered = createUnanswered(patience, key => {
    const topic = topicOf(key);
    if (topic === undefined) return;
    const times = misses.up(key);
    unanswered.ask(key);
    if (!isPowerOfTwo(times)) return;
    again(topic);
    problem(late(key, `no answer to the subscription within ${times * patience} ms`), 'retry', key);
  });

  const silent = createUnanswered(patience, key => {
    const topic = topicOf(key);
    if (topic === undefined) return;
    const times = silences.up(key);
    silent.ask(key);
    // A symbol of another market stays silent for ever, and requests are counted.
    if (!isPowerOfTwo(times)) return;
    again(topic);
    const asked = protocol.acknowledges ? 'accepted' : 'asked for';
    const words = `${asked}, but nothing came within ${times * patience} ms; is it the right market?`;
    problem(late(key, words), 'retry', key);
  });

  const late = (key: string, words: string): SubscriptionError =>
    new SubscriptionError(`${venue} ${key}: ${words}`, { venue, topic: key, retryable: true });

  return {
    asked: topics => {
      for (const topic of topics) {
        if (protocol.acknowledges) unanswered.ask(topic.key);
        else if (topic.prompt) silent.ask(topic.key);
      }
    },
    accepted: key => {
      misses.clear(key);
      // Where data came before the acceptance nothing waits any more.
      if (unanswered.answer(key) && topicOf(key)?.prompt === true) silent.ask(key);
    },
    dropped: key => {
      // Nobody waits for what was left.
      if (topicOf(key) === undefined) return;
      dropped.add(key);
      // Asked for anew meanwhile, it flows again; where the venue took both in the wrong order, it never does.
      if (topicOf(key)?.prompt === true) silent.ask(key);
    },
    flows: key => {
      unanswered.answer(key);
      silent.answer(key);
      misses.clear(key);
      if (dropped.size === 0 || !dropped.delete(key)) silences.clear(key);
    },
    forget: key => {
      unanswered.answer(key);
      silent.answer(key);
      misses.clear(key);
      silences.clear(key);
      dropped.delete(key);
    },
    close: () => {
      unanswered.close();
      silent.close();
    },
  };
}

/** After 1, 2, 4, 8 … times something is done again, more and more seldom. */
function isPowerOfTwo(times: number): boolean {
  return (times & (times - 1)) === 0;
}
