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
import { createProbes } from './probes.js';
import type { Request } from './requests.js';
import { createUrgentTexts } from './urgent-texts.js';

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
  /** The topic is wanted, and asked for in a request of its own; the next one of that sort waits for {@link answered}. */
  probe(topic: Topic): void;
  /** Whether probes wait for the last errors of what went before them. */
  readonly isSettling: boolean;
  /** A topic was answered: the next may be asked for alone. */
  answered(key: string): void;
  /** Sends a text before everything else; it counts in the limits. */
  urgent(text: string): void;
  /** Sends a text before all requests, but after what is urgent, and not while the connection pauses. */
  followUp(text: string): void;
  /** Sends nothing but what is urgent for so many ms. */
  pause(ms: number): void;
  /** Stops for good. */
  close(): void;
}

/** What the outbox needs. */
export interface OutboxOptions {
  readonly protocol: Protocol;
  /** Makes the text of a request. */
  write(request: Request): string;
  send(text: string): void;
  /** Told when a request went out. */
  asked(request: Request): void;
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
  /** Shares no request with others. */
  alone: boolean;
}

/** Makes the outbox of one connection. */
export function createOutbox({ protocol, write, send, asked, stuck }: OutboxOptions): Outbox {
  const { limits } = protocol;
  const everything = createBudget(limits.messages);
  const requests = createBudget(limits.requests);
  const wishes = new Map<string, Wish>();
  /** Wishes that differ from what was said, in the order in which they came to. */
  const due = new Set<Wish>();
  const steady = createSteady();
  const probes = createProbes(() => steady(now()));
  let notBefore = 0;
  let lastId = 0;
  let turn: Subscription | undefined;
  let turnAt = Infinity;
  let closed = false;

  const texts = createUrgentTexts({
    send,
    wait: () => everything.wait(now()),
    take: () => {
      everything.take(now());
    },
    paused: () => notBefore - steady(now()),
  });

  const change = (topic: Topic, edit: (wish: Wish) => void): void => {
    const wish = wishes.get(topic.key) ?? { topic, wanted: false, said: false, stale: false, alone: false };
    wishes.set(topic.key, wish);
    edit(wish);
    settle(wish);
    schedule(0);
  };

  const settle = (wish: Wish): void => {
    // The login alone brings it: there is nothing to say.
    if (wish.topic.implied === true) [wish.said, wish.stale] = [wish.wanted, false];
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

  const hurry = (): void => {
    const wait = texts.speak();
    if (wait > 0) schedule(wait);
  };

  const speak = (): void => {
    let wait = texts.speak();
    while (wait === 0 && due.size > 0 && !closed) {
      const time = now();
      const spent = requests.wait(time);
      if (spent > protocol.patience) stuck(spent);
      wait = Math.max(everything.wait(time), spent, notBefore - steady(time));
      if (wait > 0) break;
      const request = nextRequest();
      // What is left waits for the answer to a probe.
      if (request === undefined) {
        wait = probes.until - steady(time);
        break;
      }
      everything.take(time);
      requests.take(time);
      say(request);
    }
    if (wait > 0) schedule(wait);
  };

  /** Takes back first, so that room is made before more is asked. */
  const nextRequest = (): Saying | undefined => {
    const leaving = pick(wish => wish.said && (!wish.wanted || wish.stale));
    if (leaving.length > 0) return fitted('unsubscribe', leaving);
    const coming = pick(wish => !wish.said && (!wish.alone || protocol.acknowledges || !probes.isBusy));
    return coming.length === 0 ? undefined : fitted('subscribe', coming);
  };

  const pick = (fits: (wish: Wish) => boolean): Wish[] => {
    const picked: Wish[] = [];
    for (const wish of due) {
      const first = picked[0] ?? wish;
      if (fits(wish) && wish.topic.group === first.topic.group && (wish === first || !wish.alone)) picked.push(wish);
      if (picked.length === limits.topicsPerMessage || picked[0]?.alone === true) break;
    }
    return picked;
  };

  const fitted = (verb: Request['verb'], picked: readonly Wish[]): Saying => {
    const request = { id: String(lastId + 1), verb, topics: picked.map(wish => wish.topic) };
    const text = write(request);
    if (text.length <= limits.bytesPerMessage || picked.length === 1) return { request, wishes: picked, text };
    return fitted(verb, picked.slice(0, Math.ceil(picked.length / 2)));
  };

  const say = ({ request, wishes: said, text }: Saying): void => {
    lastId += 1;
    const isSubscribing = request.verb === 'subscribe';
    const [first] = said;
    if (isSubscribing && first?.alone === true) probes.sent(first.topic.key);
    for (const wish of said) {
      wish.said = isSubscribing;
      wish.stale = false;
      if (isSubscribing) wish.alone = false;
      settle(wish);
    }
    asked(request);
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
        // What is to be probed may stand at a venue that acknowledges nothing.
        if (wish.alone && !protocol.acknowledges) wish.said = true;
        wish.wanted = wish.stale = wish.alone = false;
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
        wish.wanted = wish.said = wish.stale = wish.alone = false;
      });
    },
    get isSettling() {
      return probes.isSettling;
    },
    probe: topic => {
      probes.begin();
      change(topic, wish => {
        wish.wanted = wish.alone = true;
        wish.said = wish.stale = false;
      });
    },
    answered: key => {
      if (probes.answered(key)) schedule(0);
    },
    urgent: text => {
      texts.urgent(text);
      hurry();
    },
    followUp: text => {
      texts.followUp(text);
      hurry();
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

interface Saying {
  readonly request: Request;
  readonly wishes: readonly Wish[];
  readonly text: string;
}
