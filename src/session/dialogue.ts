/**
 * What one connection asks of the venue, and what it makes of the answers.
 * @module
 */
import type { Inbound, Refusal } from '../contract/inbound.js';
import type { Protocol } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { ConnectionError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import { now } from '../operators/clock.js';
import { createAnswers } from './answers.js';
import { createOutbox } from './outbox.js';
import { errorPatience } from './probes.js';
import { refusalError } from './refusal-error.js';
import { createRefusals } from './refusals.js';
import { createRejections } from './rejections.js';
import { createRequests } from './requests.js';
import type { Request } from './requests.js';
import type { Mending } from './session.js';

/** The answers that mean topics or requests. */
export type Answer = Extract<
  Inbound,
  { readonly type: 'accepted' | 'dropped' | 'acknowledged' | 'refused' | 'granted' | 'rejected' | 'complaint' }
>;

/** The questions and answers of one connection. */
export interface Dialogue {
  want(topic: Topic): void;
  leave(topic: Topic): void;
  /** Takes a topic back and asks for it anew. */
  again(topic: Topic): void;
  /** Sends a text before everything else. */
  urgent(text: string): void;
  /** Data of a topic arrived. */
  flows(key: string): void;
  heed(answer: Answer): void;
  /** Says nothing any more; what is under way may still be answered. */
  hush(): void;
  close(): void;
}

/** What the dialogue needs. */
export interface DialogueOptions {
  readonly venue: string;
  readonly protocol: Protocol;
  /** Makes the text of a request. */
  write(request: Request): string;
  send(text: string): void;
  /** The topic, if it is still wanted. */
  topicOf(key: string): Topic | undefined;
  /** A request for these topics goes out now. */
  asked(topics: readonly Topic[]): void;
  /** The venue accepted a topic. */
  accepted?(key: string): void;
  /** Takes the topic out; gives what ends its listeners with an error. */
  retract(topic: Topic): (error: FeedError) => void;
  /** Ends the connection. */
  fail(error: FeedError): void;
  problem(error: FeedError, mending: Mending, topic?: string): void;
}

/** Makes the dialogue of one connection. */
export function createDialogue(options: DialogueOptions): Dialogue {
  const { venue, protocol, write, send, topicOf, asked, retract, fail, problem } = options;
  // Where data are the only answer, what is quiet must not be suspected when the next one is refused.
  const requests = createRequests(protocol.acknowledges ? protocol.patience : errorPatience);

  const outbox = createOutbox({
    protocol,
    write,
    send,
    asked: request => {
      requests.sent(request);
      if (request.verb !== 'subscribe') return;
      answers.asked(request.topics);
      asked(request.topics);
    },
    stuck: wait => {
      const minutes = Math.ceil(wait / 60_000);
      const words = `has used up its requests for the next ${minutes} min: a new one takes its place`;
      fail(new ConnectionError(`${venue} connection ${words}`, { venue }));
    },
  });

  const answers = createAnswers({ venue, protocol, topicOf, again: outbox.again, problem });

  const refusals = createRefusals({
    venue,
    topicOf,
    again: topic => {
      outbox.forget(topic);
      outbox.want(topic);
    },
    want: outbox.want,
    forget: outbox.forget,
    retract: topic => {
      const end = retract(topic);
      outbox.forget(topic);
      return end;
    },
    pause: outbox.pause,
    fail,
    problem,
  });

  const accepted = (key: string): void => {
    const topic = topicOf(key);
    const followUp = topic?.followUp;
    answers.accepted(key);
    refusals.mended(key);
    outbox.answered(key);
    options.accepted?.(key);
    if (topic === undefined || followUp === undefined) return;
    outbox.followUp(typeof followUp === 'string' ? followUp : followUp(topic, now()));
  };

  const refuse = (keys: readonly string[], refusal: Refusal): void => {
    for (const key of keys) {
      answers.forget(key);
      outbox.answered(key);
    }
    refusals.refuse(keys, refusal);
  };

  /** The venue does not have it, whatever was said. */
  const reask = (topic: Topic, ask: (topic: Topic) => void): void => {
    answers.forget(topic.key);
    outbox.forget(topic);
    if (topicOf(topic.key) !== undefined) ask(topic);
  };

  const rejections = createRejections({
    requests,
    acknowledges: protocol.acknowledges,
    accepted,
    dropped: answers.dropped,
    refuse,
    complain: refusals.complain,
    doubted: refusal => {
      problem(refusalError(venue, refusal), 'retry');
    },
    again: topic => {
      reask(topic, outbox.want);
    },
    probe: topic => {
      reask(topic, outbox.probe);
    },
    isSettling: () => outbox.isSettling,
  });

  const each = (keys: readonly string[], act: (key: string) => void): void => {
    for (const key of keys) {
      requests.answered(key);
      act(key);
    }
  };

  return {
    want: outbox.want,
    leave: topic => {
      answers.forget(topic.key);
      outbox.leave(topic);
    },
    again: outbox.again,
    urgent: outbox.urgent,
    flows: key => {
      answers.flows(key);
      refusals.mended(key);
      // Where nothing is acknowledged, data are the answer; elsewhere they may come before it.
      if (protocol.acknowledges) return;
      requests.answered(key);
      outbox.answered(key);
    },
    heed: answer => {
      if (answer.type === 'accepted') each(answer.topics, accepted);
      else if (answer.type === 'dropped') each(answer.topics, answers.dropped);
      else if (answer.type === 'acknowledged') {
        for (const key of answer.topics)
          (requests.acknowledged(key) === 'unsubscribe' ? answers.dropped : accepted)(key);
      } else if (answer.type === 'granted') rejections.granted(answer.request);
      else if (answer.type === 'rejected') rejections.rejected(answer);
      else if (answer.type === 'complaint') refusals.complain(answer.refusal);
      else {
        for (const key of answer.topics) requests.answered(key);
        refuse(answer.topics, answer.refusal);
      }
    },
    hush: outbox.close,
    close: () => {
      answers.close();
      refusals.close();
      outbox.close();
    },
  };
}
