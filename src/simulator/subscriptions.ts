/**
 * What one client of a simulated exchange is subscribed to, and what becomes of its requests.
 * @module
 */
import type { Batch, Heard, LoginClaim, Verdict, Wish } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import type { Delivery } from './delivery.js';
import type { FaultName } from './faults.js';
import type { Excess, Gatekeeper } from './gatekeeper.js';
import type { ClientSession, House } from './house.js';
import { createLeaving } from './leaving.js';
import type { Standing } from './leaving.js';
import type { Strike } from './mischief.js';
import type { Push, Sent } from './push.js';
import { spoil } from './spoil.js';

/** What the requests of a client may use of its session. */
export interface Counter {
  readonly session: ClientSession;
  readonly house: House;
  readonly delivery: Delivery;
  readonly gatekeeper: Gatekeeper;
  say(frames: readonly Sent[]): void;
  /** The frames that tell a verdict. */
  answer(heard: Heard, verdict: Verdict): readonly string[];
  /** What a batch comes to. */
  answerBatch(
    batch: Batch,
    verdicts: readonly Verdict[],
  ): { readonly frames: readonly string[]; readonly follows: readonly boolean[] };
  punish(excess: Excess): void;
  /** Judges who signed a request, and lets them in; undefined where that is not answered. */
  admit(claim: LoginClaim): Verdict | undefined;
}

/** The subscriptions of one client. `delay` is the time until it is answered, ms. */
export interface Subscriptions {
  /** The keys of the wishes that stand. */
  readonly keys: readonly string[];
  subscribe(heard: Extract<Heard, { type: 'subscribe' }>, delay: number): void;
  unsubscribe(heard: Extract<Heard, { type: 'unsubscribe' }>, delay: number): void;
  batch(batch: Batch, delay: number): void;
  ask(heard: Extract<Heard, { type: 'ask' }>, delay: number): void;
  /** Begins what nobody had to ask for. */
  grant(wishes: readonly Wish[]): void;
  push(push: Push): void;
  /** Ends all of them, without a word. */
  end(): void;
}

interface Judged {
  readonly wish: Wish;
  readonly verdict: Verdict;
  readonly strike: Strike | undefined;
}

const EARLY = 50;

