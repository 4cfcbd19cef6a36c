/**
 * One client of a simulated exchange: what it asked for, what it is answered and sent, and when it is cut off.
 * @module
 */
import type { Breach, Door, Heard, Wish } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import { createDelivery } from './delivery.js';
import { createGatekeeper } from './gatekeeper.js';
import type { Excess } from './gatekeeper.js';
import { createLine } from './line.js';
import type { Client } from './line.js';
import type { ClientSession, House } from './house.js';
import { spoil } from './spoil.js';

interface Standing {
  readonly wish: Wish;
  /** Acknowledged, and never spoken of. */
  readonly silent: boolean;
  /** Pushes that are still lost. */
  withheld: number;
  /** Frames that come after the next ones. */
  kept: readonly string[];
}

const LATE = 3_000;
const STALL = 2_000;
const EARLY = 50;
/** Time for the last words to leave before the line is cut. */
const LAST_WORDS = 50;

/** Makes the session of a client that has just come through a door. */
export function createClientSession(id: number, door: Door, client: Client, house: House): ClientSession {
  const { counterpart, rules, mischief, random } = house;
  const delivery = createDelivery();
  const line = createLine(client, delivery);
  const gatekeeper = createGatekeeper(rules);
  const standing = new Map<string, Standing>();
  const asked = new Set<string>();
  let pingedAt = now();
  let condemned = false;
  let account: string | undefined;

  const session: ClientSession = {
    id,
    get keys() {
      return [...standing.keys()];
    },
    get account() {
      return account;
    },
    hear(text) {
      if (!line.open || line.deaf || condemned) return;
      house.log(session, text);
      const heard = counterpart.hear(text, door);
      const asks = heard.some(one => one.type === 'subscribe' || one.type === 'unsubscribe' || isRequest(one));
      const excess =
        gatekeeper.message(now()) ??
        gatekeeper.bytes(counterpart.bytesOf(text)) ??
        (asks ? gatekeeper.request(now()) : undefined);
      if (excess !== undefined) punish(excess);
      else for (const one of random.shuffled(heard)) follow(one);
    },
    gone() {
      if (line.open) part(undefined);
    },
    push({ wish, utterance, frames, respeak }) {
      const entry = standing.get(wish.key);
      if (entry === undefined || entry.silent) return;
      if (entry.withheld > 0) {
        entry.withheld -= 1;
        return;
      }
      const changes = utterance.type === 'book' && utterance.event.type === 'book-delta';
      const { symbol, feed } = wish;
      const fault = mischief.strikes('frame', { symbol, feed, changes }, now());
      const { send, keep } = spoil(fault, frames, respeak);
      say(send);
      // A frame that is put back must not come before the one that overtakes it.
      if (send.length > 0) say(entry.kept);
      entry.kept = send.length > 0 ? keep : [...entry.kept, ...keep];
    },
    suffer(fault) {
      if (fault === 'close-1001') part({ code: 1001 });
      if (fault === 'close-1006') part({ code: undefined });
      if (fault === 'half-open') line.goDeaf();
      if (fault === 'slow-consumer') line.stall(STALL);
    },
    cut(code) {
      part({ code });
    },
  };

  function say(frames: readonly string[]): void {
    for (const frame of frames) line.send(frame);
  }

  function part(tell: { readonly code: number | undefined } | undefined): void {
    if (!line.open) return;
    delivery.stop();
    for (const { wish } of standing.values()) house.leave(session, wish);
    standing.clear();
    line.end(tell);
    house.parted(session);
  }

  function punish({ breach, what, told, cut }: Excess): void {
    house.violated(session, breach, what);
    if (told) say(counterpart.warn(breach, cut));
    if (!cut) return;
    condemned = true;
    delivery.after(told ? LAST_WORDS : 0, () => {
      part({ code: house.closeCode });
    });
  }

  function follow(heard: Heard): void {
    const delay = Math.round(random.next() * house.ackDelay);
    if (heard.type === 'subscribe') subscribe(heard, delay);
    else if (heard.type === 'unsubscribe') unsubscribe(heard, delay);
    else if (heard.type === 'ping') {
      pingedAt = now();
      say(counterpart.answer(heard, 'granted'));
    } else if (heard.type === 'login') login(heard, delay);
    else {
      delivery.after(delay, () => {
        say(counterpart.answer(heard, 'granted'));
      });
    }
  }

  function login(heard: Extract<Heard, { type: 'login' }>, delay: number): void {
    const fault = mischief.strikes('login', {}, now());
    if (fault === 'silent-login') return;
    if (fault === 'clock-error') house.skewClock();
    const verdict = fault === 'refuse-login' ? 'login-refused' : house.admit(heard.claim);
    delivery.after(delay, () => {
      say(counterpart.answer(heard, verdict));
      if (verdict === 'granted') account = heard.claim.key;
      else if (counterpart.closesAfterRefusal !== undefined) {
        condemned = true;
        delivery.after(counterpart.closesAfterRefusal, () => {
          part({ code: house.closeCode });
        });
      }
    });
  }

  function subscribe(heard: Extract<Heard, { type: 'subscribe' }>, delay: number): void {
    const { wish } = heard;
    const { key, symbol, feed } = wish;
    const excess = asked.has(key) ? undefined : gatekeeper.topic(asked.size);
    if (excess !== undefined) {
      punish(excess);
      return;
    }
    const changes = feed === 'book' && wish.depth === undefined;
    const fault = mischief.strikes('subscription', { symbol, feed, changes }, now());
    if (fault === 'no-ack') return;
    const barred = wish.private && account === undefined;
    const verdict = barred ? 'not-logged-in' : fault === 'refuse-topic' ? 'unknown-symbol' : house.verdictOn(wish);
    const granted = verdict === 'granted' || verdict === 'silent';
    if (granted) asked.add(key);
    const acknowledge = (): void => {
      say(counterpart.answer(heard, verdict));
    };
    const begin = (): void => {
      if (!granted) return;
      const silent = verdict === 'silent' || fault === 'silent-subscription';
      standing.set(key, { wish, silent, withheld: fault === 'stale-seed' ? 2 : 0, kept: [] });
      // What never comes needs no market.
      if (!silent) say(house.join(session, wish).frames);
    };
    const early = fault === 'data-before-ack';
    const first = early ? begin : acknowledge;
    const second = early ? acknowledge : begin;
    delivery.after(delay + (fault === 'late-ack' ? LATE : 0), first, key);
    delivery.after(delay + (fault === 'late-ack' ? LATE : early ? EARLY : 0), second, key);
  }

  function unsubscribe(heard: Extract<Heard, { type: 'unsubscribe' }>, delay: number): void {
    const { wish } = heard;
    const verdict = wish.private && account === undefined ? 'not-logged-in' : house.verdictOn(wish);
    asked.delete(wish.key);
    delivery.after(
      delay,
      () => {
        if (standing.delete(wish.key)) house.leave(session, wish);
        say(counterpart.answer(heard, verdict));
      },
      wish.key,
    );
  }

  function cutAt(breach: Breach, time: number, what: string): void {
    delivery.after(time - now(), () => {
      house.violated(session, breach, what);
      part({ code: house.closeCode });
    });
  }

  function watchSilence(silence: number): void {
    delivery.after(pingedAt + silence - now(), () => {
      // A line that hears nothing cannot blame the client.
      if (line.deaf) return;
      if (now() < pingedAt + silence) watchSilence(silence);
      else cutAt('silence', now(), `no ping for ${silence} ms`);
    });
  }

  function watchIdle(idle: number): void {
    delivery.after(idle, () => {
      if (standing.size === 0) cutAt('idle', now(), `no subscription for ${idle} ms`);
      else watchIdle(idle);
    });
  }

  if (rules.silence !== undefined) watchSilence(rules.silence);
  if (rules.idle !== undefined) watchIdle(rules.idle);
  if (rules.lifetime !== undefined) cutAt('lifetime', now() + rules.lifetime, `older than ${rules.lifetime} ms`);
  return session;
}

function isRequest(heard: Heard): boolean {
  return heard.type === 'mistake' && (heard.op === 'subscribe' || heard.op === 'unsubscribe');
}
