/**
 * Who listens to what, and what they hear when the markets move.
 * @module
 */
import { interval, Subscription } from 'rxjs';
import type { Counterpart, Utterance, Wish } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import type { Accounts } from './accounts.js';
import type { ClientSession } from './house.js';
import type { Market, MarketStep } from './market.js';
import type { Mischief } from './mischief.js';
import { createPush } from './push.js';
import type { Push } from './push.js';
import type { Voice } from './voice.js';

/** The listeners of an exchange. Its clock runs only while there are any. */
export interface Broadcast {
  /** Adds a listener; gives what it hears first, undefined where that is nothing. */
  join(session: ClientSession, wish: Wish): Push | undefined;
  leave(session: ClientSession, wish: Wish): void;
  /** What a new listener would hear first; undefined where that is nothing. */
  first(session: ClientSession, wish: Wish): Utterance | undefined;
  /** The markets that somebody listens to. */
  markets(): ReadonlySet<Market>;
  /** Moves those markets once and tells the listeners. */
  step(): void;
}

interface Topic {
  readonly wish: Wish;
  readonly voice: Voice;
  readonly listeners: Set<ClientSession>;
}

/** Makes a broadcast without listeners; `tick` is the time between two steps in ms, 0 = only by hand. */
export function createBroadcast(
  counterpart: Counterpart,
  mischief: Mischief,
  tick: number,
  accounts: Accounts,
  voiceOf: (wish: Wish) => Voice,
): Broadcast {
  const topics = new Map<string, Topic>();
  let ticking = Subscription.EMPTY;

  function pushOf({ wish, voice }: Topic, utterance: Utterance): Push {
    return createPush(counterpart, wish, utterance, voice.listing);
  }

  function markets(): ReadonlySet<Market> {
    return new Set([...[...topics.values()].flatMap(({ voice }) => voice.markets), ...accounts.markets()]);
  }

  function step(): void {
    const steps = new Map<Market, MarketStep>();
    for (const market of markets()) {
      const { symbol } = market.listing;
      if (mischief.strikes('market', { symbol, feed: 'book' }, now()) !== undefined) market.restartSequence();
      steps.set(market, market.step(now()));
    }
    // A listener may leave while it is being told.
    for (const topic of [...topics.values()]) {
      const utterance = topic.voice.next(steps, now());
      if (utterance === undefined) continue;
      const push = pushOf(topic, utterance);
      for (const session of [...topic.listeners]) session.push(push);
    }
    accounts.step();
  }

  return {
    markets,
    step,
    join(session, wish) {
      if (ticking.closed && tick > 0) ticking = interval(tick).subscribe(step);
      if (wish.private) return accounts.join(session, wish);
      const topic = topics.get(wish.key) ?? { wish, voice: voiceOf(wish), listeners: new Set() };
      topics.set(wish.key, topic);
      topic.listeners.add(session);
      const utterance = topic.voice.first(now());
      return utterance === undefined ? undefined : pushOf(topic, utterance);
    },
    leave(session, wish) {
      if (wish.private) accounts.leave(session, wish);
      const listeners = topics.get(wish.key)?.listeners;
      listeners?.delete(session);
      if (listeners?.size === 0) topics.delete(wish.key);
      if (topics.size + accounts.listeners === 0) ticking.unsubscribe();
    },
    first(session, wish) {
      if (wish.private) return accounts.standing(session, wish);
      return (topics.get(wish.key)?.voice ?? voiceOf(wish)).first(now());
    },
  };
}