/** Makes the subscriptions of a client that has none. */
export function createSubscriptions(counter: Counter): Subscriptions {
  const { session, house, delivery, gatekeeper, say, punish } = counter;
  const { counterpart, mischief } = house;
  const { duplicates = 'again' } = counterpart;
  const standing = new Map<string, Standing>();
  const asked = new Set<string>();
  const leaving = createLeaving({ delivery, say, isStanding: entry => standing.get(entry.wish.key) === entry });

  function faultsOf(wishes: readonly Wish[]): readonly (Strike | undefined)[] {
    const targets = wishes.map(({ symbol, feed, depth }) => {
      return { symbol, feed, changes: feed === 'book' && depth === undefined };
    });
    return mischief.strikesOf('subscription', targets, now());
  }

  const isBarred = (wish: Wish): boolean => wish.private && session.account === undefined;

  function judge(wish: Wish, strike: Strike | undefined, known: ReadonlySet<string>): Verdict {
    if (isBarred(wish)) return 'not-logged-in';
    if (strike?.fault === 'refuse-topic') return 'unknown-symbol';
    const verdict = house.verdictOn(wish);
    const refused = duplicates === 'refused' && isGranted(verdict) && known.has(wish.key);
    return refused ? 'already-subscribed' : verdict;
  }

  function start({ wish, verdict, strike }: Judged): void {
    const fault = strike?.fault;
    const silent = verdict !== 'granted' || fault === 'silent-subscription' || wish.feed === 'nothing';
    const old = fault === 'stale-seed';
    const restOnly = wish.changesOnly === true;
    standing.set(wish.key, { wish, silent, withheld: old && !restOnly ? 2 : 0, kept: [], yielded: [] });
    // What never comes needs no market.
    if (silent) return;
    const first = house.join(session, wish);
    if (old && restOnly) house.ageSeed(wish);
    if (!restOnly) say(first?.frames ?? []);
  }

  /** Answers a request, and begins what of it is granted. */
  function settle(
    request: readonly Judged[],
    granted: readonly Judged[],
    delay: number,
    frames: () => readonly string[],
  ): void {
    const fresh = granted.filter(({ wish: { key } }) => {
      const isNew = duplicates === 'again' || !asked.has(key);
      asked.add(key);
      return isNew;
    });
    const struck = (fault: FaultName): Strike | undefined =>
      request.find(({ strike }) => strike?.fault === fault)?.strike;
    const late = struck('late-ack')?.lasts ?? 0;
    const early = struck('data-before-ack') !== undefined;
    const acknowledge = (): void => {
      say(frames());
    };
    const begin = (): void => {
      for (const one of fresh) start(one);
    };
    const lanes = request.map(({ wish }) => wish.key);
    delivery.after(delay + late, early ? begin : acknowledge, lanes);
    delivery.after(delay + (late > 0 ? late : early ? EARLY : 0), early ? acknowledge : begin, lanes);
  }

  /** Whether so many more fit; else the client is punished. */
  function fits(wishes: readonly Wish[]): boolean {
    const fresh = new Set(wishes.map(({ key }) => key).filter(key => !asked.has(key)));
    const excess = fresh.size === 0 ? undefined : gatekeeper.topic(asked.size + fresh.size - 1);
    if (excess !== undefined) punish(excess);
    return excess === undefined;
  }

  function leave(wishes: readonly Wish[], delay: number, frames: () => readonly string[]): void {
    for (const { key } of wishes) asked.delete(key);
    delivery.after(
      delay,
      () => {
        for (const wish of wishes) if (standing.delete(wish.key)) house.leave(session, wish);
        say(frames());
      },
      wishes.map(({ key }) => key),
    );
  }

  function subscribeAll(batch: Batch, wishes: readonly Wish[], delay: number): void {
    if (!fits(wishes)) return;
    const strikes = faultsOf(wishes);
    const entry = batch.claim === undefined ? 'granted' : counter.admit(batch.claim);
    if (strikes.some(strike => strike?.fault === 'no-ack') || entry === undefined) return;
    const known = new Set(asked);
    const judged = wishes.map((wish, i): Judged => {
      const verdict = wish.private && entry !== 'granted' ? entry : judge(wish, strikes[i], known);
      if (isGranted(verdict)) known.add(wish.key);
      return { wish, verdict, strike: strikes[i] };
    });
    const { frames, follows } = counter.answerBatch(batch, verdictsOf(batch, judged));
    const flags = batch.parts.flatMap((part, i) => (part.type === 'wish' ? [follows[i] === true] : []));
    const granted = judged.filter((_, i) => flags[i] === true);
    settle(judged, granted, delay, () => frames);
  }

  function unsubscribeAll(batch: Batch, wishes: readonly Wish[], delay: number): void {
    const judged = wishes.map((wish): Judged => {
      return { wish, verdict: isBarred(wish) ? 'not-logged-in' : house.verdictOn(wish), strike: undefined };
    });
    const { frames, follows } = counter.answerBatch(batch, verdictsOf(batch, judged));
    const going = batch.parts.flatMap((part, i) => (part.type === 'wish' && follows[i] === true ? [part.wish] : []));
    leave(going, delay, () => frames);
  }

  return {
    get keys() {
      return [...standing.keys()];
    },
    subscribe(heard, delay) {
      const { wish } = heard;
      if (!fits([wish])) return;
      const [strike] = faultsOf([wish]);
      if (strike?.fault === 'no-ack') return;
      const judged = { wish, verdict: judge(wish, strike, asked), strike };
      settle([judged], isGranted(judged.verdict) ? [judged] : [], delay, () => counter.answer(heard, judged.verdict));
    },
    unsubscribe(heard, delay) {
      const verdict = isBarred(heard.wish) ? 'not-logged-in' : house.verdictOn(heard.wish);
      leave([heard.wish], delay, () => counter.answer(heard, verdict));
    },
    batch(batch, delay) {
      const wishes = batch.parts.flatMap(part => (part.type === 'wish' ? [part.wish] : []));
      if (batch.op === 'subscribe') subscribeAll(batch, wishes, delay);
      else unsubscribeAll(batch, wishes, delay);
    },
    ask(heard, delay) {
      const barred = isBarred(heard.wish);
      delivery.after(delay, () => {
        say(barred ? counter.answer(heard, 'not-logged-in') : house.reply(session, heard));
      });
    },
    grant(wishes) {
      for (const wish of wishes) {
        if (standing.has(wish.key)) continue;
        asked.add(wish.key);
        start({ wish, verdict: house.verdictOn(wish), strike: undefined });
      }
    },
    push(push) {
      const { wish, utterance } = push;
      const entry = standing.get(wish.key);
      if (entry === undefined || entry.silent) return;
      if (entry.withheld > 0) {
        entry.withheld -= 1;
        return;
      }
      const changes = utterance.type === 'book' && utterance.event.type === 'book-delta';
      const { symbol, feed } = wish;
      const strike = mischief.strike('frame', { symbol, feed, changes }, now());
      leaving.leave(entry, spoil(strike?.fault, push), strike?.lasts ?? 0);
    },
    end() {
      for (const { wish } of standing.values()) house.leave(session, wish);
      standing.clear();
    },
  };
}

function isGranted(verdict: Verdict): boolean {
  return verdict === 'granted' || verdict === 'silent';
}

/** One verdict per part; a mistake has its own objection, and none. */
function verdictsOf({ parts }: Batch, judged: readonly Judged[]): readonly Verdict[] {
  const rest = [...judged];
  return parts.map(part => (part.type === 'wish' ? rest.shift()?.verdict : undefined) ?? 'granted');
}
