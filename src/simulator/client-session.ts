/**
 * One client of a simulated exchange: what it says, what it is answered and sent, and when it is cut off.
 * @module
 */
import type { Door, Heard, LoginClaim, Verdict } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import { createDelivery } from './delivery.js';
import { createGatekeeper } from './gatekeeper.js';
import type { Excess } from './gatekeeper.js';
import { createLine } from './line.js';
import type { Client } from './line.js';
import type { ClientSession, House } from './house.js';
import type { Sent } from './push.js';
import { createSubscriptions } from './subscriptions.js';
import { createWatches } from './watches.js';

/** Time for the last words to leave before the line is cut. */
const LAST_WORDS = 50;

/** Makes the session of a client that has just come through a door. */
export function createClientSession(id: number, door: Door, client: Client, house: House): ClientSession {
  const { counterpart, rules, mischief, random, clock } = house;
  const delivery = createDelivery();
  const line = createLine(client, delivery);
  const gatekeeper = createGatekeeper(rules);
  let condemned = false;
  let account: string | undefined;

  const session: ClientSession = {
    id,
    get keys() {
      return subscriptions.keys;
    },
    get account() {
      return account;
    },
    hear(text) {
      const said = now();
      line.hear(() => {
        take(text, said);
      });
    },
    gone() {
      if (line.open) part(undefined);
    },
    push(push) {
      subscriptions.push(push);
    },
    suffer({ fault, lasts }) {
      if (fault === 'close-1001') part({ code: 1001 });
      if (fault === 'close-1006') part({ code: undefined });
      if (fault === 'half-open') line.goDeaf(lasts);
      if (fault === 'slow-consumer') line.stall(lasts);
      if (fault === 'slow-line') line.slow(lasts);
    },
    cut(code) {
      part({ code });
    },
    banish() {
      say(counterpart.warn('messages', true));
      condemn(LAST_WORDS);
    },
  };

  const answer = (heard: Heard, verdict: Verdict): readonly string[] =>
    counterpart.answer(heard, verdict, clock(), door);

  const subscriptions = createSubscriptions({
    ...{ session, house, delivery, gatekeeper, say, punish, answer },
    admit(claim) {
      const verdict = judge(claim);
      if (verdict === 'granted') account = house.accountOf(claim.key);
      return verdict;
    },
    answerBatch(batch, verdicts) {
      const answered = counterpart.answerBatch?.(batch, verdicts, door);
      if (answered !== undefined) return answered;
      throw new RangeError(`${counterpart.id} hears requests that are answered as one, and has no answerBatch`);
    },
  });

  const watches = createWatches({
    ...{ rules, pings: counterpart.pings, delivery, line, clock },
    isIdle: () => subscriptions.keys.length === 0,
    say(frame) {
      watches.word();
      line.send(frame);
    },
    cut(breach, what) {
      house.violated(session, breach, what);
      part({ code: house.closeCode });
    },
  });

  /** What waited on its way counts when it was said: a line that heals is not the client's doing. */
  function take(text: string, said: number): void {
    if (!line.open || condemned) return;
    house.log(session, text);
    watches.word();
    const heard = counterpart.hear(text, door);
    const excess =
      gatekeeper.message(said) ??
      gatekeeper.bytes(counterpart.bytesOf(text)) ??
      (heard.some(isRequest) ? gatekeeper.request(said) : undefined);
    if (excess !== undefined) punish(excess);
    else for (const one of random.shuffled(heard)) follow(one);
  }

  function say(frames: readonly Sent[]): void {
    if (frames.length > 0) {
      watches.word();
      watches.told();
    }
    for (const frame of frames) line.send(frame);
  }

  function part(tell: { readonly code: number | undefined } | undefined): void {
    if (!line.open) return;
    delivery.stop();
    subscriptions.end();
    line.end(tell);
    house.parted(session);
  }

  function punish({ breach, what, told, cut }: Excess): void {
    house.violated(session, breach, what);
    if (told) say(counterpart.warn(breach, cut));
    if (cut) condemn(told ? LAST_WORDS : 0);
  }

  function condemn(delay: number): void {
    condemned = true;
    delivery.after(delay, () => {
      part({ code: house.closeCode });
    });
  }

  function follow(heard: Heard): void {
    const delay = Math.round(random.next() * house.ackDelay);
    switch (heard.type) {
      case 'subscribe':
        subscriptions.subscribe(heard, delay);
        return;
      case 'unsubscribe':
        subscriptions.unsubscribe(heard, delay);
        return;
      case 'batch':
        subscriptions.batch(heard, delay);
        return;
      case 'ask':
        subscriptions.ask(heard, delay);
        return;
      case 'login':
        login(heard, delay);
        return;
      case 'ping':
        pong(heard);
        return;
      case 'pong':
        watches.ponged(heard.echo);
        return;
      case 'mistake':
        delivery.after(delay, () => {
          say(answer(heard, 'granted'));
        });
    }
  }

  function pong(heard: Heard): void {
    watches.pinged();
    const late = mischief.strike('ping', {}, now());
    if (late === undefined) say(answer(heard, 'granted'));
    else {
      delivery.after(late.lasts, () => {
        say(answer(heard, 'granted'));
      });
    }
  }

  /** Undefined where it is not answered. */
  function judge(claim: LoginClaim): Verdict | undefined {
    const fault = mischief.strikes('login', {}, now());
    if (fault === 'silent-login') return undefined;
    if (fault === 'clock-error') house.skewClock();
    return fault === 'refuse-login' ? 'login-refused' : house.admit(claim);
  }

  function login(heard: Extract<Heard, { type: 'login' }>, delay: number): void {
    const verdict = judge(heard.claim);
    if (verdict === undefined) return;
    delivery.after(delay, () => {
      say(answer(heard, verdict));
      if (verdict === 'granted') {
        account = house.accountOf(heard.claim.key);
        subscriptions.grant(counterpart.implied?.(door) ?? []);
      } else if (counterpart.closesAfterRefusal !== undefined) condemn(counterpart.closesAfterRefusal);
    });
  }

  return session;
}

function isRequest(heard: Heard): boolean {
  if (heard.type === 'mistake') return heard.op === 'subscribe' || heard.op === 'unsubscribe';
  return heard.type === 'subscribe' || heard.type === 'unsubscribe' || heard.type === 'batch';
}
