/**
 * Watches that what was asked for is answered, and that what was granted begins to flow.
 * @module
 */
import type { Protocol } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { SubscriptionError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import type { Mending } from './session.js';
import { createUnanswered } from './unanswered.js';

/** The watch over one connection's requests. */
export interface Answers {
  /** A request for these went out. */
  asked(topics: readonly Topic[]): void;
  /** The venue accepted a topic. */
  accepted(key: string): void;
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
 * Makes the watch over one connection. A request that is not answered within the protocol's patience is sent again, each
 * time; a topic that was accepted and stays silent is asked for anew once, then it is only told.
 */
export function createAnswers({ venue, protocol, topicOf, again, problem }: AnswersOptions): Answers {
  const { patience } = protocol;
  const silentBefore = new Set<string>();

  const unanswered = createUnanswered(patience, key => {
    const topic = topicOf(key);
    if (topic === undefined) return;
    problem(late(key, `no answer to the subscription within ${patience} ms`), 'retry', key);
    again(topic);
  });

  const silent = createUnanswered(patience, key => {
    const topic = topicOf(key);
    if (topic === undefined) return;
    const isFirst = !silentBefore.has(key);
    silentBefore.add(key);
    const words = `accepted, but nothing came within ${patience} ms; is it the right market?`;
    problem(late(key, words), isFirst ? 'retry' : 'told', key);
    if (isFirst) again(topic);
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
      // Where data came before the acceptance nothing waits any more.
      if (unanswered.answer(key) && topicOf(key)?.prompt === true) silent.ask(key);
    },
    flows: key => {
      unanswered.answer(key);
      silent.answer(key);
    },
    forget: key => {
      unanswered.answer(key);
      silent.answer(key);
      silentBefore.delete(key);
    },
    close: () => {
      unanswered.close();
      silent.close();
    },
  };
}
