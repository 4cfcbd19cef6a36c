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
  /** Moves this market at once; its listeners are told at the next step. */
  moveAhead(market: Market): void;
}

interface Topic {
  readonly wish: Wish;
  readonly voice: Voice;
  readonly listeners: Set<ClientSession>;
}

interface Held {
  readonly topic: Topic;
  readonly push: Push;
}

/** What a broadcast needs of its exchange. */
export interface BroadcastOrigin {
  readonly counterpart: Counterpart;
  readonly mischief: Mischief;
  /** Time between two steps, ms; 0 = only by hand. */
  readonly tick: number;
  readonly accounts: Accounts;
  readonly voiceOf: (wish: Wish) => Voice;
  /** The exchange's own clock, ms since the epoch. */
  readonly clock: () => number;
}

/** Makes a broadcast without listeners. */
export function createBroadcast(origin: BroadcastOrigin): Broadcast {
  const { counterpart, mischief, tick, accounts, voiceOf, clock } = origin;
  const topics = new Map<string, Topic>();
  let ticking = Subscription.EMPTY;
  /** What is told at the next step, or to those who come before it. */
  let held: readonly Held[] = [];

  function pushOf({ wish, voice }: Topic, utterance: Utterance): Push {
    return createPush(counterpart, wish, utterance, voice.listing, clock());
  }

  function markets(): ReadonlySet<Market> {
    return new Set([...[...topics.values()].flatMap(({ voice }) => voice.markets), ...accounts.markets()]);
  }

  function tell({ topic, push }: Held): void {
    // A listener may leave while it is being told.
    for (const session of [...topic.listeners]) session.push(push);
  }

  function tellHeld(): void {
    const late = held;
    held = [];
    for (const one of late) tell(one);
  }

  function step(): void {
    tellHeld();
    const steps = new Map<Market, MarketStep>();
    const late = new Set<Market>();
    for (const market of markets()) {
      const fault = mischief.strikes('market', { symbol: market.listing.symbol, feed: 'book' }, now());
      if (fault === 'restart-sequence') market.restartSequence();
      if (fault === 'late-book') late.add(market);
      steps.set(market, market.step(now()));
    }
    for (const topic of [...topics.values()]) {
      const utterance = topic.voice.next(steps, now());
      if (utterance === undefined) continue;
      const told = { topic, push: pushOf(topic, utterance) };
      if (utterance.type === 'book' && topic.voice.markets.some(market => late.has(market))) held = [...held, told];
      else tell(told);
    }
    accounts.step();
  }

  return {
    markets,
    step,
    moveAhead(market) {
      tellHeld();
      const steps = new Map([[market, market.step(now())]]);
      for (const topic of topics.values()) {
        // Who speaks of many symbols hears of this one at the next step.
        const [only, ...others] = topic.voice.markets;
        const utterance = only === market && others.length === 0 ? topic.voice.next(steps, now()) : undefined;
        if (utterance !== undefined) held = [...held, { topic, push: pushOf(topic, utterance) }];
      }
    },
    join(session, wish) {
      if (ticking.closed && tick > 0) ticking = interval(tick).subscribe(step);
      if (wish.private) return accounts.join(session, wish);
      // What a newcomer hears first has it already.
      tellHeld();
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
