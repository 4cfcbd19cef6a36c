/**
 * What one connection tells the venue: the difference between what is wanted and what was said, within the limits.
 *
 * Nothing is queued but the difference itself, so what changes its mind while it waits costs no message.
 * @module
 */
import { asyncScheduler } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Protocol } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { createBudget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import { createSteady } from '../operators/steady.js';

/** The mouth of one connection. */
export interface Outbox {
  /** The topic is wanted from now on. */
  want(topic: Topic): void;
  /** The topic is not wanted any more. */
  leave(topic: Topic): void;
  /** The topic is wanted, but from the beginning: it is taken back and asked for. */
  again(topic: Topic): void;
  /** The venue refused the topic: it is neither wanted nor said. */
  forget(topic: Topic): void;
  /** Sends a text before everything else; it counts in the limits. */
  urgent(text: string): void;
  /** Sends nothing but what is urgent for so many ms. */
  pause(ms: number): void;
  /** Stops for good. */
  close(): void;
}

/** What the outbox needs. */
export interface OutboxOptions {
  readonly protocol: Protocol;
  send(text: string): void;
  /** Told when a request for these topics went out. */
  asked(topics: readonly Topic[]): void;
  /** Told once when requests must wait longer than `patience` of the protocol, with the ms. */
  stuck(wait: number): void;
}

interface Wish {
  readonly topic: Topic;
  wanted: boolean;
  /** Whether the venue's last word from us was "subscribe". */
  said: boolean;
  /** Said, and to be taken back before it is said again. */
  stale: boolean;
}

/** Makes the outbox of one connection. */
export function createOutbox({ protocol, send, asked, stuck }: OutboxOptions): Outbox {
  const { limits } = protocol;
  const everything = createBudget(limits.messages);
  const requests = createBudget(limits.requests);
  const wishes = new Map<string, Wish>();
  /** Wishes that differ from what was said, in the order in which they came to. */
  const due = new Set<Wish>();
  const urgentTexts: string[] = [];
  const steady = createSteady();
  let notBefore = 0;
  let turn: Subscription | undefined;
  let turnAt = Infinity;
  let closed = false;

  const change = (topic: Topic, edit: (wish: Wish) => void): void => {
    const wish = wishes.get(topic.key) ?? { topic, wanted: false, said: false, stale: false };
    wishes.set(topic.key, wish);
    edit(wish);
    settle(wish);
    schedule(0);
  };

  const settle = (wish: Wish): void => {
    if (wish.wanted === wish.said && !wish.stale) due.delete(wish);
    else due.add(wish);
    if (!wish.wanted && !wish.said) wishes.delete(wish.topic.key);
  };

  /** What arrives in one turn of the clock goes out together. */
  const schedule = (wait: number): void => {
    const at = now() + wait;
    if (closed || (turn !== undefined && turnAt <= at)) return;
    turn?.unsubscribe();
    turnAt = at;
    turn = asyncScheduler.schedule(() => {
      turn = undefined;
      turnAt = Infinity;
      speak();
    }, wait);
  };

  /** Sends what is urgent; returns the ms until the rest of it may go, 0 when nothing is left. */
  const speakUrgently = (): number => {
    for (let text = urgentTexts[0]; text !== undefined; text = urgentTexts[0]) {
      const wait = everything.wait(now());
      if (wait > 0) return wait;
      everything.take(now());
      urgentTexts.shift();
      send(text);
    }
    return 0;
  };

  const speak = (): void => {
    let wait = speakUrgently();
    while (wait === 0 && due.size > 0 && !closed) {
      const time = now();
      const spent = requests.wait(time);
      if (spent > protocol.patience) stuck(spent);
      wait = Math.max(everything.wait(time), spent, notBefore - steady(time));
      if (wait > 0) break;
      everything.take(time);
      requests.take(time);
      say(nextRequest());
    }
    if (wait > 0) schedule(wait);
  };

  /** Takes back first, so that room is made before more is asked. */
  const nextRequest = (): Request => {
    const leaving = pick(wish => wish.said && (!wish.wanted || wish.stale));
    return leaving.length > 0
      ? fitted('unsubscribe', leaving)
      : fitted(
          'subscribe',
          pick(wish => !wish.said),
        );
  };

  const pick = (fits: (wish: Wish) => boolean): Wish[] => {
    const picked: Wish[] = [];
    for (const wish of due) {
      if (fits(wish)) picked.push(wish);
      if (picked.length === limits.topicsPerMessage) break;
    }
    return picked;
  };

  const fitted = (verb: Request['verb'], picked: readonly Wish[]): Request => {
    const text = protocol[verb](picked.map(wish => wish.topic));
    if (text.length <= limits.bytesPerMessage || picked.length === 1) return { verb, wishes: picked, text };
    return fitted(verb, picked.slice(0, Math.ceil(picked.length / 2)));
  };

  const say = ({ verb, wishes: said, text }: Request): void => {
    for (const wish of said) {
      wish.said = verb === 'subscribe';
      wish.stale = false;
      settle(wish);
    }
    if (verb === 'subscribe') asked(said.map(wish => wish.topic));
    send(text);
  };

  return {
    want: topic => {
      change(topic, wish => {
        // Said already and not yet taken back: the new listener still needs an answer and a first push of its own.
        wish.stale ||= wish.said && !wish.wanted && (topic.incremental || topic.prompt);
        wish.wanted = true;
      });
    },
    leave: topic => {
      change(topic, wish => {
        wish.wanted = wish.stale = false;
      });
    },
    again: topic => {
      change(topic, wish => {
        wish.wanted = true;
        wish.stale = wish.said;
      });
    },
    forget: topic => {
      change(topic, wish => {
        wish.wanted = wish.said = wish.stale = false;
      });
    },
    urgent: text => {
      urgentTexts.push(text);
      const wait = speakUrgently();
      if (wait > 0) schedule(wait);
    },
    pause: ms => {
      notBefore = Math.max(notBefore, steady(now()) + ms);
    },
    close: () => {
      closed = true;
      turn?.unsubscribe();
    },
  };
}

interface Request {
  readonly verb: 'subscribe' | 'unsubscribe';
  readonly wishes: readonly Wish[];
  readonly text: string;
}
